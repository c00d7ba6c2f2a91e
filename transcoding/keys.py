"""Segment keys, derived and never stored, and AES-128-CBC over whole segments.

One random secret stands behind the tracks of a master; it is kept encrypted at rest. A key belongs
to a key period and is shared by all tracks; the IV belongs to a track and a period (RFC 8216bis
§5.2; ADR 0004).
"""

import secrets
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes, padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SECRET_BYTES, KEY_BYTES = 32, 16


def new_secret() -> bytes:
    """32 random bytes."""
    return secrets.token_bytes(SECRET_BYTES)


def seal(secret: bytes, *, key_encryption_keys: list[str]) -> bytes:
    """The secret, encrypted under the first key-encryption key."""
    return _box(*key_encryption_keys).encrypt(secret)


def unseal(sealed: bytes, *, key_encryption_keys: list[str]) -> bytes:
    """The secret again; raises `cryptography.fernet.InvalidToken` under foreign keys."""
    return _box(*key_encryption_keys).decrypt(sealed)


def is_sealed_by_first(sealed: bytes, *, key_encryption_keys: list[str]) -> bool:
    """Whether the first key-encryption key opens it."""
    try:
        _box(key_encryption_keys[0]).decrypt(sealed)
    except InvalidToken:
        return False
    return True


def malformed(key_encryption_keys: list[str]) -> list[int]:
    """Which of the key-encryption keys are none, counted from one."""
    return [place for place, key in enumerate(key_encryption_keys, 1) if not _is_key(key)]


def period_key(secret: bytes, *, period: int) -> bytes:
    """The 16-byte AES key of a key period."""
    return _derive(secret, f"key/{period}")


def period_iv(secret: bytes, *, track: str, period: int) -> bytes:
    """The 16-byte IV of a track in a key period; public, it stands in the playlist."""
    return _derive(secret, f"iv/{track}/{period}")


def stills_key(secret: bytes) -> bytes:
    """The 16-byte AES key of a film's I-frame renditions: one, as players jump about in them."""
    return _derive(secret, "key/stills")


def stills_iv(secret: bytes, *, track: str) -> bytes:
    """The 16-byte IV of an I-frame rendition."""
    return _derive(secret, f"iv/{track}/stills")


def of_segment(secret: bytes, *, track: str, position: int, per_period: int) -> tuple[bytes, bytes]:
    """Key and IV of a track's segment; `per_period` is 0 in an I-frame rendition."""
    if per_period == 0:
        return stills_key(secret), stills_iv(secret, track=track)
    period = position // per_period
    return period_key(secret, period=period), period_iv(secret, track=track, period=period)


def encrypt(segment: bytes, *, key: bytes, iv: bytes) -> bytes:
    """AES-128-CBC with PKCS7 padding over a whole segment."""
    padder = padding.PKCS7(128).padder()
    encryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor()
    return encryptor.update(padder.update(segment) + padder.finalize()) + encryptor.finalize()


def decrypt(sealed: bytes, *, key: bytes, iv: bytes) -> bytes:
    """A segment again; raises `ValueError` under a wrong key, most of the time."""
    decryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    unpadder = padding.PKCS7(128).unpadder()
    padded = decryptor.update(sealed) + decryptor.finalize()
    return unpadder.update(padded) + unpadder.finalize()


@lru_cache(maxsize=16)
def _box(*key_encryption_keys: str) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in key_encryption_keys])


def _is_key(text: str) -> bool:
    try:
        Fernet(text)
    except ValueError:
        return False
    return True


def _derive(secret: bytes, purpose: str) -> bytes:
    info = b"cife/hls/" + purpose.encode()
    return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=info).derive(secret)
