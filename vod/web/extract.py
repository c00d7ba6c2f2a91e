"""Lets Babel read Django's templates: Django itself turns them into something like Python."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from babel.messages.extract import extract_python
from django.conf import settings
from django.utils.translation import templatize

# What `templatize` writes. Which argument is what is known to Babel itself.
KEYWORDS = ("_", "gettext", "ngettext", "pgettext", "npgettext")


def extract_templates(
    fileobj: BytesIO, keywords: Any, comment_tags: Any, options: Any
) -> Iterator[Any]:
    """Babel's extraction method for Django templates (its documentation: "Writing Extraction")."""
    if not settings.configured:
        settings.configure()
    # A template's indentation means nothing to Python.
    lines = (line.strip() for line in templatize(fileobj.read().decode()).splitlines())
    python = BytesIO("\n".join(lines).encode())
    yield from extract_python(python, dict.fromkeys(KEYWORDS), comment_tags, options)
