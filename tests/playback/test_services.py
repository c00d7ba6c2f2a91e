"""Sessions: begun after a verdict, kept while the verdict holds, and then over."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from catalog.denials import AccessDenied
from catalog.models import EditionState, ItemKind, OnUnavailable, Screening, Visibility
from catalog.places import UNKNOWN
from tests.catalog.rows import (
    add_item,
    make_film,
    make_offer,
    make_screening,
    make_ticket,
    make_user,
    make_version,
    real_now,
)
from tests.playback.rows import Show, make_secret, make_show
from transcoding import keys
from vod.playback import delivery, services
from vod.playback.models import PlaybackSession
from vod.playback.refusals import SessionOver, UnknownSession
from vod.playback.tokens import token_hash

pytestmark = pytest.mark.django_db
SECOND, MINUTE, HOUR, DAY = (timedelta(seconds=s) for s in (1, 60, 3600, 86_400))
NOW = real_now()
LEASE = timedelta(seconds=settings.LEASE_PLAYBACK_SECONDS)


def codes(denied: pytest.ExceptionInfo[AccessDenied]) -> list[str]:
    return [reason["code"] for reason in denied.value.extra["reasons"]]


def key(session: PlaybackSession, show: Show, period: int, *, now: datetime = NOW) -> bytes:
    return services.period_key(
        session=session, secret_id=show.secret_id, period=period, place=UNKNOWN, now=now
    )


def heartbeat(session: PlaybackSession, *, now: datetime = NOW) -> PlaybackSession:
    return services.heartbeat(session=session, place=UNKNOWN, now=now)


class TestFindItem:
    def found(self, screening: Screening, item_id: str | None = None) -> Any:
        return services.find_item(screening_id=screening.public_id, item_id=item_id, now=NOW)

    def test_the_first_film_unless_an_item_is_named(self) -> None:
        screening = make_screening()
        [film] = screening.items.all()
        talk = add_item(screening, make_version(), kind=ItemKind.CONVERSATION, position=5)
        screening.items.filter(pk=film.pk).update(position=3)
        welcome = add_item(screening, make_version(), kind=ItemKind.INTRODUCTION, position=0)
        assert self.found(screening) == film
        assert self.found(screening, welcome.public_id) == welcome
        assert self.found(screening, talk.public_id) == talk

    def test_an_item_of_another_screening_is_not_there(self) -> None:
        assert self.found(make_screening(), make_screening().items.get().public_id) is None

    def test_nor_is_one_of_a_draft(self) -> None:
        show = make_show()
        type(show.screening.edition).objects.update(state=EditionState.DRAFT)
        assert self.found(show.screening) is None

    @pytest.mark.parametrize(
        "change", [{"visibility": Visibility.HIDDEN}, {"reveal_at": NOW + DAY}]
    )
    def test_a_film_that_nobody_may_know_of_is_not_there(self, change: dict[str, Any]) -> None:
        show = make_show()
        type(show.film).objects.update(**change)
        assert self.found(show.screening) is None
        assert self.found(show.screening, show.item.public_id) is None

    def test_not_even_in_a_block_whose_other_films_are_shown(self) -> None:
        screening = make_screening(version=make_version(make_film(visibility=Visibility.HIDDEN)))
        [hidden] = screening.items.all()
        screening.items.update(on_unavailable=OnUnavailable.SKIP)
        shown = add_item(screening, make_version())
        assert self.found(screening, hidden.public_id) is None
        assert self.found(screening) == shown

    def test_a_film_that_is_not_ready_is_passed_over_for_the_next(self) -> None:
        screening = make_screening(version=make_version(published=False))
        ready = add_item(screening, make_version())
        assert self.found(screening) == ready

    def test_where_none_is_ready_the_verdict_is_to_say_so(self) -> None:
        screening = make_screening(version=make_version(published=False))
        assert self.found(screening) == screening.items.get()


class TestBegin:
    def test_a_session_on_what_is_published_now_under_the_ticket(self) -> None:
        show = make_show()
        begun = show.begin(now=NOW)
        session = PlaybackSession.objects.get()
        assert session == begun.session
        assert session.token_hash == token_hash(begun.token)
        assert session.publication == show.publication
        assert (session.user, session.item) == (show.viewer, show.item)
        assert session.ticket == show.ticket
        assert session.started_at == NOW
        assert session.granted_until == show.offer.window.upper
        assert session.lease_until == NOW + LEASE
        assert session.ended_at is None
        assert session.served_periods == []

    def test_a_lease_does_not_outlast_the_grant(self) -> None:
        show = make_show()
        show.close(at=NOW + 5 * SECOND)
        assert show.begin(now=NOW).session.lease_until == NOW + 5 * SECOND

    def test_a_second_session_leaves_the_first_alone(self) -> None:
        show = make_show()
        first, second = show.begin(), show.begin()
        assert first.token != second.token
        assert services.find(token=first.token, now=NOW) == first.session

    def test_a_refusal_leaves_no_session(self) -> None:
        show = make_show()
        with pytest.raises(AccessDenied) as denied:
            show.begin(user=AnonymousUser())
        assert codes(denied) == ["not_authenticated"]
        assert not PlaybackSession.objects.exists()

    def test_an_item_of_a_block_that_is_not_ready_is_refused_though_the_block_plays(self) -> None:
        show = make_show()
        version = make_version(published=False)
        missing = add_item(show.screening, version, on_unavailable=OnUnavailable.SKIP, position=1)
        with pytest.raises(AccessDenied) as denied:
            services.begin(item=missing, user=show.viewer, place=UNKNOWN, now=NOW)
        assert codes(denied) == ["not_ready"]

    def test_nor_is_a_film_without_rights_though_the_block_plays_without_it(self) -> None:
        show = make_show()
        uncleared = make_version(make_film(cleared=False))
        item = add_item(show.screening, uncleared, on_unavailable=OnUnavailable.SKIP, position=9)
        show.begin()
        with pytest.raises(AccessDenied) as denied:
            services.begin(item=item, user=show.viewer, place=UNKNOWN, now=NOW)
        assert codes(denied) == ["no_rights"]


class TestHold:
    """What is played is not collected while an address of it may live."""

    def held(self, show: Show) -> timedelta:
        show.publication.refresh_from_db()
        assert show.publication.held_until is not None
        return show.publication.held_until - NOW

    def test_a_publication_that_is_played_is_held_for_longer_than_its_addresses_live(self) -> None:
        show = make_show()
        assert show.publication.held_until is None
        show.begin(now=NOW)
        assert self.held(show) >= delivery.LONGEST

    def test_later_sessions_hold_it_longer_but_write_no_more_than_hourly(self) -> None:
        show = make_show()
        show.begin(now=NOW)
        first = self.held(show)
        show.begin(now=NOW + timedelta(minutes=59))
        assert self.held(show) == first
        show.begin(now=NOW + timedelta(hours=3))
        assert self.held(show) == first + timedelta(hours=3)

    def test_at_any_time_of_the_hour_it_is_long_enough(self) -> None:
        show = make_show()
        show.begin(now=NOW)
        for minutes in (59, 60, 61, 119, 121):
            later = timedelta(minutes=minutes)
            show.begin(now=NOW + later)
            assert self.held(show) - later >= delivery.LONGEST


class TestFind:
    def test_by_token_alone(self) -> None:
        begun = make_show().begin(now=NOW)
        assert services.find(token=begun.token, now=NOW) == begun.session
        for wrong in (begun.session.token_hash, begun.session.public_id, begun.token[:-1]):
            with pytest.raises(UnknownSession):
                services.find(token=wrong, now=NOW)

    def test_until_the_lease_has_run_out(self) -> None:
        begun = make_show().begin(now=NOW)
        services.find(token=begun.token, now=NOW + LEASE - SECOND)
        with pytest.raises(SessionOver):
            services.find(token=begun.token, now=NOW + LEASE)

    def test_or_it_was_ended(self) -> None:
        begun = make_show().begin(now=NOW)
        services.end(session=begun.session, now=NOW)
        with pytest.raises(SessionOver):
            services.find(token=begun.token, now=NOW)

    def test_the_first_end_counts(self) -> None:
        begun = make_show().begin(now=NOW)
        services.end(session=begun.session, now=NOW)
        services.end(session=begun.session, now=NOW + MINUTE)
        assert PlaybackSession.objects.get().ended_at == NOW


class TestHeartbeat:
    def test_keeps_the_lease(self) -> None:
        session = make_show().begin(now=NOW).session
        heartbeat(session, now=NOW + 20 * SECOND)
        assert PlaybackSession.objects.get().lease_until == NOW + 20 * SECOND + LEASE

    def test_never_shortens_it(self) -> None:
        show = make_show(segments=40, per_period=20)
        session = show.begin(now=NOW).session
        key(session, show, 0)
        leased = PlaybackSession.objects.get().lease_until
        heartbeat(session, now=NOW + SECOND)
        assert PlaybackSession.objects.get().lease_until == leased > NOW + SECOND + LEASE

    def test_tells_of_a_window_that_was_moved(self) -> None:
        show = make_show()
        session = show.begin(now=NOW).session
        show.close(at=NOW + 5 * MINUTE)
        assert heartbeat(session).granted_until == NOW + 5 * MINUTE
        assert PlaybackSession.objects.get().granted_until == NOW + 5 * MINUTE

    def test_does_not_lease_beyond_the_grant(self) -> None:
        show = make_show()
        session = show.begin(now=NOW).session
        show.close(at=NOW + LEASE + SECOND)
        heartbeat(session, now=NOW + 30 * SECOND)
        assert PlaybackSession.objects.get().lease_until == NOW + LEASE + SECOND

    def test_a_film_begun_in_time_may_be_finished_after_the_closing(self) -> None:
        show = make_show(close_mode="last_start")
        session = show.begin(now=NOW).session
        show.close(at=NOW + MINUTE)
        assert heartbeat(session, now=NOW + HOUR).granted_until > NOW + HOUR
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
        session = services.find(token=begun.token, now=NOW)
        with pytest.raises(AccessDenied) as denied:
            heartbeat(session) if asks == "heartbeat" else key(session, show, 0)
        assert codes(denied) == [reason]
        assert PlaybackSession.objects.get().ended_at == NOW
        with pytest.raises(SessionOver):
            services.find(token=begun.token, now=NOW)

    @pytest.mark.parametrize("asks", ["heartbeat", "key"])
    def test_a_film_hidden_from_a_block_stops_though_the_block_plays_on(self, asks: str) -> None:
        show = make_show()
        show.screening.items.update(on_unavailable=OnUnavailable.SKIP)
        begun = show.begin(now=NOW)
        self.hide_film(show)
        add_item(show.screening, make_version(), position=1)
        session = services.find(token=begun.token, now=NOW)
        with pytest.raises(AccessDenied) as denied:
            heartbeat(session) if asks == "heartbeat" else key(session, show, 0)
        assert codes(denied) == ["not_ready"]
        with pytest.raises(SessionOver):
            services.find(token=begun.token, now=NOW)

    def test_an_erased_person_leaves_no_session(self) -> None:
        show = make_show()
        show.begin(now=NOW)
        show.viewer.delete()
        assert not PlaybackSession.objects.exists()


class TestPeriodKey:
    def test_is_the_one_that_the_segments_were_encrypted_with(self) -> None:
        show = make_show()
        session = show.begin(now=NOW).session
        for period in range(3):
            assert key(session, show, period) == keys.period_key(show.secret, period=period)

    def test_five_segments_have_three_periods_of_two(self) -> None:
        show = make_show(segments=5, per_period=2)
        session = show.begin(now=NOW).session
        key(session, show, 2)
        with pytest.raises(UnknownSession):
            key(session, show, 3)

    def test_another_films_secret_is_not_given(self) -> None:
        show, other = make_show(), make_show()
        session = show.begin(now=NOW).session
        for secret_id in (other.secret_id, make_secret()[0].pk, 0, 2**63):
            with pytest.raises(UnknownSession):
                services.period_key(
                    session=session, secret_id=secret_id, period=0, place=UNKNOWN, now=NOW
                )
        assert PlaybackSession.objects.get().ended_at is None

    def test_leases_until_its_segments_have_played_out(self) -> None:
        show = make_show(segments=40, per_period=20)
        session = show.begin(now=NOW).session
        key(session, show, 0)
        assert PlaybackSession.objects.get().lease_until == NOW + 20 * 6 * SECOND + 30 * SECOND

    def test_does_not_lease_beyond_the_grant(self) -> None:
        show = make_show(segments=40, per_period=20)
        session = show.begin(now=NOW).session
        show.close(at=NOW + 90 * SECOND)
        key(session, show, 0)
        assert PlaybackSession.objects.get().lease_until == NOW + 90 * SECOND


class TestStillsKey:
    def key(self, show: Show, *, secret_id: int | None = None) -> bytes:
        session = PlaybackSession.objects.last() or show.begin(now=NOW).session
        return services.stills_key(
            session=session, secret_id=secret_id or show.secret_id, place=UNKNOWN, now=NOW
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
        show.begin(now=NOW)
        show.revoke()
        with pytest.raises(AccessDenied):
            self.key(show)

    def test_looking_for_a_place_is_not_watching(self) -> None:
        show = make_show(watch=timedelta(days=2))
        self.key(show)
        assert PlaybackSession.objects.get().served_periods == []


class TestWatchPeriod:
    """It starts once three minutes of film were served: a tunnel must not burn it."""

    def started(self, show: Show) -> datetime | None:
        show.ticket.refresh_from_db()
        return show.ticket.started_at

    def test_with_the_key_that_completes_three_minutes(self) -> None:
        show = make_show(segments=100, per_period=5, watch=48 * HOUR)
        session = show.begin(now=NOW).session
        for period in range(5):
            key(session, show, period, now=NOW + period * SECOND)
            assert self.started(show) is None, f"after {(period + 1) * 30} s"
        key(session, show, 5, now=NOW + MINUTE)
        assert self.started(show) == NOW + MINUTE

    def test_is_started_once(self) -> None:
        show = make_show(segments=100, per_period=30, watch=48 * HOUR)
        session = show.begin(now=NOW).session
        key(session, show, 0)
        key(session, show, 1, now=NOW + HOUR)
        assert self.started(show) == NOW
        assert heartbeat(session, now=NOW + HOUR).granted_until == NOW + 48 * HOUR

    def test_the_same_film_again_does_not_count(self) -> None:
        show = make_show(segments=100, per_period=5, watch=48 * HOUR)
        session = show.begin(now=NOW).session
        for _ in range(20):
            key(session, show, 0)
        assert self.started(show) is None
        assert PlaybackSession.objects.get().served_periods == [0]

    def test_wherever_in_the_film_the_minutes_are(self) -> None:
        show = make_show(segments=100, per_period=5, watch=48 * HOUR)
        session = show.begin(now=NOW).session
        for period in (19, 3, 11, 4, 12, 0):
            key(session, show, period)
        assert self.started(show) == NOW

    def test_once_over_it_ends_the_session(self) -> None:
        show = make_show(segments=100, per_period=30, watch=HOUR)
        begun = show.begin(now=NOW)
        key(begun.session, show, 0)
        later = NOW + HOUR
        PlaybackSession.objects.update(lease_until=later + MINUTE)
        session = services.find(token=begun.token, now=later)
        with pytest.raises(AccessDenied) as denied:
            key(session, show, 1, now=later)
        assert codes(denied) == ["watch_expired"]

    def test_another_ticket_is_left_alone(self) -> None:
        show = make_show(segments=100, per_period=30, watch=HOUR)
        other = make_ticket(show.offer, make_user())
        press = make_ticket(make_offer(show.screening, audience="press"), make_user())
        key(show.begin(now=NOW).session, show, 0)
        assert self.started(show) == NOW
        for ticket in (other, press):
            ticket.refresh_from_db()
            assert ticket.started_at is None


@pytest.mark.django_db(transaction=True)
def test_keys_asked_for_at_once_are_all_counted() -> None:
    """A player fetches keys of picture and sound together; none may be lost in the count."""
    show = make_show(segments=100, per_period=5)
    token = show.begin(now=NOW).token
    sessions = [services.find(token=token, now=NOW) for _ in range(8)]

    def ask(period: int) -> None:
        try:
            key(sessions[period], show, period)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(sessions)) as pool:
        list(pool.map(ask, range(len(sessions))))
    assert sorted(PlaybackSession.objects.get().served_periods) == list(range(8))
    show.ticket.refresh_from_db()
    assert show.ticket.started_at == NOW
