"""Rows for tests of seats: quotas, passes, bookings, vouchers."""

from datetime import datetime
from itertools import count
from typing import Any

from accounts.handwritten import new_code
from accounts.models import User
from catalog import services
from catalog.models import (
    CODE_LENGTH,
    Accreditation,
    AccreditationState,
    Audience,
    Booking,
    BookingMode,
    Edition,
    Offer,
    Organisation,
    OrganisationMember,
    Pass,
    PassKind,
    Quota,
    Voucher,
    VoucherBatch,
)
from tests.catalog.rows import make_offer, make_screening, make_user, real_now

_numbers = count(1)


def make_quota(*offers: Offer, size: int | None = 1) -> Quota:
    quota = Quota.objects.create(
        edition=offers[0].screening.edition, name=f"quota {next(_numbers)}", size=size
    )
    quota.offers.set(offers)
    return quota


def school_offer(**fields: Any) -> Offer:
    return make_offer(make_screening(), audience=Audience.SCHOOL, **fields)


def make_pass_kind(edition: Edition, **fields: Any) -> PassKind:
    return PassKind.objects.create(edition=edition, slug=f"kind-{next(_numbers)}", **fields)


def make_pass(kind: PassKind, holder: User) -> Pass:
    return Pass.objects.create(kind=kind, holder=holder, issued_at=real_now())


def accredit(user: User, edition: Edition, kind: str = "press", **fields: Any) -> Accreditation:
    values = {"state": AccreditationState.APPROVED, "decided_at": real_now()} | fields
    return Accreditation.objects.create(
        user=user, edition=edition, kind=kind, applied_at=real_now(), **values
    )


def make_batch(*offers: Offer, number: int = 1, **fields: Any) -> VoucherBatch:
    kind = fields.get("pass_kind")
    values: dict[str, Any] = {
        "edition": kind.edition if kind else offers[0].screening.edition,
        "by": make_user("admin"),
        "now": real_now(),
    }
    return services.make_batch(offers=offers, count=number, **values | fields)


def codes_of(batch: VoucherBatch) -> list[str]:
    return list(Voucher.objects.filter(batch=batch).order_by("code").values_list("code", flat=True))


def make_organisation(*members: User) -> Organisation:
    made = Organisation.objects.create(name="A university", country="FR")
    for member in members:
        OrganisationMember.objects.create(organisation=made, user=member)
    return made


def make_booking(offer: Offer, *, seats: int = 2, **fields: Any) -> Booking:
    values = {"organisation": None, "mode": BookingMode.INDIVIDUAL} | fields
    organisation = values.pop("organisation") or make_organisation()
    return Booking.objects.create(
        offer=offer,
        organisation=organisation,
        seats=seats,
        join_code=new_code(CODE_LENGTH),
        created_at=real_now(),
        **values,
    )


def left(offer: Offer, *, at: datetime | None = None) -> int | None:
    return services.seats_left(offers=[offer], now=at or real_now())[offer.pk]
