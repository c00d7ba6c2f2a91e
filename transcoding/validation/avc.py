"""What an H.264 stream says of itself (ITU-T H.264 §7.3.2.1.1, annex A)."""

from collections.abc import Iterator
from dataclasses import dataclass

IDR, SPS = 5, 7
HIGH_PROFILES = frozenset({100, 110, 122, 244, 44, 83, 86, 118, 128})
# Level times ten: macroblocks a picture, macroblocks a second (table A-1).
LEVELS = {
    9: (99, 1485),
    10: (99, 1485), 11: (396, 3000), 12: (396, 6000), 13: (396, 11880), 20: (396, 11880),
    21: (792, 19800), 22: (1620, 20250), 30: (1620, 40500), 31: (3600, 108000),
    32: (5120, 216000), 40: (8192, 245760), 41: (8192, 245760), 42: (8704, 522240),
    50: (22080, 589824), 51: (36864, 983040), 52: (36864, 2073600),
}  # fmt: skip


@dataclass(frozen=True)
class Sps:
    """`profile` and `level` (times ten) as numbers; whether every picture is a whole frame."""

    profile: int
    level: int
    progressive: bool
    macroblocks: int


class _Bits:
    """Reads bits, the highest first; past the end there are zeros."""

    def __init__(self, data: bytes) -> None:
        self._value = int.from_bytes(data, "big")
        self._left = 8 * len(data)

    def take(self, count: int) -> int:
        value = 0
        for _ in range(count):
            self._left -= 1
            value = value << 1 | (self._value >> self._left & 1 if self._left >= 0 else 0)
        return value

    def unsigned(self) -> int:
        """Exp-Golomb (§9.1)."""
        zeros = 0
        while not self.take(1):
            zeros += 1
            if zeros > 32 or self._left < 0:  # noqa: PLR2004
                raise ValueError("no number")
        return (1 << zeros) - 1 + self.take(zeros)

    def signed(self) -> int:
        value = self.unsigned()
        return (value + 1) // 2 if value % 2 else -(value // 2)


def parse_sps(unit: bytes) -> Sps:
    """A sequence parameter set with its header byte; raises `ValueError`."""
    if len(unit) < 4 or unit[0] & 0x1F != SPS:  # noqa: PLR2004
        raise ValueError("no sequence parameter set")
    profile, level = unit[1], unit[3]
    bits = _Bits(unit[4:].replace(b"\0\0\3", b"\0\0"))
    bits.unsigned()
    if profile in HIGH_PROFILES:
        _skip_high(bits)
    bits.unsigned()
    _skip_order(bits)
    bits.unsigned()
    bits.take(1)
    width, height = bits.unsigned() + 1, bits.unsigned() + 1
    whole = bool(bits.take(1))
    return Sps(profile, level, whole, width * height * (1 if whole else 2))


def _skip_high(bits: _Bits) -> None:
    chroma = bits.unsigned()
    if chroma == 3:  # noqa: PLR2004 - 4:4:4
        bits.take(1)
    bits.unsigned()
    bits.unsigned()
    bits.take(1)
    if bits.take(1):
        for index in range(8 if chroma != 3 else 12):  # noqa: PLR2004
            if bits.take(1):
                _skip_scaling(bits, 16 if index < 6 else 64)  # noqa: PLR2004


def _skip_scaling(bits: _Bits, size: int) -> None:
    last = following = 8
    for _ in range(size):
        if following:
            following = (last + bits.signed()) % 256
        last = following or last


def _skip_order(bits: _Bits) -> None:
    order = bits.unsigned()
    if order == 0:
        bits.unsigned()
    elif order == 1:
        bits.take(1)
        bits.signed()
        bits.signed()
        for _ in range(min(bits.unsigned(), 255)):
            bits.signed()


def units(sample: bytes, *, length_bytes: int = 4) -> Iterator[int]:
    """Types of the units of a sample, each preceded by its length (ISO/IEC 14496-15 §5.3.2)."""
    at = 0
    while at + length_bytes < len(sample):
        size = int.from_bytes(sample[at : at + length_bytes], "big")
        yield sample[at + length_bytes] & 0x1F
        at += length_bytes + max(size, 1)


def fits(sps: Sps, *, frame_rate: float) -> bool:
    """Whether its level allows size and rate."""
    picture, second = LEVELS.get(sps.level, (0, 0))
    return sps.macroblocks <= picture and sps.macroblocks * frame_rate <= second * 1.001
