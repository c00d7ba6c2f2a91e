"""Presigned S3 GET addresses, many at once (AWS Signature Version 4, query parameters).

boto3 derives the signing key for every address; here it is derived once for all of them.
"""

import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlsplit

ALGORITHM = "AWS4-HMAC-SHA256"
# Names that stand in an address as they are: quoting each of them would cost as much as signing.
PLAIN = re.compile(r"[A-Za-z0-9_./~-]*").fullmatch
LONGEST_SECONDS = 7 * 24 * 3600  # S3 accepts no more


@dataclass(frozen=True, kw_only=True)
class Bucket:
    """Where the objects lie, and with which key they are signed for."""

    endpoint: str
    name: str
    region: str
    access_key: str
    secret_key: str


def sign_urls(
    keys: Iterable[str], *, bucket: Bucket, now: datetime, seconds: int, viewer: str = ""
) -> list[str]:
    """A GET address for each object key, good for `seconds` from `now` (UTC).

    `viewer` stands in each of them, and is signed: two who ask in the same second have different
    ones. Stores ignore parameters that are not theirs.
    """
    seconds = max(1, min(seconds, LONGEST_SECONDS))
    stamp = now.strftime("%Y%m%dT%H%M%SZ")
    scope = f"{stamp[:8]}/{bucket.region}/s3/aws4_request"
    endpoint = urlsplit(bucket.endpoint)
    prefix = f"{endpoint.path.rstrip('/')}/{quote(bucket.name)}/"
    query = "&".join(
        (
            f"X-Amz-Algorithm={ALGORITHM}",
            f"X-Amz-Credential={quote(f'{bucket.access_key}/{scope}', safe='')}",
            f"X-Amz-Date={stamp}",
            f"X-Amz-Expires={seconds}",
            "X-Amz-SignedHeaders=host",
            *([f"v={quote(viewer, safe='')}"] if viewer else []),
        )
    )
    tail = f"\n{query}\nhost:{endpoint.netloc}\n\nhost\nUNSIGNED-PAYLOAD".encode()
    head = f"{ALGORITHM}\n{stamp}\n{scope}\n".encode()
    signing_key = _signing_key(bucket, day=stamp[:8])
    base = f"{endpoint.scheme}://{endpoint.netloc}"
    end = f"?{query}&X-Amz-Signature="
    sha256, digest = hashlib.sha256, hmac.digest
    urls = []
    for key in keys:
        path = prefix + (key if PLAIN(key) else quote(key, safe="/~"))
        request = sha256(b"GET\n" + path.encode() + tail).hexdigest()
        signature = digest(signing_key, head + request.encode(), "sha256").hex()
        urls.append(base + path + end + signature)
    return urls


def _signing_key(bucket: Bucket, *, day: str) -> bytes:
    key = f"AWS4{bucket.secret_key}".encode()
    for part in (day, bucket.region, "s3", "aws4_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return key
