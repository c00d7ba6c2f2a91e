"""What happens to tickets and versions, and who may watch."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Min, Q, QuerySet
from django.db.models.functions import Lower
from django.utils.translation import get_language
from rest_framework.exceptions import APIException

from accounts.models import User
from catalog import access, messages
from catalog.denials import AccessDenied
from catalog.facts import Asker, facts_by_screening, viewer_facts
from catalog.models import FilmVersion, Offer, Screening, Ticket, TicketOrigin
from catalog.schedule import upload_priority
from catalog.verdict import Place, Verdict
from transcoding import steering, subtitling, uploads
from transcoding.models import Master, Publication, SubtitleSource

PROGRAMMING_ROLES = frozenset({"programmer", "admin"})


class TicketRefused(AccessDenied):
    """Somebody asked for a ticket that she can't take by herself."""

    default_code = "ticket_refused"


class VersionConflict(APIException):
    """The version lacks what the request takes to be there."""

    status_code = 409

    def __init__(self) -> None:
        super().__init__(messages.refused(self.default_code, language=get_language()))


class NothingToPublish(VersionConflict):
    """The version has no finished publication."""

    default_code = "nothing_to_publish"


class NoMaster(VersionConflict):
    """The version has no master to add something to."""

    default_code = "no_master"


def verdict_for(
    *,
    screening: Screening,
    user: Asker,
    place: Place,
    now: datetime,
    running_since: datetime | None = None,
) -> Verdict:
    """Decide whether `user` may watch `screening`, from the database as it is now."""
    facts = facts_by_screening(screening_ids=[screening.pk], user=user, now=now)[screening.pk]
    return access.decide(
        viewer=viewer_facts(user),
        place=place,
        screening=facts.screening,
        offers=facts.offers,
        tickets=facts.tickets,
        now=now,
        running_since=running_since,
    )


def verdicts(
    *,
    screenings: Collection[Screening],
    user: Asker,
    place: Place,
    now: datetime,
) -> dict[int, Verdict]:
    """Give `verdict_for` of each, by primary key, in as many queries as for one."""
    viewer = viewer_facts(user)
    facts = facts_by_screening(
        screening_ids=[screening.pk for screening in screenings], user=user, now=now
    )
    return {
        pk: access.decide(
            viewer=viewer,
            place=place,
            screening=known.screening,
            offers=known.offers,
            tickets=known.tickets,
            now=now,
        )
        for pk, known in facts.items()
    }


@transaction.atomic
def take_ticket(*, offer: Offer, user: User, now: datetime) -> Ticket:
    """Return the viewer's ticket, issued now unless she has one: asking twice gives the same.

    Raises `TicketRefused`. A race ends at the database's constraint, so there is never a second.
    """
    held = list(Ticket.objects.held_by(user).filter(offer=offer))
    for ticket in held:
        if ticket.revoked_at is None:
            return ticket
    denied = access.decide_free_ticket(
        viewer=viewer_facts(user),
        edition_state=offer.screening.edition.state,
        closes=offer.window.upper,
        free=offer.free_tickets,
        revoked=bool(held),
        now=now,
    )
    if denied is not None:
        raise TicketRefused(denied)
    ticket, _ = Ticket.objects.get_or_create(
        offer=offer,
        holder=user,
        revoked_at=None,
        defaults={"origin": TicketOrigin.REGISTRATION, "issued_at": now},
    )
    return ticket


def start_watch_period(*, ticket_id: int, now: datetime) -> bool:
    """Begin the watch period unless it has begun; true for the one call that did it."""
    return Ticket.objects.start(ticket_id=ticket_id, now=now)


def may_upload(user: User, version: FilmVersion) -> bool:
    """Allow the film's team, programmers and admins."""
    return bool(user.role_names & PROGRAMMING_ROLES) or version.film.team.filter(user=user).exists()


def may_publish(user: User) -> bool:
    """Allow programmers and admins."""
    return bool(user.role_names & PROGRAMMING_ROLES)


@transaction.atomic
def begin_upload(*, version: FilmVersion, user: User, size: int, now: datetime) -> Master:
    """Open the upload of a new master of `size` bytes; what plays now plays on."""
    first_opening = _with_opening(FilmVersion.objects.filter(pk=version.pk), now=now).get().opening
    master = uploads.begin(
        owner=user.public_id,
        size=size,
        priority=upload_priority(first_opening=first_opening, now=now),
        retain_until=now + timedelta(days=settings.MASTER_RETENTION_DAYS),
        now=now,
    )
    attach_master(version=version, master=master)
    return master


@transaction.atomic
def set_priorities(*, now: datetime, screening: Screening | None = None) -> None:
    """Let masters be worked on in order of opening: of all films, or of a screening's.

    To be called when an offer was made or moved; beat does it hourly, since days go by.
    """
    versions = FilmVersion.objects.exclude(master=None)
    if screening is not None:
        versions = versions.filter(
            pk__in=screening.items.values("version")  # its other screenings count as well
        )
    wanted: dict[int, int] = {}
    for version in _with_opening(versions, now=now).select_related("master").order_by("pk"):
        if version.master is None:
            continue
        priority = upload_priority(first_opening=version.opening, now=now)
        wanted[version.master.pk] = min(priority, wanted.get(version.master.pk, priority))
    moved = Master.objects.filter(pk__in=wanted).order_by("pk").values_list("pk", "priority")
    for master_id, priority in list(moved):
        if wanted[master_id] != priority:
            steering.reprioritise(master_id=master_id, priority=wanted[master_id])


def _with_opening(versions: QuerySet[FilmVersion], *, now: datetime) -> QuerySet[Any]:
    """With `opening`: when the first offer opens, or opened, that is not over yet."""
    offers = "screening_items__screening__offers__window"
    coming = Q(**{f"{offers}__endswith__gt": now})
    return versions.annotate(opening=Min(Lower(offers), filter=coming))


def attach_master(*, version: FilmVersion, master: Master) -> None:
    """Work on `master` for this version from now on. The publication stays until `publish`."""
    version.master = master
    version.save(update_fields=["master"])


def add_subtitle(
    *, version: FilmVersion, language: str, kind: str, data: bytes, forced: bool, now: datetime
) -> SubtitleSource:
    """Hand a subtitle file to the version's master. Raises `NoMaster`."""
    if version.master is None:
        raise NoMaster
    return subtitling.add_subtitle(
        master=version.master, language=language, kind=kind, data=data, forced=forced, now=now
    )


def publish_newest(*, version: FilmVersion) -> Publication:
    """Play the newest revision of the version's master. Raises `NothingToPublish`."""
    publications = version.master.publications if version.master else Publication.objects.none()
    newest = publications.order_by("-revision").first()
    if newest is None:
        raise NothingToPublish
    publish(version=version, publication=newest)
    return newest


def publish(*, version: FilmVersion, publication: Publication) -> None:
    """Play `publication` from now on: the switch is this one pointer."""
    version.publication = publication
    version.save(update_fields=["publication"])
