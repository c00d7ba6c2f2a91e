"""A trailer plays without a ticket or a log-in, for whoever may know of its film."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client

from catalog.models import Film, FilmVersion, VersionKind, Visibility
from tests.catalog.rows import make_film, make_master, make_publication, real_now
from vod.playback.models import PlaybackSession

pytestmark = pytest.mark.django_db


@pytest.fixture
def trailer() -> FilmVersion:
    return FilmVersion.objects.create(
        film=make_film(), kind=VersionKind.TRAILER, publication=make_publication(make_master())
    )


def begin(trailer: FilmVersion) -> Any:
    return Client().post(f"/api/v1/trailers/{trailer.public_id}/playback/")


def test_anybody_may_begin_and_nobody_is_kept(trailer: FilmVersion) -> None:
    answer = begin(trailer)
    assert answer.status_code == 201
    session = PlaybackSession.objects.get()
    assert (session.trailer, session.screening, session.user, session.ticket) == (
        trailer, None, None, None,
    )  # fmt: skip
    assert answer.json()["items"][0]["id"] == answer.json()["resume_item"] == "trailer"
    assert Client().get(answer.json()["items"][0]["manifest_url"]).status_code == 200
    assert Client().get(answer.json()["manifest_url"]).status_code == 200
    assert Client().post(answer.json()["heartbeat_url"]).status_code == 200


@pytest.mark.parametrize(
    "hidden",
    [
        {"visibility": Visibility.HIDDEN},
        {"reveal_at": real_now() + timedelta(days=1)},
    ],
)
def test_it_goes_with_its_film(trailer: FilmVersion, hidden: dict[str, Any]) -> None:
    begun = begin(trailer).json()
    Film.objects.update(**hidden)
    assert begin(trailer).status_code == 404
    ended = Client().post(begun["heartbeat_url"])
    assert ended.status_code == 410
    assert Client().post(begun["heartbeat_url"]).status_code == 410
    assert Client().get(f"/watch/trailers/{trailer.public_id}/").status_code == 404


def test_no_other_version_is_free(trailer: FilmVersion) -> None:
    for kind in set(VersionKind) - {VersionKind.TRAILER}:
        FilmVersion.objects.update(kind=kind)
        assert begin(trailer).status_code == 404


def test_there_has_to_be_one(trailer: FilmVersion) -> None:
    FilmVersion.objects.update(publication=None)
    assert begin(trailer).status_code == 404
    page = Client().get(f"/films/{trailer.film.slug}/").content.decode()
    assert "trailers/" not in page


def test_the_film_leads_to_it(trailer: FilmVersion) -> None:
    path = f"/watch/trailers/{trailer.public_id}/"
    assert path in Client().get(f"/films/{trailer.film.slug}/").content.decode()
    page = Client().get(path)
    assert f"/api/v1/trailers/{trailer.public_id}/playback/" in page.content.decode()
    assert "'unsafe-inline'" in page["Content-Security-Policy"]  # for the player's controls
    found = Client().get(f"/api/v1/films/{trailer.film.slug}/").json()
    assert found["trailer"] == trailer.public_id


def test_a_session_plays_one_thing(trailer: FilmVersion) -> None:
    begin(trailer)
    with pytest.raises(IntegrityError, match="session_plays_one_thing"):
        PlaybackSession.objects.update(trailer=None)
