"""Reads a stream: every track once, segment by segment.

What can't be fetched, decrypted or parsed is no error here but a `fault` of its track.
"""

from collections.abc import Callable, Iterator

from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from transcoding.boxes import MalformedBoxes, children, find, parse_init
from transcoding.validation import avc, contents
from transcoding.validation.fetching import Answer, NotFetched, Origin
from transcoding.validation.playlist import Entry, Playlist, PlaylistMalformed, Tag, number, parse
from transcoding.validation.stream import KEY_BYTES, Delivery, Segment, Stream, Track


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
            is_text = track.kind == "subtitles" and not track.init
            found = contents.of_text(clear) if is_text else contents.of_boxes(clear)
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
