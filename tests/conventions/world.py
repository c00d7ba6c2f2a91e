"""One of everything that an address can name, and people who stand to it in every way."""

import re
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Self

from accounts.models import User
from catalog.models import (
    FilmTeam,
    TeamRole,
)
from tests.catalog.rows import (
    make_film,
    make_offer,
    make_screening,
    make_ticket,
    make_user,
    make_version,
    real_now,
)
from transcoding import uploads

PARAMETER = re.compile(r"([\w-]+)/{(\w+)}")
SCREENINGS = 2


@dataclass(frozen=True, kw_only=True)
class World:
    """What stands under which noun, and who is who."""

    nouns: dict[str, str]
    people: dict[str, User] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    variants: dict[str, dict[str, str]] = field(default_factory=dict)

    def as_(self, variant: str) -> Self:
        """The same world, in which some nouns lead to other things."""
        return replace(self, nouns=self.nouns | self.variants[variant]) if variant else self

    def identifiers(self, path: str) -> dict[str, str]:
        """What the parameters of a described path are to be, so that it leads somewhere."""
        return {
            name: self.nouns.get(f"{noun}.{name}") or self.nouns[noun]
            for noun, name in PARAMETER.findall(path)
        }

    def address(self, path: str) -> str:
        """A described path that leads somewhere."""
        return path.format(**self.identifiers(path))


def make_world() -> World:
    """Fill the database."""
    people = {
        "unconfirmed": make_user(confirmed=False),
        "viewer": make_user(),
        "holder": make_user(),
        "team": make_user("filmmaker"),
        "foreign": make_user("filmmaker"),
        "member": make_user(),
        "asleep": make_user("programmer"),
        "programmer": make_user("programmer"),
        "admin": make_user("admin"),
    }
    film, other = make_film(), make_film()
    for made, maker in ((film, people["team"]), (other, people["foreign"])):
        FilmTeam.objects.create(film=made, user=maker, role=TeamRole.DIRECTOR)
    version = make_version(film)
    uploading = uploads.begin(
        owner=people["team"].public_id,
        size=100,
        priority=1,
        retain_until=real_now() + timedelta(days=9),
        now=real_now(),
    )
    screening = make_screening(version=version)
    offer = make_offer(screening)
    make_ticket(offer, people["holder"])
    nouns = {
        "editions": screening.edition.slug,
        "films": film.slug,
        "versions": version.public_id,
        "masters": uploading.public_id,
        "parts": "1",
        "screenings": screening.public_id,
        "offers": offer.public_id,
        "play": "a-token-of-nobody",
    }
    return World(nouns=nouns, people=people)
