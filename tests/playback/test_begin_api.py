"""POST /api/v1/screenings/{id}/playback/: the play button."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import User
from catalog.models import EditionState, FilmVersion, NetworkPolicy, Ticket, Visibility
from tests.catalog import test_places
from tests.catalog.rows import add_item, client_of, make_ticket, make_user, make_version, real_now
from tests.playback.rows import Show, make_show
from vod.playback.models import PlaybackSession

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ME = object()


def press_play(show: Show, user: Any = ME, body: Any = None, **extra: Any) -> Any:
    client = client_of(show.viewer if user is ME else user)
    return client.post(show.path, body or {}, **extra)


def refused(show: Show, user: Any = ME, **extra: Any) -> dict[str, dict[str, Any]]:
    """The reasons by code, of a problem that leaves no session behind."""
    response = press_play(show, user, **extra)
    problem = response.json()
    assert response.status_code == 403, problem
    assert response["Content-Type"] == "application/problem+json"
    assert problem["code"] == "access_denied"
    assert problem["detail"] == problem["reasons"][0]["message"]
    assert not PlaybackSession.objects.exists()
    return {reason["code"]: reason for reason in problem["reasons"]}


class TestBegun:
    def test_a_session_with_the_addresses_to_play_it(self) -> None:
        show = make_show()
        response = press_play(show)
        assert response.status_code == 201
        session, body = PlaybackSession.objects.get(), response.json()
        token = body["manifest_url"].split("/")[-2]
        play = f"http://testserver/play/{token}"
        assert body == {
            "id": session.public_id,
            "manifest_url": f"{play}/master.m3u8",
            "heartbeat_url": f"{play}/heartbeat",
            "end_url": f"{play}/end",
            "storyboard_url": f"{play}/storyboard.vtt",
            "cmcd_url": f"{play}/cmcd",
            "heartbeat_seconds": configured.HEARTBEAT_SECONDS,
            "lease_until": zulu(session.lease_until),
            "granted_until": zulu(show.offer.window.upper),
            "urls_until": body["urls_until"],
            "watch_until": None,
            "watch_starts_after_seconds": None,
            "closes_at": zulu(show.offer.window.upper),
            "mark": None,
            "items": [
                {
                    "id": show.item.public_id,
                    "manifest_url": f"{play}/{show.item.public_id}/master.m3u8",
                    "storyboard_url": f"{play}/{show.item.public_id}/storyboard.vtt",
                    "resume_seconds": 0,
                }
            ],
            "resume_item": show.item.public_id,
        }
        assert (session.user, session.ticket) == (show.viewer, show.ticket)

    def test_its_addresses_answer(self) -> None:
        show = make_show()
        body = press_play(show).json()
        client = client_of()
        assert client.get(body["manifest_url"]).status_code == 200
        assert client.get(body["storyboard_url"]).status_code == 200
        [item] = body["items"]
        assert client.get(item["manifest_url"]).content == client.get(body["manifest_url"]).content
        assert client.get(item["storyboard_url"]).status_code == 200
        assert client.post(body["heartbeat_url"]).status_code == 200
        assert client.post(body["end_url"]).status_code == 204

    def test_a_film_without_a_storyboard_has_no_address_of_one(self) -> None:
        show = make_show()
        show.publication.tracks.remove(*show.publication.tracks.filter(kind="storyboard"))
        assert press_play(show).json()["storyboard_url"] is None

    def test_a_heartbeat_comes_more_than_once_in_a_lease(self) -> None:
        assert 2 * configured.HEARTBEAT_SECONDS < configured.LEASE_PLAYBACK_SECONDS

    def test_on_a_named_item_of_a_block(self) -> None:
        show = make_show()
        wanted = add_item(show.screening, make_version(), position=1)
        assert press_play(show, body={"item": wanted.public_id}).status_code == 201
        assert PlaybackSession.objects.get().at_item == wanted

    def test_the_watch_period_does_not_begin_yet(self) -> None:
        show = make_show(watch=2 * DAY)
        assert press_play(show).status_code == 201
        assert Ticket.objects.get().started_at is None

    def test_in_as_many_queries_for_any_length_and_block(
        self, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        for segments, items in ((5, 0), (200, 6)):
            show = make_show(segments=segments)
            for position in range(items):
                add_item(show.screening, make_version(), position=position + 1)
            client = client_of(show.viewer)
            with django_assert_num_queries(8):
                assert client.post(show.path).status_code == 201


class TestElsewhere:
    """One stream a viewer; which one, she decides."""

    def test_told_which_sessions_are_in_the_way(self) -> None:
        show, other = make_show(), make_show()
        make_ticket(other.offer, show.viewer)
        begun = press_play(show).json()
        other.viewer = show.viewer
        refused = press_play(other)
        problem = refused.json()
        assert (refused.status_code, problem["code"]) == (409, "too_many_streams")
        title = show.film.texts.get(language="en").title
        assert problem["sessions"] == [
            {
                "id": begun["id"],
                "started_at": zulu(PlaybackSession.objects.get().started_at),
                "screening": {"id": show.screening.public_id, "title": title},
            }
        ]
        again = press_play(other, body={"end": [begun["id"]]})
        assert again.status_code == 201
        told = client_of().post(begun["heartbeat_url"])
        assert (told.status_code, told.json()["code"]) == (410, "ended_elsewhere")

    def test_no_title_of_what_is_hidden_by_now(self) -> None:
        show = make_show()
        press_play(show)
        other = make_show()
        make_ticket(other.offer, show.viewer)
        other.viewer = show.viewer
        type(show.film).objects.filter(pk=show.film.pk).update(visibility=Visibility.HIDDEN)
        [named] = press_play(other).json()["sessions"]
        assert named["screening"] is None

    def test_the_address_of_a_stream_does_not_tell_of_others(self, settings: Settings) -> None:
        """Whoever was handed one, a television perhaps, need not know what else is watched."""
        settings.STREAMS_PER_VIEWER = 2
        show = make_show()
        press_play(show)
        second = press_play(show).json()
        settings.STREAMS_PER_VIEWER = 1
        refused = client_of().post(second["heartbeat_url"])
        assert (refused.status_code, refused.json()["code"]) == (409, "too_many_streams")
        assert "sessions" not in refused.json()

    def test_own_sessions_are_listed_and_ended(self) -> None:
        show, stranger = make_show(), make_show()
        begun, foreign = press_play(show).json(), press_play(stranger).json()
        client = client_of(show.viewer)
        assert [own["id"] for own in client.get("/api/v1/playback/sessions/").json()] == [
            begun["id"]
        ]
        answers = [
            client.delete(f"/api/v1/playback/sessions/{name}/")
            for name in (foreign["id"], "A" * 22)
        ]
        assert {answer.status_code for answer in answers} == {404}
        assert len({answer.content for answer in answers}) == 1
        assert client.delete(f"/api/v1/playback/sessions/{begun['id']}/").status_code == 204
        assert client.get("/api/v1/playback/sessions/").json() == []
        assert client.delete(f"/api/v1/playback/sessions/{begun['id']}/").status_code == 404
        assert client_of().post(begun["heartbeat_url"]).json()["code"] == "ended_elsewhere"
        assert client_of().post(foreign["heartbeat_url"]).status_code == 200


class TestMark:
    @pytest.mark.parametrize(
        ("audience", "marked"),
        [("public", False), ("school", False), ("press", True), ("jury", True), ("staff", True)],
    )
    def test_is_for_those_who_see_films_before_others(self, audience: str, marked: bool) -> None:  # noqa: FBT001
        show = make_show(audience=audience)
        body = press_play(show).json()
        assert bool(re.fullmatch("[CDFHJKMNPRTVWXY]{6}", body["mark"] or "")) == marked

    def test_is_told_once_and_kept_nowhere_in_the_clear(self) -> None:
        """Beside the viewer's name it would tell who saw what, without any key."""
        mark = press_play(make_show(audience="press")).json()["mark"]
        assert mark not in str(PlaybackSession.objects.values().get())


