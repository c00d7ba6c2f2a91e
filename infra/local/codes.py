"""The second factor of the local stack's staff: real codes from a secret that this machine knows.

`python -m infra.local.codes PASSWORD` prints the code of this moment.

The secret is made of the password, so that one word in `accounts.json` opens the demo. Nothing but
the local stack does that.
"""

from __future__ import annotations

import base64
import hashlib
import sys
import time

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

PERIOD = 30  # seconds, RFC 6238
DIGITS = 6


def secret_of(password: str) -> str:
    """The secret as authenticator apps take it: 160 bits in base 32."""
    return base64.b32encode(hashlib.sha256(f"totp/{password}".encode()).digest()[:20]).decode()


def code(secret: str, *, at: float) -> str:
    """The code of that moment."""
    # RFC 6238 as every app has it: HMAC-SHA-1.
    totp = TOTP(base64.b32decode(secret), DIGITS, SHA1(), PERIOD)  # noqa: S303
    return totp.generate(int(at)).decode()


def wait_for_next() -> None:
    """Sleep until there is a new code: each is good for one log-in."""
    time.sleep(PERIOD - time.time() % PERIOD)


if __name__ == "__main__":
    print(code(secret_of(sys.argv[1]), at=time.time()))
