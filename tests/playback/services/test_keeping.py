"""Keys and heartbeats keep a session while the verdict holds; then it is over."""

from datetime import timedelta

import pytest
from psycopg._queries import MAX_CACHED_STATEMENT_LENGTH

from catalog.denials import AccessDenied
from catalog.models import EditionState, OnUnavailable, Visibility
from catalog.places import UNKNOWN
from tests.catalog.rows import (
    add_item,
    make_version,
)
from tests.playback.rows import Show, make_secret, make_show
from tests.playback.services.acts import (
    HOUR,
    LEASE,
    MINUTE,
    NOW,
    SECOND,
    codes,
    heartbeat,
    is_over,
    key,
    served,
)
from transcoding import keys
from vod.playback import services, sql
from vod.playback.models import PlaybackSession
from vod.playback.refusals import UnknownSession
from vod.playback.services import StreamDenied

pytestmark = pytest.mark.django_db


class TestHeartbeat:
    def test_keeps_the_lease(self) -> None:
        begun = make_show().begin(now=NOW)
        heartbeat(begun, now=NOW + 20 * SECOND)
        assert PlaybackSession.objects.get().lease_until == NOW + 20 * SECOND + LEASE

    def test_never_shortens_it(self) -> None:
        show = make_show(segments=40, per_period=20)
        begun = show.begin(now=NOW)
        key(begun, show, 0)
        leased = PlaybackSession.objects.get().lease_until
        heartbeat(begun, now=NOW + SECOND)
        assert PlaybackSession.objects.get().lease_until == leased > NOW + SECOND + LEASE

    def test_tells_of_a_window_that_was_moved(self) -> None:
        show = make_show()
        begun = show.begin(now=NOW)
        show.close(at=NOW + 5 * MINUTE)
        assert heartbeat(begun).granted_until == NOW + 5 * MINUTE
        assert PlaybackSession.objects.get().granted_until == NOW + 5 * MINUTE

    def test_does_not_lease_beyond_the_grant(self) -> None:
        show = make_show()
        begun = show.begin(now=NOW)
        show.close(at=NOW + LEASE + SECOND)
        heartbeat(begun, now=NOW + 30 * SECOND)
        assert PlaybackSession.objects.get().lease_until == NOW + LEASE + SECOND

    def test_a_film_begun_in_time_may_be_finished_after_the_closing(self) -> None:
        show = make_show(close_mode="last_start")
        begun = show.begin(now=NOW)
        show.close(at=NOW + MINUTE)
        assert heartbeat(begun, now=NOW + HOUR).granted_until > NOW + HOUR
        with pytest.raises(AccessDenied) as denied:
            show.begin(now=NOW + HOUR)
        assert codes(denied) == ["closed"]


class TestRefusedLater:
    """A verdict that no longer holds ends the session, whoever asks: heartbeat or key."""

    def revoke(self, show: Show) -> None:
        show.revoke()

    def close(self, show: Show) -> None:
        show.close(at=NOW)

    def close_edition(self, show: Show) -> None:
        type(show.screening.edition).objects.update(state=EditionState.CLOSED)

    def hide_film(self, show: Show) -> None:
        type(show.film).objects.update(visibility=Visibility.HIDDEN)

    def take_confirmation_back(self, show: Show) -> None:
        type(show.viewer).objects.update(confirmed_by="")

    def lock_account(self, show: Show) -> None:
        type(show.viewer).objects.update(is_active=False)

    @pytest.mark.parametrize("asks", ["heartbeat", "key"])
    @pytest.mark.parametrize(
        ("act", "reason"),
        [
            ("revoke", "ticket_revoked"),
            ("close", "closed"),
            ("close_edition", "edition_not_open"),
            ("hide_film", "not_ready"),
            ("take_confirmation_back", "unconfirmed"),
            ("lock_account", "not_authenticated"),
        ],
    )
    def test_the_session_is_over(self, act: str, reason: str, asks: str) -> None:
        show = make_show()
        begun = show.begin(now=NOW)
        getattr(self, act)(show)
        with pytest.raises(AccessDenied) as denied:
            heartbeat(begun) if asks == "heartbeat" else key(begun, show, 0)
        assert codes(denied) == [reason]
        assert PlaybackSession.objects.get().ended_at == NOW
        assert is_over(begun)

    @pytest.mark.parametrize("asks", ["heartbeat", "key"])
    def test_a_film_hidden_from_a_block_stops_and_the_block_plays_on(self, asks: str) -> None:
        show = make_show()
        show.screening.items.update(on_unavailable=OnUnavailable.SKIP)
        film, other = show.film, add_item(show.screening, make_version(), position=1)
        begun = show.begin(now=NOW)
        type(film).objects.filter(pk=film.pk).update(visibility=Visibility.HIDDEN)
        with pytest.raises(AccessDenied) as denied:
            heartbeat(begun) if asks == "heartbeat" else key(begun, show, 0)
        assert codes(denied) == ["not_ready"]
        assert not isinstance(denied.value, StreamDenied)
        assert not is_over(begun)
        heartbeat(begun, item=other.public_id)

    def test_an_erased_person_leaves_no_session(self) -> None:
        show = make_show()
        show.begin(now=NOW)
        show.viewer.delete()
        assert not PlaybackSession.objects.exists()


