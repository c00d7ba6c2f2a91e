"""The meter: a burst of keys, then twice what can be watched; and PostgreSQL has the same law."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from tests.catalog.rows import real_now
from tests.playback.rows import Show, make_show
from tests.playback.services.acts import key, served
from vod.playback.metering import BURST, meter, whole_seconds
from vod.playback.models import PlaybackSession
from vod.playback.refusals import OverTheMeter
from vod.playback.services import Begun

NOW = real_now()
SECOND = timedelta(seconds=1)
PERIOD = 30 * SECOND
# What a player asks for: how long it waits, and which period it wants then.
ASKS = st.lists(st.tuples(st.floats(-5, 90), st.integers(0, 40)), max_size=80)


def given_out(asks: list[tuple[float, int]]) -> Iterator[tuple[timedelta, int]]:
    """When which period was given, by the law alone."""
    paid_until, at, had = NOW, NOW, set[int]()
    for wait, period in asks:
        at += wait * SECOND
        metered = meter(paid_until=paid_until, now=at, period=PERIOD, served=period in had)
        paid_until = metered.paid_until
        if metered:
            had.add(period)
            yield at - NOW, period


@given(ASKS)
def test_never_more_than_the_burst_and_twice_what_can_be_watched(
    asks: list[tuple[float, int]],
) -> None:
    """Whatever is asked for, in whatever order, also by a clock that goes back."""
    had, latest = set[int](), timedelta(0)
    for elapsed, period in given_out(asks):
        latest = max(latest, elapsed)
        had.add(period)
        assert len(had) <= BURST + 2 * (latest / PERIOD) + 1e-6


@given(ASKS)
def test_what_was_given_is_given_again_at_once(asks: list[tuple[float, int]]) -> None:
    had = [period for _, period in given_out(asks)]
    again = list(given_out([*asks, *((0.0, period) for period in had)]))
    assert [period for _, period in again] == had + had


@given(st.integers(1, 300), st.floats(0, 400))
def test_whoever_waits_as_long_as_she_is_told_is_given_the_key(asked: int, idle: float) -> None:
    paid_until, now = NOW, NOW + idle * SECOND
    for _ in range(asked):
        metered = meter(paid_until=paid_until, now=now, period=PERIOD, served=False)
        if not metered:
            now += whole_seconds(metered.wait) * SECOND
            assert meter(paid_until=paid_until, now=now, period=PERIOD, served=False)
        paid_until = meter(paid_until=paid_until, now=now, period=PERIOD, served=False).paid_until


def test_a_film_that_is_watched_is_never_held_up() -> None:
    """Also after a jump to another place every minute."""
    asks = [(0.0, 0), *((30.0, period) for period in range(1, 240))]
    assert len(list(given_out(asks))) == 240
    jumps = [(10.0, place) for minute in range(60) for place in (minute * 20, minute * 20 + 1)]
    assert len(list(given_out(jumps[:10]))) == 10


def test_a_whole_film_at_once_is_its_burst() -> None:
    assert [period for _, period in given_out([(0.0, period) for period in range(240)])] == [
        *range(BURST)
    ]


@pytest.mark.django_db
class TestPostgreSQL:
    """The statement that keeps a session has the same law."""

    @pytest.fixture
    def show(self) -> Show:
        return make_show(segments=300, per_period=5)

    def ask(self, begun: Begun, show: Show, asks: list[tuple[float, int]]) -> list[int]:
        had, at = [], NOW
        for wait, period in asks:
            at += max(wait, 0) * SECOND
            try:
                key(begun, show, period, now=at)
                had.append(period)
            except OverTheMeter:
                pass
        return had

    def test_gives_what_the_law_gives(self, show: Show) -> None:
        """Bursts, pauses, jumps and keys that were had before."""
        asks = [(0.0, period) for period in range(9)]
        asks += [(7.5, 20), (7.5, 21), (0.0, 3), (0.0, 22), (15.0, 8), (1.0, 8), (14.0, 30)]
        asks += [(400.0, 31), *((0.0, period) for period in range(40, 50)), (2.5, 59)]
        expected = [period for _, period in given_out(asks)]
        assert len(expected) > BURST
        begun = show.begin(now=NOW)
        assert self.ask(begun, show, asks) == expected
        assert served()[show.secret_id] == sorted(set(expected))

    def test_pays_as_the_law_pays(self, show: Show) -> None:
        begun, paid_until = show.begin(now=NOW), NOW
        for seconds, period in ((0, 0), (1, 1), (40, 2), (41, 2), (300, 7)):
            at = NOW + seconds * SECOND
            key(begun, show, period, now=at)
            again = period == 2 and seconds == 41
            paid_until = meter(
                paid_until=paid_until, now=at, period=PERIOD, served=again
            ).paid_until
            assert PlaybackSession.objects.get().metered_until == paid_until


@pytest.mark.django_db(transaction=True)
def test_a_whole_film_asked_for_by_many_at_once_is_a_burst() -> None:
    """Over real connections: whoever waits for the row sees what was paid meanwhile."""
    show = make_show(segments=120, per_period=5)
    begun = show.begin(now=NOW)

    def ask(period: int) -> bool:
        try:
            return len(key(begun, show, period, now=NOW)) == 16
        except OverTheMeter:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(12) as pool:
        given_to = list(pool.map(ask, range(24)))
    assert sum(given_to) == BURST
    assert len(served()[show.secret_id]) == BURST
