"""A small programme for the pages to show."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from catalog.models import (
    Credit,
    CreditRole,
    Edition,
    EditionState,
    EditionText,
    Film,
    FilmText,
    FilmVersion,
    Offer,
    Person,
    PersonName,
    Programme,
    ProgrammeText,
    Screening,
    ScreeningItem,
    Visibility,
)
from catalog.schedule import window_of
from tests.catalog.rows import make_grant
from transcoding.models import Master, Publication

ZONE = "Europe/Berlin"


@dataclass(frozen=True, kw_only=True)
class Shown:
    """An open edition with one film and one screening of it."""

    edition: Edition
    film: Film
    version: FilmVersion
    screening: Screening
    offer: Offer


def show(*, now: datetime, opens_in: timedelta = timedelta(days=-1)) -> Shown:
    """Open an edition with a published film, whose free screening lasts for a week."""
    edition = Edition.objects.create(
        slug="2026", year=2026, time_zone=ZONE, state=EditionState.OPEN
    )
    strand = Programme.objects.create(edition=edition, slug="rivers")
    for language, title, strand_title in (("zh-Hans", "第一届", "河流"), ("en", "First", "Rivers")):
        EditionText.objects.create(edition=edition, language=language, title=title)
        ProgrammeText.objects.create(programme=strand, language=language, title=strand_title)
    film = a_film("river", {"zh-Hans": "河", "en": "River"})
    version = FilmVersion.objects.create(film=film, publication=a_publication(now=now))
    screening = Screening.objects.create(edition=edition, programme=strand, slug="river")
    ScreeningItem.objects.create(screening=screening, version=version)
    offer = an_offer(screening, opens=now + opens_in)
    return Shown(edition=edition, film=film, version=version, screening=screening, offer=offer)


def a_film(slug: str, titles: dict[str, str]) -> Film:
    """A public film with a director whose name may be known and an editor whose may not."""
    film = Film.objects.create(
        slug=slug, year=2019, countries=["CN"], languages=["zh"], visibility=Visibility.PUBLIC
    )
    for language, title in titles.items():
        FilmText.objects.create(film=film, language=language, title=title)
    make_grant(film)
    for name, role, visibility in (
        ("张三", CreditRole.DIRECTOR, Visibility.PUBLIC),
        ("李四", CreditRole.EDITOR, Visibility.HIDDEN),
    ):
        person = Person.objects.create(slug=f"{slug}-{role}", visibility=visibility)
        PersonName.objects.create(person=person, language="zh-Hans", name=name)
        Credit.objects.create(film=film, person=person, role=role)
    return film


def a_publication(*, now: datetime) -> Publication:
    """A publication without tracks: the pages ask only whether there is one."""
    return Publication.objects.create(master=a_master(now=now), revision=1, created_at=now)


def a_master(*, now: datetime, owner: str = "nobody", **fields: object) -> Master:
    """A master as the pages see it."""
    key = f"key-{Master.objects.count()}"
    return Master.objects.create(
        owner=owner,
        object_key=key,
        size=1,
        part_size=1,
        created_at=now,
        retain_until=now + timedelta(days=1),
        **fields,
    )


def an_offer(screening: Screening, *, opens: datetime) -> Offer:
    """A week for everybody, with free tickets."""
    opens_local = opens.strftime("%Y-%m-%dT%H:%M")
    closes_local = (opens + timedelta(days=7)).strftime("%Y-%m-%dT%H:%M")
    return Offer.objects.create(
        screening=screening,
        window=window_of(opens_local=opens_local, closes_local=closes_local, time_zone=ZONE),
        time_zone=ZONE,
        opens_local=opens_local,
        closes_local=closes_local,
        free_tickets=True,
    )
