"""A stream as its bytes say it is: every track read once, segment by segment.

What can't be fetched, decrypted or parsed is no error here but a `fault` of its track. Of a segment
only figures are kept, so that a film of any length takes little memory.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from transcoding.boxes import (
    Fragment,
    Init,
    MalformedBoxes,
    children,
    find,
    parse_fragment,
    parse_init,
    read_box,
)
from transcoding.validation import avc
from transcoding.validation.fetching import Answer, NotFetched, Origin
from transcoding.validation.playlist import Entry, Playlist, PlaylistMalformed, Tag, number, parse

KEY_BYTES = 16
MOST_FAULTS = 20


@dataclass(frozen=True)
class Segment:
    """`seconds` as listed; times in ticks of the track; `syncs` are those of its sync samples."""

    entry: Entry
    seconds: float
    size: int
    decode_time: int = 0
    ticks: int = 0
    samples: int = 0
    syncs: tuple[int, ...] = ()
    idr: bool = False  # it begins with one
    stamped: str = ""  # X-TIMESTAMP-MAP of a WebVTT segment
    cues: tuple[str, ...] = ()


@dataclass
class Track:
    """A media playlist and what is behind it. `kind`: video, audio, subtitles or i_frames."""

    address: str
    kind: str
    playlist: Playlist | None = None
    init: Init | None = None
    entry_kind: str = ""  # four letters of the sample entry
    sps: avc.Sps | None = None
    segments: list[Segment] = field(default_factory=list)
    keys: dict[str, bytes] = field(default_factory=dict)
    unkeyed: int = 0  # segments under a key whose IV is not given
    late_map: bool = False  # EXT-X-MAP stands after an EXT-X-KEY
    faults: list[str] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        """As its playlist lists it."""
        return sum(segment.seconds for segment in self.segments)

    @property
    def timescale(self) -> int:
        """Ticks a second."""
        return self.init.timescale if self.init else 1

    @property
    def starts(self) -> list[float]:
        """Seconds at which its segments begin, by their decode times."""
        return [segment.decode_time / self.timescale for segment in self.segments]

    def fault(self, text: str) -> None:
        """Note what can't be read."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(text)


@dataclass(frozen=True)
class Delivery:
    """How a server gave something: `what` is playlist, key, init or segment."""

    what: str
    address: str
    answer: Answer


@dataclass
class Stream:
    """A multivariant playlist and its tracks, by address."""

    location: str
    remote: bool
    playlist: Playlist
    tracks: dict[str, Track] = field(default_factory=dict)
    deliveries: list[Delivery] = field(default_factory=list)
    addresses: dict[str, str] = field(default_factory=dict)  # as listed → as fetched

    def track(self, uri: str | None) -> Track | None:
        """What an address in the multivariant playlist leads to."""
        return self.tracks.get(self.addresses.get(uri or "", ""))

    def of(self, *kinds: str) -> Iterator[Track]:
        """Every track of these kinds."""
        return (track for track in self.tracks.values() if track.kind in kinds)

    @property
    def variants(self) -> list[tuple[Tag, Track | None]]:
        """Each variant's tag, and its picture."""
        return [
            (tag, self.track(entry.uri))
            for entry in self.playlist.entries
            if (tag := entry.tag("EXT-X-STREAM-INF"))
        ]

    def media(self, kind: str, group: str | None = None) -> list[Tag]:
        """EXT-X-MEDIA of a kind, of one group or of all."""
        return [
            tag
            for tag in self.playlist.all("EXT-X-MEDIA")
            if tag.attributes.get("TYPE") == kind
            and group in {None, tag.attributes.get("GROUP-ID")}
        ]


class Unreadable(Exception):
    """There is no multivariant playlist to begin with."""


def read_stream(origin: Origin, address: str) -> Stream:
    """All of it; raises `Unreadable`."""
    try:
        answer = origin.fetch(address)
        playlist = parse(answer.data)
    except (NotFetched, PlaylistMalformed) as error:
        raise Unreadable(f"{address}: {error}") from error
    if not playlist.multivariant:
        raise Unreadable(f"{address} lists no variants")
    stream = Stream(address, origin.remote, playlist)
    stream.deliveries.append(Delivery("playlist", address, answer))
    for uri, kind in _listed(playlist):
        at = origin.join(address, uri)
        stream.addresses[uri] = at
        if at not in stream.tracks:
            stream.tracks[at] = _Reader(origin, stream, Track(at, kind)).read()
    return stream


def _listed(playlist: Playlist) -> Iterator[tuple[str, str]]:
    kinds = {"AUDIO": "audio", "SUBTITLES": "subtitles"}
    for entry in playlist.entries:
        if entry.tag("EXT-X-STREAM-INF"):
            yield entry.uri, "video"
    for tag in playlist.all("EXT-X-MEDIA"):
        if tag.attributes.get("URI") and tag.attributes.get("TYPE") in kinds:
            yield tag.attributes["URI"], kinds[tag.attributes["TYPE"]]
    for tag in playlist.all("EXT-X-I-FRAME-STREAM-INF"):
        if tag.attributes.get("URI"):
            yield tag.attributes["URI"], "i_frames"


