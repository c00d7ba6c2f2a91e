"""What is kept of an idempotency key, and cursors nobody can read. Pure: bytes in, bytes out.

An answer is encrypted under a key that the client's own key is needed for, and the row is named by
an HMAC: whoever has the database, with or without the server's secret, learns neither who asked
nor what was answered. Fernet would not do: its tokens begin with the second they were made in.
"""

import hashlib
import hmac
import os
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

BLOCK: Final = 1024  # answers are padded, since their length would tell what they are
NONCE: Final = 12  # NIST SP 800-38D, 8.2
LENGTH: Final = 4


class Broken(ValueError):
    """Somebody changed it, or sealed it elsewhere."""


def row_name(*, secret: bytes, caller: str, key: str) -> bytes:
    """32 bytes that stand for this caller's key."""
    return _mac(_derived(secret, b"idempotency row"), caller.encode(), key.encode())


def fingerprint(*, key: str, request: tuple[bytes, ...]) -> bytes:
    """32 bytes that stand for a request, known to nobody without the client's key."""
    return _mac(key.encode(), *request)


def seal_answer(plain: bytes, *, secret: bytes, key: str) -> bytes:
    """Encrypt an answer, padded to whole blocks."""
    body = len(plain).to_bytes(LENGTH, "big") + plain
    body += bytes(-len(body) % BLOCK)
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(_answer_key(secret, key)).encrypt(nonce, body, None)


def open_answer(sealed: bytes, *, secret: bytes, key: str) -> bytes:
    """Decrypt what `seal_answer` made. Raises `Broken`."""
    try:
        body = AESGCM(_answer_key(secret, key)).decrypt(sealed[:NONCE], sealed[NONCE:], None)
    except InvalidTag as wrong:
        raise Broken from wrong
    length = int.from_bytes(body[:LENGTH], "big")
    return body[LENGTH : LENGTH + length]


def seal_cursor(plain: bytes, *, secret: bytes, place: bytes) -> bytes:
    """Encrypt a place in the list `place`; the same place gives the same bytes (RFC 5297)."""
    return AESSIV(_derived(secret, b"cursor")).encrypt(plain, [place])


def open_cursor(sealed: bytes, *, secret: bytes, place: bytes) -> bytes:
    """Decrypt what `seal_cursor` made for this list. Raises `Broken`."""
    try:
        return AESSIV(_derived(secret, b"cursor")).decrypt(sealed, [place])
    except (InvalidTag, ValueError) as wrong:
        raise Broken from wrong


def _answer_key(secret: bytes, key: str) -> bytes:
    return _derived(secret + key.encode(), b"idempotency answer")


def _derived(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret)


def _mac(key: bytes, *parts: bytes) -> bytes:
    """Over the parts with their lengths, so that no two lists of parts look alike."""
    mac = hmac.new(key, digestmod=hashlib.sha256)
    for part in parts:
        mac.update(len(part).to_bytes(8, "big") + part)
    return mac.digest()
