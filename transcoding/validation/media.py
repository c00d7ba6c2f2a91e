"""Items 7.x and 8.x, and the RFC: media playlists, and what is in their segments."""

from collections.abc import Iterator
from itertools import pairwise

from transcoding.validation.encoding import rate_of
from transcoding.validation.playlist import number
from transcoding.validation.rules import Check, must, should
from transcoding.validation.stream import KEY_BYTES, Stream, Track

TARGET, OVER, TOGETHER = 6.0, 0.5, 0.001  # seconds
CONTINUOUS = ("video", "audio")
TIMED = ("video", "audio", "subtitles")


@must("§3", "Everything listed can be fetched, decrypted and parsed")
def readable(stream: Stream) -> Iterator[Check]:
    """ISO/IEC 14496-12, W3C WebVTT."""
    for track in stream.tracks.values():
        if track.faults:
            for fault in track.faults:
                yield Check(ok=False, measured=fault, where=track.address)
        else:
            yield Check(bool(track.segments), f"{len(track.segments)} segments", track.address)


@must("7.3", "Decode times go on across segments")
def continuous(stream: Stream) -> Iterator[Check]:
    """By `tfdt`."""
    for track in stream.of(*CONTINUOUS):
        read = [segment for segment in track.segments if segment.ticks]
        gaps = [
            number
            for number, (before, after) in enumerate(pairwise(read), start=1)
            if after.decode_time != before.decode_time + before.ticks
        ]
        if read:
            told = f"a gap before segment {gaps[0]}" if gaps else f"{len(read)} segments"
            yield Check(not gaps, told, track.address)


@must("7.4", "Each segment of a picture begins with an IDR")
def begins_with_idr(stream: Stream) -> Iterator[Check]:
    """Sample flags and, in H.264, the type of a unit."""
    for track in stream.of("video"):
        coded = track.entry_kind in {"avc1", "avc3"}
        bad = [
            number
            for number, segment in enumerate(track.segments)
            if segment.ticks
            and not (segment.idr if coded else segment.decode_time in segment.syncs)
        ]
        if track.segments:
            yield Check(not bad, f"not segment {bad[0]}" if bad else "all", track.address)


@should("7.5", "The target duration is 6 s")
def target(stream: Stream) -> Iterator[Check]:
    """As declared."""
    for track in stream.of(*CONTINUOUS):
        if (seconds := _target(track)) is not None:
            yield Check(seconds == TARGET, f"{seconds:g} s", track.address)


@should("7.6", "Segments last 6 s, but for the last")
def nominal(stream: Stream) -> Iterator[Check]:
    """As listed, within half a second: whole groups of pictures of any rate are near it."""
    for track in stream.of(*CONTINUOUS):
        far = max((abs(s.seconds - TARGET) for s in track.segments[:-1]), default=None)
        if far is not None:
            yield Check(far <= OVER, f"off by {far:.3f} s at most", track.address)


@must("7.7", "No segment is longer than the target by more than half a second")
def longest(stream: Stream) -> Iterator[Check]:
    """Rounded, it may not be longer at all (§4.4.3.1)."""
    for track in stream.of(*TIMED):
        seconds = _target(track)
        most = max((segment.seconds for segment in track.segments), default=0)
        if seconds is not None and track.segments:
            ok = int(most + 0.5) <= seconds and most <= seconds + OVER
            yield Check(ok, f"{most:.3f} of {seconds:g} s", track.address)


@must("8.1", "EXTINF is how long a segment is, and sums to the track within a frame")
def durations(stream: Stream) -> Iterator[Check]:
    """Against the ticks of its samples."""
    for track in stream.of(*CONTINUOUS):
        if not track.segments or not track.init or not rate_of(track):
            continue
        real = sum(segment.ticks for segment in track.segments) / track.timescale
        frame = 1 / rate_of(track)
        off = abs(track.seconds - real)
        worst = max(abs(s.seconds - s.ticks / track.timescale) for s in track.segments)
        told = f"{track.seconds:.3f} of {real:.3f} s, a segment off by {worst:.3f}"
        yield Check(off <= frame and worst <= max(frame, 0.05), told, track.address)


@must("8.2", "Picture and sound have one target duration")
def one_target(stream: Stream) -> Iterator[Check]:
    """And subtitles, since they are cut alike."""
    found = {seconds for track in stream.of(*TIMED) if (seconds := _target(track)) is not None}
    if found:
        yield Check(len(found) == 1, ", ".join(f"{seconds:g}" for seconds in sorted(found)))


@must("8.3", "All tracks cover the same range")
def same_range(stream: Stream) -> Iterator[Check]:
    """First decode time and length, within a tenth of a second (AAC has frames of its own)."""
    pictures = [track for track in stream.of("video") if track.segments and track.init]
    if not pictures:
        return
    begin, seconds = pictures[0].starts[0], pictures[0].seconds
    for track in stream.of(*CONTINUOUS):
        if track.segments and track.init:
            late, longer = track.starts[0] - begin, track.seconds - seconds
            ok = max(abs(late), abs(longer)) <= 0.1  # noqa: PLR2004
            yield Check(ok, f"{late:+.3f} s, {longer:+.3f} s", track.address)


@must("8.6", "PLAYLIST-TYPE is VOD and there is an end")
def ended(stream: Stream) -> Iterator[Check]:
    """EXT-X-ENDLIST."""
    for track in stream.tracks.values():
        if track.playlist:
            kind = track.playlist.value("EXT-X-PLAYLIST-TYPE")
            end = track.playlist.has("EXT-X-ENDLIST")
            told = f"{kind}, {'an' if end else 'no'} end"
            yield Check(kind == "VOD" and end, told, track.address)


@must("8.20", "Fragmented MP4 has EXT-X-MAP")
def mapped(stream: Stream) -> Iterator[Check]:
    """Of pictures, sounds and I-frames."""
    for track in stream.of(*CONTINUOUS, "i_frames"):
        if track.playlist and track.segments:
            has = track.playlist.has("EXT-X-MAP")
            yield Check(has, "there" if has else "missing", track.address)


@must("8.22", "Segments of all rungs begin together")
def aligned(stream: Stream) -> Iterator[Check]:
    """Within a thousandth of a second."""
    pictures = [track for track in stream.of("video") if track.segments and track.init]
    for track in pictures[1:]:
        one, other = pictures[0].starts, track.starts
        together = len(one) == len(other) and all(
            abs(a - b) < TOGETHER for a, b in zip(one, other, strict=True)
        )
        yield Check(together, f"{len(other)} segments", track.address)


@must("§5.2a", "Keys have 16 bytes")
def key_bytes(stream: Stream) -> Iterator[Check]:
    """As fetched."""
    for track in stream.tracks.values():
        for key in track.keys.values():
            yield Check(len(key) == KEY_BYTES, f"{len(key)} bytes", track.address)


@must("§5.2b", "A key of several segments has an explicit IV")
def explicit_iv(stream: Stream) -> Iterator[Check]:
    """Otherwise the media sequence number is one."""
    for track in stream.tracks.values():
        if track.keys:
            yield Check(not track.unkeyed, f"{track.unkeyed} segments without", track.address)


@must("§4.4.4.5", "EXT-X-MAP stands before the first key: the init segment is clear")
def clear_map(stream: Stream) -> Iterator[Check]:
    """After it the init segment would count as encrypted."""
    for track in stream.tracks.values():
        if track.keys and track.init:
            yield Check(not track.late_map, "late" if track.late_map else "first", track.address)


def _target(track: Track) -> float | None:
    return number(track.playlist.value("EXT-X-TARGETDURATION")) if track.playlist else None
