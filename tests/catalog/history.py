"""A small history for tests: everything that hangs together, one part of it to be hidden."""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from PIL import Image

from catalog.models import (
    Credit,
    CreditRole,
    Edition,
    EditionState,
    EditionText,
    Essay,
    EssayText,
    Film,
    FilmText,
    FilmVersion,
    Period,
    PeriodText,
    Person,
    PersonName,
    Programme,
    Screening,
    ScreeningItem,
    Still,
    StillText,
    Term,
    TermText,
    VersionKind,
    Visibility,
)

PUBLIC: dict[str, Any] = {"visibility": Visibility.PUBLIC, "indexable": True}


def a_picture(colour: Any = (90, 60, 30), *, kind: str = "JPEG") -> bytes:
    target = BytesIO()
    Image.new("RGB", (640, 360), colour).save(target, format=kind)
    return target.getvalue()


def a_person(slug: str, name: str, **fields: Any) -> Person:
    person = Person.objects.create(slug=slug, **PUBLIC | fields)
    PersonName.objects.create(person=person, language="en", name=name, biography=f"About {name}.")
    PersonName.objects.create(person=person, language="zh-Hans", name=f"{name}作者")
    return person


def a_film(slug: str, title: str, *people: Person, **fields: Any) -> Film:
    film = Film.objects.create(slug=slug, **PUBLIC | {"year": 2004} | fields)
    FilmText.objects.create(film=film, language="en", title=title, synopsis=f"In {title}.")
    FilmText.objects.create(film=film, language="zh-Hans", title=f"{title}影片")
    for person in people:
        Credit.objects.create(film=film, person=person, role=CreditRole.DIRECTOR)
    return film


def a_still(film: Film, description: str, **fields: Any) -> Still:
    """Without a picture in the store: what is asked is who learns its name."""
    number = Still.objects.count()
    still = Still.objects.create(
        film=film, image=f"stills/{film.slug}-{number}.jpg", width=640, height=360,
        **PUBLIC | fields,
    )  # fmt: skip
    StillText.objects.create(still=still, language="en", description=description)
    return still


def a_period(slug: str, title: str, **fields: Any) -> Period:
    years = {"first_year": 2000, "last_year": 2005}
    period = Period.objects.create(slug=slug, **PUBLIC | years | fields)
    PeriodText.objects.create(period=period, language="en", title=title, summary="Then.")
    return period


def an_essay(slug: str, title: str, **fields: Any) -> Essay:
    essay = Essay.objects.create(slug=slug, year=2026, **PUBLIC | fields)
    EssayText.objects.create(essay=essay, language="en", title=title, body="Words.")
    return essay


def a_term(kind: str, slug: str) -> Term:
    term = Term.objects.create(kind=kind, slug=slug)
    TermText.objects.create(term=term, language="en", name=slug.title())
    return term


@dataclass(frozen=True, kw_only=True)
class World:
    """`secret_*` is what a test hides; everything plain names it somewhere."""

    edition: Edition
    programme: Programme
    screening: Screening
    block: Screening
    film: Film
    person: Person
    period: Period
    essay: Essay
    term: Term
    trailer: FilmVersion
    secret_film: Film
    secret_person: Person
    secret_period: Period
    secret_essay: Essay
    secret_still: Still


def a_world(publication: Any) -> World:
    """Everything is public at first."""
    secret_person, person = a_person("canary-person", "CanaryPerson"), a_person("plain", "Plain")
    secret_film = a_film("canary-film", "CanaryFilm", secret_person, person)
    film = a_film("plain-film", "PlainFilm", secret_person, person)
    secret_still = a_still(film, "CanaryStill")
    a_still(secret_film, "CanaryFilm seen from afar")
    term = a_term("theme", "rivers")
    secret_period, period = a_period("canary-period", "CanaryPeriod"), a_period("plain", "Plain")
    secret_essay, essay = an_essay("canary-essay", "CanaryEssay"), an_essay("plain", "PlainEssay")
    for one in (secret_film, film):
        one.terms.add(term)
        one.periods.add(secret_period, period)
        one.essays.add(secret_essay, essay)
    for somebody in (secret_person, person):
        somebody.periods.add(period)
        somebody.essays.add(secret_essay, essay)
    essay.authors.add(secret_person, person)
    secret_essay.authors.add(person)
    Essay.objects.update(period=secret_period)
    trailer = FilmVersion.objects.create(
        film=secret_film, kind=VersionKind.TRAILER, publication=publication
    )
    edition = Edition.objects.create(slug="2026", year=2026, state=EditionState.OPEN)
    EditionText.objects.create(edition=edition, language="en", title="First")
    programme = Programme.objects.create(edition=edition, slug="rivers")
    screening = a_screening(edition, programme, secret_film)
    block = a_screening(edition, programme, secret_film, film)
    return World(
        edition=edition,
        programme=programme,
        screening=screening,
        block=block,
        film=film,
        person=person,
        period=period,
        essay=essay,
        term=term,
        trailer=trailer,
        secret_film=secret_film,
        secret_person=secret_person,
        secret_period=secret_period,
        secret_essay=secret_essay,
        secret_still=secret_still,
    )


def a_screening(edition: Edition, programme: Programme, *films: Film) -> Screening:
    screening = Screening.objects.create(edition=edition, programme=programme)
    for position, film in enumerate(films):
        version = FilmVersion.objects.create(film=film)
        ScreeningItem.objects.create(screening=screening, version=version, position=position)
    return screening


def hide(row: Any, **how: Any) -> None:
    """Hide a row, or put off its revelation: `visibility` or `reveal_at`."""
    type(row).objects.filter(pk=row.pk).update(**how)


def later(now: datetime) -> datetime:
    """An instant that has not come."""
    return now.replace(year=now.year + 1)
