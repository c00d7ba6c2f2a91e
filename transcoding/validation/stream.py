"""A stream as its bytes say it is: tracks, and the figures of their segments.

Of a segment only figures are kept, so that a film of any length takes little memory.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from transcoding.boxes import Init
from transcoding.validation import avc
from transcoding.validation.fetching import Answer
from transcoding.validation.playlist import Entry, Playlist, Tag

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
