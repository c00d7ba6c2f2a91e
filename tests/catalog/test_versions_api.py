"""POST /api/v1/versions/{id}/…: masters, subtitles and the switch to a publication."""

from base64 import b64encode
from datetime import timedelta
from typing import Any

import pytest

from accounts.models import User
from catalog.messages import refused
from catalog.models import FilmTeam, FilmVersion, TeamRole
from tests.catalog.rows import (
    client_of,
    make_offer,
    make_publication,
    make_screening,
    make_user,
    make_version,
    real_now,
)
from transcoding.models import Master, SubtitleSource
from transcoding.texts.reading import MOST_BYTES

pytestmark = pytest.mark.django_db
WEBVTT = "WEBVTT\n\n00:01.000 --> 00:04.000\nThe river rises.\n"


def post(user: User | None, version: FilmVersion, what: str, **body: Any) -> Any:
    url = f"/api/v1/versions/{version.public_id}/{what}/"
    return client_of(user).post(url, body, format="json")


def team_member(version: FilmVersion) -> User:
    user = make_user("filmmaker")
    FilmTeam.objects.create(film=version.film, user=user, role=TeamRole.DIRECTOR)
    return user


class TestUpload:
    def test_the_team_opens_an_upload(self) -> None:
        version = make_version(published=False)
        user = team_member(version)
        response = post(user, version, "uploads", size=100 * 1024**3)
        assert response.status_code == 201, response.content
        version.refresh_from_db()
        master = version.master
        assert master is not None
        assert response.json()["id"] == master.public_id
        assert (master.owner, master.size) == (user.public_id, 100 * 1024**3)
        assert master.retain_until > real_now() + timedelta(days=300)

    @pytest.mark.parametrize("role", ["programmer", "admin"])
    def test_programmers_and_admins_may(self, role: str) -> None:
        version = make_version(published=False)
        assert post(make_user(role), version, "uploads", size=1).status_code == 201

    def test_what_plays_plays_on(self) -> None:
        version = make_version()
        before = version.publication
        assert post(team_member(version), version, "uploads", size=1).status_code == 201
        version.refresh_from_db()
        assert version.publication == before
        assert version.master != before.master if before else False

    def test_what_opens_first_is_worked_on_first(self) -> None:
        version = make_version(published=False)
        screening = make_screening(version=version)
        make_offer(screening, opens=real_now() + timedelta(days=3, hours=1))
        make_offer(screening, opens=real_now() + timedelta(days=9))
        post(team_member(version), version, "uploads", size=1)
        assert Master.objects.get().priority == 3

    def test_without_a_date_it_comes_last(self) -> None:
        version = make_version(published=False)
        post(team_member(version), version, "uploads", size=1)
        assert Master.objects.get().priority == 100

    @pytest.mark.parametrize("role", ["filmmaker", None])
    def test_others_may_not(self, role: str | None) -> None:
        version = make_version(published=False)
        response = post(make_user(*[role] if role else []), version, "uploads", size=1)
        assert (response.status_code, response.json()["code"]) == (403, "not_on_team")
        assert not Master.objects.exists()

    def test_nobody_is_logged_in(self) -> None:
        assert post(None, make_version(), "uploads", size=1).status_code in {401, 403}

    @pytest.mark.parametrize("size", [0, -1, "many", None])
    def test_a_master_has_bytes(self, size: object) -> None:
        version = make_version(published=False)
        response = post(team_member(version), version, "uploads", size=size)
        assert (response.status_code, response.json()["code"]) == (400, "invalid")