class _Reader:
    """Reads one track."""

    def __init__(self, origin: Origin, stream: Stream, track: Track) -> None:
        self._origin, self._stream, self._track = origin, stream, track

    def read(self) -> Track:
        track = self._track
        data = self._fetch("playlist", track.address)
        try:
            track.playlist = parse(data)
        except PlaylistMalformed as error:
            track.fault(f"{track.address}: {error}")
            return track
        keyed = False
        key: Tag | None = None
        for entry in track.playlist.entries:
            for tag in entry.tags:
                if tag.name == "EXT-X-KEY":
                    key, keyed = tag, keyed or tag.attributes.get("METHOD") != "NONE"
                elif tag.name == "EXT-X-MAP":
                    track.late_map |= keyed
                    self._guarded(lambda tag=tag: self._read_init(tag))  # type: ignore[misc]
            self._guarded(lambda entry=entry, key=key: self._read_segment(entry, key))  # type: ignore[misc]
        return track

    def _guarded(self, act: Callable[[], None]) -> None:
        try:
            act()
        except (MalformedBoxes, ValueError) as error:
            self._track.fault(str(error))

    def _fetch(self, what: str, uri: str) -> bytes:
        base = self._track.address
        address = uri if uri == base else self._origin.join(base, uri)
        try:
            answer = self._origin.fetch(address)
        except NotFetched as error:
            self._track.fault(str(error))
            return b""
        if self._stream.remote:
            kept = Answer(b"", answer.headers, answer.redirect)
            self._stream.deliveries.append(Delivery(what, address, kept))
        return answer.data

    def _read_init(self, tag: Tag) -> None:
        data = self._fetch("init", tag.attributes.get("URI", ""))
        track = self._track
        moov = next((box for name, box in children(data, 0) if name == "moov"), b"")
        described = find(moov, "trak", "mdia", "minf", "stbl", "stsd")
        track.entry_kind, entry = next(children(described, 16), ("", b""))
        track.init = parse_init(data)
        if track.entry_kind in {"avc1", "avc3"}:
            told = next((box for name, box in children(entry, 86) if name == "avcC"), b"")
            size = int.from_bytes(told[14:16], "big")
            track.sps = avc.parse_sps(told[16 : 16 + size])

    def _read_segment(self, entry: Entry, key: Tag | None) -> None:
        listed = entry.tag("EXTINF")
        seconds = number(listed.value.split(",")[0] if listed else None) or 0.0
        data = self._fetch("segment", entry.uri)
        size = len(data)
        track = self._track
        try:
            clear = self._decrypted(data, key, len(track.segments))
            found = _text(clear) if track.kind == "subtitles" and not track.init else _boxes(clear)
        except (MalformedBoxes, ValueError) as error:
            track.segments.append(Segment(entry, seconds, size))
            raise MalformedBoxes(f"{entry.uri.split('?')[0]}: {error}") from error
        track.segments.append(Segment(entry, seconds, size, **found))

    def _decrypted(self, data: bytes, key: Tag | None, position: int) -> bytes:
        """AES-128-CBC with PKCS7 over the whole segment (RFC 8216bis §5.2)."""
        if key is None or key.attributes.get("METHOD") == "NONE":
            return data
        if key.attributes.get("METHOD") != "AES-128":
            raise ValueError(f"method {key.attributes.get('METHOD')} can't be read")
        uri = key.attributes.get("URI", "")
        if uri not in self._track.keys:
            self._track.keys[uri] = self._fetch("key", uri)
        written = key.attributes.get("IV", "").lower().removeprefix("0x")
        self._track.unkeyed += not written
        first = number(
            self._track.playlist.value("EXT-X-MEDIA-SEQUENCE") if self._track.playlist else None
        )
        number_of = int(first or 0) + position
        initial = bytes.fromhex(written.zfill(32)) if written else number_of.to_bytes(16, "big")
        if len(self._track.keys[uri]) != KEY_BYTES:
            raise ValueError(f"a key of {len(self._track.keys[uri])} bytes")
        decryptor = Cipher(algorithms.AES(self._track.keys[uri]), modes.CBC(initial)).decryptor()
        unpadder = padding.PKCS7(128).unpadder()
        padded = decryptor.update(data) + decryptor.finalize()
        return unpadder.update(padded) + unpadder.finalize()


def _boxes(data: bytes) -> dict[str, Any]:
    """Figures of a segment of fragments."""
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


def _text(data: bytes) -> dict[str, Any]:
    """Of a WebVTT segment (W3C WebVTT §4.1; RFC 8216bis §3.1.4)."""
    text = data.decode("utf-8")
    head, *blocks = text.replace("\r\n", "\n").split("\n\n")
    if not head.startswith("WEBVTT"):
        raise MalformedBoxes("no WEBVTT")
    stamped = next((line for line in head.split("\n") if line.startswith("X-TIMESTAMP-MAP=")), "")
    cues = tuple(block.partition("-->")[2].partition("\n")[2] for block in blocks if "-->" in block)
    return {"stamped": stamped, "cues": cues}
