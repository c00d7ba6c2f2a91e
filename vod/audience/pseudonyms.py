"""Names for sessions and viewers that lead nowhere. Pure."""

import hashlib

SESSION_BYTES, VIEWER_BYTES = 16, 12


def session_name(token: str) -> bytes:
    """A session as its reports are filed under.

    Made of the token, which stands in no table: there, only another digest of it does. So not even
    while the session's row lives can its reports be found, or the session of a report.
    """
    digest = hashlib.blake2b(token.encode(), digest_size=SESSION_BYTES, person=b"experience")
    return digest.digest()


def viewer_name(viewer: str, *, screening: int, secret: str) -> bytes:
    """A viewer of one screening, so that one person counts as one.

    Keyed by the server's secret: a copy of the database alone does not tell who it is. Another one
    at each screening, and gone as soon as the numbers are published.
    """
    key = hashlib.sha256(f"audience {secret}".encode()).digest()
    text = f"{screening}/{viewer}".encode()
    return hashlib.blake2b(text, digest_size=VIEWER_BYTES, key=key).digest()
