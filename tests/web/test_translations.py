"""The Chinese catalogue is complete and up to date."""

from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
VOD = ROOT / "vod"
APPS = ("vod", "accounts", "catalog", "transcoding")
CATALOGUE = VOD / "web" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"


def catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="zh_Hans")


def words_in_use() -> set[tuple[str | None, str]]:
    """Context and words of every text in the code and the templates."""
    with (VOD / "web" / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    return {
        (context, first(words))
        for app in APPS
        for _, _, words, _, context in extract_from_dir(
            ROOT / app, methods, options, DEFAULT_KEYWORDS
        )
    }


def first(words: str | tuple[str, ...] | list[str]) -> str:
    return words if isinstance(words, str) else words[0]


def is_empty(message: Message) -> bool:
    return not message.string or not all(message.string)


def test_nothing_is_untranslated() -> None:
    assert [m.id for m in catalogue() if m.id and (is_empty(m) or m.fuzzy)] == []


def test_nothing_is_missing_or_left_over() -> None:
    """Otherwise run `make messages`."""
    known = {(m.context, first(m.id)) for m in catalogue() if m.id}
    assert known == words_in_use()
    assert not catalogue().obsolete


def test_placeholders_are_the_same() -> None:
    assert [m.id for m in catalogue() if m.id and m.check()] == []
