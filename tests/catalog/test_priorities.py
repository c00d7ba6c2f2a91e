"""What opens first is transcoded first, also when offers move and days go by."""

from datetime import timedelta

import pytest

from catalog import services
from catalog.models import FilmVersion, Offer
from tests.catalog import rows
from tests.transcoding.rows import make_job, make_master, make_step
from transcoding.models import Master

pytestmark = pytest.mark.django_db


@pytest.fixture
def version() -> FilmVersion:
    version = rows.make_version()
    version.master = make_master(priority=100)
    version.save()
    make_step(make_job(version.master))
    return version


def opens_in(version: FilmVersion, days: int) -> Offer:
    now = rows.real_now()
    screening = rows.make_screening(version=version)
    return rows.make_offer(
        screening,
        opens=now + timedelta(days=days, minutes=1),
        closes=now + timedelta(days=days + 9),
    )


def priority(version: FilmVersion) -> int:
    version = FilmVersion.objects.get(pk=version.pk)
    assert version.master is not None
    step = version.master.jobs.get().steps.get()
    assert step.priority == step.job.master.priority
    return step.priority


def test_without_an_offer_a_film_comes_last(version: FilmVersion) -> None:
    services.set_priorities(now=rows.real_now())
    assert priority(version) == 100


def test_the_days_until_it_opens_are_its_turn(version: FilmVersion) -> None:
    opens_in(version, 12)
    services.set_priorities(now=rows.real_now())
    assert priority(version) == 12


def test_the_first_of_several_counts(version: FilmVersion) -> None:
    opens_in(version, 12)
    opens_in(version, 3)
    services.set_priorities(now=rows.real_now())
    assert priority(version) == 3


def test_days_go_by(version: FilmVersion) -> None:
    opens_in(version, 12)
    services.set_priorities(now=rows.real_now() + timedelta(days=10))
    assert priority(version) == 2


def test_an_offer_that_is_over_counts_no_more(version: FilmVersion) -> None:
    opens_in(version, 1)
    services.set_priorities(now=rows.real_now() + timedelta(days=30))
    assert priority(version) == 100


def test_of_one_screening_alone(version: FilmVersion) -> None:
    offer = opens_in(version, 5)
    other = rows.make_version()
    other.master = make_master(priority=77)
    other.save()
    services.set_priorities(now=rows.real_now(), screening=offer.screening)
    assert priority(version) == 5
    assert Master.objects.get(pk=other.master.pk).priority == 77
