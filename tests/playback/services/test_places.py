"""How many streams of a viewer run at a time, and which of them go on."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries, Settings

from catalog.models import Booking, BookingMode, Organisation, Ticket
from catalog.statements import rows_of
from tests.playback.rows import Show, make_show
from tests.playback.services.acts import (
    LEASE,
    MINUTE,
    NOW,
    SECOND,
    heartbeat,
    is_over,
    key,
)
from vod.playback import services, sql
from vod.playback.models import EndReason, PlaybackSession
from vod.playback.refusals import EndedElsewhere, TooManyStreams
from vod.playback.services import Begun
from vod.playback.services.beginning import MOST_LAPSED
from vod.playback.services.looking import look

pytestmark = pytest.mark.django_db
LATER = NOW + LEASE + SECOND  # when a lease of `NOW` has run out


@pytest.fixture
def show() -> Show:
    return make_show(segments=40, per_period=5)


@pytest.fixture
def two_places(settings: Settings) -> None:
    settings.STREAMS_PER_VIEWER = 2


class TestBegin:
    def test_a_second_device_has_no_place(self, show: Show) -> None:
        first = show.begin(now=NOW)
        with pytest.raises(TooManyStreams):
            show.begin(now=NOW)
        assert PlaybackSession.objects.get() == first.session
        heartbeat(first)

    def test_until_it_ends_the_first_which_is_told(self, show: Show) -> None:
        first = show.begin(now=NOW)
        second = show.begin(now=NOW, ending=[first.session.public_id])
        first.session.refresh_from_db()
        assert first.session.end_reason == EndReason.ELSEWHERE
        for ask in (heartbeat, lambda begun: key(begun, show, 0)):
            with pytest.raises(EndedElsewhere):
                ask(first)
        heartbeat(second)

    def test_or_the_first_gave_its_place_back(self, show: Show) -> None:
        first = show.begin(now=NOW)
        show.begin(now=LATER)
        assert not is_over(first, now=LATER)

    def test_another_viewers_session_is_not_ended_and_takes_no_place(self, show: Show) -> None:
        other = make_show().begin(now=NOW)
        show.begin(now=NOW, ending=[other.session.public_id])
        heartbeat(other)

    @pytest.mark.usefixtures("two_places")
    def test_what_is_ended_goes_on_if_there_is_no_place_all_the_same(
        self, show: Show, settings: Settings
    ) -> None:
        first, second = show.begin(now=NOW), show.begin(now=NOW)
        settings.STREAMS_PER_VIEWER = 1
        with pytest.raises(TooManyStreams):
            show.begin(now=NOW, ending=[second.session.public_id])
        assert not is_over(second)
        assert not is_over(first)

    def test_thousands_of_sessions_make_no_work(
        self, show: Show, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        """Ended ones are in no index that is looked into; of lapsed ones a handful is kept."""
        begun = show.begin(now=NOW)
        for minute in range(1, MOST_LAPSED + 4):
            begun = show.begin(now=NOW + 2 * minute * MINUTE)
        ended = PlaybackSession.objects.filter(end_reason=EndReason.LAPSED)
        assert PlaybackSession.objects.running().count() <= MOST_LAPSED + 1
        assert ended.count() >= 2
        with django_assert_num_queries(2):
            heartbeat(begun, now=NOW + 2 * (MOST_LAPSED + 3) * MINUTE)


def read(statement: str, values: dict[str, Any]) -> int:
    """Pages of eight kilobytes that PostgreSQL looks at for a statement."""
    [(plan,)] = rows_of(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}", values)
    found: int = plan[0]["Plan"]["Shared Hit Blocks"] + plan[0]["Plan"]["Shared Read Blocks"]
    return found


def test_ten_thousand_sessions_of_a_night_make_no_work(show: Show) -> None:
    """They are over: the next has its place as the first had, and its heartbeat reads no more."""
    ended = {"user": show.viewer, "screening": show.screening, "watch_after_seconds": 1}
    ended |= dict.fromkeys(("started_at", "seated_at", "metered_until", "ended_at"), NOW)
    ended |= {"granted_until": NOW, "lease_until": NOW, "end_reason": EndReason.LEFT}
    PlaybackSession.objects.bulk_create(
        PlaybackSession(token_hash=f"{number:064}", **ended) for number in range(10_000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE playback_playbacksession")
    begun = show.begin(now=NOW)
    with pytest.raises(TooManyStreams):
        show.begin(now=NOW)
    [own] = services.own_sessions(user=show.viewer, now=NOW)
    assert own.session == begun.session
    asked = {"token_hash": begun.session.token_hash, "now": NOW, "item": ""}
    assert read(sql.LOOK_FOR_HEARTBEAT, asked) < 60  # 31; 446 where they had to be passed over


class TestComeBack:
    """A lease that ran out gives the place back; the next heartbeat or key takes a free one."""

    ASKS: tuple[Callable[[Begun, Show], Any], ...] = (
        lambda begun, _: heartbeat(begun, now=LATER),
        lambda begun, show: key(begun, show, 1, now=LATER),
    )

    @pytest.mark.parametrize("ask", ASKS, ids=["heartbeat", "key"])
    def test_to_a_free_place(self, show: Show, ask: Callable[[Begun, Show], Any]) -> None:
        begun = show.begin(now=NOW)
        ask(begun, show)
        session = PlaybackSession.objects.get()
        assert session.seated_at == LATER
        assert session.lease_until >= LATER + LEASE

    @pytest.mark.parametrize("ask", ASKS, ids=["heartbeat", "key"])
    def test_not_to_one_that_is_taken(self, show: Show, ask: Callable[[Begun, Show], Any]) -> None:
        begun = show.begin(now=NOW)
        second = show.begin(now=LATER)
        with pytest.raises(TooManyStreams):
            ask(begun, show)
        assert not is_over(begun, now=LATER)
        services.end(token=second.token, now=LATER)
        ask(begun, show)

    def test_not_where_the_verdict_is_another_by_now(self, show: Show) -> None:
        begun = show.begin(now=NOW)
        show.revoke()
        with pytest.raises(services.StreamDenied):
            heartbeat(begun, now=LATER)
        assert is_over(begun)


class TestLimit:
    @pytest.mark.usefixtures("two_places")
    def test_lowered_while_films_run_stops_who_came_last(
        self, show: Show, settings: Settings
    ) -> None:
        first, second = show.begin(now=NOW), show.begin(now=NOW + SECOND)
        settings.STREAMS_PER_VIEWER = 1
        for ask in (heartbeat, lambda begun: key(begun, show, 0)):
            ask(first)
            with pytest.raises(TooManyStreams):
                ask(second)
        services.end(token=first.token, now=NOW)
        key(second, show, 0)

    @pytest.mark.usefixtures("two_places")
    def test_a_booked_room_has_one_stream(self, show: Show) -> None:
        booking = Booking.objects.create(
            organisation=Organisation.objects.create(name="University of Lyon"),
            offer=show.offer,
            mode=BookingMode.ROOM,
            seats=80,
            join_code="C" * 12,
            created_at=NOW,
        )
        Ticket.objects.filter(pk=show.ticket.pk).update(booking=booking)
        show.begin(now=NOW)
        with pytest.raises(TooManyStreams):
            show.begin(now=NOW)
        Booking.objects.update(mode=BookingMode.INDIVIDUAL)
        show.begin(now=NOW)


class TestOwn:
    def test_are_listed_while_they_hold_a_place(self, show: Show) -> None:
        make_show().begin(now=NOW)
        begun = show.begin(now=NOW)
        [own] = services.own_sessions(user=show.viewer, now=NOW)
        assert (own.session, own.screening) == (begun.session, show.screening)
        assert services.own_sessions(user=show.viewer, now=LATER) == []

    def test_a_screening_that_is_hidden_by_now_is_not_named(self, show: Show) -> None:
        show.begin(now=NOW)
        type(show.film).objects.filter(pk=show.film.pk).update(visibility="hidden")
        [own] = services.own_sessions(user=show.viewer, now=NOW)
        assert own.screening is None


@pytest.mark.django_db(transaction=True)
class TestRaces:
    """Real connections, at one instant."""

    def at_once(self, *acts: Callable[[], Any]) -> list[Any]:
        def act(number: int) -> Any:
            try:
                return acts[number]()
            except TooManyStreams as refused:
                return refused
            finally:
                connection.close()

        with ThreadPoolExecutor(len(acts)) as pool:
            return list(pool.map(act, range(len(acts))))

    def test_of_two_devices_that_press_play_one_plays(self, show: Show) -> None:
        begun = self.at_once(*[lambda: show.begin(now=NOW)] * 6)
        assert sum(isinstance(one, Begun) for one in begun) == 1
        assert PlaybackSession.objects.live(NOW).count() == 1

    def test_of_lapsed_ones_that_come_back_one_does(self, show: Show) -> None:
        sessions = [show.begin(now=NOW + n * (LEASE + SECOND)) for n in range(4)]
        later = NOW + 5 * (LEASE + SECOND)
        beats = self.at_once(*[lambda b=begun: heartbeat(b, now=later) for begun in sessions])
        assert sum(not isinstance(one, TooManyStreams) for one in beats) == 1
        assert PlaybackSession.objects.live(later).count() == 1
        assert sum(look(token=b.token, now=later).lease_until > later for b in sessions) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("locked", "begun"), [(False, 2), (True, 1)], ids=["without", "with"])
def test_it_is_the_lock_that_keeps_two_from_one_place(
    show: Show, monkeypatch: pytest.MonkeyPatch, *, locked: bool, begun: int
) -> None:
    """A control: two whose transactions are open at once both find the place free without it."""
    if not locked:
        monkeypatch.setattr("vod.playback.services.places.lock", lambda _: None)
    both = Barrier(2)

    def meet(*_: Any, **__: Any) -> None:
        """Inside the transaction, after the place was taken."""
        with suppress(BrokenBarrierError):
            both.wait(timeout=1 if locked else 30)

    monkeypatch.setattr("vod.playback.services.beginning.hold", meet)
    TestRaces().at_once(*[lambda: show.begin(now=NOW)] * 2)
    assert PlaybackSession.objects.live(NOW).count() == begun
