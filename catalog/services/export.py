"""An edition's catalogue as records. Nothing that is hidden is in any of them."""

from collections.abc import Callable, Iterable
from datetime import datetime
from operator import itemgetter
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException

from catalog.exchange import documents, tables
from catalog.exchange.schema import BY_NAME, Audience, Catalogue, Kind, Noun, Record
from catalog.models import (
    Credit,
    Edition,
    Essay,
    Film,
    FilmVersion,
    Period,
    Person,
    Screening,
    ScreeningItem,
    Term,
    Visibility,
    seen_at,
)
from catalog.models.visibility import not_withdrawn_at

FORMATS: dict[str, tuple[Callable[..., bytes], str]] = {
    "csv": (tables.write, "zip"),
    "json": (documents.write, "json"),
}


class EditionIsDraft(APIException):
    """Nobody but staff knows of a draft, so there is nothing to tell the public."""

    status_code = 409
    default_code = "edition_is_draft"
    default_detail = _("The edition is a draft. Only an export for staff can be made of it.")


def export_catalogue(
    *, edition: Edition, form: str, audience: Audience, now: datetime
) -> tuple[str, bytes]:
    """File name and content. The name says for whom it is. Raises `EditionIsDraft`."""
    if audience is Audience.PUBLIC and not Edition.objects.seen(now).filter(pk=edition.pk):
        raise EditionIsDraft
    write, ending = FORMATS[form]
    catalogue = catalogue_of(edition=edition, audience=audience, now=now)
    name = f"catalogue-{edition.slug}-{audience}.{ending}"
    return name, write(catalogue, audience=audience.value)


def catalogue_of(*, edition: Edition, audience: Audience, now: datetime) -> Catalogue:
    """All records, in an order that does not depend on the database."""
    seen = _Seen(audience=audience, now=now)
    screenings = seen.screenings(edition)
    items = ScreeningItem.objects.filter(
        seen("version__film__"), screening__in=screenings
    ).select_related("screening", "version")
    films = Film.objects.filter(pk__in=items.values("version__film"))
    periods = Period.objects.filter(seen(), films__in=films).distinct()
    about = Q(films__in=films) | Q(period__in=periods)
    essays = Essay.objects.filter(about, seen()).distinct()
    credits_ = Credit.objects.filter(seen("person__"), film__in=films)
    people = Person.objects.filter(
        Q(credits__in=credits_)
        | Q(essays_written__in=essays)
        | Q(essays__in=essays)
        | Q(periods__in=periods),
        seen(),
    ).distinct()
    slugs = {
        "films": set(films.values_list("slug", flat=True)),
        "people": set(people.values_list("slug", flat=True)),
        "periods": set(periods.values_list("slug", flat=True)),
    }
    rows: dict[str, Iterable[models.Model]] = {
        "edition": [edition],
        "programmes": edition.programmes.order_by("slug").prefetch_related("texts"),
        "terms": Term.objects.filter(films__in=films).distinct().prefetch_related("texts"),
        "people": people.order_by("slug").prefetch_related("names"),
        "films": films.order_by("slug").prefetch_related("texts", "terms"),
        "versions": FilmVersion.objects.filter(film__in=films).select_related("film"),
        "credits": credits_.select_related("film", "person"),
        "periods": periods.order_by("slug").prefetch_related("texts", "films", "people"),
        "essays": essays.order_by("slug")
        .select_related("period")
        .prefetch_related("texts", "authors", "films", "people"),
        "screenings": screenings.select_related("programme").prefetch_related("texts"),
        "items": items,
    }
    return {name: _records(BY_NAME[name], found, slugs, audience) for name, found in rows.items()}


class _Seen:
    """Who may know of a row: the public by the rule of lists, staff of all that is not hidden."""

    def __init__(self, *, audience: Audience, now: datetime) -> None:
        self.audience, self.now = audience, now

    def __call__(self, through: str = "") -> Q:
        if self.audience is Audience.PUBLIC:
            return seen_at(self.now, through=through)
        shown = ~Q(**{f"{through}visibility": Visibility.HIDDEN})
        return shown & not_withdrawn_at(self.now, through=through)

    def screenings(self, edition: Edition) -> models.QuerySet[Screening]:
        """Not those of hidden films alone: their own titles would name them."""
        if self.audience is Audience.PUBLIC:
            return Screening.objects.seen_at(self.now).filter(edition=edition)
        items = ScreeningItem.objects.filter(screening=OuterRef("pk"))
        shown = Exists(items.filter(self("version__film__")))
        return Screening.objects.filter(shown | ~Exists(items), edition=edition)


def _records(
    noun: Noun, rows: Iterable[Any], slugs: dict[str, set[str]], audience: Audience
) -> list[Record]:
    records = (_record(noun, row, slugs, audience) for row in rows)
    return sorted(records, key=itemgetter(*noun.key))


def _record(noun: Noun, row: Any, slugs: dict[str, set[str]], audience: Audience) -> Record:
    record: Record = {}
    for column in noun.columns:
        if column.kind == Kind.WORDS:
            words = row.names if noun.name == "people" else row.texts
            record[column.name] = {
                text.language: getattr(text, column.name)
                for text in sorted(words.all(), key=lambda text: text.language)
                if getattr(text, column.name)
            }
        elif column.kind == Kind.KEYS:
            record[column.name] = _keys(row, column.name, column.of, slugs)
        elif column.of:
            record[column.name] = _key(getattr(row, column.name), slugs.get(column.of))
        elif column.name == "id":
            record["id"] = row.public_id
        elif not (column.name == "reveal_at" and audience is Audience.PUBLIC):
            record[column.name] = _plain(getattr(row, column.name))
    return record


def _keys(row: Any, name: str, of: str, slugs: dict[str, set[str]]) -> list[str]:
    if of == "terms":
        return sorted(term.slug for term in row.terms.all() if f"{term.kind}s" == name)
    return sorted({other.slug for other in getattr(row, name).all()} & slugs[of])


def _key(other: Any, known: set[str] | None) -> str | None:
    if other is None:
        return None
    if isinstance(other, FilmVersion | Screening):
        return other.public_id
    slug: str = other.slug
    return slug if known is None or slug in known else None


def _plain(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value if value != "" else None
