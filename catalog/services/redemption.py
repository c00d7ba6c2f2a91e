"""A code becomes a ticket or a pass; whoever has no account is given one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts import addressless
from accounts import services as accounts
from accounts.models import ConfirmedBy, User
from catalog.models import Offer, Pass, Screening, Ticket, TicketOrigin, Voucher
from catalog.services import locks, passes, tickets, vouchers
from catalog.services.claims import Claim, require_uses
from catalog.troubles import ChooseOffer, CodeTooEarly, CodeUnknown, TermsNotAccepted


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """Who comes with a code. Without `user` an account is made, under the terms she accepts."""

    user: User | None
    terms_version: str
    accepts_terms: bool = False


@dataclass(frozen=True, kw_only=True)
class Admitted:
    """What a code gave. `return_code` is there for a new account, and is never shown again."""

    user: User
    ticket: Ticket | None = None
    given_pass: Pass | None = None
    return_code: str = ""


@transaction.atomic
def redeem(*, typed: str, visitor: Visitor, now: datetime, offer_id: str = "") -> Admitted:
    """Redeem a voucher or a shop's claim code; twice by the same person is one use.

    `offer_id` chooses where the voucher is for one of several offers. An unconfirmed account is
    confirmed by it. Raises a `Trouble`, or `TicketRefused`.
    """
    voucher = vouchers.voucher_of(typed)
    _require_valid(voucher, now)
    kind = voucher.batch.pass_kind
    offer = None if kind is not None else _chosen(voucher, offer_id, now)
    user, code = admit(visitor=visitor, by=ConfirmedBy.VOUCHER, now=now)
    if offer is None:
        given = _give_pass(voucher=voucher, holder=user, now=now)
        return Admitted(user=user, given_pass=given, return_code=code)
    ticket = tickets.issue(offer=offer, holder=user, claim=claim_of(voucher), now=now)
    return Admitted(user=user, ticket=ticket, return_code=code)


def admit(*, visitor: Visitor, by: ConfirmedBy, now: datetime) -> tuple[User, str]:
    """The visitor's account, confirmed, and a return code if it is new and has no address."""
    if visitor.user is not None:
        accounts.confirm(user=visitor.user, by=by)
        return visitor.user, ""
    if not visitor.accepts_terms:
        raise TermsNotAccepted
    user = addressless.register(by=by, terms_version=visitor.terms_version, now=now)
    return user, addressless.new_return_code(user=user, now=now)


def claim_of(voucher: Voucher) -> Claim:
    """A voucher's claim; of a shop's sale it has the shop's reference."""
    sale = getattr(voucher, "sale", None)
    if sale is None:
        return Claim(origin=TicketOrigin.VOUCHER, voucher=voucher)
    reference = f"{sale.shop_id}:{sale.external_ref}"
    return Claim(origin=TicketOrigin.SHOP, voucher=voucher, external_ref=reference)


def offers_of(voucher: Voucher, now: datetime) -> Sequence[Offer]:
    """The offers that a voucher may give a ticket to, those that are over left out."""
    reachable = Screening.objects.reachable_at(now)
    offers = voucher.batch.offers.filter(screening__in=reachable, window__endswith__gt=now)
    return list(offers.select_related("screening__edition").order_by("window", "pk"))


def _require_valid(voucher: Voucher, now: datetime) -> None:
    validity = voucher.batch.validity
    if validity is None:
        return
    if validity.upper is not None and now >= validity.upper:
        raise CodeUnknown
    if validity.lower is not None and now < validity.lower:
        raise CodeTooEarly


def _chosen(voucher: Voucher, offer_id: str, now: datetime) -> Offer:
    offers = offers_of(voucher, now)
    if not offers:
        raise CodeUnknown
    wanted = [offer for offer in offers if offer.public_id == offer_id]
    if wanted or (len(offers) == 1 and not offer_id):
        return (wanted or offers)[0]
    raise ChooseOffer(offers=[offer.public_id for offer in offers])


def _give_pass(*, voucher: Voucher, holder: User, now: datetime) -> Pass:
    kind = voucher.batch.pass_kind
    if kind is None:  # pragma: no cover - `redeem` has looked
        raise CodeUnknown
    locks.take(
        keys=[
            locks.key(locks.Kind.HOLDER, holder.pk),
            locks.key(locks.Kind.BATCH, voucher.batch_id),
        ]
    )
    held = passes.held_pass(kind=kind, holder=holder)
    if held is not None:
        return held
    require_uses(voucher)
    claim = claim_of(voucher)
    return Pass.objects.create(
        kind=kind,
        holder=holder,
        voucher=voucher,
        external_ref=claim.external_ref,
        issued_at=now,
    )
