"""What the figures of the sounds mean for a film."""

from collections.abc import Iterator, Sequence

from transcoding.quality.findings import Code, Finding, Level, length_of, stretched
from transcoding.quality.measures import Sound

# All by convention of ours unless said otherwise.
LONG_SILENCE = 10.0  # seconds that are worth a word
LOUD, QUIET = -14.0, -33.0  # LUFS; films are mixed near -27, television at -23 (EBU R128)
PEAK, OVER, SILENT_PEAK = -1.0, 0.0, -60.0  # dBTP (EBU R128 asks for -1)
APART, FAR_APART, LOST = 0.5, 2.0, 10.0  # seconds between the ends of picture and sound
SILENT_END, SILENT_SHARE = 60.0, 0.05  # by how much a sound may end before its picture


def of_sounds(sounds: Sequence[Sound], *, seconds: float) -> Iterator[Finding]:
    """Everything worth a word about the sounds of a film of so many seconds."""
    if not sounds:
        yield Finding(code=Code.NO_SOUND, level=Level.WARNING)
    for track, sound in enumerate(sounds):
        if sound.true_peak <= SILENT_PEAK:
            yield Finding(code=Code.SILENT_TRACK, level=Level.BLOCKS, track=track)
            continue
        yield from _of_signal(sound, track)
        yield from _of_ends(sound, track, seconds)


def _of_signal(sound: Sound, track: int) -> Iterator[Finding]:
    long = [s for s in sound.silent if length_of(s) >= LONG_SILENCE]
    if long:
        yield stretched(Code.SILENCE, Level.INFO, long, track=track)
    if sound.dead:
        yield Finding(
            code=Code.DEAD_CHANNEL,
            level=Level.WARNING,
            figures={"channel": sound.dead[0] + 1, "channels": len(sound.dead)},
            track=track,
        )
    if not QUIET <= sound.loudness <= LOUD:
        yield Finding(
            code=Code.LOUDNESS,
            level=Level.WARNING,
            figures={"loudness": round(sound.loudness, 1)},
            track=track,
        )
    if sound.true_peak > PEAK:
        level = Level.WARNING if sound.true_peak > OVER else Level.INFO
        yield Finding(
            code=Code.TRUE_PEAK,
            level=level,
            figures={"peak": round(sound.true_peak, 1)},
            track=track,
        )


def _of_ends(sound: Sound, track: int, seconds: float) -> Iterator[Finding]:
    late = sound.seconds - seconds
    if abs(late) < APART:
        return
    figures = {"seconds": round(abs(late), 1)}
    level = Level.WARNING if abs(late) >= FAR_APART else Level.INFO
    if late > LOST or -late > max(SILENT_END, SILENT_SHARE * seconds):
        level = Level.BLOCKS
    code = Code.SOUND_ENDS_LATE if late > 0 else Code.SOUND_ENDS_EARLY
    yield Finding(code=code, level=level, figures=figures, track=track)
