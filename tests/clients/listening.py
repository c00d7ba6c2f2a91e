"""Which of the film's languages is heard: its sounds are tones."""

from array import array
from math import cos, pi

from infra.lines.film import TONES

RATE = 8000  # samples a second of what is listened to: mono, 16 bit
LOUD = 10.0  # times louder than the other, which is silent but for rounding


def heard(pcm: bytes, *, rate: int = RATE) -> str:
    """The language whose tone is by far the loudest; raises where none is."""
    samples = array("h", pcm[: len(pcm) // 2 * 2])
    powers = {language: _power(samples, hertz, rate) for language, hertz in TONES.items()}
    second, first = sorted(powers, key=lambda language: powers[language])
    assert powers[first] > LOUD * powers[second], f"neither language by itself: {powers}"
    return first


def _power(samples: "array[int]", hertz: float, rate: int) -> float:
    """Goertzel's algorithm: the power of one frequency."""
    weight = 2 * cos(2 * pi * hertz / rate)
    before, last = 0.0, 0.0
    for sample in samples:
        before, last = last, sample + weight * last - before
    return last * last + before * before - weight * last * before
