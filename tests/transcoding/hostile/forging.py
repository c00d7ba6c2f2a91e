"""Makes files that look like films and are none; each writer gets lures to name in the file."""

import struct
import zipfile
from dataclasses import dataclass
from pathlib import Path

from tests.transcoding.films import PICTURE, drawn, ffmpeg, make_film


@dataclass(frozen=True)
class Lure:
    """A file that nobody may open, and an address where somebody listens."""

    path: str
    url: str


CONTAINERS = (b"moov", b"trak", b"mdia", b"minf", b"dinf")


def one_byte(path: Path, lure: Lure) -> None:
    path.write_bytes(b"\x00")


def header_only(path: Path, lure: Lure) -> None:
    """The index of a film, and not one frame."""
    data = make_film(path, frames=48, options=("-movflags", "+faststart")).read_bytes()
    path.write_bytes(data[: data.index(b"mdat") + 4])


def archive(path: Path, lure: Lure) -> None:
    """A hundred megabytes of nothing in a hundred kilobytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("film.mov", bytes(100 * 1024**2))


def bomb(path: Path, lure: Lure) -> None:
    """An index that was squeezed: `cmov` says that it is two gigabytes."""
    header = box(b"dcom", b"zlib") + box(b"cmvd", struct.pack(">I", 2**31 - 1) + bytes(64))
    path.write_bytes(box(b"ftyp", b"qt  \0\0\0\0qt  ") + box(b"moov", box(b"cmov", header)))


def immense(path: Path, lure: Lure) -> None:
    """Says it is 60,000 pixels wide and high."""
    ffmpeg(*drawn(frames=48), "-c:v", "rawvideo", "-pix_fmt", "bgr24", "-f", "avi", path)
    data = bytearray(path.read_bytes())
    at = data.index(b"strf") + 12
    data[at : at + 8] = struct.pack("<ii", 60_000, 60_000)
    path.write_bytes(data)


def endless(path: Path, lure: Lure) -> None:
    """Its last frame stands a year after the others."""
    late = r"setts=ts=if(eq(N\,47)\,TS+31536000/TB\,TS)"
    ffmpeg(*drawn(frames=48), *PICTURE, "-bf", "0", "-bsf:v", late, "-f", "matroska", path)


def elsewhere(path: Path, lure: Lure) -> None:
    """A reference movie: the pictures lie in another file, which an alias names."""
    named = lure.path.replace("/", ":").encode()
    named += bytes(len(named) % 2)
    alias = bytes(150) + struct.pack(">HH", 2, len(named)) + named + b"\xff\xff\0\0"
    refer(path, box(b"alis", bytes(4) + alias))


def elsewhere_by_address(path: Path, lure: Lure) -> None:
    """The same, by a URL (ISO/IEC 14496-12 §8.7.2)."""
    refer(path, box(b"url ", bytes(4) + f"{lure.url}/film.mov".encode() + b"\0"))


def pointer(path: Path, lure: Lure) -> None:
    """A movie that is nothing but the address of another (QuickTime: `rmra`, `rdrf`)."""
    named = f"{lure.url}/film.mov".encode() + b"\0"
    reference = box(b"rdrf", bytes(4) + b"url " + struct.pack(">I", len(named)) + named)
    path.write_bytes(
        box(b"ftyp", b"qt  \0\0\0\0qt  ") + box(b"moov", box(b"rmra", box(b"rmda", reference)))
    )


def crowded(path: Path, lure: Lure) -> None:
    """Ten thousand tracks."""
    data = make_film(path, frames=48).read_bytes()
    start = data.index(b"trak") - 4
    size = struct.unpack(">I", data[start : start + 4])[0]
    tracks = data[start : start + size] * 10_000
    path.write_bytes(replaced(data, start, start + size, tracks))


def local_playlist(path: Path, lure: Lure) -> None:
    path.write_text(
        f"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile://{lure.path}\n#EXT-X-ENDLIST\n"
    )


def far_playlist(path: Path, lure: Lure) -> None:
    path.write_text(
        f"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{lure.url}/a.ts\n#EXT-X-ENDLIST\n"
    )


def local_concat(path: Path, lure: Lure) -> None:
    path.write_text(f"ffconcat version 1.0\nfile '{lure.path}'\n")


def refer(path: Path, entry: bytes) -> None:
    """A film whose first track lies where a data reference says."""
    data = make_film(path, frames=48).read_bytes()
    start = data.index(b"dref") - 4
    size = struct.unpack(">I", data[start : start + 4])[0]
    other = box(b"dref", struct.pack(">II", 0, 1) + entry)
    path.write_bytes(replaced(data, start, start + size, other))


def box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", 8 + len(body)) + kind + body


def replaced(data: bytes, start: int, end: int, other: bytes) -> bytes:
    """`data[start:end]` is a box, to become `other`; every box around it is made to fit."""
    grown = bytearray(data[:start] + other + data[end:])
    for at in around(data, start):
        size = struct.unpack(">I", data[at : at + 4])[0]
        grown[at : at + 4] = struct.pack(">I", size + len(other) - (end - start))
    return bytes(grown)


def around(data: bytes, inside: int) -> list[int]:
    """Where the boxes begin that hold this place."""
    found, at, end = [], 0, len(data)
    while at < end:
        size = struct.unpack(">I", data[at : at + 4])[0]
        if at < inside < at + size and data[at + 4 : at + 8] in CONTAINERS:
            found.append(at)
            at, end = at + 8, at + size
        else:
            at += max(size, 8)
    return found
