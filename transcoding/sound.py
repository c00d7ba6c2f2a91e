"""Which tracks of sound a master gets, and how its channels are mixed into them.

Stereo for every language and role, a smaller stereo beside it for the lowest rung, and 5.1 where
the master has it (HLS Authoring Specification 2.3, 9.6, 9.21; ADR 0013).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any

from transcoding.source import AudioStream, Source

STEREO, LOW, SURROUND = "stereo", "low", "surround"
HALF = 0.7071  # 3 dB less: the amplitude of half the power
QUARTER = 0.5
# What FFmpeg calls the orders of channels; of others only the first two are known.
LAYOUTS = {
    "mono": "FC",
    "stereo": "FL FR",
    "downmix": "FL FR",
    "2.1": "FL FR LFE",
    "3.0": "FL FR FC",
    "3.0(back)": "FL FR BC",
    "3.1": "FL FR FC LFE",
    "4.0": "FL FR FC BC",
    "quad": "FL FR BL BR",
    "quad(side)": "FL FR SL SR",
    "4.1": "FL FR FC LFE BC",
    "5.0": "FL FR FC BL BR",
    "5.0(side)": "FL FR FC SL SR",
    "5.1": "FL FR FC LFE BL BR",
    "5.1(side)": "FL FR FC LFE SL SR",
    "6.0": "FL FR FC BC SL SR",
    "6.1": "FL FR FC LFE BC SL SR",
    "6.1(back)": "FL FR FC LFE BL BR BC",
    "7.0": "FL FR FC BL BR SL SR",
    "7.1": "FL FR FC LFE BL BR SL SR",
    "7.1(wide)": "FL FR FC LFE BL BR FLC FRC",
    "7.1(wide-side)": "FL FR FC LFE FLC FRC SL SR",
}
BY_COUNT = {1: "mono", 2: "stereo", 6: "5.1", 8: "7.1"}
LABELLED = re.compile(r"1 channels \((\w+)\)")  # a mono stream that says which channel it is
FILM_ORDER = [
    "FL",
    "FR",
    "FC",
    "LFE",
    "BL",
    "BR",
]  # of six mono tracks: SMPTE ST 428-12
FULL_STAGE = {"FL", "FR", "FC", "LFE"}


@dataclass(frozen=True, kw_only=True)
class Programme:
    """One sound as it is heard: `channels` in order, from one stream or from several of mono."""

    streams: tuple[int, ...]
    channels: tuple[str, ...]
    language: str
    role: str


@dataclass(frozen=True, kw_only=True)
class Sound:
    """A track that is made. `mix` has a row for each of its channels: gains by input channel.

    Those count through all `streams`. `limited`: the mix may exceed full scale. Rates in samples
    and bits per second.
    """

    label: str
    group: str
    streams: tuple[int, ...]
    mix: tuple[tuple[tuple[int, float], ...], ...]
    limited: bool
    sample_rate: int
    bit_rate: int
    language: str
    role: str

    @property
    def channels(self) -> int:
        """How many it has."""
        return len(self.mix)

    def to_json(self) -> dict[str, Any]:
        """As kept in a plan."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Sound":
        """The sound of a kept plan."""
        mix = tuple(tuple((at, gain) for at, gain in row) for row in data["mix"])
        return cls(**data | {"streams": tuple(data["streams"]), "mix": mix})


def sounds(source: Source) -> tuple[Sound, ...]:
    """The tracks to make, programme by programme; the film's own comes first."""
    made: list[Sound] = []
    for place, programme in enumerate(programmes(source.sounds)):
        stereo = _to_stereo(programme.channels)
        made.append(_sound(STEREO, place, programme, mix=stereo, sample_rate=48000, kbps=128))
        # At half the sampling rate, 32 kbit/s are enough for what is left: below 12 kHz.
        made.append(_sound(LOW, place, programme, mix=stereo, sample_rate=24000, kbps=32))
        surround = _to_surround(programme.channels)
        if surround:
            made.append(
                _sound(SURROUND, place, programme, mix=surround, sample_rate=48000, kbps=320)
            )
    return tuple(made)


