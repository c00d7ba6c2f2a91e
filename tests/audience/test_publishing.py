"""From sessions that are over to numbers that are told once."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from psycopg.types.range import Range
from pytest_django.fixtures import Settings

from catalog.models import FilmTeam, TeamRole, Ticket
from tests.catalog.rows import make_ticket, make_user, real_now
from tests.playback.rows import Show, make_show
from vod import tasks
from vod.audience import services
from vod.audience.experience import Summary
from vod.audience.folding import K
from vod.audience.models import (
    AudiencePeriod,
    Event,
    Experience,
    Presence,
    QualityPeriod,
    Tally,
    Viewing,
)
from vod.playback.models import PlaybackSession
from vod.playback.periods import number_of
from vod.playback.services.telling import Played, Seated

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
BEGAN = datetime(2026, 11, 20, 19, tzinfo=UTC)
CLOSED = BEGAN + 4 * DAY


@pytest.fixture
def show() -> Show:
    return make_show(segments=40)  # 20 key periods: each is 5 % of the film


def played(show: Show, *viewers: str, day: int = 0, furthest: int = 19) -> Iterator[Played]:
    for viewer in viewers:
        yield Played(
            screening_pk=show.screening.pk,
            item_pk=show.item.pk,
            viewer=viewer,
            user_pk=None,
            started_at=BEGAN + day * DAY,
            furthest=furthest,
            periods=20,
        )


def seated(show: Show, country: str, *viewers: str) -> None:
    places = [Seated(screening_pk=show.screening.pk, viewer=v, country=country) for v in viewers]
    services.note_places(places, now=BEGAN)


def experience(show: Show, *, day: int = 0) -> None:
    numbers = {"playing_ms": 1000, "stalled_ms": 0, "errors": 0, "failed": False}
    when = (BEGAN + day * DAY).date()
    Experience.objects.create(screening=show.screening, day=when, **numbers)


def test_a_session_is_counted_once_before_it_is_forgotten(show: Show) -> None:
    """The real rows, through the task that beat rings."""
    begun = show.begin()
    low = number_of(secret=show.secret_id, period=0)
    served = type(begun.session.served_periods)([Range(low, low + 11)])
    ago = real_now() - 2 * DAY
    PlaybackSession.objects.update(started_at=ago, lease_until=ago, served_periods=served)
    tasks.collect()
    tasks.collect()
    tally = Tally.objects.get()
    assert (tally.item, tally.day, tally.reached) == (show.item, ago.date(), 10)
    assert not PlaybackSession.objects.exists()


def test_the_country_is_noted_while_a_session_runs_and_never_china(show: Show) -> None:
    begun = show.begin()
    for country in ("FR", "CN", "HK"):
        PlaybackSession.objects.filter(pk=begun.session.pk).update(country=country)
        tasks.note_places()
    assert list(Presence.objects.values_list("country", flat=True)) == ["FR"]


def test_a_film_s_own_team_and_staff_do_not_count(show: Show) -> None:
    member, programmer = make_user("filmmaker"), make_user("programmer")
    FilmTeam.objects.create(film=show.film, user=member, role=TeamRole.DIRECTOR)
    others = [member.pk, programmer.pk, show.viewer.pk]
    plays = next(played(show, "x"))
    services.tally(Played(**vars(plays) | {"user_pk": pk, "viewer": str(pk)}) for pk in others)
    assert Tally.objects.count() == 1


def test_a_closed_day_of_enough_people_is_published_with_its_numbers(show: Show) -> None:
    seated(show, "FR", *"abcde")
    seated(show, "DE", *"fghij")
    services.tally(played(show, *"abcde"))
    services.tally(played(show, *"fghijk", furthest=9))
    services.tally(played(show, "f", furthest=19))  # she went on later
    services.publish(now=BEGAN + 2 * DAY)
    assert not AudiencePeriod.objects.exists()
    services.publish(now=CLOSED)
    period = AudiencePeriod.objects.get()
    assert (period.first_day, period.last_day) == (date(2026, 11, 20), date(2026, 11, 20))
    assert (period.plays, period.viewers) == (12, 11)
    assert period.countries == {"FR": 5, "": 6}
    assert (period.completion[8], period.completion[9], period.completion[19]) == (100, 55, 55)
    assert not Tally.objects.exists()
    services.forget(now=CLOSED)
    assert not Presence.objects.exists()


def test_two_publications_never_differ_by_one_viewer(show: Show) -> None:
    """She who would make the difference: late, alone on her day, or the only one with a ticket."""
    services.tally(played(show, *"abcde"))
    services.publish(now=CLOSED)
    before = list(AudiencePeriod.objects.values())
    services.tally(played(show, "late"))
    services.tally(played(show, "alone", day=1))
    make_ticket(show.offer, make_user(), started_at=BEGAN)
    services.publish(now=CLOSED + 3 * DAY)
    assert list(AudiencePeriod.objects.values()) == before
    services.tally(played(show, *"xyz", day=2))
    services.publish(now=CLOSED + 3 * DAY)
    first, second = AudiencePeriod.objects.order_by("first_day")
    assert first.last_day < second.first_day
    assert second.viewers == K


def test_used_tickets_are_told_in_steps(show: Show) -> None:
    def tickets(count: int) -> None:
        for _ in range(count):
            make_ticket(show.offer, make_user(), started_at=BEGAN)

    told = []
    for day, more in enumerate((4, 1, 4, 1)):
        tickets(more)
        services.tally(played(show, *"abcde", day=day))
        services.publish(now=CLOSED + day * DAY)
        told.append(AudiencePeriod.objects.order_by("-first_day")[0].viewers_to_date)
    assert told == [None, 5, 5, 10]
    assert Ticket.objects.filter(started_at=BEGAN).count() == 10


def test_the_database_keeps_fewer_from_being_published_and_what_is_from_changes(
    show: Show,
) -> None:
    services.tally(played(show, *"abcde"))
    services.publish(now=CLOSED)
    period = AudiencePeriod.objects.get()
    with pytest.raises(DatabaseError), transaction.atomic():
        AudiencePeriod.objects.update(plays=6)
    period.pk, period.first_day, period.last_day = None, date(2027, 1, 1), date(2027, 1, 1)
    period.viewers = K - 1
    with pytest.raises(DatabaseError), transaction.atomic():
        period.save(force_insert=True)


def test_reports_become_six_numbers_when_their_time_is_over(show: Show, settings: Settings) -> None:
    settings.QOE_RETENTION_HOURS = 24
    viewing = Viewing.objects.create(name=b"x", screening=show.screening, day=BEGAN.date())
    for at, state in enumerate("prp"):
        Event.objects.create(viewing=viewing, kind="ps", state=state, moment_ms=at * 1000)
    midnight = datetime(2026, 11, 22, tzinfo=UTC)
    assert services.summarise_reports(now=midnight - timedelta(seconds=1)) == 0
    assert services.summarise_reports(now=midnight) == 1
    assert not Viewing.objects.exists()
    assert not Event.objects.exists()
    kept = Experience.objects.values(*Summary.__dataclass_fields__).get()
    assert (kept["playing_ms"], kept["stalled_ms"], kept["failed"]) == (1000, 1000, False)


def test_quality_is_published_of_five_sessions_or_more(show: Show) -> None:
    for _ in range(K - 1):
        experience(show)
    services.publish(now=CLOSED)
    assert not QualityPeriod.objects.exists()
    experience(show, day=1)
    services.publish(now=CLOSED + DAY)
    period = QualityPeriod.objects.get()
    assert (period.sessions, period.last_day) == (K, (BEGAN + DAY).date())
    assert not Experience.objects.exists()


def test_what_waits_in_vain_is_deleted(show: Show) -> None:
    seated(show, "FR", "a")
    services.tally(played(show, "a"))
    experience(show)
    services.forget(now=CLOSED + 20 * DAY)
    assert (Tally.objects.count(), Experience.objects.count(), Presence.objects.count()) == (1,) * 3
    services.forget(now=CLOSED + 31 * DAY)
    services.forget(now=CLOSED + 31 * DAY)
    assert (Tally.objects.count(), Experience.objects.count(), Presence.objects.count()) == (0,) * 3
