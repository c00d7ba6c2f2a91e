"""From which state an edition may come into which. Pure.

Forward goes step by step, so that nothing opens that was never announced. Back goes what harms
nobody: an announcement may be withdrawn, a closed edition prolonged, an archived one taken out
again. What is open can't become "announced" once more: viewers were let in. It closes.
"""

FOLLOWERS: dict[str, frozenset[str]] = {
    "draft": frozenset({"announced"}),
    "announced": frozenset({"open", "draft"}),
    "open": frozenset({"closed"}),
    "closed": frozenset({"archived", "open"}),
    "archived": frozenset({"closed"}),
}


def may_follow(state: str, *, wanted: str) -> bool:
    """Tell whether an edition in `state` may become `wanted`. Nothing follows itself."""
    return wanted in FOLLOWERS.get(state, frozenset())
