"""Batches of vouchers: made, written out for staff, revoked."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts import audit
from accounts.handwritten import grouped, new_code, readings
from accounts.models import AuditAction, User
from catalog.models import (
    CODE_LENGTH,
    Edition,
    Offer,
    Pass,
    PassKind,
    Ticket,
    Voucher,
    VoucherBatch,
)
from catalog.services import locks, passes, quotas
from catalog.troubles import CodeUnknown

# A spreadsheet takes a cell that begins like this for a formula (OWASP, "CSV Injection").
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = ("code", "tag", "uses", "valid_from", "valid_until")


@transaction.atomic
def make_batch(
    *,
    edition: Edition,
    count: int,
    by: User,
    now: datetime,
    offers: Iterable[Offer] = (),
    pass_kind: PassKind | None = None,
    max_uses: int = 1,
    validity: DateTimeTZRange | None = None,
    tag: str = "",
    reserves_seats: bool = False,
) -> VoucherBatch:
    """Make `count` vouchers, each for one of `offers` or for a pass.

    Seats that they reserve are taken from now on; raises `NotEnoughSeats` where there are fewer.
    """
    wanted = list(offers)
    if reserves_seats:
        quotas.require_seats(offers=wanted, seats=count * max_uses, now=now)
    batch = VoucherBatch.objects.create(
        edition=edition,
        tag=tag,
        pass_kind=pass_kind,
        max_uses=max_uses,
        validity=validity,
        reserves_seats=reserves_seats,
        created_at=now,
    )
    batch.offers.set(wanted)
    add_vouchers(batch=batch, count=count)
    after = _values(batch) | {"vouchers": count}
    _record(batch, AuditAction.CREATED, by=by, now=now, before={}, after=after)
    return batch


def add_vouchers(*, batch: VoucherBatch, count: int) -> list[Voucher]:
    """Codes nobody has had before. One that exists already is thrown again."""
    made: list[Voucher] = []
    while len(made) < count:
        codes = {new_code(CODE_LENGTH) for _ in range(count - len(made))}
        codes -= set(Voucher.objects.filter(code__in=codes).values_list("code", flat=True))
        made += Voucher.objects.bulk_create(
            [Voucher(batch=batch, code=code) for code in sorted(codes)], batch_size=2000
        )
    return made


def voucher_of(typed: str) -> Voucher:
    """The voucher that somebody typed in. Raises `CodeUnknown` for a revoked one too."""
    codes = readings(typed, length=CODE_LENGTH)
    usable = Voucher.objects.filter(code__in=codes, revoked_at=None, batch__revoked_at=None)
    found = {v.code: v for v in usable.select_related("batch__pass_kind", "sale")}
    for code in codes:  # the most literal reading first
        if code in found:
            return found[code]
    raise CodeUnknown


def batches_of(*, edition: Edition) -> "QuerySet[Any]":
    """What staff see: batches, how many codes, how often used. Shops' claim codes are not here."""
    batches = VoucherBatch.objects.filter(edition=edition, shop=None)
    return with_uses(batches).prefetch_related("offers").order_by("-created_at", "-pk")


def with_uses(batches: "QuerySet[VoucherBatch]") -> "QuerySet[Any]":
    """With `vouchers` and `used`: numbers of a batch, never of one code, which may be known."""
    tickets = Ticket.objects.filter(voucher__batch=OuterRef("pk"), released_at=None)
    given = Pass.objects.filter(voucher__batch=OuterRef("pk"))
    used = (
        Coalesce(
            Subquery(rows.order_by().values("voucher__batch").annotate(n=Count("*")).values("n")), 0
        )
        for rows in (tickets, given)
    )
    vouchers = Voucher.objects.filter(batch=OuterRef("pk")).order_by().values("batch")
    return batches.select_related("edition", "pass_kind").annotate(
        vouchers_made=Coalesce(Subquery(vouchers.annotate(n=Count("*")).values("n")), 0),
        used=next(used) + next(used),
    )


def csv_lines(batch: VoucherBatch) -> Iterator[str]:
    """The codes that are still good, to be sent out: a table with a head."""
    yield _line(COLUMNS)
    validity = batch.validity
    terms = [
        batch.tag,
        batch.max_uses,
        validity.lower.isoformat() if validity and validity.lower else "",
        validity.upper.isoformat() if validity and validity.upper else "",
    ]
    good = Voucher.objects.filter(batch=batch, revoked_at=None, batch__revoked_at=None)
    for code in good.order_by("code").values_list("code", flat=True).iterator():
        yield _line([grouped(code), *terms])


@transaction.atomic
def revoke_batch(*, batch: VoucherBatch, by: User, now: datetime, what_it_gave: bool) -> None:
    """Make every code of a batch worthless, and take away what it gave where that is wanted."""
    locks.take(keys=[locks.key(locks.Kind.BATCH, batch.pk)])
    before = _values(batch)
    batch.revoked_at = batch.revoked_at or now
    batch.save(update_fields=["revoked_at"])
    if what_it_gave:
        passes.revoke_given(vouchers=batch.vouchers.all(), now=now)
    _record(batch, AuditAction.CHANGED, by=by, now=now, before=before, after=_values(batch))


@transaction.atomic
def revoke_voucher(*, voucher: Voucher, now: datetime, what_it_gave: bool) -> None:
    """Make one code worthless. It stands in no log: it may have been somebody's."""
    locks.take(keys=[locks.key(locks.Kind.BATCH, voucher.batch_id)])
    Voucher.objects.filter(pk=voucher.pk, revoked_at=None).update(revoked_at=now)
    if what_it_gave:
        passes.revoke_given(vouchers=Voucher.objects.filter(pk=voucher.pk), now=now)


def _line(cells: Iterable[object]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow([_cell(cell) for cell in cells])
    return text.getvalue()


def _cell(value: object) -> str:
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def _values(batch: VoucherBatch) -> dict[str, Any]:
    offers = batch.offers.order_by("public_id").values_list("public_id", flat=True)
    return audit.values_of(batch) | {"offers": list(offers)}


def _record(
    batch: VoucherBatch,
    action: AuditAction,
    *,
    by: User,
    now: datetime,
    before: dict[str, Any],
    after: dict[str, Any],
) -> None:
    audit.record(
        actor=by,
        action=action,
        model="catalog.voucherbatch",
        target=batch.public_id,
        now=now,
        before=before,
        after=after,
    )
