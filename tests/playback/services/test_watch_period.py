"""The watch period begins with three minutes of film, over all sessions of a ticket."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from django.db import connection

from catalog.denials import AccessDenied
from catalog.models import FilmVersion
from catalog.places import UNKNOWN
from tests.catalog.rows import add_item, make_film, make_offer, make_ticket, make_user
from tests.playback.rows import Show, make_secret, make_show, make_stream
from tests.playback.services.acts import (
    HOUR,
    MINUTE,
    NOW,
    SECOND,
    codes,
    heartbeat,
    key,
    served,
)
from vod.playback import services
from vod.playback.metering import BURST
from vod.playback.models import EndReason, PlaybackSession
from vod.playback.services import Begun

pytestmark = pytest.mark.django_db


class TestWatchPeriod:
    """It starts once three minutes of film were served: a tunnel must not burn it."""

    def started(self, show: Show) -> datetime | None:
        show.ticket.refresh_from_db()
        return show.ticket.started_at

    def test_with_the_key_that_completes_three_minutes(self) -> None:
        show = make_show(segments=100, per_period=5, watch=48 * HOUR)
        begun = show.begin(now=NOW)
        for period in range(5):
            key(begun, show, period, now=NOW + period * SECOND)
            assert self.started(show) is None, f"after {(period + 1) * 30} s"
        key(begun, show, 5, now=NOW + MINUTE)
        assert self.started(show) == NOW + MINUTE

    def test_is_started_once(self) -> None:
        show = make_show(segments=100, per_period=30, watch=48 * HOUR)
        begun = show.begin(now=NOW)
        key(begun, show, 0)
        key(begun, show, 1, now=NOW + HOUR)
        assert self.started(show) == NOW
        assert heartbeat(begun, now=NOW + HOUR).granted_until == NOW + 48 * HOUR

    def test_the_same_film_again_does_not_count(self) -> None:
        show = make_show(segments=100, per_period=5, watch=48 * HOUR)
        begun = show.begin(now=NOW)
        for _ in range(20):
            key(begun, show, 0)
        assert self.started(show) is None
        assert served() == {show.secret_id: [0]}

    def test_wherever_in_the_film_the_minutes_are(self) -> None:
        show = make_show(segments=100, per_period=5, watch=48 * HOUR)
        begun = show.begin(now=NOW)
        for period in (19, 3, 11, 4, 12, 0):
            key(begun, show, period)
        assert self.started(show) == NOW

    def test_once_over_it_ends_the_session(self) -> None:
        show = make_show(segments=100, per_period=30, watch=HOUR)
        begun = show.begin(now=NOW)
        key(begun, show, 0)
        later = NOW + HOUR
        PlaybackSession.objects.update(lease_until=later + MINUTE)
        with pytest.raises(AccessDenied) as denied:
            key(begun, show, 1, now=later)
        assert codes(denied) == ["watch_expired"]

    def test_another_ticket_is_left_alone(self) -> None:
        show = make_show(segments=100, per_period=30, watch=HOUR)
        other = make_ticket(show.offer, make_user())
        press = make_ticket(make_offer(show.screening, audience="press"), make_user())
        key(show.begin(now=NOW), show, 0)
        assert self.started(show) == NOW
        for ticket in (other, press):
            ticket.refresh_from_db()
            assert ticket.started_at is None


class TestSeveralSessions:
    """Many short sessions begin it as one long one does."""

    def started(self, show: Show) -> bool:
        show.ticket.refresh_from_db()
        return show.ticket.started_at is not None

    def anew(self, show: Show, *, now: datetime) -> Begun:
        PlaybackSession.objects.end(reason=EndReason.LEFT, now=now)
        return show.begin(now=now)

    def test_of_three_minutes_together(self) -> None:
        show = make_show(segments=100, per_period=5, watch=48 * HOUR)
        for period in range(6):
            assert not self.started(show)
            key(self.anew(show, now=NOW), show, period)
        assert self.started(show)

    def test_though_they_were_forgotten_in_between(self) -> None:
        show = make_show(segments=100, per_period=5, watch=48 * HOUR)
        for period in range(6):
            assert not self.started(show)
            key(self.anew(show, now=NOW + period * HOUR), show, period, now=NOW + period * HOUR)
            PlaybackSession.objects.all().delete()
        assert self.started(show)

    def test_the_same_minutes_again_do_not_count(self) -> None:
        """A line that breaks down again and again must not burn it."""
        show = make_show(segments=100, per_period=5, watch=48 * HOUR)
        for _ in range(8):
            begun = self.anew(show, now=NOW)
            for period in range(5):
                key(begun, show, period)
        assert not self.started(show)

    def test_all_films_of_a_block_count(self) -> None:
        show = make_show(segments=30, per_period=5, watch=48 * HOUR)
        row, _ = make_secret()
        publication = make_stream(segments=30, per_period=5, secret=row)
        version = FilmVersion.objects.create(
            film=make_film(), master=publication.master, publication=publication
        )
        add_item(show.screening, version, position=1)
        begun = show.begin(now=NOW)
        for period in range(3):
            key(begun, show, period)
            assert not self.started(show)
            services.period_key(
                token=begun.token, secret=row.pk, period=period, place=UNKNOWN, now=NOW
            )
        assert self.started(show)

    @pytest.mark.parametrize(("segments", "keys_needed"), [(4, 1), (9, 2), (29, 6), (40, 6)])
    def test_a_short_film_begins_it_with_its_last_key(
        self, segments: int, keys_needed: int
    ) -> None:
        show = make_show(segments=segments, per_period=5, watch=48 * HOUR)
        begun = show.begin(now=NOW)
        assert begun.session.watch_after_seconds == min(180, 6 * segments - 3)
        for period in range(keys_needed):
            assert not self.started(show)
            key(begun, show, period)
        assert self.started(show)

    def test_a_ticket_that_was_given_back_is_not_begun(self) -> None:
        """The database would refuse it: `ticket_released_unused`."""
        show = make_show(segments=30, per_period=30)
        begun = show.begin(now=NOW)
        make_ticket(make_offer(show.screening, audience="press"), show.viewer)
        type(show.ticket).objects.filter(pk=show.ticket.pk).update(released_at=NOW)
        key(begun, show, 0)
        assert not self.started(show)
        assert type(show.ticket).objects.exclude(pk=show.ticket.pk).get().started_at == NOW


@pytest.mark.django_db(transaction=True)
def test_keys_asked_for_at_once_are_all_counted() -> None:
    """A player fetches keys of picture and sound together; none may be lost in the count."""
    show = make_show(segments=100, per_period=5)
    begun = show.begin(now=NOW)

    def ask(period: int) -> None:
        try:
            key(begun, show, period)
        finally:
            connection.close()

    with ThreadPoolExecutor(BURST) as pool:
        list(pool.map(ask, range(BURST)))
    assert served() == {show.secret_id: list(range(BURST))}
    show.ticket.refresh_from_db()
    assert show.ticket.started_at == NOW
