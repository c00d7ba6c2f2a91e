"""What is in a segment, in figures."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from transcoding.boxes import Fragment, MalformedBoxes, parse_fragment, read_box
from transcoding.validation import avc


def of_boxes(data: bytes) -> dict[str, Any]:
    """Of a segment of fragments; raises `MalformedBoxes`."""
    fragments = list(_fragments(data))
    if not fragments or not fragments[0].samples:
        raise MalformedBoxes("no samples")
    ticks = samples = 0
    syncs: list[int] = []
    expected = fragments[0].decode_time
    for fragment in fragments:
        if fragment.decode_time != expected:
            raise MalformedBoxes(f"tfdt {fragment.decode_time}, not {expected}")
        for sample in fragment.samples:
            if sample.sync:
                syncs.append(expected)
            expected += sample.ticks
        ticks += fragment.ticks
        samples += len(fragment.samples)
    first = fragments[0].samples[0]
    return {
        "decode_time": fragments[0].decode_time,
        "ticks": ticks,
        "samples": samples,
        "syncs": tuple(syncs),
        "idr": first.sync and avc.IDR in avc.units(first.data),
    }


def _fragments(data: bytes) -> Iterator[Fragment]:
    stream, moof = BytesIO(data), b""
    while (item := read_box(stream)) is not None:
        kind, body = item
        if kind == "moof":
            moof = body
        elif kind == "mdat":
            yield parse_fragment(moof, body)


def of_text(data: bytes) -> dict[str, Any]:
    """Of a WebVTT segment (W3C WebVTT §4.1; RFC 8216bis §3.1.4); raises `MalformedBoxes`."""
    text = data.decode("utf-8")
    head, *blocks = text.replace("\r\n", "\n").split("\n\n")
    if not head.startswith("WEBVTT"):
        raise MalformedBoxes("no WEBVTT")
    stamped = next((line for line in head.split("\n") if line.startswith("X-TIMESTAMP-MAP=")), "")
    cues = tuple(block.partition("-->")[2].partition("\n")[2] for block in blocks if "-->" in block)
    return {"stamped": stamped, "cues": cues}
