"""Nouns and columns of an exported catalogue. Whoever adds a field to a model adds it here."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

FORMAT, VERSION = "cife-catalogue", 1
Record = dict[str, Any]  # column → value as JSON has it; words by language
Catalogue = dict[str, list[Record]]  # noun → its records


class Audience(StrEnum):
    """For whom an export is. What is hidden is in neither: a backup is pg_dump's business."""

    PUBLIC = "public"  # what anybody may see
    STAFF = "staff"  # the unlisted and the unrevealed too


class Kind(StrEnum):
    """What a column holds."""

    KEY = "key"  # a slug or an id
    NUMBER = "number"
    FLAG = "flag"
    DATE = "date"
    INSTANT = "instant"
    CHOICE = "choice"
    ZONE = "zone"
    KEYS = "keys"  # slugs of other records
    COUNTRIES = "countries"
    LANGUAGES = "languages"
    WORDS = "words"  # one a language, in CSV a column each: "title:zh-Hans"


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column. `of` is the noun that keys point to; `most` the longest text or largest number."""

    name: str
    kind: Kind
    required: bool = False
    of: str = ""
    choices: Sequence[str] = ()
    most: int = 0


@dataclass(frozen=True, kw_only=True)
class Noun:
    """A kind of record; `key` names the columns that tell one from another."""

    name: str
    key: Sequence[str]
    columns: Sequence[Column]

    def column(self, name: str) -> Column | None:
        """The column of this name."""
        return next((column for column in self.columns if column.name == name), None)

    @property
    def words(self) -> list[Column]:
        """The columns that are written in several languages; the first is the title."""
        return [column for column in self.columns if column.kind == Kind.WORDS]


TITLE, NAME, YEAR, POSITION = 200, 120, 9999, 32_767
ROLES = (
    "director",
    "writer",
    "producer",
    "cinematographer",
    "editor",
    "sound",
    "composer",
    "cast",
    "translator",
)


def _key(name: str, *, of: str = "", required: bool = True) -> Column:
    return Column(name=name, kind=Kind.KEY, of=of, required=required)


def _keys(name: str, of: str) -> Column:
    return Column(name=name, kind=Kind.KEYS, of=of)


def _number(name: str, most: int = POSITION, *, required: bool = False) -> Column:
    return Column(name=name, kind=Kind.NUMBER, most=most, required=required)


def _choice(name: str, *choices: str) -> Column:
    return Column(name=name, kind=Kind.CHOICE, choices=choices, required=True)


def _words(name: str, most: int = 0) -> Column:
    return Column(name=name, kind=Kind.WORDS, most=most)


def _noun(name: str, key: str, *columns: Column) -> Noun:
    return Noun(name=name, key=key.split(), columns=columns)


VISIBILITY = Column(name="visibility", kind=Kind.CHOICE, choices=("public", "unlisted", "hidden"))
SEEN = (
    VISIBILITY,
    Column(name="reveal_at", kind=Kind.INSTANT),
    Column(name="indexable", kind=Kind.FLAG),
)
NOUNS: Sequence[Noun] = (
    _noun(
        "edition",
        "slug",
        _key("slug"),
        _number("year", YEAR, required=True),
        Column(name="time_zone", kind=Kind.ZONE, required=True),
        _choice("state", "draft", "announced", "open", "closed", "archived"),
        Column(name="first_day", kind=Kind.DATE),
        Column(name="last_day", kind=Kind.DATE),
        _words("title", TITLE),
        _words("statement"),
    ),
    _noun(
        "programmes",
        "slug",
        _key("slug"),
        _number("position"),
        _words("title", TITLE),
        _words("statement"),
    ),
    _noun(
        "terms",
        "kind slug",
        _choice("kind", "theme", "genre", "content_note"),
        _key("slug"),
        _number("position"),
        _words("name", NAME),
    ),
    _noun("people", "slug", _key("slug"), *SEEN, _words("name", TITLE), _words("biography")),
    _noun(
        "films",
        "slug",
        _key("slug"),
        _number("year", YEAR, required=True),
        Column(name="countries", kind=Kind.COUNTRIES),
        Column(name="languages", kind=Kind.LANGUAGES),
        _number("runtime_seconds", 2_147_483_647),
        *(_keys(f"{kind}s", "terms") for kind in ("theme", "genre", "content_note")),
        *SEEN,
        _words("title", TITLE),
        _words("synopsis"),
    ),
    _noun(
        "versions",
        "id",
        _key("id"),
        _key("film", of="films"),
        _choice("kind", "festival_cut", "blurred", "restored", "trailer"),
    ),
    _noun(
        "credits",
        "film person role",
        _key("film", of="films"),
        _key("person", of="people"),
        _choice("role", *ROLES),
        _number("position"),
    ),
    _noun(
        "periods",
        "slug",
        _key("slug"),
        _number("first_year", YEAR, required=True),
        _number("last_year", YEAR),
        _keys("films", "films"),
        _keys("people", "people"),
        *SEEN,
        _words("title", TITLE),
        _words("summary"),
    ),
    _noun(
        "essays",
        "slug",
        _key("slug"),
        _number("year", YEAR),
        _key("period", of="periods", required=False),
        _keys("authors", "people"),
        _keys("films", "films"),
        _keys("people", "people"),
        *SEEN,
        _words("title", TITLE),
        _words("abstract"),
        _words("body"),
    ),
    _noun(
        "screenings",
        "id",
        _key("id"),
        _key("slug", required=False),
        _key("programme", of="programmes", required=False),
        _words("title", TITLE),
        _words("note"),
    ),
    _noun(
        "items",
        "screening position",
        _key("screening", of="screenings"),
        _number("position", required=True),
        _choice("kind", "film", "introduction", "conversation"),
        _key("version", of="versions"),
        _choice("on_unavailable", "skip", "deny"),
    ),
)
BY_NAME = {noun.name: noun for noun in NOUNS}
