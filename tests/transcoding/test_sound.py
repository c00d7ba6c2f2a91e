"""Which tracks of sound a master gets, and how its channels come into them."""

from dataclasses import replace
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transcoding.sources import SOUND, make_source
from transcoding.sound import BY_COUNT, LAYOUTS, Sound, programmes, sounds
from transcoding.source import AudioStream

LANGUAGES = st.sampled_from(["zh", "en", "yue", "und"])
STREAMS = st.lists(
    st.builds(
        lambda layout, language, role: (layout, language, role),
        st.sampled_from([*LAYOUTS, "1 channels (FL)", "4 channels", "hexadecagonal"]),
        LANGUAGES,
        st.sampled_from(["main", "commentary", "description", "dub"]),
    ),
    max_size=16,
)


def stream(
    layout: str = "stereo", *, index: int = 1, language: str = "zh", role: str = "main"
) -> AudioStream:
    if layout in LAYOUTS:
        channels = len(LAYOUTS[layout].split())
    else:
        channels = int(layout.split(maxsplit=1)[0]) if layout[0].isdigit() else 16
    return replace(
        SOUND, index=index, channels=channels, layout=layout, language=language, role=role
    )


def made(*streams: AudioStream) -> dict[str, Sound]:
    return {track.label: track for track in sounds(make_source(sounds=streams))}


def heard(track: Sound, channels: str) -> list[dict[str, float]]:
    """The rows of a mix with channels by name."""
    names = channels.split()
    return [{names[at]: gain for at, gain in row} for row in track.mix]


class TestGroups:
    def test_stereo_and_a_smaller_one_always(self) -> None:
        tracks = made(stream("stereo"))
        assert list(tracks) == ["stereo", "low"]
        assert {track.channels for track in tracks.values()} == {2}
        assert tracks["stereo"].bit_rate == 128_000
        assert tracks["low"].bit_rate == 32_000

    @pytest.mark.parametrize("layout", ["5.1", "5.1(side)", "7.1", "7.1(wide)", "6.1"])
    def test_5_1_where_the_master_has_it(self, layout: str) -> None:
        tracks = made(stream(layout))
        assert list(tracks) == ["stereo", "low", "surround"]
        assert tracks["surround"].channels == 6

    @pytest.mark.parametrize("layout", ["mono", "stereo", "2.1", "quad", "5.0", "4.1"])
    def test_nothing_is_blown_up_to_it(self, layout: str) -> None:
        assert list(made(stream(layout))) == ["stereo", "low"]

    def test_a_film_without_sound(self) -> None:
        assert made() == {}

    def test_every_language_and_role(self) -> None:
        tracks = made(
            stream("5.1", index=1),
            stream("stereo", index=2, language="en", role="dub"),
            stream("stereo", index=3, language="zh", role="commentary"),
        )
        assert {label: (t.language, t.role, t.streams) for label, t in tracks.items()} == {
            "stereo": ("zh", "main", (1,)),
            "low": ("zh", "main", (1,)),
            "surround": ("zh", "main", (1,)),
            "stereo-2": ("en", "dub", (2,)),
            "low-2": ("en", "dub", (2,)),
            "stereo-3": ("zh", "commentary", (3,)),
            "low-3": ("zh", "commentary", (3,)),
        }

    def test_the_films_own_comes_first(self) -> None:
        tracks = made(stream(index=1, role="commentary"), stream(index=2))
        assert tracks["stereo"].streams == (2,)

    @given(STREAMS)
    def test_labels_are_unique_and_short_and_each_programme_has_stereo(
        self, kinds: list[tuple[str, str, str]]
    ) -> None:
        streams = [
            stream(layout, index=at, language=language, role=role)
            for at, (layout, language, role) in enumerate(kinds)
        ]
        tracks = sounds(make_source(sounds=tuple(streams)))
        assert len({track.label for track in tracks}) == len(tracks)
        assert all(len(track.label) <= 32 for track in tracks)
        count = len(programmes(streams))
        for group in ("stereo", "low"):
            assert sum(track.group == group for track in tracks) == count
        told = {(s.language, s.role) for s in streams}
        assert {(t.language, t.role) for t in tracks} == told

    @given(STREAMS)
    def test_a_plan_keeps_them(self, kinds: list[tuple[str, str, str]]) -> None:
        streams = tuple(stream(layout, index=at) for at, (layout, _, _) in enumerate(kinds))
        for track in sounds(make_source(sounds=streams)):
            assert Sound.from_json(track.to_json()) == track


