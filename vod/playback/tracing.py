"""Who a mark belongs to, sealed so that only an offline key tells. Pure, but for the dice.

libsodium's sealed box (X25519, XSalsa20-Poly1305): whoever has the public key can shut it and not
open it, not even whoever shut it (https://doc.libsodium.org/public-key_cryptography/sealed_boxes).
"""

import binascii
import json
import re
import unicodedata
from base64 import b64decode, b64encode
from collections.abc import Sequence
from typing import NamedTuple

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from accounts.handwritten import CYRILLIC_AND_GREEK
from vod.playback.marks import ALPHABET, LENGTH

KEY_BYTES = 32
PADDED_BYTES = 512  # a sealed trace is as long as any other: length would tell blocks apart
UNREADABLE = "?"
LOOKS_LIKE = str.maketrans("U0OQ7", "VDDDT")  # what one of our letters may be taken for


class UnusableKey(Exception):
    """Not a key, or not the one that this was sealed for."""


class Trace(NamedTuple):
    """What is known of a marked session. Public ids, and the hour in which it began (ISO 8601)."""

    person: str
    screening: str
    items: Sequence[str]
    hour: str


def new_keys() -> tuple[str, str]:
    """A private and a public key, as text."""
    private = PrivateKey.generate()
    return b64encode(bytes(private)).decode(), b64encode(bytes(private.public_key)).decode()


def seal(trace: Trace, *, public_key: str) -> bytes:
    """Shut it up. Raises `UnusableKey`."""
    text = json.dumps(trace._asdict(), separators=(",", ":")).encode()
    padded = text.ljust(-(-len(text) // PADDED_BYTES) * PADDED_BYTES)
    return SealedBox(PublicKey(_key(public_key))).encrypt(padded)


def unseal(sealed: bytes, *, private_key: str) -> Trace:
    """Open it. Raises `UnusableKey`."""
    try:
        text = SealedBox(PrivateKey(_key(private_key))).decrypt(sealed)
    except CryptoError as error:
        raise UnusableKey("this was sealed for another key") from error
    return Trace(**json.loads(text))


def require_public_key(text: str) -> None:
    """Raise `UnusableKey` where it is none."""
    _key(text)


def pattern_of(typed: str) -> str:
    """The marks that somebody may have read off a picture, as a regular expression.

    Dashes and blanks say nothing, `?` stands for a letter that can't be read. Raises `ValueError`.
    """
    upper = unicodedata.normalize("NFKC", typed[: 8 * LENGTH]).upper()
    seen = upper.translate(CYRILLIC_AND_GREEK).translate(LOOKS_LIKE)
    letters = [sign for sign in seen if sign.isalnum() or sign == UNREADABLE]
    if len(letters) != LENGTH or any(sign not in ALPHABET + UNREADABLE for sign in letters):
        raise ValueError(f"a mark is {LENGTH} letters of {ALPHABET}, with ? for one not legible")
    if not any(sign != UNREADABLE for sign in letters):
        raise ValueError("at least one letter has to be legible")
    return "^" + re.sub(r"\?", f"[{ALPHABET}]", "".join(letters)) + "$"


def _key(text: str) -> bytes:
    try:
        key = b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError) as error:
        raise UnusableKey("it is not base64") from error
    if len(key) != KEY_BYTES:
        raise UnusableKey(f"it has {len(key)} bytes, not {KEY_BYTES}")
    return key
