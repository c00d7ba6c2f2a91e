"""What the access decision is told, and what it answers. All instants are aware datetimes."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Literal

# Stand for "no beginning" and "no end", so that instants can always be compared.
BEGINNING = datetime.min.replace(tzinfo=UTC)
FOREVER = datetime.max.replace(tzinfo=UTC)


class Reason(StrEnum):
    """Why not. Within one remedy, reasons are given in this order."""

    NOT_AUTHENTICATED = "not_authenticated"
    UNCONFIRMED = "unconfirmed"
    NO_TICKET = "no_ticket"
    NOT_OPEN_YET = "not_open_yet"
    EDITION_NOT_OPEN = "edition_not_open"
    NOT_READY = "not_ready"
    NO_RIGHTS = "no_rights"
    ANONYMOUS_NETWORK = "anonymous_network"
    UNKNOWN_PLACE = "unknown_place"
    WRONG_TERRITORY = "wrong_territory"
    TICKET_REVOKED = "ticket_revoked"
    UNLOCK_EXPIRED = "unlock_expired"
    WATCH_EXPIRED = "watch_expired"
    CLOSED = "closed"
    SOLD_OUT = "sold_out"
    NOT_SHOWN = "not_shown"
    NO_OFFER = "no_offer"


class Remedy(StrEnum):
    """What a viewer can do about a refusal, the nearest at hand first."""

    LOG_IN = "log_in"
    CONFIRM = "confirm"
    GET_TICKET = "get_ticket"
    WAIT = "wait"
    CHANGE_PLACE = "change_place"


class Ending(StrEnum):
    """What ends a grant before the film would end."""

    CLOSING = "closing"
    RIGHTS_END = "rights_end"
    WATCH_END = "watch_end"


# Where rights begin later there is a date, and then `NO_RIGHTS` is waited out as well.
REMEDIES: dict[Reason, Remedy] = {
    Reason.NOT_AUTHENTICATED: Remedy.LOG_IN,
    Reason.UNCONFIRMED: Remedy.CONFIRM,
    Reason.NO_TICKET: Remedy.GET_TICKET,
    Reason.NOT_OPEN_YET: Remedy.WAIT,
    Reason.NOT_READY: Remedy.WAIT,
    Reason.ANONYMOUS_NETWORK: Remedy.CHANGE_PLACE,
    Reason.UNKNOWN_PLACE: Remedy.CHANGE_PLACE,
    Reason.WRONG_TERRITORY: Remedy.CHANGE_PLACE,
}


def is_withdrawn(since: datetime | None, *, now: datetime) -> bool:
    """Tell whether a withdrawal that takes effect at `since` is in force."""
    return since is not None and since <= now


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """Who asks. There are no roles: they open nothing, staff watch by a ticket as others do."""

    authenticated: bool
    confirmed: bool


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where the request comes from: ISO 3166-1 country, whole ISO 3166-2 region ("US-CA")."""

    country: str | None
    region: str | None
    network: Literal["ordinary", "anonymous", "unknown"]


@dataclass(frozen=True, kw_only=True)
class OfferFacts:
    """An offer's terms. The window is [opens, closes); groups are resolved in `territories`."""

    offer_id: int
    audience: str
    opens: datetime
    closes: datetime
    close_mode: str
    unlock: timedelta | None
    watch: timedelta | None
    territory_rule: str
    territories: frozenset[str]
    network_policy: str


@dataclass(frozen=True, kw_only=True)
class TicketFacts:
    """A ticket of the viewer's. One that was given back is none, so it is not among them."""

    ticket_id: int
    offer_id: int
    issued_at: datetime
    started_at: datetime | None
    extended_until: datetime | None
    revoked: bool


@dataclass(frozen=True, kw_only=True)
class GrantFacts:
    """What a film's makers allow for one use, in force and for this edition: [begins, ends)."""

    grant_id: str
    use: str
    begins: datetime
    ends: datetime
    territory_rule: str
    territories: frozenset[str]
    cap: int | None
    holdback_until: datetime | None
    holdback_territories: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class FilmFacts:
    """A film of the screening and its grants. A block goes on without one not `required`."""

    film: str
    required: bool
    grants: tuple[GrantFacts, ...]


@dataclass(frozen=True, kw_only=True)
class ScreeningFacts:
    """`publishable`: what is to be shown can be played. `runtime` is None where it is unknown.

    `withheld`: it can't be, since its makers or the exhibition have withdrawn it.
    """

    edition_state: str
    publishable: bool
    runtime: timedelta | None
    films: tuple[FilmFacts, ...]
    withheld: bool = False


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """One reason, with the instant or the act that would remove it, where there is one."""

    reason: Reason
    retry_at: datetime | None = None
    remedy: Remedy | None = None


@dataclass(frozen=True, kw_only=True)
class Granted:
    """True. The stream may run until `until`; asked again later, the answer may be longer.

    With `starts_watch_period` the ticket is unused: whoever plays records its start. `cut_short`
    says what ends a film that is played through from the start of its stream; viewers are told.
    `watch_until` ends the watch period, reckoned as beginning now while it has not begun; None
    where there is none. `closes_at` ends every stream, whenever it began; None where nothing does.
    """

    offer_id: int
    ticket_id: int
    until: datetime
    starts_watch_period: bool
    cut_short: Ending | None
    audience: str = "public"
    watch_until: datetime | None = None
    closes_at: datetime | None = None

    def __bool__(self) -> Literal[True]:
        return True


@dataclass(frozen=True, kw_only=True)
class Denied:
    """False. At least one reason, the one that the viewer can do most about first."""

    reasons: tuple[Refusal, ...]

    def __bool__(self) -> Literal[False]:
        return False


Verdict = Granted | Denied
