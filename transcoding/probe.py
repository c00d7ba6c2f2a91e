"""What ffprobe says of a master, as typed facts."""

import re
from collections.abc import Iterable
from fractions import Fraction
from math import floor
from typing import Any

from transcoding.languages import canonical_or_unknown
from transcoding.source import EXACT_SEEK, AudioStream, Color, Source, TextStream
from transcoding.states import MasterRefused, Problem

# A positive list: playlists, concat scripts and image sequences would read other files (ADR 0005).
DEMUXERS = ("mov", "matroska", "mxf", "mpegts", "mpeg", "avi")
# These say how long the picture is; of the others ffprobe measures what is there.
DECLARES_LENGTH = EXACT_SEEK | {"avi"}
TEXT_CODECS = frozenset({"subrip", "ass", "ssa", "webvtt", "mov_text", "text", "ttml"})
# What FFmpeg calls it, and what we do.
ROLES = {
    "visual_impaired": "description",
    "descriptions": "description",
    "comment": "commentary",
    "dub": "dub",
}
DETAIL = 500  # characters
SMALLEST_SIDE, LARGEST_SIDE = 16, 8192
# The rates of film and television; a rate a hair away from one of them is that one, badly written.
RATES = tuple(
    Fraction(rate) for rate in ("24000/1001", 24, 25, "30000/1001", 30, 48, 50, "60000/1001", 60)
)
HAIR = Fraction(1, 2000)  # 24 and 23.976 are twice that apart
ROUNDED = 0.05  # of a frame: Matroska counts milliseconds
LOOSELY = Fraction(1, 50)
SLOWEST, FASTEST = 5, 60
FIELD_ORDERS = {"tt": "tff", "tb": "tff", "bb": "bff", "bt": "bff"}
CLOCK = re.compile(r"(\d+):(\d\d):(\d\d(?:\.\d+)?)$")


def read_source(probe: dict[str, Any]) -> Source:
    """Facts from `ffprobe -show_format -show_streams -of json`; raises `MasterRefused`."""
    names = set(str(probe.get("format", {}).get("format_name", "")).split(","))
    demuxer = next((name for name in DEMUXERS if name in names), None)
    if demuxer is None:
        raise MasterRefused(Problem.NOT_A_FILM, "/".join(sorted(names)))
    streams = probe.get("streams", [])
    video = next((s for s in streams if _is_picture(s)), None)
    if video is None:
        told = ", ".join(f"{s.get('codec_type')} {s.get('codec_name', '?')}" for s in streams)
        raise MasterRefused(Problem.NO_PICTURE, told[:DETAIL] or "no streams")
    if video.get("codec_name", "unknown") in {"unknown", "none"}:
        raise MasterRefused(Problem.CODEC, str(video.get("codec_tag_string", "")))
    width, height = _display_size(video)
    rate, variable = _frame_rate(video)
    start = float(probe["format"].get("start_time", 0) or 0)
    return Source(
        demuxer=demuxer,
        codec=str(video.get("codec_name", "")),
        pixel_format=str(video.get("pix_fmt", "")),
        video_index=video["index"],
        coded_width=int(video["width"]),
        coded_height=int(video["height"]),
        width=width,
        height=height,
        rotation=_rotation(video),
        frame_rate=rate,
        variable_rate=variable,
        scan=FIELD_ORDERS.get(str(video.get("field_order", "")), "progressive"),
        color=_color(video),
        bit_rate=int(probe["format"].get("bit_rate", 0) or 0),
        start=_zero(video, rate, start=start),
        duration=float(probe["format"].get("duration", 0) or 0),
        declared_seconds=_declared_seconds(video, start=start) if demuxer in DECLARES_LENGTH else 0,
        sounds=tuple(_sound(s) for s in streams if s.get("codec_type") == "audio"),
        texts=tuple(_text(s) for s in streams if s.get("codec_name") in TEXT_CODECS),
        pictured_texts=sum(_is_pictured_text(s) for s in streams),
    )


def anonymous(probe: dict[str, Any]) -> dict[str, Any]:
    """What of ffprobe's answer may be kept: tags name people, devices and places."""
    kept = {name: value for name, value in probe["format"].items() if name != "filename"}
    parts = [kept, *probe["streams"]]
    bare = [{name: value for name, value in part.items() if name != "tags"} for part in parts]
    return {"format": bare[0], "streams": bare[1:]}


def encrypted(probe: dict[str, Any]) -> bool:
    """Whether any of the first packets is: its streams look like those of a clear film."""
    data = (
        data for packet in probe.get("packets", []) for data in packet.get("side_data_list", [])
    )
    return any(str(item.get("side_data_type", "")).startswith("Encryption") for item in data)


def recognised(log: Iterable[str]) -> bool:
    """Whether a failed ffprobe got as far as one of our demuxers: a film, but a broken one."""
    return any(line.startswith(tuple(f"[{name}" for name in DEMUXERS)) for line in log)


def _is_picture(stream: dict[str, Any]) -> bool:
    still = stream.get("disposition", {}).get("attached_pic", 0)
    return stream.get("codec_type") == "video" and not still


def _is_pictured_text(stream: dict[str, Any]) -> bool:
    text = stream.get("codec_name") in TEXT_CODECS
    return stream.get("codec_type") == "subtitle" and not text


