"""Addresses with a policy that CloudFront checks: one signature for all of a film's objects. Pure.

Amazon CloudFront Developer Guide, "Create a signed URL using a custom policy": a canned policy
is of one object, and 1,200 RSA signatures would take a second.
"""

import json
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from vod.playback.delivery.protocol import Around
from vod.playback.delivery.shared import SharedToken, viewer_of

KEY_BITS = 2048  # CloudFront takes no other RSA key
# The guide's own: what may not stand in a query, and what stands for it.
SAFE = bytes.maketrans(b"+=/", b"-_~")


class UnusableKey(Exception):
    """Not a private key that CloudFront's can be."""


@dataclass(frozen=True)
class CloudFront(SharedToken):
    """`key_id` is the public key's id at CloudFront, `private_key` its other half as PEM."""

    url: str
    key_id: str
    private_key: str

    def around(self, film: str, *, session_id: str, now: datetime, until: datetime) -> Around:
        """A policy for `FILM/*?v=VIEWER`: CloudFront compares the rest of the query as well."""
        viewer = viewer_of(session_id, secret=self.private_key)
        policy = json.dumps(
            {
                "Statement": [
                    {
                        "Resource": f"{self.url}/{film}/*?v={viewer}",
                        "Condition": {"DateLessThan": {"AWS:EpochTime": int(until.timestamp())}},
                    }
                ]
            },
            separators=(",", ":"),
        ).encode()
        # SHA-1 is what CloudFront's signatures are made with.
        signature = load_key(self.private_key).sign(policy, PKCS1v15(), hashes.SHA1())  # noqa: S303
        signed = f"Policy={_text(policy)}&Signature={_text(signature)}&Key-Pair-Id={self.key_id}"
        return Around(f"{self.url}/", f"?v={viewer}&{signed}")


@lru_cache(maxsize=2)
def load_key(pem: str) -> RSAPrivateKey:
    r"""The key of a PEM text whose lines may end in a written `\n`; raises `UnusableKey`."""
    try:
        key = load_pem_private_key(pem.replace("\\n", "\n").encode(), password=None)
    except (ValueError, TypeError) as error:
        raise UnusableKey("it is no private key in PEM without a password") from error
    if not isinstance(key, RSAPrivateKey) or key.key_size != KEY_BITS:
        raise UnusableKey(f"it is no RSA key of {KEY_BITS} bits")
    return key


def _text(data: bytes) -> str:
    return b64encode(data).translate(SAFE).decode()
