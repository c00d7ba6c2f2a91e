"""ISO BMFF boxes: as much of ISO/IEC 14496-12 as fragmented MP4 needs."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

SYNC, NON_SYNC = 0x02000000, 0x01010000  # sample flags: depends on nothing / on others, non-sync
_NON_SYNC_BIT = 0x00010000
LARGEST_BOX = 256 * 1024**2  # bytes; two seconds of the highest rung are two million
TICKS, FLAGS = 0x8, 0x20  # bits of a `tfhd`: defaults for a sample's length and its flags
HEADER = 8  # bytes of size and type


class MalformedBoxes(ValueError):
    """The bytes are not the boxes they should be."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One coded picture or audio frame. Times in ticks of the track."""

    data: bytes
    ticks: int
    composition_offset: int
    flags: int

    @property
    def sync(self) -> bool:
        """Decodable by itself."""
        return not self.flags & _NON_SYNC_BIT


@dataclass(frozen=True, slots=True)
class Fragment:
    """A `moof` with its `mdat`."""

    sequence: int
    track_id: int
    decode_time: int
    samples: tuple[Sample, ...]

    @property
    def ticks(self) -> int:
        """Length in ticks."""
        return sum(sample.ticks for sample in self.samples)


@dataclass(frozen=True, slots=True)
class Init:
    """What an initialisation segment says of its one track (RFC 6381 codec string)."""

    timescale: int
    codecs: str
    width: int
    height: int
    channels: int


def read_box(stream: BinaryIO) -> tuple[str, bytes] | None:
    """The next top-level box whole, header included; `None` at the end of the stream."""
    header = _read_exactly(stream, HEADER)
    if not header:
        return None
    size, kind = _unpack(">I4s", header, 0)
    if size == 1:
        header += _read_exactly(stream, 8)
        (size,) = _unpack(">Q", header, 8)
    if not len(header) <= size <= LARGEST_BOX:
        raise MalformedBoxes(f"box {kind!r} of {size} bytes")
    body = _read_exactly(stream, size - len(header))
    if len(body) != size - len(header):
        raise MalformedBoxes(f"box {kind!r} ends early")
    return kind.decode("latin-1"), header + body


def children(data: bytes, offset: int = 8) -> Iterator[tuple[str, bytes]]:
    """The boxes inside a box, from `offset` on, header included."""
    while offset + HEADER <= len(data):
        size, kind = _unpack(">I4s", data, offset)
        if size < HEADER or offset + size > len(data):
            raise MalformedBoxes(f"child {kind!r} of {size} bytes")
        yield kind.decode("latin-1"), data[offset : offset + size]
        offset += size


def find(data: bytes, *path: str) -> bytes:
    """The first box along a path of types; raises `MalformedBoxes`."""
    for kind in path:
        data = next((box for name, box in children(data) if name == kind), b"")
        if not data:
            raise MalformedBoxes(f"no {kind} in {'/'.join(path)}")
    return data


def parse_fragment(moof: bytes, mdat: bytes) -> Fragment:
    """A fragment of one track and one `trun` whose data follow in `mdat`, as FFmpeg writes them."""
    sequence = _unpack(">I", find(moof, "mfhd"), 12)[0]
    traf = find(moof, "traf")
    track_id, duration, size, flags = _track_defaults(find(traf, "tfhd"))
    tfdt = find(traf, "tfdt")
    decode_time = _unpack(">Q" if _version(tfdt) else ">I", tfdt, 12)[0]
    samples = _samples(find(traf, "trun"), mdat[8:], duration, size, flags)
    return Fragment(sequence, track_id, decode_time, tuple(samples))


def build_fragment(fragment: Fragment) -> bytes:
    """`moof` and `mdat` of a fragment; what all of its samples share is said once."""
    samples = fragment.samples
    shared = {TICKS: {s.ticks for s in samples}, FLAGS: {s.flags for s in samples}}
    once = {bit: min(values) for bit, values in shared.items() if len(values) == 1}
    moved = any(sample.composition_offset for sample in samples)
    rows = b"".join(_row(sample, once=once, moved=moved) for sample in samples)
    bits = 0x201 | (0 if TICKS in once else 0x100) | (0 if FLAGS in once else 0x400)
    bits |= 0x800 if moved else 0
    defaults = b"".join(struct.pack(">I", value) for value in once.values())
    tfhd_body = struct.pack(">I", fragment.track_id) + defaults
    tfhd = full_box("tfhd", 0, 0x020000 | sum(once), tfhd_body)
    tfdt = full_box("tfdt", 1, 0, struct.pack(">Q", fragment.decode_time))

    def moof(data_offset: int) -> bytes:
        trun = full_box("trun", 1, bits, struct.pack(">Ii", len(samples), data_offset) + rows)
        mfhd = full_box("mfhd", 0, 0, struct.pack(">I", fragment.sequence))
        return box("moof", mfhd + box("traf", tfhd + tfdt + trun))

    head = moof(len(moof(0)) + 8)
    return head + box("mdat", b"".join(sample.data for sample in samples))