def _display_size(video: dict[str, Any]) -> tuple[int, int]:
    width, height = int(video.get("width", 0)), int(video.get("height", 0))
    if not all(SMALLEST_SIDE <= side <= LARGEST_SIDE for side in (width, height)):
        raise MasterRefused(Problem.DIMENSIONS, f"{width}x{height}")
    aspect = str(video.get("sample_aspect_ratio", "1:1"))
    across, _, down = aspect.partition(":")
    if across.isdigit() and down.isdigit() and int(across) and int(down):
        width = round(width * int(across) / int(down))
    if width < SMALLEST_SIDE:
        raise MasterRefused(Problem.DIMENSIONS, f"{width}x{height} as displayed")
    return (height, width) if _rotation(video) % 180 else (width, height)


def _rotation(video: dict[str, Any]) -> int:
    """FFmpeg turns the picture as the display matrix says, before any filter of ours."""
    matrices = (data.get("rotation", 0) for data in video.get("side_data_list", []))
    return next((round(float(degrees)) % 360 for degrees in matrices if degrees), 0)


def _color(video: dict[str, Any]) -> Color:
    def said(name: str) -> str:
        value = str(video.get(name, ""))
        return "" if value in {"unknown", "reserved", "unspecified"} else value

    return Color(
        range=said("color_range"),
        matrix=said("color_space"),
        primaries=said("color_primaries"),
        transfer=said("color_transfer"),
    )


def _sound(stream: dict[str, Any]) -> AudioStream:
    return AudioStream(
        index=stream["index"],
        codec=str(stream.get("codec_name", "")),
        channels=int(stream.get("channels", 2)),
        layout=str(stream.get("channel_layout", "")),
        language=_language(stream),
        role=_role(stream),
        seconds=float(stream.get("duration", 0) or 0),
    )


def _text(stream: dict[str, Any]) -> TextStream:
    disposition = stream.get("disposition", {})
    return TextStream(
        index=stream["index"],
        codec=stream["codec_name"],
        language=_language(stream),
        forced=bool(disposition.get("forced")),
        captions=bool(disposition.get("hearing_impaired")),
    )


def _zero(video: dict[str, Any], rate: Fraction, *, start: float) -> float:
    """Where the film's clock begins: at the container's start, or less than a frame later.

    A picture that starts late does so by whole frames of the grid then. To move it by a part of
    one, to the grid, would part it from its sound by up to 21 ms.
    """
    picture = float(video.get("start_time", start) or 0)
    frames = floor((picture - start) * float(rate) + ROUNDED)
    return max(round(picture - frames / float(rate), 6), 0) if frames > 0 else picture


def _declared_seconds(video: dict[str, Any], *, start: float) -> float:
    """Matroska's tag says when the stream ends, and the film's clock begins at `start`."""
    clock = CLOCK.match(str(video.get("tags", {}).get("DURATION", "")))
    if clock:
        return int(clock[1]) * 3600 + int(clock[2]) * 60 + float(clock[3]) - max(start, 0)
    return float(video.get("duration", 0) or 0)


def _frame_rate(video: dict[str, Any]) -> tuple[Fraction, bool]:
    """The rate of the grid, and whether the master's own rate varies.

    `r_frame_rate` is the coarsest clock that all the first time stamps fit: the rate, if it is
    constant; of fields, for some that are interlaced; nothing of use, if it varies.
    """
    real, average = (_rate(video, name) for name in ("r_frame_rate", "avg_frame_rate"))
    if not any(rate and SLOWEST <= rate <= FASTEST for rate in (real, average)):
        raise MasterRefused(Problem.FRAME_RATE, str(video.get("r_frame_rate")))
    if real and average and _standard(average):
        fields = video.get("field_order") in FIELD_ORDERS and _same(real, 2 * average)
        if fields or _same(4 * real, 5 * average):  # fields, or frames that a player is to repeat
            return _standard(average) or average, False
    if real and SLOWEST <= real <= FASTEST and (_standard(real) or real.denominator == 1):
        steady = not average or _same(real, average, by=LOOSELY)
        return _standard(real) or real, not steady
    if average and SLOWEST <= average <= FASTEST:
        closest = min(RATES, key=lambda rate: abs(rate - average))
        enough = next(rate for rate in RATES if rate >= average)
        return (closest if _same(average, closest, by=LOOSELY) else enough), True
    raise MasterRefused(Problem.FRAME_RATE, str(video.get("r_frame_rate")))


def _rate(video: dict[str, Any], name: str) -> Fraction | None:
    over, _, under = str(video.get(name, "0/0")).partition("/")
    sensible = over.isdigit() and under.isdigit() and int(over) and int(under)
    return Fraction(int(over), int(under)) if sensible else None


def _same(one: Fraction, other: Fraction, *, by: Fraction = HAIR) -> bool:
    return abs(one - other) <= by * other


def _standard(rate: Fraction) -> Fraction | None:
    return next((known for known in RATES if _same(rate, known)), None)


def _language(stream: dict[str, Any]) -> str:
    """Containers carry ISO 639-2 (Chinese as `chi` or `zho`), or BCP 47; ours are that."""
    return canonical_or_unknown(str(stream.get("tags", {}).get("language", "")))


def _role(stream: dict[str, Any]) -> str:
    disposition = stream.get("disposition", {})
    return next((role for flag, role in ROLES.items() if disposition.get(flag)), "main")
