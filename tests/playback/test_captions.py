"""Subtitles for those who do not hear, from the file that is handed in to what a player is told."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from catalog import services as catalog
from catalog.models import FilmTeam, FilmVersion, TeamRole
from catalog.places import UNKNOWN
from infra.local.hls import read_multivariant
from tests.catalog.rows import (
    client_of,
    make_film,
    make_offer,
    make_screening,
    make_ticket,
    make_user,
    real_now,
)
from tests.transcoding.films import make_film as make_master_file
from tests.transcoding.visitors import hand_in
from tests.transcoding.workshop import assert_ready, drain
from vod.playback import services

pytestmark = pytest.mark.django_db(transaction=True)
WEBVTT = "WEBVTT\n\n00:00.500 --> 00:01.500\n[water]\n"
SDH = (
    "public.accessibility.transcribes-spoken-dialog,public.accessibility.describes-music-and-sound"
)


@pytest.fixture
def version(tmp_path: Path) -> FilmVersion:
    """A film of two seconds, surveyed by nobody yet."""
    master = hand_in(make_master_file(tmp_path / "film.mov", frames=48))
    return FilmVersion.objects.create(film=make_film(), master=master)


@pytest.fixture
def team(version: FilmVersion) -> APIClient:
    user = make_user("filmmaker")
    FilmTeam.objects.create(film=version.film, user=user, role=TeamRole.DIRECTOR)
    return client_of(user)


def manifest(version: FilmVersion) -> str:
    """What a viewer's player reads, of the newest revision."""
    drain()
    assert version.master is not None
    assert_ready(version.master)
    catalog.publish_newest(version=version)
    screening = make_screening(version=version)
    viewer, now = make_user(), real_now()
    make_ticket(make_offer(screening), viewer)
    begun = services.begin(
        screening_id=screening.public_id, item_id=None, user=viewer, place=UNKNOWN, now=now
    )
    assert begun is not None
    text: str = Client().get(f"/play/{begun.token}/master.m3u8").content.decode()
    assert read_multivariant(text, base="http://testserver").variants
    return text


def subtitles(text: str) -> list[str]:
    return [line for line in text.splitlines() if "TYPE=SUBTITLES" in line]


@pytest.mark.parametrize("published", [False, True], ids=["with the film", "later"])
def test_captions_are_told_from_subtitles(
    version: FilmVersion, team: APIClient, *, published: bool
) -> None:
    if published:
        drain()
    url = f"/api/v1/versions/{version.public_id}/subtitles/"
    for kind in ("subtitles", "captions"):
        body: dict[str, Any] = {"language": "zh-Hans", "kind": kind, "text": WEBVTT}
        assert team.post(url, body, format="json").status_code == 201
    plain, captions = sorted(subtitles(manifest(version)), key=lambda line: SDH in line)
    assert "CHARACTERISTICS" not in plain
    assert f'CHARACTERISTICS="{SDH}"' in captions
    for line in (plain, captions):
        assert 'LANGUAGE="zh-Hans"' in line
        assert "AUTOSELECT=YES" in line


def test_forced_ones_are_told_too(version: FilmVersion, team: APIClient) -> None:
    url = f"/api/v1/versions/{version.public_id}/subtitles/"
    body = {"language": "en", "kind": "subtitles", "forced": True, "text": WEBVTT}
    assert team.post(url, body, format="json").json()["forced"] is True
    (line,) = subtitles(manifest(version))
    assert "AUTOSELECT=YES,FORCED=YES" in line
