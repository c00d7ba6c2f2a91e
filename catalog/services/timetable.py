"""An edition at one look: each screening's offers, its films' rights, and what conflicts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from catalog.facts import all_films, all_offers
from catalog.models import Edition, ItemKind, Offer, Screening, ScreeningItem
from catalog.services.facts_sql import documents
from catalog.services.rights import own_seats
from catalog.sheet import OfferSheet, offer_sheet
from catalog.verdict import FilmFacts


@dataclass(frozen=True, kw_only=True)
class Planned:
    """An offer and its sheet."""

    offer: Offer
    sheet: OfferSheet


@dataclass(frozen=True, kw_only=True)
class PlannedScreening:
    """A screening with all that is planned for it; hidden and unfinished films too."""

    screening: Screening
    films: Sequence[FilmFacts]
    offers: Sequence[Planned]


def timetable(*, edition: Edition) -> Sequence[PlannedScreening]:
    """For staff, in the order of the programme. As many queries for a hundred as for one."""
    screenings = list(_screenings(edition))
    read = documents([screening.pk for screening in screenings], user=None)
    planned = []
    for screening in screenings:
        films, facts = all_films(read[screening.pk]), all_offers(read[screening.pk])
        offers = [
            Planned(offer=offer, sheet=offer_sheet(facts[offer.pk], films, seats=own_seats(offer)))
            for offer in screening.offers.all()
            if offer.pk in facts
        ]
        planned.append(PlannedScreening(screening=screening, films=films, offers=offers))
    return planned


def _screenings(edition: Edition) -> Iterable[Any]:
    items = ScreeningItem.objects.filter(kind=ItemKind.FILM).in_order()
    return (
        Screening.objects.filter(edition=edition)
        .in_order()
        .select_related("programme")
        .prefetch_related(
            "texts",
            "programme__texts",
            Prefetch("items", items.prefetch_related("version__film__texts")),
            Prefetch("offers", Offer.objects.order_by("window", "pk").prefetch_related("quotas")),
        )
    )
