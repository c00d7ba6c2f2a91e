"""Support codes: a viewer shows the desk one verdict; it helps without knowing whom."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from accounts import services as accounts
from accounts.handwritten import new_code, readings
from accounts.models import ConfirmedBy, User
from catalog import access
from catalog.denials import verdict_json
from catalog.facts import Asker, Facts, facts_of, viewer_facts
from catalog.models import (
    CODE_LENGTH,
    Audience,
    Offer,
    Screening,
    SupportCode,
    Ticket,
    TicketOrigin,
)
from catalog.services import tickets
from catalog.services.claims import Claim
from catalog.troubles import ChooseOffer, CodeUnknown, NobodyToGrant
from catalog.verdict import Place, Verdict, Viewer

VALID = timedelta(hours=48)


def make_support_code(
    *, screening: Screening, user: Asker, place: Place, now: datetime
) -> SupportCode:
    """Keep the verdict of this instant with the facts that led to it, under a code of 48 hours."""
    rows = Screening.objects.filter(pk=screening.pk).with_facts(now)
    facts = facts_of(rows, user=user, now=now)[screening.pk]
    viewer = viewer_facts(user)
    verdict = access.decide(
        viewer=viewer,
        place=place,
        screening=facts.screening,
        offers=facts.offers,
        tickets=facts.tickets,
        now=now,
    )
    return SupportCode.objects.create(
        code=new_code(CODE_LENGTH),
        holder=user if isinstance(user, User) else None,
        screening=screening,
        facts=explained(viewer=viewer, place=place, facts=facts, verdict=verdict, now=now),
        created_at=now,
        expires_at=now + VALID,
    )


def explained(
    *, viewer: Viewer, place: Place, facts: Facts, verdict: Verdict, now: datetime
) -> dict[str, Any]:
    """What the decision was told and what it said, as JSON. Of the place, only the country.

    Offers are numbered from nought, and tickets name them so: no id leads to a person.
    """
    number = {offer.offer_id: index for index, offer in enumerate(facts.offers)}
    return {
        "at": now.isoformat(),
        "country": place.country,
        "viewer": {"logged_in": viewer.authenticated, "confirmed": viewer.confirmed},
        "screening": _json(asdict(facts.screening)),
        "offers": [_json(asdict(offer)) for offer in facts.offers],
        "tickets": [
            _json(asdict(ticket)) | {"offer": number[ticket.offer_id]} for ticket in facts.tickets
        ],
        "verdict": verdict_json(verdict, language="en"),
    }


def support_code_of(typed: str, *, now: datetime) -> SupportCode:
    """The code that a viewer gave the desk. Raises `CodeUnknown`."""
    codes = readings(typed, length=CODE_LENGTH)
    known = SupportCode.objects.filter(code__in=codes, expires_at__gt=now)
    found = known.select_related("screening__edition", "holder").first()
    if found is None:
        raise CodeUnknown
    return found


@transaction.atomic
def grant_ticket(*, code: SupportCode, now: datetime, offer_id: str = "") -> None:
    """Give the viewer behind a code a staff ticket, and vouch for her account.

    To the screening's offer to staff, or to the one named. Raises `ChooseOffer` with those there
    are, `NobodyToGrant`, or `TicketRefused`.
    """
    if code.holder is None:
        raise NobodyToGrant
    offer = _granted_offer(code.screening, offer_id)
    accounts.confirm(user=code.holder, by=ConfirmedBy.STAFF)
    claim = Claim(origin=TicketOrigin.STAFF)
    tickets.issue(offer=offer, holder=code.holder, claim=claim, now=now)


def grant_time(*, code: SupportCode, until: datetime) -> None:
    """Let the viewer behind a code watch until then with the ticket she has."""
    hers = Ticket.objects.filter(
        holder=code.holder_id, holder__isnull=False, offer__screening=code.screening_id
    )
    if not tickets.extend(tickets=hers, until=until):
        raise NobodyToGrant


def forget_support_codes(*, now: datetime) -> None:
    """Delete those that have run out."""
    SupportCode.objects.filter(expires_at__lte=now).delete()


def _granted_offer(screening: Screening, offer_id: str) -> Offer:
    offers = list(screening.offers.select_related("screening__edition").order_by("window", "pk"))
    wanted = [
        offer
        for offer in offers
        if offer.public_id == offer_id or (not offer_id and offer.audience == Audience.STAFF)
    ]
    if len(wanted) != 1:
        raise ChooseOffer(offers=[{"id": o.public_id, "audience": o.audience} for o in offers])
    return wanted[0]


def _json(value: Any) -> Any:
    """Facts as JSON, without the keys of rows."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, dict):
        return {name: _json(inner) for name, inner in value.items() if not name.endswith("_id")}
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    if isinstance(value, (list, tuple)):
        return [_json(inner) for inner in value]
    return value
