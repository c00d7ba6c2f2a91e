"""A storyboard as players read it: each instant has its place on a sheet."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from vod.playback.storyboard import Tiles, storyboard

TILES = Tiles(width=160, height=90, columns=2, seconds=5, pictures=(4, 1))


def test_a_small_film() -> None:
    assert storyboard(["https://s/1?q=a", "https://s/2?q=b"], tiles=TILES, film_seconds=22.5) == (
        "WEBVTT\n\n"
        "00:00:00.000 --> 00:00:05.000\nhttps://s/1?q=a#xywh=0,0,160,90\n\n"
        "00:00:05.000 --> 00:00:10.000\nhttps://s/1?q=a#xywh=160,0,160,90\n\n"
        "00:00:10.000 --> 00:00:15.000\nhttps://s/1?q=a#xywh=0,90,160,90\n\n"
        "00:00:15.000 --> 00:00:20.000\nhttps://s/1?q=a#xywh=160,90,160,90\n\n"
        "00:00:20.000 --> 00:00:22.500\nhttps://s/2?q=b#xywh=0,0,160,90\n"
    )


def test_nothing_is_shown_after_the_end() -> None:
    """The last sheet may have been filled up."""
    text = storyboard(["1", "2"], tiles=TILES, film_seconds=20)
    assert "00:00:20.000 -->" not in text


@given(st.integers(1, 40), st.integers(1, 6), st.sampled_from([0.5, 1, 4, 10]))
def test_every_instant_has_a_picture(count: int, columns: int, seconds: float) -> None:
    tiles = Tiles(width=8, height=6, columns=columns, seconds=seconds, pictures=(count,))
    text = storyboard(["s"], tiles=tiles, film_seconds=count * seconds)
    times = [line.split(" --> ") for line in text.splitlines() if "-->" in line]
    assert [start for start, _ in times] == ["00:00:00.000", *(end for _, end in times[:-1])]
    hours, minutes, rest = times[-1][1].split(":")
    end = int(hours) * 3600 + int(minutes) * 60 + Fraction(rest)
    assert end == Fraction(count * seconds)
