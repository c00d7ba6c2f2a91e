"""Twenty thousand films that never were, with texts, people, terms, and an edition that is open.

Chinese words are pypinyin's phrases, English ones those of this project's own documents, so that
some are frequent and most are rare, as in any language. The same seed gives the same library.
"""

from __future__ import annotations

import random
import re
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from opencc import OpenCC
from pypinyin.constants import PHRASES_DICT

from catalog.models import (
    Credit,
    CreditRole,
    Edition,
    EditionState,
    Film,
    FilmText,
    FilmVersion,
    Offer,
    Period,
    PeriodText,
    Person,
    PersonName,
    Screening,
    ScreeningItem,
    Term,
    TermKind,
    TermText,
    Visibility,
)
from catalog.services import search_index

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db import models

ROOT = Path(__file__).resolve().parents[2]
PEOPLE, TERMS, PERIODS, SCREENINGS = 6_000, 24, 6, 100
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
COUNTRIES = ("CN", "CN", "CN", "CN", "HK", "TW", "FR", "DE", "US", "JP")
LANGUAGES = ("zh", "zh", "zh", "yue", "bo", "ug", "wuu", "en")
BATCH = 2_000


class Words:
    """Words in the frequencies of a language (Zipf's law)."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = words
        self.weights = list(accumulate(1 / (rank + 3) for rank in range(len(words))))

    def some(self, chance: random.Random, count: int) -> list[str]:
        """So many, at random."""
        return chance.choices(self.words, cum_weights=self.weights, k=count)


class Library:
    """Makes the rows, and knows what was made for the queries."""

    def __init__(self, *, films: int, seed: int) -> None:
        self.films = films
        self.chance = random.Random(seed)  # noqa: S311 - a library, no secret
        phrases = sorted(phrase for phrase in PHRASES_DICT if len(phrase) in {2, 3})
        self.chance.shuffle(phrases)
        self.chinese = Words(phrases[:20_000])
        self.english = Words(_english())
        self.characters = sorted({c for phrase in phrases[:4_000] for c in phrase})
        self.traditional = OpenCC("s2t").convert

    def fill(self) -> None:
        """Put everything into an empty database, and into the index."""
        people = self._people()
        films = self._films()
        self._link(films, people)
        self._edition(films)
        search_index.reindex()

    def title(self) -> tuple[str, str]:
        """A Chinese and an English title."""
        chinese = "".join(self.chinese.some(self.chance, self.chance.choice((1, 1, 2, 2, 3))))
        words = self.english.some(self.chance, self.chance.randint(1, 5))
        return chinese, " ".join(words).title()

    def _people(self) -> list[Person]:
        people = Person.objects.bulk_create(
            [Person(slug=f"person-{n}", visibility=Visibility.PUBLIC) for n in range(PEOPLE)]
        )
        names = []
        for person in people:
            given = self.chance.sample(self.characters, self.chance.choice((1, 2, 2)))
            name = self.chance.choice(SURNAMES) + "".join(given)
            names.append(PersonName(person=person, language="zh-Hans", name=name))
        _save(PersonName, names)
        return people

    def _films(self) -> list[Film]:
        films = Film.objects.bulk_create(
            [
                Film(
                    slug=f"film-{n}",
                    year=self.chance.randint(1985, 2026),
                    countries=list({self.chance.choice(COUNTRIES) for _ in range(2)}),
                    languages=list({self.chance.choice(LANGUAGES) for _ in range(2)}),
                    runtime_seconds=self.chance.randint(300, 12_000),
                    visibility=Visibility.PUBLIC,
                )
                for n in range(self.films)
            ],
            batch_size=BATCH,
        )
        texts = []
        for film in films:
            chinese, english = self.title()
            told = "\uff0c".join("".join(self.chinese.some(self.chance, 5)) for _ in range(12))
            tale = " ".join(self.english.some(self.chance, 80))
            for language, title, synopsis in (
                ("zh-Hans", chinese, told),
                ("zh-Hant", self.traditional(chinese), self.traditional(told)),
                ("en", english, tale),
            ):
                texts.append(FilmText(film=film, language=language, title=title, synopsis=synopsis))
        _save(FilmText, texts)
        return films

    def _link(self, films: list[Film], people: list[Person]) -> None:
        roles = (CreditRole.DIRECTOR, CreditRole.CINEMATOGRAPHER, CreditRole.CAST)
        credited = [
            Credit(film=film, person=person, role=role)
            for film in films
            for role, person in zip(roles, self.chance.sample(people, 3), strict=True)
        ]
        _save(Credit, credited)
        kinds = (TermKind.THEME, TermKind.THEME, TermKind.GENRE)
        terms = Term.objects.bulk_create(
            [Term(kind=kinds[n % 3], slug=f"term-{n}") for n in range(TERMS)]
        )
        named = zip(terms, self.chinese.some(self.chance, TERMS), strict=True)
        _save(TermText, [TermText(term=t, language="zh-Hans", name=name) for t, name in named])
        through = Film.terms.through
        _save(
            through,
            [
                through(film_id=film.pk, term_id=term.pk)
                for film in films
                for term in self.chance.sample(terms, 3)
            ],
        )
        periods = Period.objects.bulk_create(
            [
                Period(
                    slug=f"period-{n}",
                    first_year=1985 + 7 * n,
                    last_year=1991 + 7 * n,
                    visibility=Visibility.PUBLIC,
                )
                for n in range(PERIODS)
            ]
        )
        _save(
            PeriodText,
            [PeriodText(period=p, language="zh-Hans", title=self.title()[0]) for p in periods],
        )
        of_period = Period.films.through
        by_year = {year: p for p in periods for year in range(p.first_year, p.first_year + 7)}
        _save(
            of_period,
            [of_period(film_id=film.pk, period_id=by_year[film.year].pk) for film in films],
        )

    def _edition(self, films: list[Film]) -> None:
        now = datetime.now(tz=UTC)
        edition = Edition.objects.create(slug="bench", year=2026, state=EditionState.OPEN)
        for number, film in enumerate(self.chance.sample(films, min(SCREENINGS, len(films)))):
            version = FilmVersion.objects.create(film=film)
            screening = Screening.objects.create(edition=edition, slug=f"screening-{number}")
            ScreeningItem.objects.create(screening=screening, version=version)
            opens = now + timedelta(days=self.chance.randint(-5, 5))
            Offer.objects.create(
                screening=screening,
                window=DateTimeTZRange(opens, opens + timedelta(days=30)),
                time_zone="UTC",
                opens_local=f"{opens:%Y-%m-%dT%H:%M}",
                closes_local=f"{opens + timedelta(days=30):%Y-%m-%dT%H:%M}",
                free_tickets=True,
            )


def _english() -> list[str]:
    """Words of our documents, the frequent ones first."""
    counted: dict[str, int] = {}
    for path in (ROOT / "LICENSE", ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))):
        for word in re.findall(r"[a-z]{3,}", path.read_text(encoding="utf-8").lower()):
            counted[word] = counted.get(word, 0) + 1
    return sorted(counted, key=lambda word: (-counted[word], word))


def _save(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    model._default_manager.bulk_create(rows, batch_size=BATCH)  # noqa: SLF001
