"""What is hidden is nowhere: every address of catalogue and pages is walked, in both languages.

The addresses come from the URL configuration. A new one has to be named here, or this fails.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO
from itertools import product
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver

from catalog import urls as api_urls
from catalog.exchange.schema import Audience
from catalog.models import (
    Channel,
    FilmText,
    Level,
    PersonName,
    ProgrammeText,
    ScreeningText,
    Visibility,
)
from catalog.services import export_catalogue, search_index
from catalog.services.striking import TEXTS
from catalog.services.withdrawal import lift, withdraw
from tests.catalog.history import World, a_world, hide, later
from tests.catalog.rows import real_now
from tests.web.programme import a_publication
from vod.web import urls as page_urls

LANGUAGES = {"/api/": ("en",), "/": ("en", "zh-CN")}  # the API gives all languages at once
WRITTEN_ONLY = {  # no GET
    "edition-state", "film-code-word", "film-versions", "offer-tickets", "take-ticket", "version",
    "version-publish", "version-subtitles", "version-uploads",
}  # fmt: skip
NOT_FOR_EVERYBODY = {  # for a film's own team, for staff, or for the person herself
    "account-end-login", "account-end-others", "account-logins", "account-profile",
    "account-second-factor", "accreditation", "accreditation-decision", "accreditations",
    "applications", "audience", "audience-chart", "audience-csv", "booking", "booking-join",
    "bookings", "bookings-page", "cancel-booking", "come-back",
    "edition-export", "edition-import", "explain", "film-invitation",
    "film-invitations", "film-rights", "film-team", "film-team-member", "give-back", "headcount",
    "help", "help-code", "inbox", "inbox-mail", "inbox-read", "support-code-answers",
    "join", "my-tickets", "new-return-code", "offer", "offer-availability",
    "organisation-bookings", "organisation-member", "organisation-members", "organisations",
    "pass-issue", "pass-kinds", "pass-revoke", "passes", "quality-report", "quota", "quotas",
    "redeem", "return", "screening-offers", "screening-rights", "seen-by-staff", "shop-ticket",
    "shop-tickets",
    "studio", "support-code", "support-code-grant", "support-code-page", "support-codes", "take",
    "team", "team-invite", "team-remove", "team-withdraw", "ticket", "ticket-extend",
    "ticket-revoke", "tickets", "voucher-batch", "voucher-batch-codes", "voucher-batch-revoke",
    "voucher-batches", "voucher-redeem", "voucher-revoke", "withdrawal-lift", "withdrawal-set",
    "withdrawal-word", "unsubscribe", "edition-withdrawal", "film-withdrawal", "withdrawal",
}  # fmt: skip
BY_TOKEN = {  # who has the token is meant to learn of the film
    "invitation", "invitation-accept", "invitation-link", "invitation-page", "invitation-yes",
}  # fmt: skip
SECRETS = {
    "secret_film": ("canary-film", "CanaryFilm"),
    "secret_person": ("canary-person", "CanaryPerson"),
    "secret_period": ("canary-period", "CanaryPeriod"),
    "secret_essay": ("canary-essay", "CanaryEssay"),
    "secret_still": ("CanaryStill",),
}
HALVES = ("fil", "perso", "perio", "essa")  # of the words, which an answer may repeat
HIDDEN: dict[str, dict[str, Any]] = {
    "hidden": {"visibility": Visibility.HIDDEN},
    "not revealed yet": {"reveal_at": "later"},
}


def addresses(world: World) -> dict[str, list[str]]:
    """Of each named address, the ways to fill it in that tell the most."""
    api, secret = "/api/v1", "canary"
    return {
        "editions": [f"{api}/editions/"],
        "edition": [f"{api}/editions/2026/"],
        "programmes": [f"{api}/editions/2026/programmes/"],
        "edition-programme": [f"{api}/editions/2026/programmes/rivers/"],
        "films": [
            f"{api}/films/",
            f"{api}/films/?year=2004&theme=rivers",
            f"{api}/films/?person={secret}-person",
            f"{api}/films/?period={secret}-period",
        ],
        "film": [f"{api}/films/plain-film/", f"{api}/films/{secret}-film/"],
        "film-stills": [
            f"{api}/films/plain-film/stills/",
            f"{api}/films/{secret}-film/stills/",
        ],
        "still": [
            f"{api}/stills/{still.public_id}/"
            for film in (world.film, world.secret_film)
            for still in film.stills.all()
        ],
        "people": [f"{api}/people/"],
        "person": [f"{api}/people/plain/", f"{api}/people/{secret}-person/"],
        "periods": [f"{api}/periods/"],
        "period": [f"{api}/periods/plain/", f"{api}/periods/{secret}-period/"],
        "essays": [f"{api}/essays/"],
        "essay": [f"{api}/essays/plain/", f"{api}/essays/{secret}-essay/"],
        "terms": [f"{api}/terms/", f"{api}/terms/?kind=theme"],
        "term": [f"{api}/terms/theme/rivers/"],
        "screenings": [f"{api}/screenings/"],
        "screening": [
            f"{api}/screenings/{screening.public_id}/"
            for screening in (world.screening, world.block)
        ],
        "search": [f"{api}/search/?q=canary{half}" for half in HALVES],
        "search-page": [f"/search/?q=canary{half}" for half in HALVES],
        "programme": ["/"],
        "films-page": ["/films/", "/films/?year=2004", "/films/?theme=rivers"],
        "film-page": ["/films/plain-film/", f"/films/{secret}-film/"],
        "programme-page": ["/programmes/2026/rivers/"],
        "person-page": ["/people/plain/", f"/people/{secret}-person/"],
        "timeline": ["/history/"],
        "period-page": ["/history/plain/", f"/history/{secret}-period/"],
        "essay-page": ["/essays/plain/", f"/essays/{secret}-essay/"],
        "trailer": [f"/watch/trailers/{world.trailer.public_id}/"],
        "watch": [f"/watch/{screening.public_id}/" for screening in (world.screening, world.block)],
        "robots": ["/robots.txt"],
        "code-word": ["/word/"],
        "sitemap": ["/sitemap.xml"],
    }


def named(patterns: Sequence[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from named(pattern.url_patterns)
        else:
            yield str(pattern.name)


@pytest.fixture
def world(db: None, now: datetime) -> World:
    world = a_world(a_publication(now=now))
    search_index.reindex()
    return world


def telling(
    client: Client, world: World, secrets: dict[str, tuple[str, ...]] | None = None
) -> dict[str, set[str]]:
    """The addresses under which something of each secret is to be read, in any language."""
    secrets = secrets or SECRETS
    found: dict[str, set[str]] = {secret: set() for secret in secrets}
    for path in (path for paths in addresses(world).values() for path in paths):
        for language in next(LANGUAGES[start] for start in LANGUAGES if path.startswith(start)):
            answer = client.get(path, headers={"Accept-Language": language})
            assert answer.status_code in {200, 404}, path
            body = answer.content.decode().replace(path, "").lower()  # a page names its own address
            for secret, words in secrets.items():
                if any(word.lower() in body for word in words):
                    found[secret].add(path)
    return found


def test_every_address_is_walked(world: World) -> None:
    everything = {*named(api_urls.urlpatterns), *named(page_urls.urlpatterns)}
    assert set(addresses(world)) | WRITTEN_ONLY | NOT_FOR_EVERYBODY | BY_TOKEN == everything


def test_what_is_public_is_found(client: Client, world: World) -> None:
    """The walk would notice: here it finds the very words."""
    for secret, paths in telling(client, world).items():
        assert len(paths) >= 3, secret


WITHDRAWN: dict[str, tuple[str, ...]] = {
    "title": ("canary-film", "CanaryFilm", "金丝雀之歌"),
    "name": ("canary-person", "CanaryPerson", "沈无名"),
}
MENTION = "CanaryFilm (金丝雀之歌) by CanaryPerson, 沈无名, at length"


def mention_everywhere(world: World) -> None:
    """Let every kind of text speak of the film and of its director, and give it a Chinese title."""
    FilmText.objects.create(film=world.secret_film, language="zh-Hant", title="金丝雀之歌")
    PersonName.objects.create(person=world.secret_person, language="zh-Hant", name="沈无名")
    ProgrammeText.objects.create(programme=world.programme, language="en", title="Rivers")
    ScreeningText.objects.create(screening=world.block, language="en", title="Two films")
    for model, fields in TEXTS.items():
        rows: Any = model.objects  # type: ignore[attr-defined]
        if model is FilmText:
            rows = rows.filter(film=world.film)
        elif model is PersonName:
            rows = rows.filter(person=world.person)
        rows.update(**{fields[-1]: MENTION})
    search_index.reindex()


def test_what_its_makers_hide_is_nowhere(
    client: Client, world: World, django_capture_on_commit_callbacks: Any
) -> None:
    """Nor who made it, where they ask for that; nor a mention, in any text and any language."""
    mention_everywhere(world)
    before = telling(client, world, WITHDRAWN)
    assert all(len(paths) > 25 for paths in before.values())
    withdraw(
        film=world.secret_film,
        people=[world.secret_person],
        level=Level.HIDE,
        channel=Channel.FILMMAKER,
        now=real_now(),
    )
    assert telling(client, world, WITHDRAWN) == {"title": set(), "name": set()}
    for form, audience in product(("json", "csv"), Audience):
        made = export_catalogue(
            edition=world.edition, form=form, audience=audience, now=real_now()
        )[1]
        assert [word for word in sum(WITHDRAWN.values(), ()) if word in unpacked(made)] == []
    lift(film=world.secret_film, now=real_now())
    assert telling(client, world, WITHDRAWN) == before


def unpacked(made: bytes) -> str:
    """An export as text, of whichever form."""
    if not made.startswith(b"PK"):
        return made.decode()
    with ZipFile(BytesIO(made)) as packed:
        return "".join(packed.read(name).decode() for name in packed.namelist())


@pytest.mark.parametrize("how", HIDDEN)
def test_what_is_hidden_is_nowhere(client: Client, world: World, now: datetime, how: str) -> None:
    for secret in SECRETS:
        hide(getattr(world, secret), **_instant(HIDDEN[how], now=now))
    assert telling(client, world) == {secret: set() for secret in SECRETS}


def test_a_hidden_film_and_person_among_what_is_public(client: Client, world: World) -> None:
    hide(world.secret_film, visibility=Visibility.HIDDEN)
    hide(world.secret_person, visibility=Visibility.HIDDEN)
    found = telling(client, world)
    assert (found["secret_film"], found["secret_person"]) == (set(), set())


def test_what_is_unlisted_is_found_at_its_own_address_alone(client: Client, world: World) -> None:
    for secret in SECRETS:
        hide(getattr(world, secret), visibility=Visibility.UNLISTED)
    own = {
        "secret_film": ("/films/canary-film/", "/stills/", "/screenings/", "/watch/"),
        "secret_person": ("/people/canary-person/",),
        "secret_period": ("/periods/canary-period/", "/history/canary-period/"),
        "secret_essay": ("/essays/canary-essay/",),
        "secret_still": (f"/stills/{world.secret_still.public_id}/",),
    }
    for secret, paths in telling(client, world).items():
        assert "/api/v1/screenings/" not in paths
        assert [path for path in paths if not any(mine in path for mine in own[secret])] == []


def test_counts_count_what_is_seen(client: Client, world: World) -> None:
    def counts() -> tuple[int, int, int, int]:
        periods = client.get("/api/v1/periods/").json()["results"]
        plain = next(period for period in periods if period["slug"] == "plain")
        films = client.get("/api/v1/terms/theme/rivers/").json()["films"]
        total = len(client.get("/api/v1/films/").json()["results"])
        return plain["films"], plain["people"], films, total

    assert counts() == (2, 2, 2, 2)
    hide(world.secret_film, visibility=Visibility.HIDDEN)
    hide(world.secret_person, visibility=Visibility.HIDDEN)
    assert counts() == (1, 1, 1, 1)


def test_the_films_of_somebody_hidden_are_not_to_be_asked_for(client: Client, world: World) -> None:
    asked = "/api/v1/films/?person=canary-person"
    assert len(client.get(asked).json()["results"]) == 2
    hide(world.secret_person, visibility=Visibility.HIDDEN)
    assert len(client.get(asked).json()["results"]) == 0


def test_a_hidden_film_hides_its_stills(client: Client, world: World) -> None:
    still = world.secret_film.stills.get()
    assert client.get(f"/api/v1/stills/{still.public_id}/").status_code == 200
    hide(world.secret_film, visibility=Visibility.HIDDEN)
    assert client.get(f"/api/v1/stills/{still.public_id}/").status_code == 404


def _instant(how: dict[str, Any], *, now: datetime) -> dict[str, Any]:
    return {name: later(now) if value == "later" else value for name, value in how.items()}