class TestSubtitles:
    def subtitle(self, version: FilmVersion, **changes: Any) -> Any:
        body = {"language": "zh-Hans", "kind": "subtitles", "text": WEBVTT} | changes
        body = {name: value for name, value in body.items() if value is not None}
        return post(team_member(version), version, "subtitles", **body)

    def test_a_text_is_handed_to_the_master(self) -> None:
        version = make_version()
        response = self.subtitle(version, kind="captions")
        assert response.status_code == 201, response.content
        assert response.json()["language"] == "zh-Hans"
        source = SubtitleSource.objects.get()
        assert (source.master, source.kind, source.forced) == (version.master, "captions", False)
        assert source.text == "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\nThe river rises.\n\n"

    def test_the_bytes_of_a_file_in_any_encoding(self) -> None:
        srt = "1\n00:00:05,000 --> 00:00:06,000\n這條河已經三年沒有水了。\n".encode("big5")
        response = self.subtitle(
            make_version(),
            language="zh-TW",
            text=None,
            content=b64encode(srt).decode(),
            forced=True,
        )
        body = response.json()
        assert response.status_code == 201, body
        assert (body["language"], body["format"], body["forced"]) == ("zh-Hant", "srt", True)
        (note,) = body["notes"]
        assert (note["code"], note["value"]) == ("encoding", "big5hkscs")
        assert set(note["words"]) == {"en", "zh-Hans"}

    def test_a_refusal_names_the_line_in_both_languages(self) -> None:
        response = self.subtitle(make_version(), text="WEBVTT\n\n00:01,000 --> 2\nx\n")
        body = response.json()
        assert (response.status_code, body["code"], body["line"]) == (400, "subtitle_syntax", 3)
        assert set(body["words"]) == {"en", "zh-Hans"}

    @pytest.mark.parametrize(
        ("language", "told"), [("en", "named. (line 3)"), ("zh-CN", "一行。（第 3 行）")]
    )
    def test_and_is_told_in_the_readers(self, language: str, told: str) -> None:
        version = make_version()
        client = client_of(team_member(version))
        answer = client.post(
            f"/api/v1/versions/{version.public_id}/subtitles/",
            {"language": "en", "kind": "subtitles", "text": "WEBVTT\n\n00:01,000 --> 2\nx\n"},
            headers={"Accept-Language": language},
        )
        assert answer.json()["detail"].endswith(told)

    def test_one_byte_more_than_the_bound_is_refused_by_its_own_words(self) -> None:
        """The bound on requests does not hide the bound on subtitles."""
        content = b64encode(b"x" * (MOST_BYTES + 1)).decode()
        response = self.subtitle(make_version(), text=None, content=content)
        assert (response.status_code, response.json()["code"]) == (400, "subtitle_too_large")

    @pytest.mark.parametrize("forms", [{}, {"text": WEBVTT, "content": ""}, {"content": "é"}])
    def test_one_form_or_the_other(self, forms: dict[str, str]) -> None:
        body = {"language": "en", "kind": "subtitles"} | forms
        version = make_version()
        assert post(team_member(version), version, "subtitles", **body).status_code == 400

    def test_there_is_no_master_yet(self) -> None:
        response = self.subtitle(make_version(published=False))
        assert (response.status_code, response.json()["code"]) == (409, "no_master")

    @pytest.mark.parametrize("language", ["xx", "chinese", "中文"])
    def test_the_language_is_one_we_know(self, language: str) -> None:
        response = self.subtitle(make_version(), language=language)
        assert (response.status_code, response.json()["code"]) == (400, "subtitle_language")

    def test_others_may_not(self) -> None:
        body = {"language": "en", "kind": "subtitles", "text": WEBVTT}
        assert post(make_user("filmmaker"), make_version(), "subtitles", **body).status_code == 403


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize(
    ("act", "status", "code"),
    [("subtitles", 403, "not_on_team"), ("publish", 403, "not_a_programmer")],
)
def test_a_refusal_is_told_in_the_readers_language(
    language: str, act: str, status: int, code: str
) -> None:
    client, version = client_of(make_user("filmmaker")), make_version()
    answer = client.post(
        f"/api/v1/versions/{version.public_id}/{act}/", headers={"Accept-Language": language}
    )
    told = refused(code, language=language)
    body = answer.json()
    assert (answer.status_code, body["code"], body["detail"]) == (status, code, told)


class TestPublish:
    @pytest.mark.parametrize("role", ["programmer", "admin"])
    def test_the_newest_publication_is_played(self, role: str) -> None:
        version = make_version()
        assert version.master is not None
        newest = make_publication(version.master, revision=3)
        make_publication(version.master, revision=2)
        response = post(make_user(role), version, "publish")
        assert response.status_code == 200
        assert response.json() == {
            "version": version.public_id,
            "publication": newest.public_id,
            "revision": 3,
        }
        version.refresh_from_db()
        assert version.publication == newest

    def test_there_is_nothing_to_publish(self) -> None:
        response = post(make_user("admin"), make_version(published=False), "publish")
        assert (response.status_code, response.json()["code"]) == (409, "nothing_to_publish")

    def test_the_team_may_not(self) -> None:
        version = make_version()
        response = post(team_member(version), version, "publish")
        assert (response.status_code, response.json()["code"]) == (403, "not_a_programmer")
