"""The terms and periods that results are narrowed by, between primary keys, slugs and names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from catalog.finding.facets import Facet, value
from catalog.models import Period, TermKind
from catalog.statements import SOME_TIME, rows_of, text_of

NOTHING = "-"  # no value of any facet: a name that nobody knows leaves nothing
NAMED = (Facet.PERIOD, Facet.THEME, Facet.GENRE)  # those whose values are rows


@dataclass(frozen=True, kw_only=True, slots=True)
class Name:
    """What something or somebody is called in one language."""

    language: str
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """A value of a facet. `texts`: its names, where they stand in the catalogue."""

    value: str
    count: int
    selected: bool
    texts: Sequence[Name] = ()


class Vocabulary:
    """Terms and visible periods. One statement."""

    def __init__(self, *, now: datetime) -> None:
        self._rows: dict[tuple[str, str], tuple[str, Sequence[Sequence[str]]]] = {
            (facet, str(pk)): (slug, names)
            for facet, pk, slug, names in rows_of(_statement(), {"now": now})
        }
        self._keys = {(facet, slug): key for (facet, key), (slug, _) in self._rows.items()}

    def key(self, facet: Facet, name: str) -> str:
        """What the index calls it."""
        return self._keys.get((facet, name), NOTHING) if facet in NAMED else name

    def choices(
        self, counts: Mapping[str, int], filters: Mapping[Facet, Sequence[str]]
    ) -> Mapping[Facet, Sequence[Choice]]:
        """What can be chosen, with how many results it would have; the frequent first.

        Periods and decades go by time. A hidden period is in the index of its films: not here.
        """
        found: dict[str, list[Choice]] = {facet: [] for facet in Facet}
        chosen = {value(facet, one) for facet, keys in filters.items() for one in keys}
        in_order = [f"{facet}:{key}" for facet, key in self._rows]
        for name in dict.fromkeys([*in_order, *sorted(counts)]):
            count, selected = counts.get(name, 0), name in chosen
            if not count and not selected:
                continue
            facet, _, key = name.partition(":")
            if facet not in NAMED:
                found[facet].append(Choice(value=key, count=count, selected=selected))
            elif row := self._rows.get((facet, key)):
                slug, names = row
                texts = [Name(language=language, name=name) for language, name in names]
                choice = Choice(value=slug, count=count, selected=selected, texts=texts)
                found[facet].append(choice)
        for often in (Facet.COUNTRY, Facet.LANGUAGE, Facet.THEME, Facet.GENRE):
            found[often].sort(key=lambda choice: -choice.count)
        return {facet: found[facet] for facet in Facet}


@cache
def _statement() -> str:
    """Facet, primary key, slug and names; in the order in which choices stand."""
    periods = text_of(Period.objects.seen_at(SOME_TIME).values("pk"))
    return f"""
    SELECT facet, id, slug, names FROM (
        SELECT 'period' AS facet, id, slug, first_year AS place, ARRAY(
            SELECT ARRAY[words.language, words.title] FROM catalog_periodtext words
            WHERE words.period_id = period.id ORDER BY words.id) AS names
        FROM catalog_period period WHERE id IN ({periods})
        UNION ALL
        SELECT kind, id, slug, position, ARRAY(
            SELECT ARRAY[words.language, words.name] FROM catalog_termtext words
            WHERE words.term_id = term.id ORDER BY words.id)
        FROM catalog_term term WHERE kind <> '{TermKind.CONTENT_NOTE.value}'
    ) AS named ORDER BY facet <> 'period', place, slug"""
