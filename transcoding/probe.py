"""What ffprobe says of a master, as typed facts."""

import re
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from transcoding.source import EXACT_SEEK, AudioStream, Color, Source, TextStream
from transcoding.states import MasterRefused, Problem

# A positive list: playlists, concat scripts and image sequences would read other files (ADR 0005).
DEMUXERS = ("mov", "matroska", "mxf", "mpegts", "mpeg", "avi")
# These say how long the picture is; of the others ffprobe measures what is there.
DECLARES_LENGTH = EXACT_SEEK | {"avi"}
TEXT_CODECS = frozenset({"subrip", "ass", "ssa", "webvtt", "mov_text", "text", "ttml"})
SMALLEST_SIDE, LARGEST_SIDE = 16, 8192
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
        raise MasterRefused(Problem.NO_PICTURE)
    width, height = _display_size(video)
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
        frame_rate=_frame_rate(video),
        variable_rate=False,
        scan="progressive",
        color=_color(video),
        bit_rate=int(probe["format"].get("bit_rate", 0) or 0),
        duration=float(probe["format"].get("duration", 0) or 0),
        declared_seconds=_declared_seconds(video) if demuxer in DECLARES_LENGTH else 0,
        sounds=tuple(_sound(s) for s in streams if s.get("codec_type") == "audio"),
        texts=tuple(_text(s) for s in streams if s.get("codec_name") in TEXT_CODECS),
    )


def anonymous(probe: dict[str, Any]) -> dict[str, Any]:
    """What of ffprobe's answer may be kept: tags name people, devices and places."""
    kept = {name: value for name, value in probe["format"].items() if name != "filename"}
    parts = [kept, *probe["streams"]]
    bare = [{name: value for name, value in part.items() if name != "tags"} for part in parts]
    return {"format": bare[0], "streams": bare[1:]}


def recognised(log: Iterable[str]) -> bool:
    """Whether a failed ffprobe got as far as one of our demuxers: a film, but a broken one."""
    return any(line.startswith(tuple(f"[{name}" for name in DEMUXERS)) for line in log)


def _is_picture(stream: dict[str, Any]) -> bool:
    still = stream.get("disposition", {}).get("attached_pic", 0)
    return stream.get("codec_type") == "video" and not still


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
        role="main",
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


def _declared_seconds(video: dict[str, Any]) -> float:
    clock = CLOCK.match(str(video.get("tags", {}).get("DURATION", "")))  # Matroska's
    if clock:
        return int(clock[1]) * 3600 + int(clock[2]) * 60 + float(clock[3])
    return float(video.get("duration", 0) or 0)


def _frame_rate(video: dict[str, Any]) -> Fraction:
    for name in ("r_frame_rate", "avg_frame_rate"):
        over, _, under = str(video.get(name, "0/0")).partition("/")
        if over.isdigit() and under.isdigit() and int(over) and int(under):
            rate = Fraction(int(over), int(under))
            if Fraction(5) <= rate <= Fraction(60):
                return rate
    raise MasterRefused(Problem.FRAME_RATE, str(video.get("r_frame_rate")))


def _language(stream: dict[str, Any]) -> str:
    """Containers carry ISO 639-2 (Chinese as `chi` or `zho`); ours are BCP 47."""
    known = {"chi": "zh", "zho": "zh", "eng": "en", "yue": "yue", "bod": "bo", "tib": "bo"}
    return known.get(str(stream.get("tags", {}).get("language", "und")), "und")
