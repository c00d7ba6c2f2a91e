"""The link that stops mail: signed, so that only who has the mail can follow it."""

from django.core import signing

from vod.outbox.kinds import Kind

SALT = "outbox.unsubscribe"


class NoToken(ValueError):
    """Somebody made it up, or broke it off."""


def unsubscribe_token(*, user_id: str, kind: Kind) -> str:
    """Name a reader by her public id, and a kind.

    The same each time, as a letter that is sent twice is; and good for ever: mail is read years
    later.
    """
    return signing.Signer(salt=SALT).sign_object([user_id, kind.value])


def read_token(token: str) -> tuple[str, Kind]:
    """Whom and what it names. Raises `NoToken`."""
    try:
        user_id, kind = signing.Signer(salt=SALT).unsign_object(token)
        return str(user_id), Kind(kind)
    except (signing.BadSignature, ValueError, TypeError) as wrong:
        raise NoToken from wrong
