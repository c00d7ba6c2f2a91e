"""What there is to tell. A kind names the facts that its words need, and no other is kept.

No fact is the title of a film or the name of a person: a mail lies on machines of others, and in a
house where it may be read by whoever looks.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final


class Kind(StrEnum):
    """One kind of message."""

    CONFIRMATION = "confirmation"
    TICKET = "ticket"
    REMINDER = "reminder"
    CHANGE = "change"
    CANCELLATION = "cancellation"
    WAITING_LIST_OFFER = "waiting_list_offer"
    TRANSCODE_FINISHED = "transcode_finished"
    TRANSCODE_REFUSED = "transcode_refused"
    QUALITY_REPORT = "quality_report"
    QUESTION_ANSWERED = "question_answered"
    WITHDRAWAL = "withdrawal"
    DESK_ANSWER = "desk_answer"
    STAFF_MESSAGE = "staff_message"


# Of the account itself: nobody can use hers without, so no wish keeps it from being mailed.
ALWAYS: Final = frozenset({Kind.CONFIRMATION})
# There is no waiting list, no question and no form for a message to many yet; a report is told as
# an upload that needs attention. So nobody is asked whether she wants them.
NOT_YET: Final = frozenset(
    {Kind.WAITING_LIST_OFFER, Kind.QUALITY_REPORT, Kind.QUESTION_ANSWERED, Kind.STAFF_MESSAGE}
)
OPTIONAL: Final = tuple(kind for kind in Kind if kind not in ALWAYS | NOT_YET)

# Instants are ISO 8601; `text` is what somebody of the staff wrote.
PLACES: Final[Mapping[Kind, frozenset[str]]] = {
    Kind.REMINDER: frozenset({"opens"}),
    Kind.WAITING_LIST_OFFER: frozenset({"until"}),
    Kind.STAFF_MESSAGE: frozenset({"text"}),
}
INSTANTS: Final = frozenset({"opens", "until"})

TICKETS, STUDIO, INBOX, HELP = "/tickets/", "/studio/", "/inbox/", "/help/"
PAGES: Final[Mapping[Kind, str]] = {
    Kind.CONFIRMATION: "/account/",
    Kind.TICKET: TICKETS,
    Kind.REMINDER: TICKETS,
    Kind.CHANGE: TICKETS,
    Kind.CANCELLATION: TICKETS,
    Kind.WAITING_LIST_OFFER: TICKETS,
    Kind.TRANSCODE_FINISHED: STUDIO,
    Kind.TRANSCODE_REFUSED: STUDIO,
    Kind.QUALITY_REPORT: STUDIO,
    Kind.QUESTION_ANSWERED: INBOX,
    Kind.WITHDRAWAL: TICKETS,
    Kind.DESK_ANSWER: HELP,
    Kind.STAFF_MESSAGE: INBOX,
}


class Unfit(ValueError):
    """Somebody told more than the words of a kind need, or less."""


def require_fit(kind: Kind, context: Mapping[str, Any]) -> None:
    """Refuse facts that the words do not ask for. Raises `Unfit`."""
    wanted = PLACES.get(kind, frozenset())
    if context.keys() != wanted:
        raise Unfit(f"{kind} needs {sorted(wanted)} and was told {sorted(context)}")
