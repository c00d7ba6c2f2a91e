"""An embedded subtitle as a file of its own."""

import ffmpeg

from transcoding.commands.base import ANONYMOUS, Binaries, argv, open_input
from transcoding.source import Source, TextStream

FORMATS = {"ass": "ass", "ssa": "ass", "webvtt": "webvtt"}


def text_stream(*, binaries: Binaries, url: str, source: Source, stream: TextStream) -> list[str]:
    """The stream as ASS, WebVTT or SRT on standard output, on the picture's clock."""
    text = open_input(url, source=source)[str(stream.index)]
    form = FORMATS.get(stream.codec, "srt")
    output = ffmpeg.output(text, "pipe:1", **ANONYMOUS, **{"c:s": form, "f": form})
    return argv(output, binaries)
