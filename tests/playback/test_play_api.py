"""Under /play/{token}/: playlists, keys, heartbeat and end. The token is the log-in."""

import gzip
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from catalog.models import Channel, EditionState, Film, Level, Ticket
from catalog.services.withdrawal import withdraw
from infra.local.hls import read_media, read_multivariant
from tests.catalog.rows import make_user, real_now
from tests.playback.rows import Show, make_secret, make_show
from transcoding import keys
from vod.playback.models import PlaybackSession
from vod.playback.tokens import new_token

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
ELSEWHERE = {"Origin": "https://player.example.net"}


class Stream:
    """A session, asked by a client that knows its token and nothing else."""

    def __init__(self, show: Show) -> None:
        self.show = show
        self.begun = show.begin()
        self.client = Client(headers=ELSEWHERE)
        self.at = f"/play/{self.begun.token}"
        self.key_path = f"{self.at}/key/{show.secret_id}"
        track = show.publication.tracks.get(label="stereo")
        self.media_path = f"{self.at}/{track.public_id}.m3u8"

    def manifest(self) -> Any:
        return self.client.get(f"{self.at}/master.m3u8")

    def media(self) -> Any:
        return self.client.get(self.media_path)

    def key(self, period: int = 0) -> Any:
        return self.client.get(f"{self.key_path}/{period}")

    def stills_key(self) -> Any:
        return self.client.get(f"{self.key_path}/stills")

    def storyboard(self) -> Any:
        return self.client.get(f"{self.at}/storyboard.vtt")

    def heartbeat(self) -> Any:
        return self.client.post(f"{self.at}/heartbeat")

    def end(self) -> Any:
        return self.client.post(f"{self.at}/end")

    def all(self) -> dict[str, Any]:
        """Every endpoint once, `end` last."""
        return {
            name: getattr(self, name)()
            for name in (
                *("manifest", "media", "key", "stills_key", "storyboard", "heartbeat", "end"),
            )
        }


@pytest.fixture
def stream() -> Stream:
    return Stream(make_show())


def readable_from_everywhere(response: Any) -> bool:
    return (
        response["Access-Control-Allow-Origin"] == "*"
        and "Access-Control-Allow-Credentials" not in response
    )


