"""JPEGs as FFmpeg writes them one after another, into the store."""

from collections.abc import Callable, Iterator
from typing import BinaryIO

from transcoding.pipeline.vault import Vault

MOST_BYTES = 16 * 1024**2  # of one picture


class PictureBroken(Exception):
    """FFmpeg wrote something else than was asked for."""


def read_pictures(stream: BinaryIO) -> Iterator[bytes]:
    """The parts of FFmpeg's `mpjpeg` format (libavformat/mpjpegenc.c)."""
    length = 0
    while line := stream.readline(200):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
        elif not line.strip() and length:
            if length > MOST_BYTES:
                raise PictureBroken(f"a picture of {length} bytes")
            data = stream.read(length)
            if len(data) != length:
                raise PictureBroken(f"{len(data)} of {length} bytes")
            yield data
            length = 0


def keep(vault: Vault, kept: list[tuple[str, int]]) -> Callable[[BinaryIO], None]:
    """A consumer that stores every picture; name and bytes of each are added to `kept`."""

    def consume(stream: BinaryIO) -> None:
        kept.extend((vault.put_picture(data), len(data)) for data in read_pictures(stream))

    return consume
