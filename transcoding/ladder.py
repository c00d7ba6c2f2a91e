"""Which rungs a master gets. Profiles are data: `h264` now, `av1` and `hevc` beside it later."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

NEARLY_THE_PICTURE = 0.9  # of its side: such a rung would cost as much and look the same
LARGEST_STILL = 360  # short side of the pictures that are shown while somebody seeks
COARSER = 2  # in CRF: each is seen for a moment, and has no picture before it to lean on


@dataclass(frozen=True, kw_only=True)
class Rung:
    """One rendition of the picture: size in pixels, cap in bits per second, quality as CRF."""

    name: str
    profile: str
    codec: str
    width: int
    height: int
    max_bitrate: int
    crf: int

    @property
    def short(self) -> int:
        """The shorter side: 1080 of Full HD, upright or not."""
        return min(self.width, self.height)


@dataclass(frozen=True, kw_only=True)
class Step:
    """A place on a ladder: the box the picture must fit, turned as the picture is.

    `kbps` caps its rung; `highest_kbps` does where no rung is above it, and nobody who wants more
    could switch to another.
    """

    long: int
    short: int
    kbps: int
    highest_kbps: int
    crf: int


@dataclass(frozen=True, kw_only=True)
class Profile:
    """A ladder: how its pictures are coded, and its steps from the lowest on."""

    codec: str
    steps: tuple[Step, ...]


# Apple HLS Authoring Specification 1.25 (sizes, caps). The lowest has less than the 145 of its
# table: a segment may hold a seventh more than the cap, and with the low sound beside it no more
# than 192 kbit/s in all (9.21). Quality against bits: ADR 0012.
LADDERS: dict[str, Profile] = {
    "h264": Profile(
        codec="h264",
        steps=(
            Step(long=416, short=234, kbps=125, highest_kbps=125, crf=26),
            Step(long=640, short=360, kbps=365, highest_kbps=730, crf=24),
            Step(long=768, short=432, kbps=730, highest_kbps=1100, crf=24),
            Step(long=960, short=540, kbps=2000, highest_kbps=2000, crf=22),
            Step(long=1280, short=720, kbps=4500, highest_kbps=4500, crf=22),
            Step(long=1920, short=1080, kbps=7800, highest_kbps=7800, crf=21),
        ),
    )
}


def rungs(*, profile: str, width: int, height: int) -> tuple[Rung, ...]:
    """The rungs for a picture of this displayed size, lowest first.

    Never upscales, keeps the aspect; the first step that the picture does not fill is the last,
    at the picture's own size. Steps between the lowest and that one which come near the picture's
    size are left out. Sides are even, as 4:2:0 needs.
    """
    steps = LADDERS[profile].steps
    fits = [_fit(step, width=width, height=height) for step in steps]
    last = next((place for place, fit in enumerate(fits) if fit >= 1), len(steps) - 1)
    highest = min(fits[last], 1.0)
    kept = [
        place
        for place in range(last + 1)
        if place in {0, last} or fits[place] < NEARLY_THE_PICTURE * highest
    ]
    made: dict[str, Rung] = {}
    for place in kept:
        rung = _rung(profile, place, highest=place == last, width=width, height=height)
        if len(made) > 1 and place == last:  # of two as narrow, the picture itself
            made[rung.name] = rung
        else:
            made.setdefault(rung.name, rung)
    return tuple(made.values())


def stills(ladder: Sequence[Rung]) -> Rung:
    """The I-frame rendition of a ladder: small enough to come fast, large enough to tell."""
    small = [rung for rung in ladder if rung.short <= LARGEST_STILL]
    rung = (small or ladder[:1])[-1]
    return replace(rung, name=f"{rung.name}-stills", crf=rung.crf + COARSER)


def _fit(step: Step, *, width: int, height: int) -> float:
    """By how much the picture is to be scaled to fit the step; 1 or more: it is not larger."""
    return min(step.long / max(width, height), step.short / min(width, height))


def _rung(profile: str, place: int, *, highest: bool, width: int, height: int) -> Rung:
    ladder = LADDERS[profile]
    step = ladder.steps[place]
    scale = min(_fit(step, width=width, height=height), 1.0)
    across, down = (_even(side * scale, most=side) for side in (width, height))
    return Rung(
        name=f"{profile}-{min(across, down)}",
        profile=profile,
        codec=ladder.codec,
        width=across,
        height=down,
        max_bitrate=1000 * (step.highest_kbps if highest else step.kbps),
        crf=step.crf,
    )


def _even(side: float, *, most: int) -> int:
    return max(2, 2 * min(round(side / 2), most // 2))
