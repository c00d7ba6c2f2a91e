"""What of the catalogue staff write, noun by noun."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import F

from catalog.models import (
    Credit,
    Edition,
    Essay,
    Film,
    FilmVersion,
    Period,
    Person,
    Programme,
    Screening,
    ScreeningItem,
    Still,
    Term,
)
from catalog.services import search_index
from catalog.services.writing import Noun, Part

SHIFT = 10_000  # beyond every position, while items change places


def _slug(row: Any) -> str:
    return str(row.slug)


def _replace_credits(film: Film, wanted: Collection[Mapping[str, Any]]) -> None:
    """Positions are the order in which they were sent."""
    film.credits.all().delete()
    Credit.objects.bulk_create(
        Credit(film=film, person=credit["person"], role=credit["role"], position=position)
        for position, credit in enumerate(wanted)
    )


def _told_credits(film: Film) -> list[Any]:
    rows = film.credits.order_by("position", "pk")
    return [list(credit) for credit in rows.values_list("person__public_id", "role")]


def _replace_items(screening: Screening, wanted: Collection[Mapping[str, Any]]) -> None:
    """An item that stays keeps its id: sessions and resume points hang on it."""
    known = {(item.kind, item.version_id): item for item in screening.items.all()}
    staying = [known.get((item["kind"], item["version"].pk)) for item in wanted]
    screening.items.exclude(pk__in=[item.pk for item in staying if item]).delete()
    screening.items.update(position=F("position") + SHIFT)
    for position, (item, values) in enumerate(zip(staying, wanted, strict=True)):
        row = item or ScreeningItem(screening=screening)
        for name, value in values.items():
            setattr(row, name, value)
        row.position = position
        row.save()


def _told_items(screening: Screening) -> list[Any]:
    rows = screening.items.order_by("position")
    return [list(item) for item in rows.values_list("kind", "version__public_id", "on_unavailable")]


EDITION = Noun(model=Edition, named=_slug, untold=frozenset())
PROGRAMME = Noun(
    model=Programme, named=lambda row: f"{row.edition.slug}/{row.slug}", untold=frozenset()
)
SCREENING = Noun(
    model=Screening,
    parts={"items": Part(replace=_replace_items, told=_told_items)},
    indexed=search_index.refresh_screening,
)
FILM = Noun(
    model=Film,
    links=("terms",),
    parts={"credits": Part(replace=_replace_credits, told=_told_credits)},
    indexed=search_index.refresh_film,
)
VERSION = Noun(model=FilmVersion, words=None)
STILL = Noun(model=Still, untold=frozenset({"image"}))
PERSON = Noun(model=Person, words="names", indexed=search_index.refresh_person)
TERM = Noun(
    model=Term,
    named=lambda row: f"{row.kind}/{row.slug}",
    untold=frozenset(),
    indexed=search_index.refresh_term,
    facet=True,
)
PERIOD = Noun(
    model=Period, links=("films", "people"), indexed=search_index.refresh_period, facet=True
)
ESSAY = Noun(model=Essay, links=("authors", "films", "people"), indexed=search_index.refresh_essay)

__all__ = [
    "EDITION",
    "ESSAY",
    "FILM",
    "PERIOD",
    "PERSON",
    "PROGRAMME",
    "SCREENING",
    "STILL",
    "TERM",
    "VERSION",
]
