"""How the lines of a picture were scanned, from a look at them: flags are often wrong."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from operator import itemgetter

from transcoding.source import Source

COUNTER = re.compile(r"lavfi\.idet\.(multiple|repeated)\.(\w+)=([\d.]+)\s*$")
NEWER_CODECS = frozenset({"vp8", "vp9", "av1"})  # which know no fields
TALLEST = 1088  # nothing taller was ever interlaced
ENOUGH_FRAMES = 10
TELECINED = Fraction(30000, 1001)
# Of five telecined frames two repeat a field; still pictures and noise blur that.
REPEATED_SHARE = Fraction(1, 4)
FIELDS_SHARE = Fraction(1, 4)  # of the frames that show anything: titles that roll are no fields
SURE_SHARE = Fraction(95, 100)  # what it takes to overrule a declaration


@dataclass(frozen=True, kw_only=True)
class Look:
    """How many frames FFmpeg's `idet` took for what; the rest it could not tell."""

    top_first: int
    bottom_first: int
    progressive: int
    repeated: int
    frames: int

    def __add__(self, other: "Look") -> "Look":
        """What was seen in two places."""
        return Look(
            top_first=self.top_first + other.top_first,
            bottom_first=self.bottom_first + other.bottom_first,
            progressive=self.progressive + other.progressive,
            repeated=self.repeated + other.repeated,
            frames=self.frames + other.frames,
        )

    @property
    def fields(self) -> int:
        """Frames whose two fields are of different times."""
        return self.top_first + self.bottom_first


NOTHING = Look(top_first=0, bottom_first=0, progressive=0, repeated=0, frames=0)


def worth_a_look(source: Source) -> bool:
    """Whether the picture may be interlaced at all. Phones, which turn pictures, never do it."""
    return source.coded_height <= TALLEST and not (
        source.rotation or source.variable_rate or source.codec in NEWER_CODECS
    )


def read_look(lines: Iterable[str]) -> Look:
    """The last counters that `idet,metadata=print` wrote."""
    seen = {(m[1], m[2]): int(float(m[3])) for m in map(COUNTER.match, lines) if m and m[3]}
    repeated = seen.get(("repeated", "top"), 0) + seen.get(("repeated", "bottom"), 0)
    return Look(
        top_first=seen.get(("multiple", "tff"), 0),
        bottom_first=seen.get(("multiple", "bff"), 0),
        progressive=seen.get(("multiple", "progressive"), 0),
        repeated=repeated,
        frames=repeated + seen.get(("repeated", "neither"), 0),
    )


def scanned(source: Source, looks: Sequence[Look]) -> Source:
    """The source with what looks at some of its frames say of `scan` and `frame_rate`.

    Fields repeat themselves where things move: one look that sees it is enough. Fields as such are
    believed where more looks have them than have none: a slow pan may look as if it had them.
    """
    if source.frame_rate == TELECINED and any(map(_repeats, looks)):
        return replace(source, scan="telecine", frame_rate=TELECINED * 4 / 5)
    with_fields = [look for look in looks if _has_fields(look)]
    without = [look for look in looks if not _has_fields(look) and _is_progressive(look)]
    if not with_fields:
        return replace(source, scan="progressive") if without else source
    look = sum(with_fields, start=NOTHING)
    first, most = max(("tff", look.top_first), ("bff", look.bottom_first), key=itemgetter(1))
    torn = source.scan in {"tff", "bff"} and most < SURE_SHARE * look.fields
    if len(with_fields) <= len(without) or torn:
        return source
    return replace(source, scan=first)


def _has_fields(look: Look) -> bool:
    told = look.fields + look.progressive
    return look.fields >= ENOUGH_FRAMES and look.fields >= FIELDS_SHARE * told


def _is_progressive(look: Look) -> bool:
    told = look.fields + look.progressive
    return told >= ENOUGH_FRAMES and look.progressive >= SURE_SHARE * told


def _repeats(look: Look) -> bool:
    return look.frames > 0 and look.repeated >= REPEATED_SHARE * look.frames
