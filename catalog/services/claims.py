"""By what right a ticket is asked for, and whether that right has anything left to give."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from catalog.models import Booking, Offer, Pass, PassKind, Ticket, TicketOrigin, Voucher
from catalog.services import locks
from catalog.troubles import BookingFull, CodeUnknown, PassUsedUp, VoucherUsedUp

# Whoever takes a ticket by herself may not go round a revocation.
BY_HERSELF = frozenset({TicketOrigin.REGISTRATION, TicketOrigin.PASS, TicketOrigin.ACCREDITATION})


@dataclass(frozen=True, kw_only=True)
class Claim:
    """An origin, with the row that it rests on where there is one."""

    origin: TicketOrigin
    held_pass: Pass | None = None
    voucher: Voucher | None = None
    booking: Booking | None = None
    external_ref: str = ""

    def keys(self) -> Iterator[int]:
        """What has to be locked before `require_left` means anything."""
        if self.held_pass is not None:
            yield locks.key(locks.Kind.PASS, self.held_pass.pk)
        if self.voucher is not None:
            yield locks.key(locks.Kind.BATCH, self.voucher.batch_id)
        if self.booking is not None:
            yield locks.key(locks.Kind.BOOKING, self.booking.pk)

    @property
    def has_a_seat(self) -> bool:
        """Whether the seat was taken before: by a booking, or by a voucher that reserves."""
        reserved = self.voucher is not None and self.voucher.batch.reserves_seats
        return self.booking is not None or reserved

    def require_left(self, now: datetime) -> None:
        """Raise a `Trouble` where the pass, voucher or booking has been used up or revoked."""
        if self.held_pass is not None:
            _require_pass(self.held_pass)
        if self.voucher is not None:
            require_uses(self.voucher)
        if self.booking is not None:
            _require_place(self.booking, now)


def require_uses(voucher: Voucher) -> None:
    """Raise where a voucher is revoked, or was used as often as it may be. Wants its lock."""
    if Voucher.objects.filter(pk=voucher.pk, revoked_at=None, batch__revoked_at=None).count() == 0:
        raise CodeUnknown
    tickets = Ticket.objects.filter(voucher=voucher, released_at=None).count()
    if tickets + Pass.objects.filter(voucher=voucher).count() >= voucher.batch.max_uses:
        raise VoucherUsedUp


def covers(kind: PassKind, offer: Offer) -> bool:
    """Whether a pass of this kind opens the offer; its programmes are loaded."""
    screening = offer.screening
    programmes = {programme.pk for programme in kind.programmes.all()}
    return (
        kind.edition_id == screening.edition_id
        and kind.audience == offer.audience
        and (not programmes or screening.programme_id in programmes)
    )


def _require_pass(held: Pass) -> None:
    if not Pass.objects.filter(pk=held.pk, revoked_at=None).exists():
        raise CodeUnknown
    most = held.kind.most_tickets
    given = Ticket.objects.filter(held_pass=held, released_at=None)
    if most is not None and given.count() >= most:
        raise PassUsedUp


def _require_place(booking: Booking, now: datetime) -> None:
    if not Booking.objects.filter(pk=booking.pk, revoked_at=None).exists():
        raise CodeUnknown
    if Ticket.objects.live(now).filter(booking=booking).count() >= booking.seats:
        raise BookingFull
