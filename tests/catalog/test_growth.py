"""No list and no page asks the database more because there is more in it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.models import Edition, EditionState, Essay, Film, Period, Person, Programme
from tests.catalog.history import (
    a_film,
    a_period,
    a_person,
    a_screening,
    a_still,
    a_term,
    an_essay,
)

pytestmark = pytest.mark.django_db
READ = [
    "/api/v1/editions/",
    "/api/v1/editions/2026/",
    "/api/v1/editions/2026/programmes/",
    "/api/v1/films/",
    "/api/v1/films/film-0/",
    "/api/v1/films/film-0/stills/",
    "/api/v1/people/",
    "/api/v1/people/person-0/",
    "/api/v1/periods/",
    "/api/v1/periods/period-0/",
    "/api/v1/essays/",
    "/api/v1/essays/essay-0/",
    "/api/v1/terms/",
    "/api/v1/screenings/",
    "/",
    "/films/",
    "/films/film-0/",
    "/people/person-0/",
    "/history/",
    "/history/period-0/",
    "/essays/essay-0/",
    "/programmes/2026/programme-0/",
    "/sitemap.xml",
]


def add_one_of_everything(number: int) -> None:
    """Everything hangs on everything that is there."""
    edition, _ = Edition.objects.get_or_create(
        slug="2026", defaults={"year": 2026, "state": EditionState.OPEN}
    )
    Programme.objects.create(edition=edition, slug=f"programme-{number}")
    a_person(f"person-{number}", f"Person {number}")
    film = a_film(f"film-{number}", f"Film {number}")
    a_still(film, "A still")
    a_still(Film.objects.get(slug="film-0"), "Another")
    a_term("theme", f"theme-{number}")
    a_period(f"period-{number}", "A period")
    an_essay(f"essay-{number}", "An essay")
    a_screening(edition, Programme.objects.get(slug="programme-0"), *Film.objects.all())
    _tie()


def _tie() -> None:
    people, films = list(Person.objects.all()), list(Film.objects.all())
    essays, periods = list(Essay.objects.all()), list(Period.objects.all())
    for film in films:
        film.periods.set(periods)
        film.essays.set(essays)
        for person in people:
            film.credits.get_or_create(person=person, role="director")
    for person in people:
        person.periods.set(periods)
        person.essays.set(essays)
        person.essays_written.set(essays)
    Essay.objects.update(period=periods[0])


def counted(path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert Client().get(path).status_code == 200, path
    return len(queries)


def test_reading() -> None:
    add_one_of_everything(0)
    few = {path: counted(path) for path in READ}
    for number in range(1, 5):
        add_one_of_everything(number)
    assert {path: counted(path) for path in READ} == few
