"""Of the world: the ways to tickets."""

from accounts.models import User
from catalog import services
from catalog.models import AccreditationState, Screening
from catalog.places import UNKNOWN
from tests.catalog.rows import real_now
from tests.catalog.seats import (
    accredit,
    make_batch,
    make_booking,
    make_organisation,
    make_pass,
    make_pass_kind,
    make_quota,
    school_offer,
)


def seats(
    *, screening: Screening, holder: User, member: User, viewer: User, **_: User
) -> dict[str, str]:
    """What stands under which noun. The booking is the member's, the pass the holder's."""
    edition = screening.edition
    offer = school_offer()
    kind = make_pass_kind(edition)
    organisation = make_organisation(member)
    code = services.make_support_code(
        asked=services.Asked(user=viewer, place=UNKNOWN), screening=screening, now=real_now()
    )
    code.answers.create(language="en", text="Please try again.", created_at=real_now())
    return {
        "voucher-batches": make_batch(offer).public_id,
        "passes": make_pass(kind, holder).public_id,
        "pass-kinds": kind.public_id,
        "quotas": make_quota(offer).public_id,
        "accreditations": accredit(
            viewer, edition, state=AccreditationState.APPLIED, decided_at=None
        ).public_id,
        "organisations": organisation.public_id,
        "members": member.public_id,
        "bookings": make_booking(offer, organisation=organisation).public_id,
        "tickets.external_ref": "sale-1",
        "support-codes": code.code,
    }
