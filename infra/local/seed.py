"""Fill an empty platform with the demonstration programme, and say what was made.

Run in the platform's environment: `SEED_PASSWORD=… python -m infra.local.seed [--refusals]
[--pictures]`.
Prints JSON: `version`, `screenings` (by their key in programme.json), `offers`.
A second run changes nothing.
"""

from __future__ import annotations

import argparse
import json
import os
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vod.settings")
django.setup()

from allauth.mfa.models import Authenticator  # noqa: E402
from allauth.mfa.totp.internal.auth import TOTP  # noqa: E402
from django.db import transaction  # noqa: E402
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange  # noqa: E402

from accounts.models import Role  # noqa: E402
from accounts.services import create_staffed_user  # noqa: E402
from catalog.models import (  # noqa: E402
    Credit,
    CreditRole,
    Edition,
    EditionState,
    EditionText,
    Film,
    FilmTeam,
    FilmText,
    FilmVersion,
    Offer,
    Person,
    PersonName,
    Programme,
    ProgrammeText,
    RightsGrant,
    Screening,
    ScreeningItem,
    TeamRole,
    TerritoryRule,
    Use,
    Visibility,
)
from catalog.schedule import window_of  # noqa: E402
from catalog.services import search_index  # noqa: E402
from infra.local.codes import secret_of  # noqa: E402
from infra.local.seed_catalogue import Writer  # noqa: E402
from infra.local.seed_data import ACCOUNTS, PROGRAMME  # noqa: E402

ROLES: dict[str, tuple[Role, ...]] = {
    "viewer": (),
    "filmmaker": (Role.FILMMAKER,),
    "admin": (Role.ADMIN, Role.PROGRAMMER),
}


@transaction.atomic
def seed(*, password: str, refusals: bool, pictures: bool, now: datetime) -> dict[str, Any]:
    """Make what is missing; what was made before stays as it is."""
    edition, programme = _edition()
    users = {
        name: create_staffed_user(email=email, password=password, roles=ROLES[name])
        for name, email in ACCOUNTS.items()
    }
    admin = users["admin"]
    if not Authenticator.objects.filter(user=admin, type=Authenticator.Type.TOTP).exists():
        TOTP.activate(admin, secret_of(password))
    versions = {film["slug"]: _film(film) for film in PROGRAMME["films"]}
    version = versions["big-buck-bunny"]
    FilmTeam.objects.get_or_create(
        film=version.film, user=users["filmmaker"], role=TeamRole.DIRECTOR
    )
    Writer(actor=users["admin"], now=now).fill(pictures=pictures)
    wanted = PROGRAMME["screenings"] | (PROGRAMME["refusals"] if refusals else {})
    screenings, offers = {}, {}
    for key, terms in wanted.items():
        screening = _screening(key, edition, programme, versions[terms["film"]])
        screenings[key] = screening.public_id
        offers[key] = _offer(screening, terms, now=now).public_id
    search_index.reindex()
    return {"version": version.public_id, "screenings": screenings, "offers": offers}


def _edition() -> tuple[Edition, Programme]:
    data = PROGRAMME["edition"]
    edition, created = Edition.objects.get_or_create(
        slug=data["slug"],
        defaults={
            "year": data["year"],
            "time_zone": data["time_zone"],
            "state": EditionState.OPEN,
        },
    )
    programme, _ = Programme.objects.get_or_create(
        edition=edition, slug=PROGRAMME["programme"]["slug"]
    )
    if created:
        for language, (title, statement) in data["texts"].items():
            EditionText.objects.create(
                edition=edition, language=language, title=title, statement=statement
            )
        for language, (title, statement) in PROGRAMME["programme"]["texts"].items():
            ProgrammeText.objects.create(
                programme=programme, language=language, title=title, statement=statement
            )
    return edition, programme


def _film(data: dict[str, Any]) -> FilmVersion:
    film, created = Film.objects.get_or_create(
        slug=data["slug"],
        defaults={
            **{name: data[name] for name in ("year", "countries", "languages", "runtime_seconds")},
            "visibility": Visibility.PUBLIC,
            "indexable": True,
        },
    )
    if created:
        for language, (title, synopsis) in data["texts"].items():
            FilmText.objects.create(film=film, language=language, title=title, synopsis=synopsis)
        director = data["director"]
        person = Person.objects.create(
            slug=director["slug"], visibility=Visibility.PUBLIC, indexable=True
        )
        PersonName.objects.create(person=person, language="en", name=director["name"])
        Credit.objects.create(film=film, person=person, role=CreditRole.DIRECTOR)
        FilmVersion.objects.create(film=film)
    _clear(film)
    return film.versions.get()


def _clear(film: Film) -> None:
    """Record that an open movie may be shown to everybody, everywhere, for good: its licence."""
    for use in (Use.PUBLIC, Use.PRESS, Use.INSTITUTION):
        RightsGrant.objects.get_or_create(
            film=film,
            use=use,
            defaults={
                "dates": DateTimeTZRange(None, None),
                "consent_version": PROGRAMME["consent"]["version"],
                "consent_on": PROGRAMME["consent"]["on"],
                "created_at": datetime.now(tz=UTC),
            },
        )


def _screening(
    slug: str, edition: Edition, programme: Programme, version: FilmVersion
) -> Screening:
    screening, created = Screening.objects.get_or_create(
        edition=edition, slug=slug, defaults={"programme": programme}
    )
    if created:
        ScreeningItem.objects.create(screening=screening, version=version)
    return screening


def _offer(screening: Screening, terms: dict[str, Any], *, now: datetime) -> Offer:
    known = screening.offers.first()
    if known is not None:
        return known
    zone = screening.edition.time_zone
    opens, closes = (
        (now + timedelta(days=terms[name])).astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT20:00")
        for name in ("opens_days", "closes_days")
    )
    territories = terms.get("territories", [])
    return Offer.objects.create(
        screening=screening,
        window=window_of(opens_local=opens, closes_local=closes, time_zone=zone),
        time_zone=zone,
        opens_local=opens,
        closes_local=closes,
        watch=timedelta(hours=48),
        territory_rule=TerritoryRule.ALLOW if territories else TerritoryRule.EVERYWHERE,
        territories=territories,
        free_tickets=True,
    )


def main() -> None:
    """Seed and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--refusals", action="store_true")
    parser.add_argument("--pictures", action="store_true")
    options = parser.parse_args()
    password = os.environ["SEED_PASSWORD"]
    made = seed(
        password=password,
        refusals=options.refusals,
        pictures=options.pictures,
        now=datetime.now(tz=UTC),
    )
    print(json.dumps(made))


if __name__ == "__main__":
    main()
