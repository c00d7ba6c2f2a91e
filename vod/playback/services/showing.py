"""What a session plays: for playlists, which name no key and grant nothing."""

from dataclasses import dataclass
from datetime import datetime

from catalog.statements import rows_of
from catalog.verdict import Place
from vod.playback import sql
from vod.playback.refusals import SessionOver, UnknownSession
from vod.playback.services.keeping import granted
from vod.playback.services.looking import look
from vod.playback.tokens import token_hash

TRAILER = "trailer"  # stands in addresses where an item's id does


@dataclass(frozen=True, kw_only=True)
class Showing:
    """Publications by the public id of their item, in order, and until when they may be seen."""

    session_id: str
    granted_until: datetime
    publications: dict[str, int]

    def publication(self, item: str | None) -> int:
        """The one of an item, or the first; raises `UnknownSession`."""
        if item is None:
            return next(iter(self.publications.values()))
        if item not in self.publications:
            raise UnknownSession
        return self.publications[item]


def showing(*, token: str, place: Place, now: datetime) -> Showing:
    """What the token's session plays. One statement, where its lease runs.

    Whoever paused for long is decided on anew: a film that was withdrawn meanwhile is not listed.
    Raises `UnknownSession`, `SessionOver`, `EndedElsewhere`, `AccessDenied`.
    """
    rows = rows_of(sql.SHOWN, {"token_hash": token_hash(token)})
    if not rows:
        look(token=token, now=now)  # what it played may be gone, and the session not
        raise UnknownSession
    *_, session_id, until, lease_until, ended_at = rows[0]
    if ended_at is not None or lease_until <= now:
        granted(look(token=token, now=now), item=None, place=place, now=now)
    if until <= now:
        raise SessionOver
    return Showing(
        session_id=session_id,
        granted_until=until,
        publications={item or TRAILER: publication for item, publication, *_ in rows},
    )
