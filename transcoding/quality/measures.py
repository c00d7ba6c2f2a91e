"""What is measured of a film's picture and sounds, as steps keep it and reports read it."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

Stretch = tuple[float, float]  # seconds of the film: from, to

QUIETEST = -70.0  # LUFS: below that EBU R128 does not count


@dataclass(frozen=True, kw_only=True)
class Series:
    """A plot: a value for every `seconds` of the film."""

    seconds: float
    values: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class Box:
    """The part of the picture that is not black all along, in pixels."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, kw_only=True)
class Levels:
    """Of `samples` pictures, how many had white at its limit, and how many broke the limits.

    `white_at` and `outside_at` are the instants of the worst, in seconds, `brightest_at` that of
    the brightest; how bad or bright that was decides between parts of a film.
    `picture` is what no picture goes beyond: bars are around it.
    """

    samples: int = 0
    white: int = 0
    white_at: float = 0
    white_level: float = 0
    outside: int = 0
    outside_at: float = 0
    outside_share: float = 0
    brightest_at: float = 0
    brightness: float = 0
    picture: Box | None = None

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Levels":
        """What a finished step kept."""
        picture = data["picture"]
        return cls(**data | {"picture": Box(**picture) if picture else None})


@dataclass(frozen=True, kw_only=True)
class Picture:
    """What was measured of the picture. Stretches in seconds, bit rate in bits a second."""

    black: tuple[Stretch, ...] = ()
    frozen: tuple[Stretch, ...] = ()
    levels: Levels = field(default_factory=Levels)
    bit_rate: Series = Series(seconds=1, values=())
    damaged: int = 0
    damaged_at: tuple[float, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As kept with a finished step."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Picture":
        """What a finished step kept."""
        return cls(
            **data
            | {
                "black": _stretches(data["black"]),
                "frozen": _stretches(data["frozen"]),
                "levels": Levels.from_json(data["levels"]),
                "bit_rate": _series(data["bit_rate"]),
                "damaged_at": tuple(data["damaged_at"]),
            }
        )


@dataclass(frozen=True, kw_only=True)
class Sound:
    """What was measured of one sound of the master (EBU R128; peaks in dBTP, levels in LUFS).

    `streams` are those it is heard from. `silent` are stretches in which every channel is silent;
    `dead` are channels, from 0, that are silent all along.
    """

    streams: tuple[int, ...]
    language: str
    role: str
    seconds: float
    loudness: float
    loudness_range: float
    true_peak: float
    silent: tuple[Stretch, ...]
    dead: tuple[int, ...]
    short_term: Series

    def to_json(self) -> dict[str, Any]:
        """As kept with a finished step."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Sound":
        """What a finished step kept."""
        return cls(
            **data
            | {
                "streams": tuple(data["streams"]),
                "silent": _stretches(data["silent"]),
                "dead": tuple(data["dead"]),
                "short_term": _series(data["short_term"]),
            }
        )


def _stretches(data: Iterable[Sequence[float]]) -> tuple[Stretch, ...]:
    return tuple((start, end) for start, end in data)


def _series(data: dict[str, Any]) -> Series:
    return Series(seconds=data["seconds"], values=tuple(data["values"]))
