"""An edition in which something is amiss, for the pages that show it."""

from datetime import UTC, date, datetime, timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from catalog.models import (
    Edition,
    EditionText,
    Film,
    Offer,
    Programme,
    ProgrammeText,
    RightsGrant,
    Screening,
)
from tests.catalog.rows import add_item, make_film, make_offer, make_version

OPENING = datetime(2026, 11, 20, 19, tzinfo=UTC)  # 20:00 in Berlin
DAY = timedelta(days=1)


def make_autumn() -> Edition:
    """Ten days in Berlin, without anything in them."""
    edition = Edition.objects.create(
        slug="2026",
        year=2026,
        state="open",
        time_zone="Europe/Berlin",
        first_day=date(2026, 11, 20),
        last_day=date(2026, 11, 29),
    )
    EditionText.objects.create(edition=edition, language="en", title="Autumn")
    return edition


def make_strand(edition: Edition, slug: str, *, en: str, zh: str) -> Programme:
    programme = Programme.objects.create(
        edition=edition, slug=slug, position=edition.programmes.count()
    )
    ProgrammeText.objects.create(programme=programme, language="en", title=en)
    ProgrammeText.objects.create(programme=programme, language="zh-Hans", title=zh)
    return programme


def grant(film: Film, *, begins: datetime, ends: datetime, **fields: object) -> RightsGrant:
    values: dict[str, object] = {
        "use": "public",
        "consent_version": "2026-11",
        "consent_on": date(2026, 10, 1),
        "created_at": OPENING - 30 * DAY,
    }
    return RightsGrant.objects.create(
        film=film, dates=DateTimeTZRange(begins, ends), **values | fields
    )


def plan(programme: Programme, title: str) -> tuple[Film, Screening, Offer]:
    """A film with an offer to the public over the first week, and no rights yet."""
    film = make_film(title=title, cleared=False)
    screening = Screening.objects.create(edition=programme.edition, programme=programme)
    add_item(screening, make_version(film))
    return film, screening, make_offer(screening, opens=OPENING, closes=OPENING + 7 * DAY)
