"""Secrets of films sealed anew, and whether the key-encryption keys that we have still open them.

Nothing is ever deleted here: what can't be opened stays as it is, until the key is back.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import QuerySet

from transcoding import keys
from transcoding.models import ContentSecret

BATCH = 200
LOST = (
    "VOD_KEY_ENCRYPTION_KEYS holds no key that opens the secret of film secret {pk}: films sealed "
    "under it can't be played. Put the key that is missing back, after the others, and start "
    "again. Nothing was changed (docs/how-to/rotate-keys.md)."
)
MALFORMED = (
    "VOD_KEY_ENCRYPTION_KEYS: key {places} is none. Each is 32 random bytes in URL-safe base64 "
    "(docs/how-to/rotate-keys.md)."
)


@dataclass(frozen=True, kw_only=True)
class Sealed:
    """How many secrets the first key opens, another one, and none."""

    current: int = 0
    older: int = 0
    lost: tuple[int, ...] = ()

    def __add__(self, other: "Sealed") -> "Sealed":
        return Sealed(
            current=self.current + other.current,
            older=self.older + other.older,
            lost=(*self.lost, *other.lost),
        )


def survey() -> Sealed:
    """Count all; changes nothing."""
    found = Sealed()
    for pk, sealed in _kept().order_by("pk").values_list("pk", "sealed").iterator():
        found += _standing(pk, bytes(sealed))
    return found


def rotate(*, batch: int = BATCH) -> Iterator[Sealed]:
    """Seal every secret under the first key, batch by batch; what was found in each.

    A batch is one transaction. Whoever is interrupted begins again: what is done is passed over.
    """
    last = 0
    while True:
        with transaction.atomic():
            rows = list(_kept().select_for_update().filter(pk__gt=last).order_by("pk")[:batch])
            found = _reseal(rows)
        if not rows:
            return
        last = rows[-1].pk
        yield found


def require_keys() -> None:
    """Try the oldest secret and the newest; raises `ImproperlyConfigured` that says what to do."""
    names = settings.KEY_ENCRYPTION_KEYS
    if wrong := keys.malformed(names):
        raise ImproperlyConfigured(MALFORMED.format(places=", ".join(map(str, wrong))))
    rows = _kept().order_by("pk")
    for row in filter(None, (rows.first(), rows.last())):
        if _standing(row.pk, bytes(row.sealed)).lost:
            raise ImproperlyConfigured(LOST.format(pk=row.pk))


def _kept() -> "QuerySet[ContentSecret]":
    return ContentSecret.objects.exclude(sealed=ContentSecret.DESTROYED)


def _reseal(rows: list[ContentSecret]) -> Sealed:
    found, changed = Sealed(), []
    for row in rows:
        standing = _standing(row.pk, bytes(row.sealed))
        found += standing
        if standing.older:
            names = settings.KEY_ENCRYPTION_KEYS
            secret = keys.unseal(bytes(row.sealed), key_encryption_keys=names)
            row.sealed = keys.seal(secret, key_encryption_keys=names)
            changed.append(row)
    ContentSecret.objects.bulk_update(changed, ["sealed"])
    return found


def _standing(pk: int, sealed: bytes) -> Sealed:
    names = settings.KEY_ENCRYPTION_KEYS
    if keys.is_sealed_by_first(sealed, key_encryption_keys=names):
        return Sealed(current=1)
    try:
        keys.unseal(sealed, key_encryption_keys=names)
    except InvalidToken:
        return Sealed(lost=(pk,))
    return Sealed(older=1)
