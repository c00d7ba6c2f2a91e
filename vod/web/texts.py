"""Which of a thing's texts a reader is given. Pure.

Texts are keyed by BCP 47 tag, Django's languages are not quite that: it calls ours "zh-hans".
"""

from collections.abc import Iterable
from typing import Protocol, TypeVar

# Whoever reads the one script reads the other sooner than a translation into English.
READS: dict[str, tuple[str, ...]] = {
    "zh-hans": ("zh-hans", "zh", "zh-hant", "en"),
    "zh-hant": ("zh-hant", "zh", "zh-hans", "en"),
}
EVERYBODY_READS = ("en", "zh-hans", "zh-hant")
SCRIPT_LETTERS = 4  # RFC 5646: a subtag of four letters is a script


class Worded(Protocol):
    """A row of words in one language."""

    language: str


class Titled(Worded, Protocol):
    """A row with a title."""

    title: str


Row = TypeVar("Row", bound=Worded)
Title = TypeVar("Title", bound=Titled)


def in_order(rows: Iterable[Row], *, language: str | None) -> list[Row]:
    """All rows, the one that a reader of `language` can best read first."""
    return sorted(rows, key=lambda row: (_distance(row.language, language or "en"), row.language))


def pick(rows: Iterable[Row], *, language: str | None) -> Row | None:
    """The row that a reader of `language` can best read."""
    return next(iter(in_order(rows, language=language)), None)


def two_titles(rows: Iterable[Title], *, language: str | None) -> list[Title]:
    """The title that a reader can best read, and beside it one in another language.

    The other script of the same language stands there only if there is no other language: most
    often it is the same title again.
    """
    ordered = in_order(rows, language=language)
    others = [row for row in ordered[1:] if row.title != ordered[0].title]
    elsewhere = [row for row in others if _primary(row.language) != _primary(ordered[0].language)]
    return [*ordered[:1], *(elsewhere or others)[:1]]


def bcp47(language: str | None) -> str:
    """Django's name of a language as a BCP 47 tag in its usual case: "zh-hans" is "zh-Hans"."""
    primary, *rest = (language or "en").split("-")
    cased = (part.title() if len(part) == SCRIPT_LETTERS else part.upper() for part in rest)
    return "-".join([primary.lower(), *cased])


def _primary(tag: str) -> str:
    return tag.split("-", maxsplit=1)[0].lower()


def _distance(tag: str, language: str) -> int:
    wanted = language.lower()
    order = READS.get(wanted, (wanted, wanted.split("-")[0], *EVERYBODY_READS))
    for place, known in enumerate(order):
        if tag.lower() == known or tag.lower().startswith(f"{known}-"):
            return place
    return len(order)
