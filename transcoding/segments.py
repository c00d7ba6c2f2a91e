"""From fragments as the encoder emits them to segments as the playlist lists them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import BinaryIO

from transcoding.boxes import (
    Fragment,
    MalformedBoxes,
    build_fragment,
    parse_fragment,
    read_box,
)
from transcoding.schedule import GOPS_PER_SEGMENT, START_SECONDS, Chunk, Grid


@dataclass(frozen=True, slots=True)
class ClearSegment:
    """A segment before encryption; `decode_time` and `ticks` in the track's timescale."""

    index: int
    decode_time: int
    ticks: int
    samples: int
    data: bytes


def read_track(stream: BinaryIO) -> Iterator[bytes | tuple[bytes, bytes]]:
    """The initialisation segment first, then each `(moof, mdat)` as it arrives."""
    head = b""
    moof = b""
    while (item := read_box(stream)) is not None:
        kind, data = item
        if kind in {"ftyp", "moov"}:
            head += data
            if kind == "moov":
                yield head
        elif kind == "moof":
            moof = data
        elif kind == "mdat":
            yield moof, data


def cut_video(
    fragments: Iterable[tuple[bytes, bytes]], *, first_segment: int
) -> Iterator[ClearSegment]:
    """Segments of three fragments (one IDR period each), bytes unchanged.

    Raises `MalformedBoxes` where a fragment does not start with a sync sample or where decode
    times do not follow on.
    """
    index, data, parts = first_segment, b"", 0
    start = end = samples = 0
    for moof, mdat in fragments:
        fragment = parse_fragment(moof, mdat)
        if not fragment.samples[0].sync:
            raise MalformedBoxes(f"fragment at {fragment.decode_time} has no IDR")
        if parts == 0:
            if end and fragment.decode_time != end:
                raise MalformedBoxes(f"fragment at {fragment.decode_time}, expected {end}")
            start, samples = fragment.decode_time, 0
        elif fragment.decode_time != end:
            raise MalformedBoxes(f"fragment at {fragment.decode_time}, expected {end}")
        end = fragment.decode_time + fragment.ticks
        samples += len(fragment.samples)
        data += moof + mdat
        parts += 1
        if parts == GOPS_PER_SEGMENT:
            yield ClearSegment(index, start, end - start, samples, data)
            index, data, parts = index + 1, b"", 0
    if parts:
        yield ClearSegment(index, start, end - start, samples, data)


def cut_stills(
    fragments: Iterable[tuple[bytes, bytes]], *, grid: Grid, chunk: Chunk
) -> Iterator[ClearSegment]:
    """Segments of one picture each, its `moof` included, that last until the next one is shown.

    An encoder does not know how long that is when others were left out. Raises `MalformedBoxes`
    where a picture is not an IDR, or where one more comes than the chunk has.
    """
    starts = iter(range(chunk.start, chunk.end, grid.still_frames))
    for moof, mdat in fragments:
        fragment = parse_fragment(moof, mdat)
        start = next(starts, None)
        if start is None or len(fragment.samples) != 1 or not fragment.samples[0].sync:
            raise MalformedBoxes(f"fragment at {fragment.decode_time} is no still")
        time = fragment.decode_time + fragment.samples[0].composition_offset
        ticks = (min(start + grid.still_frames, grid.frames) - start) * grid.frame_ticks
        sample = replace(fragment.samples[0], ticks=ticks, composition_offset=0)
        index = start // grid.still_frames
        whole = Fragment(index + 1, fragment.track_id, time, (sample,))
        yield ClearSegment(index, time, ticks, 1, build_fragment(whole))


def cut_audio(
    fragments: Iterable[tuple[bytes, bytes]],
    *,
    timescale: int,
    segment_seconds: Fraction,
    last: int,
) -> Iterator[ClearSegment]:
    """Segments that begin with the frame which sounds at each picture boundary.

    So even a last picture shorter than a frame of sound has a segment of sound beside it.
    `last` is the index of the film's last segment: what comes after it stays in it. The samples
    are gathered into one fragment a segment, since audio frames never end on a boundary.
    """
    index = 0
    pending: list[Fragment] = []
    origin = START_SECONDS * timescale
    for moof, mdat in fragments:
        for fragment in _single_samples(parse_fragment(moof, mdat)):
            boundary = origin + (index + 1) * segment_seconds * timescale
            if pending and index < last and fragment.decode_time + fragment.ticks > boundary:
                yield _gather(pending, index)
                index, pending = index + 1, []
            pending.append(fragment)
    if pending:
        yield _gather(pending, index)


def _single_samples(fragment: Fragment) -> Iterator[Fragment]:
    time = fragment.decode_time
    for sample in fragment.samples:
        yield replace(fragment, decode_time=time, samples=(sample,))
        time += sample.ticks


def _gather(pending: list[Fragment], index: int) -> ClearSegment:
    samples = tuple(fragment.samples[0] for fragment in pending)
    whole = Fragment(index + 1, pending[0].track_id, pending[0].decode_time, samples)
    return ClearSegment(index, whole.decode_time, whole.ticks, len(samples), build_fragment(whole))