class TestPeriodKey:
    def test_is_the_one_that_the_segments_were_encrypted_with(self) -> None:
        show = make_show()
        begun = show.begin(now=NOW)
        for period in range(3):
            assert key(begun, show, period) == keys.period_key(show.secret, period=period)

    def test_five_segments_have_three_periods_of_two(self) -> None:
        show = make_show(segments=5, per_period=2)
        begun = show.begin(now=NOW)
        key(begun, show, 2)
        with pytest.raises(UnknownSession):
            key(begun, show, 3)

    def test_another_films_secret_is_not_given(self) -> None:
        show, other = make_show(), make_show()
        begun = show.begin(now=NOW)
        for secret_id in (other.secret_id, make_secret()[0].pk, 0, 2**63):
            with pytest.raises(UnknownSession):
                services.period_key(
                    token=begun.token, secret=secret_id, period=0, place=UNKNOWN, now=NOW
                )
        assert PlaybackSession.objects.get().ended_at is None

    def test_leases_until_the_furthest_key_has_played_out(self) -> None:
        """Thirty seconds longer, and no longer than a burst of keys plays."""
        show = make_show(segments=100, per_period=5)
        begun = show.begin(now=NOW)
        for period in range(6):
            key(begun, show, period)
        assert PlaybackSession.objects.get().lease_until == NOW + 6 * 30 * SECOND + 30 * SECOND

    def test_given_again_leases_no_more_than_it_plays(self) -> None:
        show = make_show(segments=100, per_period=5)
        begun = show.begin(now=NOW)
        for _ in range(9):
            key(begun, show, 0)
        assert PlaybackSession.objects.get().lease_until <= NOW + LEASE + 30 * SECOND

    def test_does_not_lease_beyond_the_grant(self) -> None:
        show = make_show(segments=40, per_period=20)
        begun = show.begin(now=NOW)
        show.close(at=NOW + 90 * SECOND)
        key(begun, show, 0)
        assert PlaybackSession.objects.get().lease_until == NOW + 90 * SECOND


class TestStillsKey:
    def key(self, show: Show, *, secret_id: int | None = None) -> bytes:
        begun = show.begin(now=NOW)
        return services.stills_key(
            token=begun.token, secret=secret_id or show.secret_id, place=UNKNOWN, now=NOW
        )

    def test_is_the_one_that_the_pictures_were_encrypted_with(self) -> None:
        show = make_show()
        assert self.key(show) == keys.stills_key(show.secret)

    def test_a_film_without_any_has_none(self) -> None:
        show = make_show()
        show.publication.tracks.remove(*show.publication.tracks.filter(kind="i_frames"))
        with pytest.raises(UnknownSession):
            self.key(show)

    def test_another_films_secret_is_not_given(self) -> None:
        with pytest.raises(UnknownSession):
            self.key(make_show(), secret_id=make_show().secret_id)

    def test_decides_anew(self) -> None:
        show = make_show()
        begun = show.begin(now=NOW)
        show.revoke()
        with pytest.raises(StreamDenied):
            services.stills_key(token=begun.token, secret=show.secret_id, place=UNKNOWN, now=NOW)

    def test_looking_for_a_place_is_not_watching(self) -> None:
        show = make_show(watch=timedelta(days=2))
        self.key(show)
        assert served() == {}


@pytest.mark.parametrize("name", ["LOOK", "LOOK_FOR_KEY", "LOOK_FOR_STILLS", "LOOK_FOR_HEARTBEAT"])
def test_psycopg_remembers_where_the_parameters_of_a_look_are(name: str) -> None:
    """Of a longer statement it finds out each time, which takes as long as half of a key."""
    assert len(getattr(sql, name)) <= MAX_CACHED_STATEMENT_LENGTH
