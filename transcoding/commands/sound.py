"""A sound track, in one pass."""

import ffmpeg

from transcoding.commands.base import (
    ANONYMOUS,
    FRAGMENTED,
    MOVFLAGS,
    Binaries,
    argv,
    decimal,
    open_input,
)
from transcoding.schedule import START_SECONDS, Grid
from transcoding.source import Source

AAC_BITRATE = 128_000


def audio_track(
    *, binaries: Binaries, url: str, source: Source, grid: Grid, pipe: int
) -> list[str]:
    """Stereo AAC in one pass, exactly as long as the picture: padded or cut."""
    sound = open_input(url, source=source)[str(source.sounds[0].index)]
    sound = sound.filter("aresample", 48000, first_pts=0)
    sound = sound.filter("aformat", channel_layouts="stereo", sample_fmts="fltp")
    sound = sound.filter("apad").filter("atrim", end=decimal(grid.seconds))
    output = ffmpeg.output(
        sound,
        f"pipe:{pipe}",
        **{"c:a": "aac", "b:a": AAC_BITRATE, "frag_duration": 1_000_000},
        **ANONYMOUS,
        **FRAGMENTED,
        movflags=MOVFLAGS,
        output_ts_offset=START_SECONDS,
    )
    return argv(output, binaries)
