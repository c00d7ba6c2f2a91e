"""What is known of a master before it is encoded, as typed facts; kept in a job's plan."""

from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any

# In these a seek lands on the exact frame; the others lose frames without an error.
EXACT_SEEK = frozenset({"mov", "matroska", "mxf"})
# Of these every picture stands by itself.
INTRA = frozenset(
    {"prores", "prores_raw", "dnxhd", "cfhd", "mjpeg", "jpeg2000", "v210", "rawvideo"}
)


@dataclass(frozen=True, kw_only=True)
class Size:
    """Of a picture, in pixels."""

    width: int
    height: int


@dataclass(frozen=True, kw_only=True)
class AudioStream:
    """A sound stream. `language` is BCP 47, `und` if unknown; `layout` is FFmpeg's name or empty.

    `role` is `main`, `commentary`, `description` (audio description) or `dub`.
    """

    index: int
    codec: str
    channels: int
    layout: str
    language: str
    role: str
    seconds: float


@dataclass(frozen=True, kw_only=True)
class TextStream:
    """An embedded subtitle that is text."""

    index: int
    codec: str
    language: str
    forced: bool
    captions: bool


@dataclass(frozen=True, kw_only=True)
class Color:
    """As FFmpeg names them; empty where the master does not say. `range` is `tv` or `pc`."""

    range: str
    matrix: str
    primaries: str
    transfer: str


@dataclass(frozen=True, kw_only=True)
class Source:
    """The streams of a master that we use. Times in seconds, sizes in pixels as displayed.

    `frame_rate` is the rate of the grid: after inverse telecine or halving of fields where
    `scan` asks for it. `scan` is `progressive`, `tff`, `bff` (interlaced, top or bottom field
    first) or `telecine`. `declared_seconds` is how long the container says that the picture is;
    0 if it does not say. `start` is where the film begins on the container's clock.
    """

    demuxer: str
    codec: str
    pixel_format: str
    video_index: int
    coded_width: int
    coded_height: int
    width: int
    height: int
    rotation: int
    frame_rate: Fraction
    variable_rate: bool
    scan: str
    color: Color
    bit_rate: int
    start: float
    duration: float
    declared_seconds: float
    sounds: tuple[AudioStream, ...]
    texts: tuple[TextStream, ...]
    pictured_texts: int = 0  # subtitles that are pictures of text: they can't be streamed

    @property
    def exact_seek(self) -> bool:
        """Whether a seek in this container can be trusted to the frame."""
        return self.demuxer in EXACT_SEEK

    @property
    def intra(self) -> bool:
        """Whether every picture can be decoded by itself."""
        return self.codec in INTRA

    @property
    def told_by_packets(self) -> bool:
        """Whether a frame is one packet's picture and nothing else, wherever one begins to read."""
        return (
            self.exact_seek and self.intra and not self.variable_rate and self.scan == "progressive"
        )

    @property
    def divisible(self) -> bool:
        """Whether a chunk can begin anywhere: inverse telecine counts in fives from its start."""
        return self.scan != "telecine"

    def to_json(self) -> dict[str, Any]:
        """As kept in a plan."""
        rate = self.frame_rate
        return asdict(self) | {"frame_rate": [rate.numerator, rate.denominator]}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Source":
        """The source of a kept plan."""
        return cls(
            **data
            | {
                "frame_rate": Fraction(*data["frame_rate"]),
                "color": Color(**data["color"]),
                "sounds": tuple(AudioStream(**sound) for sound in data["sounds"]),
                "texts": tuple(TextStream(**text) for text in data["texts"]),
            }
        )
