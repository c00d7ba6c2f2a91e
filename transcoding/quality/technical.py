"""What a master is, technically, and its plots: the part of a report that judges nothing."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from transcoding.commands.treatment import known
from transcoding.quality.measures import Picture, Sound
from transcoding.source import Source


def facts(source: Source, *, seconds: float, sounds: Sequence[Sound]) -> dict[str, Any]:
    """As FFmpeg names things; seconds, pixels, bits a second, LUFS, LU and dBTP."""
    streams = {stream.index: stream for stream in source.sounds}
    return {
        "container": source.demuxer,
        "seconds": round(seconds, 3),
        "picture": {
            "codec": source.codec,
            "pixel_format": source.pixel_format,
            "coded_width": source.coded_width,
            "coded_height": source.coded_height,
            "width": source.width,
            "height": source.height,
            "frame_rate": [source.frame_rate.numerator, source.frame_rate.denominator],
            "variable_rate": source.variable_rate,
            "scan": source.scan,
            "rotation": source.rotation,
            "color": asdict(source.color),
            "taken_as": asdict(known(source)),
            "bit_rate": source.bit_rate,
        },
        "sounds": [
            {
                "codec": streams[sound.streams[0]].codec,
                "channels": sum(streams[index].channels for index in sound.streams),
                "layout": streams[sound.streams[0]].layout if len(sound.streams) == 1 else "",
                "language": sound.language,
                "role": sound.role,
                "seconds": sound.seconds,
                "loudness": round(sound.loudness, 1),
                "loudness_range": round(sound.loudness_range, 1),
                "true_peak": round(sound.true_peak, 1),
            }
            for sound in sounds
        ],
        "subtitles": [
            {"codec": text.codec, "language": text.language, "forced": text.forced}
            for text in source.texts
        ],
    }


def plots(picture: Picture | None, sounds: Sequence[Sound]) -> dict[str, Any]:
    """Bit rate of the picture, and short-term loudness (LUFS) of each sound."""
    return {
        "bit_rate": asdict(picture.bit_rate) if picture else None,
        "loudness": [asdict(sound.short_term) for sound in sounds],
    }
