"""Mentions of what is hidden, struck out of the texts of everything else, and put back.

A title in an essay, a name in a period's summary: the text itself is changed, so that no page, feed
or search has to know. The original is kept apart until the withdrawal is lifted.
"""

import re
from collections.abc import Collection, Iterator
from typing import Any

from django.db import models, transaction
from django.db.models import BooleanField, ExpressionWrapper, Q, Value

from catalog.mentions import pattern_of, struck
from catalog.models import (
    EditionText,
    EssayText,
    FilmText,
    PeriodText,
    PersonName,
    ProgrammeText,
    ScreeningText,
    SearchKind,
    StillText,
    StruckText,
)
from catalog.services import search_index

Row = Any
TEXTS: dict[type[models.Model], tuple[str, ...]] = {
    EssayText: ("title", "abstract", "body"),
    PeriodText: ("title", "summary"),
    EditionText: ("title", "statement"),
    ProgrammeText: ("title", "statement"),
    ScreeningText: ("title", "note"),
    FilmText: ("title", "synopsis"),
    PersonName: ("name", "biography"),
    StillText: ("description", "credit"),
}
OWN_NAMES: dict[type[models.Model], str] = {FilmText: "title", PersonName: "name"}
INDEXED = {
    EssayText: (SearchKind.ESSAY, "essay_id"),
    PeriodText: (SearchKind.PERIOD, "period_id"),
    ScreeningText: (SearchKind.SCREENING, "screening_id"),
    FilmText: (SearchKind.FILM, "film_id"),
    PersonName: (SearchKind.PERSON, "person_id"),
}
# The words of what is itself out of sight stay as they are: nobody reads them.
CONCEALED: dict[type[models.Model], str] = {
    FilmText: "film__concealed_at",
    PersonName: "person__concealed_at",
    StillText: "still__concealed_at",
}


@transaction.atomic
def strike() -> int:
    """Bring all texts in line with what is hidden now; how many were written.

    Idempotent, and cheap where nothing is hidden and nothing was struck.
    """
    pattern = pattern_of(hidden_words())
    known = {(one.model, one.row, one.field): one for one in StruckText.objects.all()}
    if pattern is None and not known:
        return 0
    written: dict[type[models.Model], list[Row]] = {}
    for row, names in _rows():
        mine = None if row.out_of_sight else pattern
        changed = [name for name in names if _write(row, name, mine, known)]
        if changed:
            row.save(update_fields=changed)
            written.setdefault(type(row), []).append(row)
    StruckText.objects.filter(pk__in=[one.pk for one in known.values()]).delete()  # rows are gone
    _refresh(written)
    return sum(map(len, written.values()))


@transaction.atomic
def strike_for_good(words: Collection[str]) -> None:
    """Blank `words` in all texts, out of sight or not, and in the originals that are kept.

    What another film is called, or somebody else, stays: it may be the same, and nothing would
    bring it back.
    """
    pattern = pattern_of(words)
    written: dict[type[models.Model], list[Row]] = {}
    for row, columns in _rows():
        names = [name for name in columns if name != OWN_NAMES.get(type(row))]
        before = [getattr(row, name) for name in names]
        for name, text in zip(names, before, strict=True):
            setattr(row, name, struck(text, pattern))
        if before != [getattr(row, name) for name in names]:
            row.save(update_fields=names)
            written.setdefault(type(row), []).append(row)
    own = Q(model="catalog.filmtext", field="title") | Q(model="catalog.personname", field="name")
    for one in StruckText.objects.exclude(own):
        one.original, one.written = struck(one.original, pattern), struck(one.written, pattern)
        if one.original == one.written:
            one.delete()
        else:
            one.save(update_fields=["original", "written"])
    _refresh(written)


def hidden_words() -> set[str]:
    """Titles of films, and names, that a withdrawal has taken out of sight; all languages."""
    titles = FilmText.objects.exclude(film__concealed_at=None).values_list("title", flat=True)
    names = PersonName.objects.exclude(person__concealed_at=None).values_list("name", flat=True)
    return {*titles, *names}


def _rows() -> Iterator[tuple[Row, tuple[str, ...]]]:
    for model, names in TEXTS.items():
        rows = model._default_manager.all()  # noqa: SLF001 - Django's documented model API
        concealed = CONCEALED.get(model)
        gone: Any = Q(**{f"{concealed}__isnull": False}) if concealed else Value(value=False)
        rows = rows.annotate(out_of_sight=ExpressionWrapper(gone, BooleanField()))
        for row in rows.iterator(chunk_size=500):
            yield row, names


def _write(
    row: Row,
    name: str,
    pattern: re.Pattern[str] | None,
    known: dict[tuple[str, int, str], StruckText],
) -> bool:
    """Strike one field, or put it back; whether it changed. Takes what it deals with from `known`.

    What staff wrote since is the new original: nobody's work is undone.
    """
    label = row._meta.label_lower  # noqa: SLF001 - Django's documented model API
    before = known.pop((label, row.pk, name), None)
    now_there = getattr(row, name)
    original = before.original if before and before.written == now_there else now_there
    wanted = struck(original, pattern)
    if wanted != original:
        StruckText.objects.update_or_create(
            model=label,
            row=row.pk,
            field=name,
            defaults={"original": original, "written": wanted},
        )
    elif before is not None:
        before.delete()
    setattr(row, name, wanted)
    return bool(wanted != now_there)


def _refresh(written: dict[type[models.Model], list[Row]]) -> None:
    for model, (kind, owner) in INDEXED.items():
        search_index.refresh(kind, {getattr(row, owner) for row in written.get(model, [])})
    search_index.forget_words()


__all__ = ["hidden_words", "strike", "strike_for_good"]
