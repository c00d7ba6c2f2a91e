"""A film's page by one statement is the page that its serializer makes of rows read one by one."""

import json
from datetime import datetime, timedelta
from itertools import count
from typing import Any, cast

import pytest
from pytest_django import DjangoAssertNumQueries
from rest_framework.renderers import JSONRenderer

from catalog import services
from catalog.loading import film_loads
from catalog.models import (
    Credit,
    CreditRole,
    Essay,
    EssayText,
    Film,
    Period,
    PeriodText,
    Person,
    PersonName,
    Sight,
    Still,
    StillText,
    Term,
    TermText,
    Unveiled,
    VersionKind,
    Visibility,
)
from catalog.serializers import FilmSerializer
from tests.catalog.rows import client_of, make_film, make_version, real_now

pytestmark = pytest.mark.django_db
NOW = real_now()
# Every way in which something may be seen or not, twice, so that there is an order.
SEEN: list[dict[str, Any]] = 2 * [
    {"visibility": visibility, "reveal_at": reveal_at}
    for visibility in Visibility.values
    for reveal_at in (None, NOW, NOW - timedelta(days=1, microseconds=10), NOW + timedelta(hours=1))
]
numbers = count(1)


def person(**seen: Any) -> Person:
    made = Person.objects.create(slug=f"somebody-{next(numbers)}", **seen)
    for language, name in (("zh-Hans", "张三"), ("en", "Zhang San")):
        PersonName.objects.create(person=made, language=language, name=name, biography="Secret.")
    return made


def full_film(**fields: Any) -> Film:
    """With each thing that a page has, in every state of visibility."""
    film = make_film(countries=["CN", "HK"], languages=["zh"], **fields)
    roles = (CreditRole.CAST, CreditRole.DIRECTOR)
    for place, seen in enumerate(SEEN):
        Credit.objects.create(
            film=film, person=person(**seen), role=roles[place % 2], position=place % 5
        )
        still = Still.objects.create(
            film=film, image=f"stills/{place}.jpg", width=8, height=9, position=place % 4, **seen
        )
        StillText.objects.create(still=still, language="en", description=f"A river, {place}")
        period = Period.objects.create(
            slug=f"period-{next(numbers)}", first_year=1990 + place % 3, **seen
        )
        PeriodText.objects.create(period=period, language="en", title="Early", summary="Long.")
        period.films.add(film)
        year = None if place % 3 else 2000 + place % 2
        essay = Essay.objects.create(slug=f"essay-{next(numbers)}", year=year, **seen)
        EssayText.objects.create(essay=essay, language="en", title="On", abstract="Is", body="Long")
        essay.films.add(film)
        essay.authors.set(Person.objects.filter(credits__film=film))
    for kind in ("theme", "genre", "content_note"):
        term = Term.objects.create(kind=kind, slug=f"term-{next(numbers)}", position=3)
        TermText.objects.create(term=term, language="en", name=kind)
        film.terms.add(term)
    make_version(film)
    make_version(film, published=False)
    for published in (False, True):
        trailer = make_version(film, published=published)
        trailer.kind = VersionKind.TRAILER
        trailer.save()
    return film


def by_serializer(film: Film, sight: Sight) -> Any:
    loaded = Film.objects.prefetch_related(*film_loads(sight)).get(pk=film.pk)
    page = FilmSerializer(loaded, context={"now": NOW}).data
    return json.loads(JSONRenderer().render(page))


@pytest.mark.parametrize("sight", [NOW, NOW + timedelta(days=2), Unveiled.EVERYTHING])
def test_it_is_the_serializers_page(sight: Sight) -> None:
    film = full_film(reveal_at=NOW)
    page = cast("dict[str, Any]", services.film_page(slug=film.slug, sight=sight, now=NOW))
    assert page == by_serializer(film, sight)
    assert list(page) == list(FilmSerializer().fields)
    assert page["trailer"] is not None
    numbers = {len(page[name]) for name in ("credits", "stills", "periods", "essays")}
    assert numbers == {len(SEEN) if sight is Unveiled.EVERYTHING else 8 if sight != NOW else 6}


def test_a_bare_film() -> None:
    film = Film.objects.create(slug="bare", year=2001, visibility=Visibility.UNLISTED)
    assert services.film_page(slug="bare", sight=NOW, now=NOW) == by_serializer(film, NOW)


@pytest.mark.parametrize("seen", SEEN[: len(SEEN) // 2])
def test_the_film_itself_is_there_for_whom_it_may_be(seen: dict[str, Any]) -> None:
    film = make_film(**seen)

    def there(sight: datetime | Unveiled, **how: bool) -> bool:
        return services.film_page(slug=film.slug, sight=sight, now=NOW, **how) is not None

    assert there(NOW) is Film.objects.reachable_at(NOW).filter(pk=film.pk).exists()
    assert there(NOW, known=True)
    assert there(Unveiled.EVERYTHING)


def test_one_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    film = full_film()
    with django_assert_num_queries(1):
        assert client_of().get(f"/api/v1/films/{film.slug}/").status_code == 200
