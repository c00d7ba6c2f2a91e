"""The page of a quality report, on a film that was really examined."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User, UserRole
from catalog.models import FilmTeam, TeamRole
from tests.transcoding.films import drawn, ffmpeg, tone
from tests.transcoding.visitors import hand_in
from tests.transcoding.workshop import drain
from tests.web.programme import Shown
from transcoding.models import Master
from vod.web.reports import HEIGHT, WIDTH, path, time_code

BLACK = "drawbox=c=black:t=fill:enable='between(t,4,8)'"
Read = Callable[[], str]


@pytest.fixture
def examined(shown: Shown, tmp_path: Path, transactional_db: None) -> Master:
    """Four black seconds, and a track without a sound in it."""
    film = tmp_path / "film.mov"
    picture = ("-vf", BLACK, "-c:v", "libx264", "-preset", "ultrafast")
    ffmpeg(*drawn(frames=336), *tone(14), *picture, "-af", "volume=0", film)
    master = hand_in(film, owner="somebody")
    drain()
    shown.version.master = master
    shown.version.save()
    return master


def url_of(master: Master) -> str:
    return f"/studio/masters/{master.public_id}/report/"


@pytest.fixture
def read(seated: Client, shown: Shown, viewer: User, examined: Master) -> Read:
    """The page, as somebody of the film's team reads it."""
    FilmTeam.objects.create(film=shown.film, user=viewer, role=TeamRole.DIRECTOR)

    def page() -> str:
        return seated.get(url_of(examined)).content.decode()

    return page


def test_it_says_what_holds_the_film_and_why(read: Read) -> None:
    page = read()
    assert "River" in page
    assert "is not published" in page
    assert "A sound track is silent" in page
    assert "00:00:04:00 – 00:00:08:" in page


def test_it_speaks_chinese(read: Read, seated: Client) -> None:
    seated.cookies["django_language"] = "zh-hans"
    page = read()
    assert "声轨完全无声" in page
    assert "暂不能发布" in page
    assert "Blocks publishing" not in page


def test_its_plots_and_pictures_are_there(read: Read) -> None:
    page = read()
    assert page.count("<path d=") == 2
    assert page.count("<img ") > 5
    assert "X-Amz-Signature" in page


def test_it_brings_no_style_or_script_of_its_own(read: Read) -> None:
    page = read()
    assert " style=" not in page
    assert "<script" not in page


def test_the_studio_leads_to_it(read: Read, seated: Client, examined: Master) -> None:
    studio = seated.get("/studio/").content.decode()
    assert url_of(examined) in studio
    assert "holds the film back" in studio


def test_strangers_find_nothing(seated: Client, examined: Master) -> None:
    assert seated.get(url_of(examined)).status_code == 404


def test_staff_reads_every_one(seated: Client, viewer: User, examined: Master) -> None:
    UserRole.objects.create(user=viewer, role="programmer")
    assert seated.get(url_of(examined)).status_code == 200


def test_it_asks_to_log_in(client: Client, db: None) -> None:
    assert client.get("/studio/masters/x/report/")["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize(
    ("seconds", "rate", "code"),
    [
        (0, Fraction(24), "00:00:00:00"),
        (3661.5, Fraction(24), "01:01:01:12"),
        (1 / 24 * 47, Fraction(24), "00:00:01:23"),
        (59.999, Fraction(30000, 1001), "00:00:59:29"),
    ],
)
def test_time_codes_count_frames(seconds: float, rate: Fraction, code: str) -> None:
    assert time_code(seconds, rate=rate) == code


@given(st.lists(st.floats(-100, 100), min_size=1, max_size=600))
def test_a_plot_stays_within_its_edges(values: list[float]) -> None:
    points = path(values, low=-70, high=0).removeprefix("M").split(" L")
    assert len(points) == max(len(values), 2)
    for point in points:
        across, down = map(float, point.split())
        assert 0 <= across <= WIDTH
        assert 0 <= down <= HEIGHT