def programmes(streams: Sequence[AudioStream]) -> tuple[Programme, ...]:
    """What a master's streams are heard as: mono ones of a language and role belong together."""
    found: list[Programme] = []

    def kind(stream: AudioStream) -> tuple[bool, str, str]:
        return stream.channels == 1, stream.language, stream.role

    for (mono, language, role), group in groupby(streams, key=kind):
        members = list(group)
        parts = _assembled(members) if mono and len(members) > 1 else map(_by_itself, members)
        found += [
            Programme(streams=indices, channels=channels, language=language, role=role)
            for indices, channels in parts
        ]
    return tuple(sorted(found, key=lambda programme: programme.role != "main"))


Part = tuple[tuple[int, ...], tuple[str, ...]]


def _by_itself(stream: AudioStream) -> Part:
    layout = stream.layout if stream.layout in LAYOUTS else BY_COUNT.get(stream.channels, "stereo")
    return (stream.index,), tuple(LAYOUTS[layout].split())


def _assembled(monos: Sequence[AudioStream]) -> Iterable[Part]:
    """By their labels; without any by number, as films are delivered.

    Six or more: the first six are 5.1, and what follows is a stereo of the same or silence. Two to
    five: the first two are left and right.
    """
    names = [_labelled(stream) for stream in monos]
    if len(names) == len(set(names)) and {"FL", "FR"} <= set(names):
        return [(tuple(stream.index for stream in monos), tuple(names))]
    order = FILM_ORDER if len(monos) >= len(FILM_ORDER) else FILM_ORDER[:2]
    return [(tuple(stream.index for stream in monos[: len(order)]), tuple(order))]


def _labelled(stream: AudioStream) -> str:
    """Which channel a mono stream says it is; what is but mono can be the centre."""
    label = LABELLED.fullmatch(stream.layout)
    return label[1] if label else "FC"


def _sound(
    group: str,
    place: int,
    programme: Programme,
    *,
    mix: tuple[dict[str, float], ...],
    sample_rate: int,
    kbps: int,
) -> Sound:
    rows = tuple(
        tuple((at, row[name]) for at, name in enumerate(programme.channels) if name in row)
        for row in mix
    )
    return Sound(
        label=group if place == 0 else f"{group}-{place + 1}",
        group=group,
        streams=programme.streams,
        mix=rows,
        limited=any(sum(gain for _, gain in row) > 1 for row in rows),
        sample_rate=sample_rate,
        bit_rate=kbps * 1000,
        language=programme.language,
        role=programme.role,
    )


def _to_stereo(channels: Sequence[str]) -> tuple[dict[str, float], ...]:
    """ITU-R BS.775: the centre and the surrounds at half power, the LFE left out.

    Two pairs of surrounds share that half. Mono is played by both, as any player would.
    """
    if tuple(channels) == ("FC",):
        return {"FC": 1.0}, {"FC": 1.0}
    behind = QUARTER if {"BL", "SL"} <= set(channels) else HALF
    both = {"FC": HALF, "BC": QUARTER}
    left = {"FL": 1.0, "FLC": HALF, "BL": behind, "SL": behind}
    right = {"FR": 1.0, "FRC": HALF, "BR": behind, "SR": behind}
    return left | both, right | both


def _to_surround(channels: Sequence[str]) -> tuple[dict[str, float], ...]:
    """Six channels as AAC has them, or none where the master has fewer.

    7.1 has two pairs of surrounds: each keeps half of its power.
    """
    present = set(channels)
    if not (present >= FULL_STAGE and ({"BL", "BR"} <= present or {"SL", "SR"} <= present)):
        return ()
    behind = HALF if {"BL", "SL"} <= present else 1.0
    return (
        {"FL": 1.0, "FLC": HALF},
        {"FR": 1.0, "FRC": HALF},
        {"FC": 1.0},
        {"LFE": 1.0},
        {"BL": behind, "SL": behind, "BC": HALF},
        {"BR": behind, "SR": behind, "BC": HALF},
    )