def _row(sample: Sample, *, once: dict[int, int], moved: bool) -> bytes:
    row = b"" if TICKS in once else struct.pack(">I", sample.ticks)
    row += struct.pack(">I", len(sample.data))
    row += b"" if FLAGS in once else struct.pack(">I", sample.flags)
    return row + (struct.pack(">i", sample.composition_offset) if moved else b"")


def parse_init(data: bytes) -> Init:
    """What an `ftyp`+`moov` of one track of H.264, HEVC, AV1 or AAC says."""
    moov = next((b for name, b in children(data, 0) if name == "moov"), b"")
    mdia = find(moov, "trak", "mdia")
    mdhd = find(mdia, "mdhd")
    timescale = _unpack(">I", mdhd, 28 if _version(mdhd) else 20)[0]
    kind, entry = next(children(find(mdia, "minf", "stbl", "stsd"), 16), ("", b""))
    if kind == "mp4a":
        channels = _unpack(">H", entry, 24)[0]
        return Init(timescale, "mp4a.40.2", 0, 0, channels)
    if kind in PICTURES:
        width, height = _unpack(">HH", entry, 32)
        wanted, codecs = PICTURES[kind]
        told = next((b for name, b in children(entry, 86) if name == wanted), b"")
        return Init(timescale, codecs(kind, told), width, height, 0)
    raise MalformedBoxes(f"sample entry {kind}")


def _avc(kind: str, told: bytes) -> str:
    """RFC 6381 §3.3: profile, constraints, level."""
    return f"{kind}.{bytes(_unpack('>BBB', told, 9)).hex().upper()}"


def _hevc(kind: str, told: bytes) -> str:
    """ISO/IEC 14496-15 annex E.3: profile, compatibility read backwards, tier and level."""
    profile, compatibility = _unpack(">BI", told, 9)
    constraints, level = told[14:20].rstrip(b"\0"), _unpack(">B", told, 20)[0]
    space = ("", "A", "B", "C")[profile >> 6]
    backwards = int(f"{compatibility:032b}"[::-1], 2)
    tier = "H" if profile & 0x20 else "L"
    parts = [kind, f"{space}{profile & 0x1F}", f"{backwards:X}", f"{tier}{level}"]
    return ".".join([*parts, *(f"{byte:X}" for byte in constraints)])


def _av1(kind: str, told: bytes) -> str:
    """AV1 Codec ISO Media File Format Binding §5: profile, level and tier, bits."""
    first, second = _unpack(">BB", told, 9)
    bits = 10 if second & 0x40 else 8
    return f"{kind}.{first >> 5}.{first & 0x1F:02}{'H' if second & 0x80 else 'M'}.{bits:02}"


PICTURES = {
    "avc1": ("avcC", _avc),
    "hvc1": ("hvcC", _hevc),
    "av01": ("av1C", _av1),
}


def box(kind: str, body: bytes) -> bytes:
    """A box."""
    return struct.pack(">I4s", 8 + len(body), kind.encode()) + body


def full_box(kind: str, version: int, flags: int, body: bytes) -> bytes:
    """A box with version and flags."""
    return box(kind, struct.pack(">I", version << 24 | flags) + body)


def _unpack(form: str, data: bytes, offset: int) -> tuple[Any, ...]:
    try:
        return struct.unpack_from(form, data, offset)
    except struct.error as error:
        raise MalformedBoxes(f"box of {len(data)} bytes: {error}") from error


def _version(data: bytes) -> int:
    version: int = _unpack(">B", data, 8)[0]
    return version


def _track_defaults(tfhd: bytes) -> tuple[int, int, int, int]:
    flags, track_id = _unpack(">II", tfhd, 8)
    values, offset = [], 16
    for bit, width in ((0x1, 8), (0x2, 4), (0x8, 4), (0x10, 4), (0x20, 4)):
        present = bool(flags & bit)
        form = ">Q" if width == 8 else ">I"  # noqa: PLR2004
        values.append(_unpack(form, tfhd, offset)[0] if present else 0)
        offset += width if present else 0
    return track_id, values[2], values[3], values[4]


def _samples(trun: bytes, data: bytes, duration: int, size: int, flags: int) -> Iterator[Sample]:
    bits, count = _unpack(">II", trun, 8)
    bits &= 0xFFFFFF
    if count > max(len(trun), len(data)):
        raise MalformedBoxes(f"trun of {count} samples")
    offset, at = 16 + (4 if bits & 0x1 else 0), 0
    first_flags = _unpack(">I", trun, offset)[0] if bits & 0x4 else None
    offset += 4 if bits & 0x4 else 0
    for index in range(count):
        row = {0x100: duration, 0x200: size, 0x400: flags, 0x800: 0}
        for bit in row:
            if bits & bit:
                row[bit] = _unpack(">i" if bit == 0x800 else ">I", trun, offset)[0]  # noqa: PLR2004
                offset += 4
        if index == 0 and first_flags is not None:
            row[0x400] = first_flags
        yield Sample(data[at : at + row[0x200]], row[0x100], row[0x800], row[0x400])
        at += row[0x200]
    if at != len(data):
        raise MalformedBoxes(f"trun describes {at} bytes, mdat holds {len(data)}")


def _read_exactly(stream: BinaryIO, count: int) -> bytes:
    parts, missing = [], count
    while missing and (part := stream.read(missing)):
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)