class TestWatchPeriod:
    def test_is_reckoned_from_now_until_it_begins(self) -> None:
        show = make_show(segments=100, per_period=30, watch=2 * DAY)
        body = press_play(show).json()
        session = PlaybackSession.objects.get()
        assert body["watch_starts_after_seconds"] == 180
        assert body["watch_until"] == zulu(session.started_at + 2 * DAY)
        client = client_of()
        token = body["manifest_url"].split("/")[-2]
        assert client.get(f"/play/{token}/key/{show.secret_id}/0").status_code == 200
        began = Ticket.objects.get().started_at
        assert began is not None
        beat = client.post(body["heartbeat_url"]).json()
        assert beat["watch_until"] == zulu(began + 2 * DAY)
        assert beat["closes_at"] == zulu(show.offer.window.upper)
        PlaybackSession.objects.all().delete()
        assert press_play(show).json()["watch_starts_after_seconds"] is None


class TestRefused:
    def test_anonymous(self) -> None:
        assert set(refused(make_show(), None)) == {"not_authenticated"}

    def test_unconfirmed(self) -> None:
        show = make_show()
        User.objects.update(confirmed_by="")
        reasons = refused(show)
        assert set(reasons) == {"unconfirmed"}
        assert reasons["unconfirmed"]["remedy"] == "confirm"

    def test_no_ticket(self) -> None:
        reasons = refused(make_show(), make_user())
        assert set(reasons) == {"no_ticket"}
        assert reasons["no_ticket"]["remedy"] == "get_ticket"

    def test_a_role_is_no_ticket(self) -> None:
        assert set(refused(make_show(), make_user("admin", "programmer"))) == {"no_ticket"}

    def test_revoked_ticket(self) -> None:
        show = make_show()
        show.revoke()
        assert set(refused(show)) == {"ticket_revoked"}

    def test_not_open_yet_with_the_opening(self) -> None:
        opens = real_now() + DAY
        reasons = refused(make_show(opens=opens))
        assert set(reasons) == {"not_open_yet"}
        assert reasons["not_open_yet"]["retry_at"] == opens.isoformat()

    def test_closed(self) -> None:
        reasons = refused(make_show(opens=real_now() - 8 * DAY))
        assert set(reasons) == {"closed"}
        assert reasons["closed"]["retry_at"] is None

    def test_unlock_period_over(self) -> None:
        show = make_show(unlock=timedelta(hours=1))
        Ticket.objects.update(issued_at=real_now() - DAY)
        assert set(refused(show)) == {"unlock_expired"}

    def test_watch_period_over(self) -> None:
        show = make_show(watch=timedelta(hours=1))
        Ticket.objects.update(started_at=real_now() - timedelta(hours=1))
        assert set(refused(show)) == {"watch_expired"}

    def test_edition_closed(self) -> None:
        show = make_show()
        type(show.screening.edition).objects.update(state=EditionState.CLOSED)
        assert set(refused(show)) == {"edition_not_open"}

    def test_not_ready(self) -> None:
        show = make_show()
        FilmVersion.objects.update(publication=None)
        assert set(refused(show)) == {"not_ready"}

    def test_every_reason_at_once(self) -> None:
        show = make_show(opens=real_now() + DAY)
        type(show.screening.edition).objects.update(state=EditionState.ANNOUNCED)
        FilmVersion.objects.update(publication=None)
        assert set(refused(show, make_user(confirmed=False))) == {
            "unconfirmed",
            "no_ticket",
            "not_open_yet",
            "edition_not_open",
            "not_ready",
        }

    def test_in_chinese(self) -> None:
        response = press_play(make_show(), None, headers={"Accept-Language": "zh-Hans"})
        assert response.json()["detail"] == "请先登录。还没有账号？注册只需一分钟。"


