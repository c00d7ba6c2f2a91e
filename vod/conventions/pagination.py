"""Lists in pages, by cursors: what a page holds does not shift when rows come or go."""

from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.utils.encoding import force_str
from django.utils.translation import gettext
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from vod.conventions import sealing
from vod.conventions.cursors import Cursor, Order
from vod.conventions.errors import CursorUnknown

USUAL, MOST = 50, 100
CURSOR, LIMIT, EVERYTHING = "cursor", "limit", "all"
STEERING: Final = frozenset({CURSOR, LIMIT})
EXAMPLE_LINK: Final = "https://cinema.example/api/v1/editions/?cursor=kX3vQ0mZ4nR8cT1y"
DESCRIBED: Final = (
    {
        "name": CURSOR,
        "in": "query",
        "required": False,
        "description": "Where to go on: taken from `next` or `previous`, and from nowhere else.",
        "schema": {"type": "string"},
    },
    {
        "name": LIMIT,
        "in": "query",
        "required": False,
        "description": "How many at most.",
        "schema": {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
    },
)


class CursorPages(BasePagination):
    """The queryset says the order; each list names what it may be narrowed by."""

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        """One page. Raises `ValidationError` for a parameter that the list does not know."""
        refuse_unknown(request, view)
        self.request, self.limit = request, limit_of(request)
        self.order = Order.of(queryset)
        cursor = self._cursor()
        backwards = cursor is not None and cursor.backwards
        rows = self.order.put_on(queryset, backwards=backwards)
        if cursor is not None:
            values = cursor.typed(rows, self.order)
            rows = rows.filter(self.order.beyond(values, backwards=backwards))
        found = list(rows[: self.limit + 1])
        self.page, more = found[: self.limit], len(found) > self.limit
        if backwards:
            self.page.reverse()
        self.has_next = backwards or more
        self.has_previous = more if backwards else cursor is not None
        return self.page

    def get_paginated_response(self, data: Any) -> Response:
        """The page and its neighbours."""
        return Response(
            {"next": self._link(forwards=True), "previous": self._link(forwards=False)}
            | {"results": data}
        )

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """For the API's description."""
        link = {"type": ["string", "null"], "format": "uri", "example": EXAMPLE_LINK}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {"next": link, "previous": link, "results": schema},
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """For the API's description."""
        return [dict(one) for one in DESCRIBED]

    def _cursor(self) -> Cursor | None:
        text = self.request.query_params.get(CURSOR)
        if not text:
            return None
        try:
            return Cursor.opened(text, secret=_secret(), place=self._place())
        except sealing.Broken as wrong:
            raise CursorUnknown from wrong

    def _place(self) -> bytes:
        """The list that a cursor belongs to: address and everything it is narrowed by."""
        return f"{self.request.path}?{urlencode(self._narrowing())}".encode()

    def _narrowing(self) -> list[tuple[str, str]]:
        given = self.request.query_params
        return sorted(
            (name, value) for name in given if name not in STEERING for value in given.getlist(name)
        )

    def _link(self, *, forwards: bool) -> str | None:
        if not (self.has_next if forwards else self.has_previous) or not self.page:
            return None
        row = self.page[-1 if forwards else 0]
        cursor = Cursor.at(row, self.order, backwards=not forwards)
        sealed = cursor.sealed(secret=_secret(), place=self._place())
        given = self.request.query_params
        kept = self._narrowing() + [(LIMIT, given[LIMIT])] * (LIMIT in given)
        return self.request.build_absolute_uri(f"?{urlencode([*kept, (CURSOR, sealed)])}")


def limit_of(request: Request) -> int:
    """How many rows a page has. Raises `ValidationError` for what is no number in bounds."""
    text = request.query_params.get(LIMIT)
    if text is None:
        return USUAL
    if text.isascii() and text.isdecimal() and len(text) <= len(str(MOST)):
        number = int(text)
        if 1 <= number <= MOST:
            return number
    words = gettext("A whole number from 1 to %(most)s.") % {"most": MOST}
    raise ValidationError({LIMIT: [words]}, code="invalid")


def refuse_unknown(request: Request, view: Any) -> None:
    """Refuse what the list does not know: a slip would give everything instead of a part."""
    known = STEERING | set(getattr(view, "parameters", ()))
    filterset = getattr(view, "filterset_class", None)
    if filterset is not None:
        known |= set(filterset.base_filters)
    unknown = sorted(set(request.query_params) - known)
    if unknown:
        words = gettext("This list has no such parameter.")
        raise ValidationError({force_str(name): [words] for name in unknown}, code="invalid")


def _secret() -> bytes:
    return settings.SECRET_KEY.encode()
