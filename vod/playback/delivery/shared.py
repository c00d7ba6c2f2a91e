"""A back end whose token is good for all objects of a film. Pure."""

from collections.abc import Sequence
from datetime import datetime

from vod.playback.delivery.protocol import Around, film_of


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
