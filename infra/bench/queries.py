"""What people type, in the shares that a festival's search sees: mostly titles and names."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from pypinyin import Style, lazy_pinyin

if TYPE_CHECKING:
    from collections.abc import Callable

    from infra.bench.library import Library

from catalog.models import FilmText, PersonName


def queries(library: Library, *, count: int) -> list[tuple[str, str]]:
    """Kind of query, and query string: `count` of them."""
    chance = library.chance
    titles = list(FilmText.objects.filter(language="zh-Hans").values_list("title", flat=True))
    english = list(FilmText.objects.filter(language="en").values_list("title", flat=True))
    names = list(PersonName.objects.values_list("name", flat=True))

    def title() -> str:
        return chance.choice(titles)

    def foreign() -> str:
        return chance.choice(english)

    def name() -> str:
        return chance.choice(names)

    kinds: dict[str, tuple[int, Callable[[], str]]] = {
        "title": (10, title),
        "traditional title": (6, lambda: library.traditional(title())),
        "piece of a title": (10, lambda: title()[:2]),
        "one character": (4, lambda: title()[:1]),
        "pinyin": (8, lambda: "".join(lazy_pinyin(title()))),
        "pinyin with spaces": (6, lambda: " ".join(lazy_pinyin(title()))),
        "pinyin with tones": (4, lambda: " ".join(lazy_pinyin(title(), style=Style.TONE))),
        "half typed": (6, lambda: "".join(lazy_pinyin(title()))[:4]),
        "English title": (8, foreign),
        "English word": (6, lambda: chance.choice(foreign().split())),
        "name": (8, name),
        "name in pinyin": (6, lambda: " ".join(lazy_pinyin(name()))),
        "name and year": (2, lambda: f"{name()} {chance.randint(1985, 2026)}"),
        "slip": (6, lambda: _slip(library, foreign())),
        "wrong character": (3, lambda: _wrong_character(library, title())),
        "run together": (3, lambda: name() + title()),
        "nothing like it": (2, lambda: "qqxxzz"),
    }
    made = []
    weights = [share for share, _ in kinds.values()]
    for kind in chance.choices(list(kinds), weights=weights, k=count):
        asked = {"q": kinds[kind][1]()}
        narrowing = chance.random()
        if narrowing < 0.1:  # noqa: PLR2004 - a share
            asked["decade"] = str(chance.choice((1990, 2000, 2010)))
        elif narrowing < 0.15:  # noqa: PLR2004
            asked["country"] = "CN"
        made.append((kind, urlencode(asked)))
    made += [("no words, by decade", "decade=1990"), ("no words", "")] * (count // 100)
    return made


def _slip(library: Library, title: str) -> str:
    """Two neighbours changed, or a letter missing."""
    place = library.chance.randrange(max(len(title) - 1, 1))
    if library.chance.random() < 0.5:  # noqa: PLR2004
        return title[:place] + title[place + 1 :]
    return title[:place] + title[place : place + 2][::-1] + title[place + 2 :]


def _wrong_character(library: Library, title: str) -> str:
    place = library.chance.randrange(len(title))
    return title[:place] + library.chance.choice(library.characters) + title[place + 1 :]
