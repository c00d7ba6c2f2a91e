"""Questions to a master that decode little or nothing."""

from transcoding.commands.base import Binaries
from transcoding.probe import DEMUXERS


def probe(*, binaries: Binaries, url: str) -> list[str]:
    """The JSON that ffprobe gives of container and streams."""
    return [
        binaries.ffprobe,
        *("-v", "error", "-protocol_whitelist", "http,tcp"),
        *("-format_whitelist", ",".join(DEMUXERS)),
        *("-show_format", "-show_streams", "-of", "json", url),
    ]
