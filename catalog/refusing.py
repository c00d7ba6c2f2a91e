"""A denial, with its reasons in the order in which they help. Pure."""

from collections.abc import Mapping
from datetime import datetime

from catalog.verdict import REMEDIES, Denied, Reason, Refusal, Remedy

_REMEDIES_IN_ORDER = {remedy: place for place, remedy in enumerate([*Remedy, None])}
_REASONS_IN_ORDER = {reason: place for place, reason in enumerate(Reason)}


def denied(reasons: Mapping[Reason, datetime | None], *, edition_state: str) -> Denied:
    """Order them by what the viewer can do about it; what nobody can do anything about is last."""
    found = [
        Refusal(reason=reason, retry_at=date, remedy=_remedy(reason, date, edition_state))
        for reason, date in reasons.items()
    ]
    return Denied(reasons=tuple(sorted(found, key=_order)))


def _remedy(reason: Reason, date: datetime | None, edition_state: str) -> Remedy | None:
    waited_out = reason is Reason.NO_RIGHTS and date is not None
    waited_out |= reason is Reason.EDITION_NOT_OPEN and edition_state == "announced"
    return Remedy.WAIT if waited_out else REMEDIES.get(reason)


def _order(refusal: Refusal) -> tuple[int, int]:
    return (_REMEDIES_IN_ORDER[refusal.remedy], _REASONS_IN_ORDER[refusal.reason])
