"""JSON as it is sent to us."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class TextJSONParser(JSONParser):
    """JSON whose texts are texts: a NUL is in none, and PostgreSQL takes it in none."""

    def parse(
        self,
        stream: Any,
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Parse; raises `ParseError`."""
        parsed = super().parse(stream, media_type, parser_context)
        if any("\0" in text for text in _texts(parsed)):
            raise ParseError(gettext("The request holds a character that is in no text."))
        return parsed


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
