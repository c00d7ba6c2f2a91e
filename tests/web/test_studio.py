"""A filmmaker's studio."""

from datetime import datetime

import pytest
from django.test import Client

from accounts.models import User
from catalog.models import FilmTeam, TeamRole
from tests.web.programme import Shown, a_master


@pytest.fixture
def filmed(shown: Shown, viewer: User) -> Shown:
    """The viewer is on the film's team."""
    FilmTeam.objects.create(film=shown.film, user=viewer, role=TeamRole.DIRECTOR)
    return shown


def test_it_asks_to_log_in(client: Client, db: None) -> None:
    assert client.get("/studio/")["Location"].startswith("/accounts/login/")


def test_foreign_films_are_not_there(seated: Client, shown: Shown) -> None:
    page = seated.get("/studio/").content.decode()
    assert "River" not in page
    assert "on no film" in page


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("uploading", "it can be resumed"),
        ("processing", "<progress"),
        ("ready", "Ready"),
        ("aborted", "thrown away"),
    ],
)
def test_a_masters_state_is_told(
    seated: Client, filmed: Shown, now: datetime, state: str, words: str
) -> None:
    filmed.version.master = a_master(now=now, state=state)
    filmed.version.save()
    page = seated.get("/studio/").content.decode()
    assert "River" in page
    assert words in page
    assert filmed.version.public_id in page


def test_a_problem_is_told_in_the_filmmakers_language(
    seated: Client, filmed: Shown, now: datetime
) -> None:
    filmed.version.master = a_master(now=now, state="failed", problem="no_picture")
    filmed.version.save()
    assert "no picture" in seated.get("/studio/").content.decode()
    seated.cookies["django_language"] = "zh-hans"
    assert "没有画面" in seated.get("/studio/").content.decode()


@pytest.mark.parametrize(
    ("state", "words"), [("blocked", "holds the film back"), ("cancelled", "was cancelled")]
)
def test_what_was_stopped_is_told(
    seated: Client, filmed: Shown, now: datetime, state: str, words: str
) -> None:
    filmed.version.master = a_master(now=now, state=state)
    filmed.version.save()
    assert words in seated.get("/studio/").content.decode()
