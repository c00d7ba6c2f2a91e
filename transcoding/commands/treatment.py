"""What is done to a picture on its way: to its time before the grid, to its colours after.

Frame hashes are taken between the two. What changes which frames there are has to be the same in
survey and chunk; what works on every frame by itself need not be done by the survey (ADR 0011).
"""

from collections.abc import Sequence
from typing import Any

from transcoding.ladder import Rung
from transcoding.source import Color, Size, Source

Options = dict[str, str | int | float]
Filter = tuple[str, Options]

BT709 = "bt709"
HDR = frozenset({"smpte2084", "arib-std-b67"})  # PQ and HLG
# Rasters of standard television, which was BT.601: lines, and what they are when nothing is said.
TELEVISION = {480: "smpte170m", 486: "smpte170m", 576: "bt470bg"}
COLUMNS = range(700, 770)
REFERENCE_WHITE = 203  # cd/m2 of diffuse white in HDR (ITU-R BT.2408)
PEAK_WHITE = 1000  # cd/m2; a constant, so that no chunk looks at its own frames for one
# As zscale knows them; what is none of them is taken for BT.709.
MATRICES = frozenset({"bt470bg", "smpte170m", "smpte240m", "fcc", "bt2020nc", "bt2020c"})
PRIMARIES = frozenset(
    {"bt470m", "bt470bg", "smpte170m", "smpte240m", "film", "bt2020", "smpte428", "smpte431"}
    | {"smpte432", "jedec-p22", "ebu3213"}
)
# Camera curves of SDR are one and the same in practice, and are shown on the same displays.
TRANSFERS = HDR | {"bt470m", "bt470bg", "linear", "log100", "log316"}


def of_time(source: Source) -> Sequence[Filter]:
    """Fields become frames, telecined frames become those of the film."""
    if source.scan == "telecine":
        # What no match mends (a cut between two fields) is interpolated, and only that.
        left: Options = {"mode": "send_frame", "parity": "auto", "deint": "interlaced"}
        match: Filter = ("fieldmatch", {"order": "auto", "combmatch": "full"})
        return match, ("bwdif", left), ("decimate", {})
    if source.scan in {"tff", "bff"}:
        return (("bwdif", {"mode": "send_frame", "parity": source.scan, "deint": "all"}),)
    return ()


def of_color(source: Source, largest: Rung | Size) -> Sequence[Filter]:
    """From the master's colours to BT.709, at the size of the largest rung; empty if they are."""
    color = known(source)
    if (color.matrix, color.primaries, color.transfer) == (BT709, BT709, BT709):
        return ()
    scale: Filter = (
        "scale",
        {"w": largest.width, "h": largest.height, "flags": "lanczos+accurate_rnd"},
    )
    given: Options = {
        "primariesin": color.primaries,
        "transferin": color.transfer,
        "rangein": color.range,
    }
    if not is_rgb(source):
        given["matrixin"] = color.matrix
    wanted: Options = {"matrix": BT709, "transfer": BT709, "range": "tv"}
    done: Filter = ("format", {"pix_fmts": "yuv420p"})
    if color.transfer not in HDR:
        return scale, ("zscale", given | wanted | {"primaries": BT709}), done
    return (
        scale,
        ("zscale", given | {"transfer": "linear", "npl": REFERENCE_WHITE}),
        ("format", {"pix_fmts": "gbrpf32le"}),
        ("zscale", {"primaries": BT709}),
        ("tonemap", {"tonemap": "mobius", "desat": 0, "peak": PEAK_WHITE / REFERENCE_WHITE}),
        ("zscale", wanted | {"primaries": BT709}),
        done,
    )


def of_rung(source: Source, rung: Rung | Size) -> Sequence[Filter]:
    """Size, square pixels, limited range, and tags that say so; nothing beside the picture.

    Side data of the master would be written into the stream: what HDR it was, closed captions.
    """
    treated = bool(of_color(source, rung))
    within: dict[str, str] = {"in_range": "tv" if treated else known(source).range}
    if treated or not is_rgb(source):
        within["in_color_matrix"] = BT709
    size: Options = {"w": rung.width, "h": rung.height, "flags": "lanczos"}
    return (
        ("scale", size | within | {"out_color_matrix": BT709, "out_range": "tv"}),
        ("setsar", {"sar": 1}),
        ("format", {"pix_fmts": "yuv420p"}),
        ("sidedata", {"mode": "delete"}),
        (
            "setparams",
            {
                "field_mode": "prog",
                "range": "tv",
                "color_primaries": BT709,
                "color_trc": BT709,
                "colorspace": BT709,
            },
        ),
    )


def of_jpeg(source: Source, size: Rung | Size) -> Sequence[Filter]:
    """As JFIF has it: full range, BT.601's matrix."""
    ways: Options = {
        "in_range": "tv",
        "out_range": "pc",
        "in_color_matrix": BT709,
        "out_color_matrix": "bt601",
    }
    full: Options = {"range": "pc", "colorspace": "smpte170m"}
    return (
        *of_color(source, size),
        *of_rung(source, size),
        ("scale", ways),
        ("format", {"pix_fmts": "yuv420p"}),
        ("setparams", full),
    )


def known(source: Source) -> Color:
    """The master's colours, with what it does not say put as television has always taken it."""
    said = source.color
    rgb = is_rgb(source)
    default = BT709
    if source.coded_width in COLUMNS and not rgb:
        default = TELEVISION.get(source.coded_height, BT709)
    full = rgb or source.pixel_format.startswith("yuvj")
    matrix = said.matrix or default
    return Color(
        range=said.range or ("pc" if full else "tv"),
        matrix=matrix if matrix in MATRICES else BT709,
        primaries=_primaries(said, default),
        transfer=said.transfer if said.transfer in TRANSFERS else BT709,
    )


def is_rgb(source: Source) -> bool:
    """Whether the samples are red, green and blue: there is no matrix then."""
    return source.pixel_format.startswith(("gbr", "rgb", "bgr", "argb", "abgr", "0rgb", "0bgr"))


def apply(frames: Any, filters: Sequence[Filter]) -> Any:
    """The frames, with the filters after them."""
    for name, options in filters:
        frames = frames.filter(name, **options)
    return frames


def _primaries(said: Color, default: str) -> str:
    if said.primaries:
        return said.primaries if said.primaries in PRIMARIES else BT709
    if said.matrix in {"bt2020nc", "bt2020c"} or said.transfer in HDR:
        return "bt2020"
    if said.matrix:
        return said.matrix if said.matrix in TELEVISION.values() else BT709
    return default
