"""One of everything that an address can name, and people who stand to it in every way."""

import re
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Self

from accounts.models import User
from accounts.services import open_session
from accounts.sessions import BY_OPERATOR
from catalog import services
from catalog.models import (
    Channel,
    Film,
    FilmTeam,
    FilmVersion,
    Level,
    Programme,
    Screening,
    TeamRole,
    VersionKind,
    Visibility,
)
from catalog.places import UNKNOWN
from catalog.services.withdrawal import withdraw
from tests.catalog.history import a_film, a_period, a_person, a_still, a_term, an_essay
from tests.catalog.rows import (
    make_edition,
    make_film,
    make_offer,
    make_screening,
    make_ticket,
    make_user,
    make_version,
    real_now,
)
from tests.conventions.seats import seats
from transcoding import uploads
from transcoding.models import Master
from vod.outbox import services as outbox
from vod.outbox.kinds import Kind
from vod.playback import services as playback

PARAMETER = re.compile(r"([\w-]+)}?/(?={(\w+)})")
HIDDEN, DOOMED, WITHDRAWN = "hidden film", "an upload to throw away", "withdrawn film"


@dataclass(frozen=True, kw_only=True)
class World:
    """What stands under which noun, and who is who."""

    nouns: dict[str, str]
    people: dict[str, User]
    headers: dict[str, dict[str, str]]
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
        return path.format(**self.nouns | self.identifiers(path))


def make_world() -> World:
    """Fill the database."""
    people = {
        "unconfirmed": make_user(confirmed=False),
        "viewer": make_user(),
        "holder": make_user(),
        "member": make_user(),
        "team": make_user("filmmaker"),
        "foreign": make_user("filmmaker"),
        "asleep": make_user("programmer"),
        "programmer": make_user("programmer"),
        "admin": make_user("admin"),
    }
    film, hidden = make_film(), make_film(visibility=Visibility.HIDDEN)
    _team(film, people["team"])
    _team(hidden, people["team"])
    _team(make_film(), people["foreign"])
    version = make_version(film)
    screening = make_screening(version=version)
    offer = make_offer(screening)
    ticket = make_ticket(offer, people["holder"])
    nouns = _catalogue(film, screening) | {
        "films": film.slug,
        "versions": version.public_id,
        "masters": _upload(people["team"]).public_id,
        "parts": "1",
        "screenings": screening.public_id,
        "offers": offer.public_id,
        "tickets": ticket.public_id,
        "messages": _told(people["holder"]),
        "team": people["team"].public_id,
        "sessions": "0" * 64,
        "sessions.public_id": _session(screening, people["holder"]),
        "trailers": _trailer(film).public_id,
        "play": "a-token-of-nobody",
    }
    secret = {
        "films": hidden.slug,
        "versions": make_version(hidden).public_id,
        "stills": a_still(hidden, "Dark").public_id,
    }
    doomed = {"masters": _upload(people["team"]).public_id}
    nouns |= _invitation(film) | seats(screening=screening, **people)
    key = services.new_shop_key(slug="a-shop", now=real_now(), revoke_others=False)
    shop = services.shop_of(key=key)
    assert shop is not None
    services.sell(shop=shop, external_ref="sale-1", offer=offer, now=real_now())
    headers = {role: _log_in(user, awake=role != "asleep") for role, user in people.items()}
    headers |= {"anonymous": {}, "shop": {"Authorization": f"Bearer {key}"}}
    return World(
        nouns=nouns,
        people=people,
        headers=headers,
        variants={HIDDEN: secret, DOOMED: doomed, WITHDRAWN: _withdrawn(people["team"])},
    )


def _withdrawn(member: User) -> dict[str, str]:
    """A film and an edition that somebody took back."""
    film, edition = make_film(), make_edition()
    _team(film, member)
    withdraw(film=film, level=Level.PAUSE, channel=Channel.FILMMAKER, now=real_now())
    withdraw(edition=edition, level=Level.PAUSE, channel=Channel.ADMIN, now=real_now())
    return {"films": film.slug, "editions": edition.slug}


def _told(user: User) -> str:
    """What she finds in her inbox."""
    outbox.tell(user=user, kind=Kind.TICKET, context={}, now=real_now())
    return outbox.inbox_of(user)[0].public_id


def _session(screening: Screening, viewer: User) -> str:
    """What she watches now."""
    begun = playback.begin(
        screening_id=screening.public_id,
        item_id=None,
        user=viewer,
        place=UNKNOWN,
        now=real_now(),
    )
    assert begun is not None
    return begun.session.public_id


def _log_in(user: User, *, awake: bool) -> dict[str, str]:
    """What she sends to say who she is. Roles of staff are awake in what an operator opened."""
    session = open_session(user=user, lasts=timedelta(hours=1))
    if not awake:
        del session[BY_OPERATOR]
        session.save()
    return {"X-Session-Token": str(session.session_key)}


def _team(film: Film, user: User) -> None:
    FilmTeam.objects.create(film=film, user=user, role=TeamRole.DIRECTOR)


def _invitation(film: Film) -> dict[str, str]:
    given = services.invite(film=film, role=TeamRole.PRODUCER, now=real_now())
    return {
        "invitations.token": given.token,
        "invitations.public_id": given.invitation.public_id,
    }


def _trailer(film: Film) -> FilmVersion:
    version = make_version(film)
    version.kind = VersionKind.TRAILER
    version.save()
    return version


def _upload(owner: User) -> Master:
    """Open, with the store."""
    now = real_now()
    retain = now + timedelta(days=9)
    return uploads.begin(owner=owner.public_id, size=100, priority=1, retain_until=retain, now=now)


def _catalogue(film: Film, screening: Screening) -> dict[str, str]:
    assert isinstance(screening.programme, Programme)
    person = a_person("somebody", "Somebody")
    a_film("another", "Another", person)
    term = a_term("theme", "rivers")
    return {
        "editions": screening.edition.slug,
        "programmes": screening.programme.slug,
        "stills": a_still(film, "A river").public_id,
        "people": person.slug,
        "periods": a_period("nineties", "The nineties").slug,
        "essays": an_essay("on-rivers", "On rivers").slug,
        "terms": term.kind,
        "kind": term.slug,
    }
