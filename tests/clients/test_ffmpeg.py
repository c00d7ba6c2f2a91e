"""FFmpeg, and what is built on it (mpv, Kodi, many set-top boxes)."""

import re

import pytest

from infra.lines.film import SECONDS, TONES
from tests.cinema import Cinema
from tests.clients import ffmpeg
from tests.clients.listening import heard
from tests.clients.seat import Seat

TO_THE_NEXT_GROUP = 2.0  # FFmpeg goes to the first picture after the instant that stands alone
CUE = re.compile(r"(\d\d):(\d\d\.\d{3}) --> .*\n(.+)")


def test_it_plays_every_picture_to_the_end(cinema: Cinema, seat: Seat) -> None:
    decoded = ffmpeg.pictures(seat.manifest)
    assert decoded.code == 0, decoded.said
    assert len(decoded.instants) == cinema.film_frames
    assert decoded.instants[0] == pytest.approx(0, abs=0.05)
    assert decoded.instants[-1] == pytest.approx(SECONDS, abs=0.05)


@pytest.mark.parametrize("at", [25.0, 37.5, 1.0])
def test_it_begins_in_any_key_period(seat: Seat, at: float) -> None:
    """Periods are twelve seconds here: the third, the last, and the first."""
    decoded = ffmpeg.pictures(seat.manifest, "-ss", str(at), "-t", "3")
    assert decoded.code == 0, decoded.said
    assert at <= decoded.instants[0] <= at + TO_THE_NEXT_GROUP
    assert len(decoded.instants) > 20


@pytest.mark.parametrize(("language", "tone"), [("zh", "chi"), ("en", "eng")])
def test_each_language_is_heard(seat: Seat, language: str, tone: str) -> None:
    assert set(TONES) == {"chi", "eng"}
    assert heard(ffmpeg.sound(seat.manifest, language=language, at=20)) == tone


@pytest.mark.parametrize(
    ("language", "words"), [("zh-Hans", "一片安静的草地"), ("en", "A quiet meadow")]
)
def test_subtitles_stand_where_they_are_spoken(seat: Seat, language: str, words: str) -> None:
    """At sixteen seconds of a clock on which the film begins at ten."""
    shown = CUE.findall(ffmpeg.subtitles(seat.manifest, language=language))
    begins = [int(minute) * 60 + float(second) for minute, second, text in shown if text == words]
    assert set(begins) == {16.0}
