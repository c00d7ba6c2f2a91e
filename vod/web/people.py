"""A person's page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.safestring import SafeString

from catalog.loading import authors_of, credits_of, essays_by, essays_of, periods_of, person_loads
from catalog.models import Credit, Film, FilmText, Person, PersonName
from catalog.models.visibility import Seen
from vod.web import cards, labels
from vod.web.listing import Reader
from vod.web.prose import as_html
from vod.web.texts import in_order


@dataclass(frozen=True, kw_only=True)
class PartLine:
    """A film, and everything that the person did in it."""

    film: Film
    titles: Sequence[FilmText]
    roles: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class PersonPage:
    """All that the page shows. The first of `names` is the reader's."""

    person: Person
    names: Sequence[PersonName]
    biography: SafeString
    biography_language: str
    filmography: Sequence[PartLine]
    periods: Sequence[cards.PeriodCard]
    essays: Sequence[cards.EssayCard]
    essays_about: Sequence[cards.EssayCard]
    may_be_indexed: bool


def person_page(slug: str, *, reader: Reader) -> PersonPage | None:
    """The page of somebody, or None where there is nobody that `reader` may know of."""
    people = Person.objects.reachable_at(reader.now).prefetch_related(*person_loads(reader.now))
    person = people.filter(slug=slug).first()
    if person is None:
        return None
    language = reader.language
    names = in_order(person.names.all(), language=language)
    told = next((name for name in names if name.biography), None)
    return PersonPage(
        person=person,
        names=_once(names),
        biography=as_html(told.biography if told else ""),
        biography_language=told.language if told else "en",
        filmography=_parts(credits_of(person), language=language),
        periods=cards.periods(periods_of(person), language=language),
        essays=cards.essays(essays_by(person), language=language),
        essays_about=cards.essays(essays_of(person), language=language),
        may_be_indexed=cards.may_be_indexed(person, _named(person)),
    )


def _named(person: Person) -> Iterator[Seen]:
    yield from (credit.film for credit in credits_of(person))
    yield from periods_of(person)
    for essay in (*essays_by(person), *essays_of(person)):
        yield essay
        yield from authors_of(essay)


def _once(names: Sequence[PersonName]) -> Sequence[PersonName]:
    by_name: dict[str, PersonName] = {}
    for name in names:
        by_name.setdefault(name.name, name)
    return list(by_name.values())


def _parts(credited: Sequence[Credit], *, language: str | None) -> Sequence[PartLine]:
    return [
        PartLine(
            film=film,
            titles=cards.once(in_order(film.texts.all(), language=language)),
            roles=[str(labels.ROLES[credit.role]) for credit in group],
        )
        for film, group in groupby(credited, key=lambda credit: credit.film)
    ]
