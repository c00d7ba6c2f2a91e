"""A place in a list: the values that the last row is ordered by, as a page's address holds them.

Rows may come and go between two pages: the next begins after the values, whoever has them now.
"""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from django.db.backends.postgresql.psycopg_any import Range
from django.db.models import F, Field, Model, OrderBy, Q, QuerySet

from vod.conventions import sealing


@dataclass(frozen=True, kw_only=True)
class Term:
    """One expression of a total order. PostgreSQL puts null last, going up, and first, down."""

    name: str  # of the annotation
    path: str
    descending: bool

    @classmethod
    def of(cls, number: int, written: Any) -> Self:
        """Read a term of `order_by`: `"-year"`, or an `F("year").desc()`."""
        name = f"order_{number}"
        if isinstance(written, OrderBy) and isinstance(written.expression, F):
            if written.nulls_first or written.nulls_last:
                raise TypeError("A list in pages leaves null where PostgreSQL puts it.")
            return cls(
                name=name,
                path=str(written.expression.name),  # type: ignore[attr-defined] # not in the stubs
                descending=written.descending,
            )
        if not isinstance(written, str):
            raise TypeError(f"A list in pages is ordered by columns, not by {written!r}.")
        return cls(name=name, path=written.lstrip("-"), descending=written.startswith("-"))

    def ordering(self, *, backwards: bool) -> OrderBy:
        """As `order_by` takes it."""
        descending = self.descending is not backwards
        return F(self.name).desc() if descending else F(self.name).asc()

    def beyond(self, value: Any, *, backwards: bool) -> Q:
        """What comes after `value` in this term alone."""
        descending = self.descending is not backwards
        if value is None:
            nothing = Q(pk__in=[])
            return Q(**{f"{self.name}__isnull": False}) if descending else nothing
        if descending:
            return Q(**{f"{self.name}__lt": value})
        return Q(**{f"{self.name}__gt": value}) | Q(**{f"{self.name}__isnull": True})

    def at(self, value: Any) -> Q:
        """What has `value`."""
        return Q(**{f"{self.name}__isnull": True} if value is None else {self.name: value})


@dataclass(frozen=True, kw_only=True)
class Order:
    """A total order: the primary key decides where nothing else does."""

    terms: tuple[Term, ...]

    @classmethod
    def of(cls, queryset: QuerySet[Any]) -> Self:
        """The order of a queryset."""
        written: list[Any] = list(queryset.query.order_by)
        if not any(term in {"pk", "-pk"} for term in written if isinstance(term, str)):
            written.append("pk")
        return cls(terms=tuple(Term.of(number, term) for number, term in enumerate(written)))

    def put_on(self, queryset: QuerySet[Any], *, backwards: bool) -> QuerySet[Any]:
        """The queryset with this order, its values beside each row."""
        known: QuerySet[Any] = queryset.annotate(**{term.name: F(term.path) for term in self.terms})
        return known.order_by(*(term.ordering(backwards=backwards) for term in self.terms))

    def beyond(self, values: list[Any], *, backwards: bool) -> Q:
        """What comes after the row with these values."""
        found, same = Q(), Q()
        for term, value in zip(self.terms, values, strict=True):
            found |= same & term.beyond(value, backwards=backwards)
            same &= term.at(value)
        return found


@dataclass(frozen=True, kw_only=True)
class Cursor:
    """After which values a page begins, or before which it ends."""

    backwards: bool
    values: list[Any]

    @classmethod
    def at(cls, row: Model, order: Order, *, backwards: bool) -> Self:
        """The place of a row."""
        values = [plain(getattr(row, term.name)) for term in order.terms]
        return cls(backwards=backwards, values=values)

    def sealed(self, *, secret: bytes, place: bytes) -> str:
        """As an address holds it; it can't be read, nor used for another list."""
        written = json.dumps([self.backwards, *self.values], separators=(",", ":"))
        sealed = sealing.seal_cursor(written.encode(), secret=secret, place=place)
        return base64.urlsafe_b64encode(sealed).decode().rstrip("=")

    @classmethod
    def opened(cls, text: str, *, secret: bytes, place: bytes) -> Self:
        """Read what `sealed` wrote. Raises `sealing.Broken`."""
        try:
            sealed = base64.b64decode(
                text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True
            )
        except (UnicodeEncodeError, binascii.Error) as wrong:
            raise sealing.Broken from wrong
        backwards, *values = json.loads(sealing.open_cursor(sealed, secret=secret, place=place))
        return cls(backwards=backwards, values=values)

    def typed(self, queryset: QuerySet[Any], order: Order) -> list[Any]:
        """The values as the columns have them."""
        fields: list[Field[Any, Any]] = [
            queryset.query.annotations[term.name].output_field for term in order.terms
        ]
        return [
            None if value is None else field.to_python(value)
            for field, value in zip(fields, self.values, strict=True)
        ]


def plain(value: Any) -> Any:
    """A value as JSON, from which its field's `to_python` makes it again."""
    if isinstance(value, Range):
        ends = {"lower": plain(value.lower), "upper": plain(value.upper), "bounds": value.bounds}
        return json.dumps(ends)
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return str(value)
