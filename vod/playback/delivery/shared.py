"""What back ends have in common: who an address is for, and tokens good for a whole film. Pure."""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from datetime import datetime

from vod.playback.delivery.protocol import Around, film_of

VIEWER_BYTES = 12


def viewer_of(session_id: str, *, secret: str) -> str:
    """What tells one session's addresses from another's.

    Not the session's own id: whoever reads an address can look nobody up by it.
    """
    digest = hmac.digest(secret.encode(), session_id.encode(), "sha256")
    return url_text(digest[:VIEWER_BYTES])


def url_text(data: bytes) -> str:
    """Bytes as they may stand in an address."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


class SharedToken:
    """Builds addresses of `around`, once for each film that is named."""

    def addresses(
        self, names: Sequence[str], *, session_id: str, now: datetime, until: datetime
    ) -> list[str]:
        """An address for each name, in order."""
        films = {
            film: self.around(film, session_id=session_id, now=now, until=until)
            for film in dict.fromkeys(map(film_of, names))
        }
        return [name.join(films[film_of(name)]) for name in names]

    def around(self, film: str, *, session_id: str, now: datetime, until: datetime) -> Around:
        """What stands around every name of the film."""
        raise NotImplementedError
