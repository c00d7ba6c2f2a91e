"""Which rungs a master gets. Ladders are data: `h264` now, `av1` and `hevc` beside it later."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Rung:
    """One rendition of the picture: size in pixels, cap in bits per second, quality as CRF."""

    name: str
    width: int
    height: int
    max_bitrate: int
    crf: int


@dataclass(frozen=True, kw_only=True)
class Step:
    """A place on a ladder: the box the picture must fit, and the cap for it."""

    width: int
    height: int
    kbps: int
    crf: int


# Apple HLS Authoring Specification 1.25 (sizes, caps) and 9.21 (one rung at most 192 kbit/s).
LADDERS: dict[str, tuple[Step, ...]] = {
    "h264": (
        Step(width=416, height=234, kbps=145, crf=26),
        Step(width=768, height=432, kbps=730, crf=24),
        Step(width=960, height=540, kbps=2000, crf=22),
        Step(width=1280, height=720, kbps=4500, crf=22),
        Step(width=1920, height=1080, kbps=7800, crf=21),
    )
}


def rungs(*, profile: str, width: int, height: int) -> tuple[Rung, ...]:
    """The rungs for a picture of this displayed size, lowest first.

    Never upscales, keeps the aspect; the first step that the picture does not fill is the last,
    at the picture's own size. Sides are even, as 4:2:0 needs. A step whose rung would be as high
    as the one below, to the rounding, is left out.
    """
    chosen: list[Rung] = []
    for step in LADDERS[profile]:
        fit = min(step.width / width, step.height / height)
        across, down = (_even(side * min(fit, 1.0), most=side) for side in (width, height))
        if not chosen or down > chosen[-1].height:
            chosen.append(
                Rung(
                    name=f"{profile}-{down}",
                    width=across,
                    height=down,
                    max_bitrate=step.kbps * 1000,
                    crf=step.crf,
                )
            )
        if fit >= 1:
            break
    return tuple(chosen)


def _even(side: float, *, most: int) -> int:
    return max(2, 2 * min(round(side / 2), most // 2))
