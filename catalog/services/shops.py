"""Sales of ticket shops outside: a reference in, a claim code out. Who bought is not told us."""

import hashlib
import secrets
from datetime import datetime

from django.db import transaction

from catalog.models import (
    Edition,
    EditionState,
    Offer,
    PassKind,
    Shop,
    ShopKey,
    ShopSale,
    Voucher,
    VoucherBatch,
)
from catalog.services import locks, passes, quotas, vouchers
from catalog.troubles import AlreadySold, NotForSale

KEY_BYTES = 32
SELLING = frozenset({EditionState.ANNOUNCED, EditionState.OPEN})


def shop_of(*, key: str) -> Shop | None:
    """The shop that a key belongs to; None where it is none of ours, or was revoked."""
    known = ShopKey.objects.filter(digest=_digest(key), revoked_at=None).select_related("shop")
    found = known.first()
    return found.shop if found else None


@transaction.atomic
def new_shop_key(*, slug: str, now: datetime, revoke_others: bool = False) -> str:
    """A key for the shop, which is entered if it is new. The key can't be shown again."""
    shop, _ = Shop.objects.get_or_create(slug=slug, defaults={"created_at": now})
    if revoke_others:
        shop.keys.filter(revoked_at=None).update(revoked_at=now)
    key = secrets.token_urlsafe(KEY_BYTES)
    ShopKey.objects.create(shop=shop, digest=_digest(key), created_at=now)
    return key


@transaction.atomic
def sell(
    *,
    shop: Shop,
    external_ref: str,
    now: datetime,
    offer: Offer | None = None,
    pass_kind: PassKind | None = None,
) -> tuple[ShopSale, bool]:
    """The sale under this reference, and whether it is new; sent twice, it is sold once.

    The seat is kept from now on. Raises `AlreadySold`, `NotEnoughSeats` or `NotForSale`.
    """
    wanted = [offer] if offer is not None else []
    locks.take(keys=[locks.key(locks.Kind.SHOP, shop.pk)], offers=wanted)
    known = sale_of(shop=shop, external_ref=external_ref)
    if known is not None:
        return _same(known, offer=offer, pass_kind=pass_kind), False
    _require_for_sale(offer=offer, pass_kind=pass_kind, now=now)
    quotas.require_seats(offers=wanted, seats=1, now=now)  # they are locked already
    batch = _batch(shop=shop, offer=offer, pass_kind=pass_kind, now=now)
    voucher = vouchers.add_vouchers(batch=batch, count=1)[0]
    sale = ShopSale.objects.create(
        shop=shop, external_ref=external_ref, voucher=voucher, sold_at=now
    )
    return sale, True


def sale_of(*, shop: Shop, external_ref: str) -> ShopSale | None:
    """A shop's own sale. Whether it was claimed is not told: it would tell when somebody came."""
    sales = ShopSale.objects.filter(shop=shop, external_ref=external_ref)
    return sales.select_related("voucher__batch").first()


@transaction.atomic
def refund(*, sale: ShopSale, now: datetime) -> None:
    """Take back what was sold, claimed or not. Twice is once."""
    locks.take(keys=[locks.key(locks.Kind.BATCH, sale.voucher.batch_id)])
    ShopSale.objects.filter(pk=sale.pk, refunded_at=None).update(refunded_at=now)
    Voucher.objects.filter(pk=sale.voucher_id, revoked_at=None).update(revoked_at=now)
    passes.revoke_given(vouchers=Voucher.objects.filter(pk=sale.voucher_id), now=now)


def _same(sale: ShopSale, *, offer: Offer | None, pass_kind: PassKind | None) -> ShopSale:
    batch = sale.voucher.batch
    sold = batch.offers.first() if batch.pass_kind_id is None else batch.pass_kind
    if sale.refunded_at is not None or sold != (offer or pass_kind):
        raise AlreadySold
    return sale


def _require_for_sale(*, offer: Offer | None, pass_kind: PassKind | None, now: datetime) -> None:
    edition = _edition(offer=offer, pass_kind=pass_kind)
    if edition.state not in SELLING or (offer is not None and now >= offer.window.upper):
        raise NotForSale


def _edition(*, offer: Offer | None, pass_kind: PassKind | None) -> Edition:
    if offer is not None:
        return offer.screening.edition
    if pass_kind is not None:
        return pass_kind.edition
    raise NotForSale


def _batch(
    *, shop: Shop, offer: Offer | None, pass_kind: PassKind | None, now: datetime
) -> VoucherBatch:
    """One batch of each shop and thing sold; the shop's lock is held."""
    sold = VoucherBatch.objects.filter(shop=shop, pass_kind=pass_kind)
    batch = (sold.filter(offers=offer) if offer is not None else sold).first()
    if batch is None:
        batch = VoucherBatch.objects.create(
            edition=_edition(offer=offer, pass_kind=pass_kind),
            shop=shop,
            tag=shop.slug,
            pass_kind=pass_kind,
            reserves_seats=offer is not None,
            created_at=now,
        )
        if offer is not None:
            batch.offers.add(offer)
    return batch


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()
