"""The watch page: the player, or every reason why there is none."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import User
from catalog import services
from catalog.models import Film, Offer, Screening, ScreeningText, Term, TermKind
from vod.web import cards
from vod.web.listing import FilmLine, Reader, film_line
from vod.web.standing import (
    Obstacle,
    cut_short_words,
    obstacles,
    until_words,
    watch_period_words,
)
from vod.web.texts import pick


@dataclass(frozen=True, kw_only=True)
class ItemLine:
    """An item of the screening, with the public id that the player asks for."""

    public_id: str
    film: FilmLine


@dataclass(frozen=True, kw_only=True)
class WatchPage:
    """All that the page shows. `offer` is one whose ticket a viewer may take by herself."""

    screening: Screening
    title: str
    title_language: str
    text: ScreeningText | None
    items: Sequence[ItemLine]
    notes: Sequence[cards.TermCard]
    granted: bool
    until: str
    warning: str
    watch_period: str
    obstacles: Sequence[Obstacle]
    offer: Offer | None
    few: bool
    sold_out: bool


def watch_page(public_id: str, *, reader: Reader) -> WatchPage | None:
    """The page of a screening, or None where there is none that `reader` may know of."""
    reachable = Screening.objects.reachable_at(reader.now)
    screening = (
        reachable.with_page(user=reader.user, now=reader.now).filter(public_id=public_id).first()
    )
    if screening is None:
        return None
    verdict = services.verdicts(
        screenings=[screening], user=reader.user, place=reader.place, now=reader.now
    )[screening.pk]
    language = reader.language
    text = pick(screening.texts.all(), language=language)
    items = [
        ItemLine(public_id=item.public_id, film=film_line(item, language=language))
        for item in screening.items.all()
    ]
    title, title_language = _title(text, items)
    offer = free_offer(screening, reader=reader) or _by_right(screening, reader=reader)
    seats = None if verdict or offer is None else _seats(offer, reader)
    return WatchPage(
        screening=screening,
        title=title,
        title_language=title_language,
        text=text,
        items=items,
        notes=_notes([line.film.film for line in items], language=language),
        granted=bool(verdict),
        until=until_words(verdict, screening) if verdict else "",
        warning=cut_short_words(verdict, screening) if verdict else "",
        watch_period=watch_period_words(verdict, screening) if verdict else "",
        obstacles=() if verdict else obstacles(verdict, screening, language=language),
        offer=offer,
        few=seats == services.Availability.FEW,
        sold_out=seats == services.Availability.SOLD_OUT,
    )


def _notes(films: Sequence[Film], *, language: str | None) -> Sequence[cards.TermCard]:
    """What viewers are told of before they press play, each thing once."""
    kind = TermKind.CONTENT_NOTE
    terms = Term.objects.filter(kind=kind, films__in=films).distinct().order_by("position", "slug")
    return cards.terms(terms.prefetch_related("texts"), kinds=(kind,), language=language)


def _title(text: ScreeningText | None, items: Sequence[ItemLine]) -> tuple[str, str]:
    """The screening's own title, or its first film's, and the language of it."""
    if text is not None and text.title:
        return text.title, text.language
    titles = [title for item in items for title in item.film.titles]
    return (titles[0].title, titles[0].language) if titles else ("", "en")


def free_offer(screening: Screening, *, reader: Reader) -> Offer | None:
    """Of the offers with free tickets that have not closed, the one that opens first."""
    free = [
        offer
        for offer in screening.offers.all()
        if offer.free_tickets and reader.now < offer.window.upper
    ]
    return min(free, key=lambda offer: offer.window.lower, default=None)


def _by_right(screening: Screening, *, reader: Reader) -> Offer | None:
    """An offer that a pass or an accreditation opens."""
    if not isinstance(reader.user, User):
        return None
    return services.offers_by_right(reader.user, now=reader.now).filter(screening=screening).first()


def _seats(offer: Offer, reader: Reader) -> services.Availability:
    return services.availability(offers=[offer], now=reader.now)[offer.pk]