def problem(response: Any, status: int, code: str) -> dict[str, Any]:
    """The body of a problem that any page may read and nothing may keep."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    assert "no-store" in response["Cache-Control"]
    assert readable_from_everywhere(response)
    body: dict[str, Any] = response.json()
    assert (body["status"], body["code"]) == (status, code)
    return body


class TestPlaylists:
    def test_lead_from_the_manifest_to_the_segments(self, stream: Stream) -> None:
        manifest = read_multivariant(stream.manifest().content.decode(), base="http://testserver")
        for url in (manifest.variants[0].url, manifest.sounds[0][1], manifest.subtitles[0][1]):
            playlist = read_media(stream.client.get(url).content.decode(), base=url)
            assert len(playlist.segments) == 5

    @pytest.mark.parametrize("name", ["manifest", "media"])
    def test_are_what_players_take_for_a_playlist(self, stream: Stream, name: str) -> None:
        response = getattr(stream, name)()
        assert response.status_code == 200
        assert response["Content-Type"] == "application/vnd.apple.mpegurl"
        assert readable_from_everywhere(response)
        assert response["Cache-Control"] == "no-store"
        assert response["Referrer-Policy"] == "no-referrer"

    @pytest.mark.parametrize("accept", ["application/vnd.apple.mpegurl", "audio/*", "*/*", ""])
    def test_are_given_whatever_the_player_says_it_accepts(
        self, stream: Stream, accept: str
    ) -> None:
        for path in (f"{stream.at}/master.m3u8", stream.media_path, f"{stream.key_path}/0"):
            response = stream.client.get(path, headers={"Accept": accept})
            assert response.status_code == 200, response.content

    def test_are_compressed(self) -> None:
        stream = Stream(make_show(segments=300))
        plain = stream.media().content
        packed = stream.client.get(stream.media_path, headers={"Accept-Encoding": "gzip"})
        assert packed["Content-Encoding"] == "gzip"
        assert len(packed.content) < len(plain) / 3
        assert gzip.decompress(packed.content).count(b"#EXTINF") == 300

    def test_need_no_log_in_and_set_no_cookie(self, stream: Stream) -> None:
        for response in (stream.manifest(), stream.media(), stream.key()):
            assert response.status_code == 200
            assert not response.cookies


class TestKey:
    def test_sixteen_bytes_derived_and_kept_nowhere(self, stream: Stream) -> None:
        for period in range(3):
            response = stream.key(period)
            assert response.status_code == 200
            assert response.content == keys.period_key(stream.show.secret, period=period)
            assert len(response.content) == 16
            assert response["Content-Type"] == "application/octet-stream"
            assert response["Cache-Control"] == "no-store"
            assert readable_from_everywhere(response)

    def test_is_at_the_addresses_that_the_playlist_names(self, stream: Stream) -> None:
        playlist = read_media(stream.media().content.decode(), base="http://testserver")
        found = [stream.client.get(url).content for url in playlist.key_urls]
        assert found == [keys.period_key(stream.show.secret, period=n) for n in range(3)]

    def test_of_a_period_after_the_last_is_not_there(self, stream: Stream) -> None:
        problem(stream.key(3), 404, "unknown_session")
        problem(stream.key(10**30), 404, "unknown_session")

    def test_of_another_secret_is_not_there(self, stream: Stream) -> None:
        other = make_show().secret_id
        for secret_id in (other, make_secret()[0].pk, 0, 10**30):
            path = f"{stream.at}/key/{secret_id}/0"
            problem(stream.client.get(path), 404, "unknown_session")
        assert stream.key().status_code == 200

    @pytest.mark.parametrize("period", ["-1", "1.5", "x", ""])
    def test_of_no_period_is_not_there(self, stream: Stream, period: str) -> None:
        assert stream.client.get(f"{stream.key_path}/{period}").status_code == 404

    def test_decides_anew_and_ends_the_session(self, stream: Stream) -> None:
        assert stream.key().status_code == 200
        stream.show.revoke()
        body = problem(stream.key(1), 403, "access_denied")
        assert [reason["code"] for reason in body["reasons"]] == ["ticket_revoked"]
        assert PlaybackSession.objects.get().ended_at is not None
        for response in stream.all().values():
            problem(response, 410, "session_over")

    @pytest.mark.parametrize(
        ("act", "reason"),
        [
            ("close", "closed"),
            ("end", "edition_not_open"),
            ("revoke", "ticket_revoked"),
            (Level.PAUSE, "not_shown"),
            (Level.HIDE, "not_shown"),
        ],
    )
    def test_for_every_reason(self, stream: Stream, act: str, reason: str) -> None:
        if isinstance(act, Level):
            film = Film.objects.get()
            withdraw(film=film, level=act, channel=Channel.FILMMAKER, now=real_now())
        elif act == "end":
            type(stream.show.screening.edition).objects.update(state=EditionState.CLOSED)
        else:
            getattr(stream.show, act)()
        body = problem(stream.key(), 403, "access_denied")
        assert [reason["code"] for reason in body["reasons"]] == [reason]
        problem(stream.key(), 410, "session_over")

    def test_in_as_many_queries_for_any_period_of_any_film(
        self, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        for segments in (5, 600):
            stream = Stream(make_show(segments=segments))
            for period in (0, 1, 2):
                with django_assert_num_queries(2):
                    assert stream.key(period).status_code == 200

    def test_more_than_anybody_can_watch_is_asked_for_again_later(self) -> None:
        """503, which players ask again after; they give up after a 4xx."""
        stream = Stream(make_show(segments=100, per_period=5))
        answers = [stream.key(period) for period in range(8)]
        assert [answer.status_code for answer in answers] == [200] * 6 + [503] * 2
        problem(answers[-1], 503, "too_many_keys")
        assert 1 <= int(answers[-1]["Retry-After"]) <= 15
        assert stream.key(0).status_code == 200
        assert stream.heartbeat().status_code == 200

    def test_pictures_for_seeking_are_not_metered(self, stream: Stream) -> None:
        assert [stream.stills_key().status_code for _ in range(20)] == [200] * 20

    def test_three_minutes_of_them_begin_the_watch_period(self) -> None:
        stream = Stream(make_show(segments=100, per_period=5, watch=timedelta(hours=48)))
        started = []
        for period in range(6):
            assert stream.key(period).status_code == 200
            started.append(Ticket.objects.get().started_at is not None)
        assert started == [False] * 5 + [True]


class TestHeartbeat:
    def test_renews_the_lease(self, stream: Stream) -> None:
        PlaybackSession.objects.update(lease_until=real_now() + 5 * SECOND)
        response = stream.heartbeat()
        session = PlaybackSession.objects.get()
        assert response.status_code == 200
        assert set(response.json()) == {
            *("lease_until", "granted_until", "watch_until", "closes_at"),
        }
        assert session.lease_until > real_now() + 30 * SECOND
        assert readable_from_everywhere(response)

    def test_in_two_statements(
        self, stream: Stream, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        body = {"item": stream.show.item.public_id, "position": 12}
        for sent in ({}, body):
            with django_assert_num_queries(2):
                stream.client.post(f"{stream.at}/heartbeat", sent, "application/json")
        assert PlaybackSession.objects.get().position_seconds == 12

    @pytest.mark.parametrize(
        "body",
        [
            *(b"{", b"[]", b"7", b"\xff", b'{"position": "x"}', b'{"position": -1}'),
            *(b'{"position": 1e400}', b'{"position": NaN}', b'{"position": true}', b'{"item": 5}'),
            *(b'{"item": "\\u0000"}', b'{"item": "' + b"x" * 23 + b'"}', b" " * 2000),
            b'{"position": 9999999999999999999999}',
        ],
    )
    def test_that_says_nonsense_is_refused_and_ends_nothing(
        self, stream: Stream, body: bytes
    ) -> None:
        sent = stream.client.post(f"{stream.at}/heartbeat", body, "application/json")
        problem(sent, 400, "invalid")
        assert stream.heartbeat().status_code == 200

    def test_about_a_foreign_item_keeps_the_lease_and_no_position(self, stream: Stream) -> None:
        body = {"item": make_show().item.public_id, "position": 12}
        sent = stream.client.post(f"{stream.at}/heartbeat", body, "application/json")
        assert sent.status_code == 200
        assert PlaybackSession.objects.get().position_seconds == 0

    def test_is_told_why_the_stream_has_to_stop(self, stream: Stream) -> None:
        stream.show.revoke()
        body = problem(stream.heartbeat(), 410, "access_denied")
        assert [reason["code"] for reason in body["reasons"]] == ["ticket_revoked"]
        assert body["detail"] == body["reasons"][0]["message"]
        problem(stream.heartbeat(), 410, "session_over")

    @pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded"])
    def test_takes_what_a_browser_can_send_without_asking(
        self, stream: Stream, content_type: str
    ) -> None:
        for path, status in (("heartbeat", 200), ("end", 204)):
            sent = stream.client.post(f"{stream.at}/{path}", b"", content_type=content_type)
            assert sent.status_code == status

    def test_needs_no_proof_from_a_browser_that_is_logged_in(self, stream: Stream) -> None:
        """The token in the path is the log-in; a cookie beside it neither helps nor hinders."""
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(stream.show.viewer)
        assert browser.post(f"{stream.at}/heartbeat").status_code == 200
        assert browser.post(f"{stream.at}/end").status_code == 204

    def test_is_no_reading(self, stream: Stream) -> None:
        for path in ("heartbeat", "end"):
            problem(stream.client.get(f"{stream.at}/{path}"), 405, "method_not_allowed")
        assert PlaybackSession.objects.get().ended_at is None


class TestOver:
    def test_after_the_end(self, stream: Stream) -> None:
        assert stream.end().status_code == 204
        for response in stream.all().values():
            problem(response, 410, "session_over")

    def test_a_lease_that_ran_out_is_not_the_end(self, stream: Stream) -> None:
        PlaybackSession.objects.update(lease_until=real_now() - SECOND)
        assert [r.status_code for r in stream.all().values()] == [200] * 6 + [204]

    def test_another_viewers_session_plays_on(self, stream: Stream) -> None:
        other = Stream(make_show())
        stream.end()
        assert [r.status_code for r in other.all().values()] == [200] * 6 + [204]


class TestPaused:
    """A lease that ran out: playlists are decided on, as keys are."""

    @pytest.mark.parametrize("name", ["manifest", "media", "storyboard"])
    def test_what_was_withdrawn_meanwhile_is_not_listed(self, stream: Stream, name: str) -> None:
        PlaybackSession.objects.update(lease_until=real_now() - SECOND)
        assert getattr(stream, name)().status_code == 200
        stream.show.revoke()
        problem(getattr(stream, name)(), 403, "access_denied")
        problem(getattr(stream, name)(), 410, "session_over")


class TestUnknown:
    @given(st.text(st.characters(exclude_characters="/", exclude_categories=["Cs"]), min_size=1))
    @settings(max_examples=40)
    def test_no_token_is_more_than_unknown(self, token: str) -> None:
        """Whatever stands in the address: random, cut off, of another alphabet, a path upwards."""
        client = Client(raise_request_exception=False)
        for tail in ("key/1/0", "key/1/stills", "master.m3u8", "x.m3u8", "storyboard.vtt"):
            answer = client.get(f"/play/{quote(token, safe='')}/{tail}")
            assert answer.status_code in {301, 404}, (answer.status_code, answer.content)

    @pytest.mark.parametrize("up", ["..", "%2e%2e", "..%2f..", "%00", "....//", "\\..\\.."])
    def test_no_path_leads_out(self, stream: Stream, up: str) -> None:
        for path in (f"{stream.at}/{up}/master.m3u8", f"{stream.at}/key/{up}/0"):
            assert stream.client.get(path).status_code in {301, 404}
        assert stream.client.get(f"{stream.at}/{up}/storyboard.vtt").status_code in {301, 404}

    def test_nobody_learns_whether_a_token_was_ever_good(self, stream: Stream) -> None:
        """The words are the same for an invented token, another film's track, and an id."""
        foreign = Stream(make_show())
        invented = new_token()
        paths = [
            f"/play/{invented}/master.m3u8",
            stream.media_path.replace(stream.begun.token, invented),
            f"{stream.key_path}/0".replace(stream.begun.token, invented),
            f"/play/{stream.begun.session.public_id}/master.m3u8",
            f"/play/{stream.begun.session.token_hash}/master.m3u8",
            foreign.media_path.replace(foreign.begun.token, stream.begun.token),
            f"{foreign.key_path}/0".replace(foreign.begun.token, stream.begun.token),
            f"{stream.at}/invented.m3u8",
        ]
        answers = [stream.client.get(path) for path in paths]
        answers += [stream.client.post(f"/play/{invented}/{verb}") for verb in ("heartbeat", "end")]
        for answer in answers:
            problem(answer, 404, "unknown_session")
        assert len({answer.content for answer in answers}) == 1

    def test_a_log_in_is_no_token(self, stream: Stream) -> None:
        stream.client.force_login(make_user("admin"))
        problem(stream.client.get(f"/play/{new_token()}/master.m3u8"), 404, "unknown_session")

    def test_what_is_no_address_of_ours_is_a_problem_too(self, stream: Stream) -> None:
        response = stream.client.get(f"{stream.at}/key/")
        assert response.status_code == 404
        assert response["Content-Type"] == "application/problem+json"
