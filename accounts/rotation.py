"""Secrets of second factors sealed anew under the first key-encryption key.

Whoever takes the old key away without this locks staff out.
"""

from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import transaction

# Where allauth keeps what is encrypted, by kind of factor.
SEALED = ("secret", "seed")


def rotate(*, dry_run: bool = False) -> tuple[int, int]:
    """Seal all of them anew; how many were under another key, and how many no key opens.

    What no key opens stays as it is.
    """
    older = lost = 0
    for pk in Authenticator.objects.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().filter(pk=pk).first()
            if row is None:
                continue
            for name in SEALED:
                if name not in row.data or _is_current(row.data[name]):
                    continue
                try:
                    row.data[name] = _resealed(row.data[name])
                    older += 1
                except InvalidToken:
                    lost += 1
            if not dry_run:
                row.save(update_fields=["data"])
    return older, lost


def _is_current(sealed: Any) -> bool:
    try:
        Fernet(settings.KEY_ENCRYPTION_KEYS[0]).decrypt(sealed.encode())
    except InvalidToken:
        return False
    return True


def _resealed(sealed: Any) -> str:
    box = MultiFernet([Fernet(key) for key in settings.KEY_ENCRYPTION_KEYS])
    return box.rotate(sealed.encode()).decode()
