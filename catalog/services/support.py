"""Support codes: a viewer shows the desk one verdict; it helps without knowing whom."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts import services as accounts
from accounts.handwritten import new_code, readings
from accounts.models import ConfirmedBy, User
from catalog.explain import Question, facts_json, question_of
from catalog.facts import Facts, facts_from
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
from catalog.services.explain import Explained, explain_question
from catalog.services.facts_sql import Asker, documents
from catalog.troubles import ChooseOffer, CodeUnknown, NobodyToGrant
from catalog.verdict import Place

VALID = timedelta(hours=48)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Who makes a code, from where, and what her page knew of the trouble."""

    user: Asker
    place: Place
    language: str = "en"
    trouble: Mapping[str, Any] = field(default_factory=dict)


def make_support_code(
    *, asked: Asked, now: datetime, screening: Screening | None = None
) -> SupportCode:
    """Keep what was decided at this instant, and by which facts, under a code of 48 hours.

    Without a screening there was no decision: the trouble is all there is.
    """
    user = asked.user
    return SupportCode.objects.create(
        code=new_code(CODE_LENGTH),
        holder=user if isinstance(user, User) else None,
        screening=screening,
        facts=_facts(screening, asked, now) if screening is not None else None,
        trouble=dict(asked.trouble),
        language=asked.language,
        created_at=now,
        expires_at=now + VALID,
    )


def explained_code(code: SupportCode) -> Explained | None:
    """Lay open what the viewer was told; the decision is pure, so it says the same again."""
    if code.screening is None or code.facts is None:
        return None
    question = question_of(code.facts)
    offers = Offer.objects.in_bulk([offer.offer_id for offer in question.offers])
    return explain_question(code.screening, question, offers=offers)


def _facts(screening: Screening, asked: Asked, now: datetime) -> dict[str, Any]:
    facts = facts_from(documents([screening.pk], user=asked.user)[screening.pk], now=now)
    question = Question(
        viewer=facts.viewer,
        place=_no_nearer_than_needed(asked.place, facts),
        screening=facts.screening,
        offers=tuple(facts.offers),
        tickets=tuple(facts.tickets),
        now=now,
    )
    return facts_json(question)


def _no_nearer_than_needed(place: Place, facts: Facts) -> Place:
    """The country; the region only where some rule tells regions of that country apart."""
    lists = [offer.territories for offer in facts.offers]
    for film in facts.screening.films:
        lists += [grant.territories | grant.holdback_territories for grant in film.grants]
    inside = any(code.startswith(f"{place.country}-") for codes in lists for code in codes)
    return place if inside else replace(place, region=None)


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
    if code.holder is None or code.screening is None:
        raise NobodyToGrant
    offer = _granted_offer(code.screening, offer_id)
    accounts.confirm(user=code.holder, by=ConfirmedBy.STAFF)
    claim = Claim(origin=TicketOrigin.STAFF)
    tickets.issue(offer=offer, holder=code.holder, claim=claim, now=now)


def grant_time(*, code: SupportCode, until: datetime) -> None:
    """Let the viewer behind a code watch until then with the ticket she has."""
    if not tickets.extend(tickets=_hers(code), until=until):
        raise NobodyToGrant


@transaction.atomic
def reissue_ticket(*, code: SupportCode, now: datetime) -> None:
    """Make the newest ticket of the viewer behind a code as it was when it was issued.

    Raises `NobodyToGrant`, or `NotEnoughSeats` where its seat was free again and is taken.
    """
    live = _hers(code).filter(revoked_at=None, released_at=None)
    ticket = live.select_related("offer", "holder").order_by("-issued_at", "-pk").first()
    if ticket is None:
        raise NobodyToGrant
    tickets.renew(ticket=ticket, now=now)


def forget_support_codes(*, now: datetime) -> None:
    """Delete those that have run out."""
    codes_run_out(now).delete()


def codes_run_out(now: datetime) -> "QuerySet[SupportCode]":
    """Those that the desk can't open any more."""
    return SupportCode.objects.filter(expires_at__lte=now)


def _hers(code: SupportCode) -> "QuerySet[Ticket]":
    return Ticket.objects.filter(
        holder=code.holder_id,
        holder__isnull=False,
        offer__screening=code.screening_id,
        offer__screening__isnull=False,
    )


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