class TestMix:
    def test_stereo_is_left_alone(self) -> None:
        track = made(stream("stereo"))["stereo"]
        assert heard(track, "FL FR") == [{"FL": 1}, {"FR": 1}]
        assert not track.limited

    def test_mono_comes_from_both_sides(self) -> None:
        assert heard(made(stream("mono"))["stereo"], "FC") == [{"FC": 1}, {"FC": 1}]

    @pytest.mark.parametrize(("layout", "behind"), [("5.1", "B"), ("5.1(side)", "S")])
    def test_5_1_becomes_stereo_as_itu_r_bs_775_says(self, layout: str, behind: str) -> None:
        track = made(stream(layout))["stereo"]
        assert heard(track, LAYOUTS[layout]) == [
            {"FL": 1, "FC": 0.7071, f"{behind}L": 0.7071},
            {"FR": 1, "FC": 0.7071, f"{behind}R": 0.7071},
        ]
        assert track.limited

    def test_two_pairs_of_surrounds_are_no_louder_than_one(self) -> None:
        tracks = made(stream("7.1"))
        left, _ = heard(tracks["stereo"], LAYOUTS["7.1"])
        assert left == {"FL": 1, "FC": 0.7071, "BL": 0.5, "SL": 0.5}
        behind = heard(tracks["surround"], LAYOUTS["7.1"])[4]
        assert behind == {"BL": 0.7071, "SL": 0.7071}
        assert isclose(sum(gain**2 for gain in behind.values()), 1, abs_tol=0.001)

    @pytest.mark.parametrize("layout", sorted(LAYOUTS))
    def test_no_channel_but_the_lfe_is_lost(self, layout: str) -> None:
        names = LAYOUTS[layout].split()
        rows = heard(made(stream(layout))["stereo"], LAYOUTS[layout])
        assert set().union(*rows) == set(names) - {"LFE"}

    @pytest.mark.parametrize("layout", sorted(LAYOUTS))
    def test_left_and_right_are_alike(self, layout: str) -> None:
        left, right = heard(made(stream(layout))["stereo"], LAYOUTS[layout])
        mirror = {"FL": "FR", "FLC": "FRC", "BL": "BR", "SL": "SR", "FC": "FC", "BC": "BC"}
        assert {mirror[name]: gain for name, gain in left.items()} == right

    def test_an_order_nobody_knows_is_taken_by_its_number(self) -> None:
        assert made(stream("6 channels"))["stereo"].mix == made(stream("5.1"))["stereo"].mix
        assert made(stream("4 channels"))["stereo"].mix == (((0, 1.0),), ((1, 1.0),))
        assert set(BY_COUNT.values()) <= set(LAYOUTS)


def monos(*layouts: str, language: str = "zh", first: int = 1) -> list[AudioStream]:
    return [
        stream(layout, index=first + at, language=language) for at, layout in enumerate(layouts)
    ]


class TestChannelsInStreamsOfTheirOwn:
    @pytest.mark.parametrize(
        ("count", "streams"),
        [(2, (1, 2)), (4, (1, 2)), (6, (1, 2, 3, 4, 5, 6)), (8, (1, 2, 3, 4, 5, 6)),
         (16, (1, 2, 3, 4, 5, 6))],
    )  # fmt: skip
    def test_are_put_together_by_their_number(self, count: int, streams: tuple[int, ...]) -> None:
        tracks = made(*monos(*["mono"] * count))
        assert tracks["stereo"].streams == streams
        assert ("surround" in tracks) == (count >= 6)
        assert not any(label.endswith("-2") for label in tracks)

    def test_or_by_what_they_say(self) -> None:
        order = ["FC", "FL", "FR", "SL", "SR", "LFE", "BL", "BR"]
        tracks = made(*monos("mono", *(f"1 channels ({name})" for name in order[1:])))
        assert tracks["stereo"].streams == tuple(range(1, 9))
        rows = heard(tracks["surround"], " ".join(order))
        assert rows[:4] == [{"FL": 1}, {"FR": 1}, {"FC": 1}, {"LFE": 1}]

    def test_labels_that_say_the_same_say_nothing(self) -> None:
        tracks = made(*monos(*["1 channels (FL)"] * 2))
        assert heard(tracks["stereo"], "FL FR") == [{"FL": 1}, {"FR": 1}]

    def test_each_language_has_its_own(self) -> None:
        tracks = made(*monos("mono", "mono"), *monos("mono", "mono", language="en", first=3))
        assert (tracks["stereo"].streams, tracks["stereo-2"].streams) == ((1, 2), (3, 4))

    def test_one_for_each_language_is_mono(self) -> None:
        tracks = made(*monos("mono"), *monos("mono", language="en", first=2))
        assert heard(tracks["stereo"], "FC") == [{"FC": 1}, {"FC": 1}]
        assert tracks["stereo-2"].streams == (2,)
