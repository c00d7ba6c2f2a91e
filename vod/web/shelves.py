"""All films, to be walked through by year, theme and genre."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator

from catalog.loading import counted_terms, film_line_loads
from catalog.models import Film, Term, TermKind
from catalog.narrowing import Wanted, narrowed
from vod.web import cards
from vod.web.listing import Reader
from vod.web.texts import pick

A_PAGE = 48
NAMES = ("year", "theme", "genre")


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One way to narrow the list. `query` is the address that does it, or undoes it."""

    words: str
    language: str
    count: int | None
    query: str
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """The page. `query` is what the list is narrowed to, for the links to its other pages."""

    films: Sequence[cards.FilmCard]
    page: Page[Film]
    query: str
    narrowed: bool
    year_choices: Sequence[Choice]
    theme_choices: Sequence[Choice]
    genre_choices: Sequence[Choice]
    may_be_indexed: bool


def shelf(asked: Mapping[str, str], *, reader: Reader) -> Shelf:
    """The films that a reader may know of; what makes no sense in `asked` is passed over."""
    chosen = {name: asked[name] for name in NAMES if asked.get(name)}
    if not chosen.get("year", "1").isascii() or not chosen.get("year", "1").isdecimal():
        del chosen["year"]
    if "year" in chosen:
        chosen["year"] = chosen["year"][:4]
    films = narrowed(_wanted(chosen), sight=reader.now)
    page = Paginator(films.prefetch_related(*film_line_loads(reader.now)), A_PAGE).get_page(
        asked.get("page")
    )
    shown = cards.films(page.object_list, language=reader.language, now=reader.now)
    terms = list(counted_terms(reader.now).prefetch_related("texts"))
    return Shelf(
        films=shown,
        page=page,
        query=urlencode(chosen),
        narrowed=bool(chosen),
        year_choices=_years(chosen, reader=reader),
        theme_choices=_choices(terms, TermKind.THEME, chosen, reader=reader),
        genre_choices=_choices(terms, TermKind.GENRE, chosen, reader=reader),
        may_be_indexed=not chosen and all(card.film.indexable for card in shown),
    )


def _wanted(chosen: Mapping[str, str]) -> Wanted:
    return Wanted(
        year=int(chosen["year"]) if "year" in chosen else None,
        theme=chosen.get("theme", ""),
        genre=chosen.get("genre", ""),
    )


def _years(chosen: Mapping[str, str], *, reader: Reader) -> Sequence[Choice]:
    others = {name: value for name, value in chosen.items() if name != "year"}
    films = narrowed(_wanted(others), sight=reader.now)
    years = sorted(set(films.order_by().values_list("year", flat=True)), reverse=True)
    return [
        _choice(chosen, "year", str(year), words=str(year), language="en", count=None)
        for year in years
    ]


def _choices(
    terms: Sequence[Term], kind: str, chosen: Mapping[str, str], *, reader: Reader
) -> Sequence[Choice]:
    """The terms that have films."""
    choices = []
    for term in terms:
        text = pick(term.texts.all(), language=reader.language)
        count: int = term.film_count  # type: ignore[attr-defined]
        if term.kind == kind and count:
            words, language = (text.name, text.language) if text else (term.slug, "en")
            choices.append(
                _choice(chosen, kind, term.slug, words=words, language=language, count=count)
            )
    return choices


def _choice(
    chosen: Mapping[str, str],
    name: str,
    value: str,
    *,
    words: str,
    language: str,
    count: int | None,
) -> Choice:
    is_chosen = chosen.get(name) == value
    others = {key: kept for key, kept in chosen.items() if key != name}
    query = urlencode(others if is_chosen else others | {name: value})
    return Choice(words=words, language=language, count=count, query=query, chosen=is_chosen)
