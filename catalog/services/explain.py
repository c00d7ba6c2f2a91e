"""What a kind of viewer would see: decided by the same rules, granted to nobody, stored nowhere."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from catalog import access
from catalog.explain import Line, Question, claims, lines, offer_lines
from catalog.facts import facts_from
from catalog.models import Offer, PassKind, Screening
from catalog.services.facts_sql import documents
from catalog.verdict import OfferFacts, Place, TicketFacts, Verdict, Viewer

# Of the kinds, those that stand for somebody with an account that was vouched for.
CONFIRMED = frozenset({"confirmed", "ticket_holder", "pass_holder", "accredited"})


@dataclass(frozen=True, kw_only=True)
class Pretended:
    """A viewer who does not exist.

    She holds a ticket to `offer`, or to all that her pass or her accreditation (an audience) opens.
    """

    kind: str
    offer: Offer | None = None
    pass_kind: PassKind | None = None
    accreditation: str = ""
    issued_at: datetime | None = None
    started_at: datetime | None = None
    extended_until: datetime | None = None
    revoked: bool = False


@dataclass(frozen=True, kw_only=True)
class ExplainedOffer:
    """What one offer says, by one ticket or none."""

    offer: Offer
    verdict: Verdict
    lines: Sequence[Line]


@dataclass(frozen=True, kw_only=True)
class Explained:
    """The verdict on a screening with all that led to it."""

    screening: Screening
    question: Question
    verdict: Verdict
    lines: Sequence[Line]
    offers: Sequence[ExplainedOffer]


def explain(
    *, screenings: Collection[Screening], viewer: Pretended, place: Place, now: datetime
) -> Sequence[Explained]:
    """Decide on each screening as for that viewer, there and then."""
    read = documents([screening.pk for screening in screenings], user=None)
    facts = {pk: facts_from(each, now=now, every_use=True) for pk, each in read.items()}
    offers = Offer.objects.in_bulk([o.offer_id for known in facts.values() for o in known.offers])
    asks = Viewer(authenticated=viewer.kind != "anonymous", confirmed=viewer.kind in CONFIRMED)
    explained = []
    for screening in screenings:
        known = facts[screening.pk]
        held = [
            _ticket(number, offer, viewer, now)
            for number, offer in enumerate(known.offers, 1)
            if _holds(viewer, screening, offer)
        ]
        question = Question(
            viewer=asks,
            place=place,
            screening=known.screening,
            offers=tuple(known.offers),
            tickets=tuple(held),
            now=now,
        )
        explained.append(explain_question(screening, question, offers=offers))
    return explained


def explain_question(
    screening: Screening, question: Question, *, offers: dict[int, Offer]
) -> Explained:
    """Lay open one question, from a preview or from a support code; `offers` by primary key."""
    return Explained(
        screening=screening,
        question=question,
        verdict=access.decide(**vars(question)),
        lines=list(lines(question)),
        offers=[
            _explained_offer(question, offer, ticket, row=offers[offer.offer_id])
            for offer, ticket in claims(question)
            if offer.offer_id in offers
        ],
    )


def _explained_offer(
    question: Question, offer: OfferFacts, ticket: TicketFacts | None, *, row: Offer
) -> ExplainedOffer:
    alone = {"offers": (offer,), "tickets": (ticket,) if ticket else ()}
    return ExplainedOffer(
        offer=row,
        verdict=access.decide(**vars(question) | alone),
        lines=list(offer_lines(question, offer, ticket)),
    )


def _holds(viewer: Pretended, screening: Screening, offer: OfferFacts) -> bool:
    """Tell whether she holds a ticket to the offer."""
    kind = viewer.pass_kind
    if kind is not None:
        programmes = {programme.pk for programme in kind.programmes.all()}
        inside = not programmes or screening.programme_id in programmes
        return (
            inside and kind.edition_id == screening.edition_id and offer.audience == kind.audience
        )
    if viewer.accreditation:
        return offer.audience == viewer.accreditation
    return viewer.offer is not None and viewer.offer.pk == offer.offer_id


def _ticket(number: int, offer: OfferFacts, viewer: Pretended, now: datetime) -> TicketFacts:
    return TicketFacts(
        ticket_id=number,
        offer_id=offer.offer_id,
        issued_at=viewer.issued_at or now,
        started_at=viewer.started_at,
        extended_until=viewer.extended_until,
        revoked=viewer.revoked,
    )
