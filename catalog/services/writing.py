"""How staff write the catalogue: a row, its words and its links in one transaction, and audited.

The audit log is append-only, so it must hold nothing that a withdrawal would have to take back: of
words it keeps in which languages they changed, never which they were; of people, films, periods and
essays their public ids, never slugs, which are names.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction
from rest_framework.exceptions import APIException

from accounts import audit
from accounts.models import AuditAction, User
from catalog.services import search_index

Row = TypeVar("Row", bound=models.Model)
Values = Mapping[str, Any]
SILENT = frozenset({"id", "public_id"})


class InUse(APIException):
    """Something hangs on the row that must not go with it."""

    status_code = 409
    default_code = "in_use"
    default_detail = "Something else needs this. Take it out there first."


class Conflict(APIException):
    """Somebody else was quicker, or the values contradict each other."""

    status_code = 409
    default_code = "conflict"
    default_detail = "This clashes with what is there. Look at it again."


@dataclass(frozen=True, kw_only=True)
class Part:
    """Rows of a row's own that are replaced as a whole, like a film's credits.

    `replace` writes them; `told` says what the audit log keeps of each.
    """

    replace: Callable[[Any, Collection[Values]], None]
    told: Callable[[Any], list[Any]]


@dataclass(frozen=True, kw_only=True)
class Noun:
    """How the rows of a model are written, and told of."""

    model: type[models.Model]
    words: str | None = "texts"  # its rows of words, one a language
    links: tuple[str, ...] = ()  # many-to-many relations
    parts: Mapping[str, Part] = field(default_factory=dict)
    named: Callable[[Any], str] = lambda row: str(row.public_id)
    untold: frozenset[str] = frozenset({"slug"})
    indexed: Callable[[int], None] | None = None  # brings the search index up to date
    facet: bool = False  # its films are found by it

    @property
    def label(self) -> str:
        """Like "catalog.film"."""
        return self.model._meta.label_lower  # noqa: SLF001 - Django's documented model API


@transaction.atomic
def create(*, noun: Noun, values: Values, actor: User, now: datetime) -> Any:
    """A new row with everything that `values` has. Raises `Conflict`."""
    row = noun.model()
    reworded = _write(row, noun, values)
    _index(row, noun)
    audit.record(
        actor=actor,
        action=AuditAction.CREATED,
        model=noun.label,
        target=noun.named(row),
        after=_told(row, noun) | reworded,
        now=now,
    )
    return row


@transaction.atomic
def change(*, noun: Noun, row: Row, values: Values, actor: User, now: datetime) -> Row:
    """The row with what `values` names changed; the rest stays. Raises `Conflict`."""
    locked = locked_row(row)
    before, name = _told(locked, noun), noun.named(locked)
    slug = getattr(locked, "slug", "")
    reworded = _write(locked, noun, values)
    if "slug" in noun.untold and getattr(locked, "slug", "") != slug:
        reworded["renamed"] = True
    _index(locked, noun)
    audit.record(
        actor=actor,
        action=AuditAction.CHANGED,
        model=noun.label,
        target=name,
        before=before,
        after=_told(locked, noun) | reworded,
        now=now,
    )
    return locked


@transaction.atomic
def delete(*, noun: Noun, row: Row, actor: User, now: datetime) -> None:
    """Take the row away. Raises `InUse` where something hangs on it."""
    locked = locked_row(row)
    before, name = _told(locked, noun), noun.named(locked)
    found_by_it = list(locked.films.values_list("pk", flat=True)) if noun.facet else []  # type: ignore[attr-defined]
    try:
        locked.delete()
    except models.ProtectedError as needed:
        raise InUse from needed
    search_index.refresh_film(*found_by_it)
    audit.record(
        actor=actor,
        action=AuditAction.DELETED,
        model=noun.label,
        target=name,
        before=before,
        now=now,
    )


def locked_row(row: Row) -> Row:
    """The row as it is now, for this transaction alone."""
    rows: models.QuerySet[Row] = type(row)._default_manager.all()  # noqa: SLF001 - as above
    return rows.select_for_update().get(pk=row.pk)


def _index(row: models.Model, noun: Noun) -> None:
    if noun.indexed is not None:
        noun.indexed(row.pk)


def _write(row: models.Model, noun: Noun, values: Values) -> dict[str, Any]:
    """Write fields, words, links and parts; what the log is told of the words."""
    apart = {noun.words, *noun.links, *noun.parts}
    for name in values.keys() - apart:
        setattr(row, name, values[name])
    try:
        with transaction.atomic():
            row.save()
            return _write_apart(row, noun, values)
    except IntegrityError as clash:
        raise Conflict from clash


def _write_apart(row: models.Model, noun: Noun, values: Values) -> dict[str, Any]:
    for link in values.keys() & set(noun.links):
        getattr(row, link).set(values[link])
    for name in values.keys() & noun.parts.keys():
        noun.parts[name].replace(row, values[name])
    if noun.words is None or noun.words not in values:
        return {}
    changed = _write_words(getattr(row, noun.words), values[noun.words])
    return {"reworded": changed} if changed else {}


def _write_words(rows: Any, wanted: Mapping[str, Values | None]) -> list[str]:
    """Write the words by language, or take a language away; the languages in which they changed."""
    known = {row.language: row for row in rows.all()}
    changed = {tag for tag, words in wanted.items() if words is None and tag in known}
    rows.filter(language__in=changed).delete()
    for language, words in wanted.items():
        if words is None:
            continue
        row = known.get(language)
        if row is not None and all(getattr(row, name) == word for name, word in words.items()):
            continue
        row = row or rows.model(language=language, **{rows.field.name: rows.instance})
        for name, word in words.items():
            setattr(row, name, word)
        row.save()
        changed.add(language)
    return sorted(changed)


def _told(row: models.Model, noun: Noun) -> dict[str, Any]:
    values = audit.values_of(row, without=SILENT | noun.untold)
    links = {
        link: sorted(_name(other) for other in getattr(row, link).all()) for link in noun.links
    }
    return values | links | {name: part.told(row) for name, part in noun.parts.items()}


def _name(row: Any) -> str:
    return str(row.public_id) if hasattr(row, "public_id") else f"{row.kind}/{row.slug}"