class TestPlace:
    @pytest.fixture(autouse=True)
    def _places(self, tmp_path: Path, settings: Settings) -> None:
        path = tmp_path / "places.mmdb"
        test_places.write(path, test_places.RECORDS)
        settings.PLACE_DATABASE = str(path)

    def at(self, address: str, **terms: Any) -> set[str]:
        show = make_show(**terms)
        response = press_play(show, REMOTE_ADDR=address)
        if response.status_code == 201:
            return set()
        PlaybackSession.objects.all().delete()
        return set(refused(show, REMOTE_ADDR=address))

    def test_territory(self) -> None:
        terms = {"territory_rule": "allow", "territories": ["DE", "US-CA"]}
        assert self.at(test_places.GERMAN, **terms) == set()
        assert self.at(test_places.CALIFORNIAN, **terms) == set()
        assert self.at(test_places.FRENCH, **terms) == {"wrong_territory"}

    def test_unknown_place(self) -> None:
        terms = {"territory_rule": "allow", "territories": ["DE"]}
        assert self.at("127.0.0.1", **terms) == {"unknown_place"}
        assert self.at("127.0.0.1") == set()

    def test_anonymous_network_is_refused_only_where_the_offer_says_so(self) -> None:
        policy = NetworkPolicy.REFUSE_ANONYMOUS
        assert self.at(test_places.VPN, network_policy=policy) == {"anonymous_network"}
        assert self.at(test_places.VPN) == set()

    def test_an_address_that_the_client_claims_is_not_believed(self) -> None:
        show = make_show(territory_rule="allow", territories=["DE"])
        claim = {"REMOTE_ADDR": test_places.FRENCH, "HTTP_X_FORWARDED_FOR": test_places.GERMAN}
        assert set(refused(show, **claim)) == {"wrong_territory"}


class TestNotThere:
    def not_found(self, show: Show, **body: str) -> bytes:
        response = press_play(show, body=body)
        assert response.status_code == 404
        assert response.json()["code"] == "not_found"
        assert not PlaybackSession.objects.exists()
        content: bytes = response.content
        return content

    def test_invented_hidden_unrevealed_and_draft_are_told_in_the_same_words(self) -> None:
        hidden, unrevealed, draft, invented = (make_show() for _ in range(4))
        type(hidden.film).objects.filter(pk=hidden.film.pk).update(visibility=Visibility.HIDDEN)
        type(hidden.film).objects.filter(pk=unrevealed.film.pk).update(reveal_at=real_now() + DAY)
        type(draft.screening.edition).objects.filter(pk=draft.screening.edition_id).update(
            state=EditionState.DRAFT
        )
        invented.screening.public_id = "A" * 22
        shows = (hidden, unrevealed, draft, invented)
        assert len({self.not_found(show) for show in shows}) == 1

    def test_an_item_of_another_screening(self) -> None:
        self.not_found(make_show(), item=make_show().item.public_id)

    def test_a_hidden_item_of_a_block_and_an_invented_one(self) -> None:
        show = make_show()
        hidden = make_version()
        type(show.film).objects.filter(pk=hidden.film_id).update(visibility=Visibility.HIDDEN)
        item = add_item(show.screening, hidden, position=1, on_unavailable="skip")
        assert self.not_found(show, item=item.public_id) == self.not_found(show, item="B" * 22)


def zulu(instant: datetime) -> str:
    return instant.isoformat().replace("+00:00", "Z")
