"""Who may do what over the API: one row for each operation, one letter for each role.

`2` comes through: an answer, or a refusal that is not about who asks (a missing field, a conflict).
`1` has to say who she is (401), `3` is known and may not (403), `4` is told of nothing (404).
`make permissions` writes `docs/reference/permissions.md` from this.
"""

from typing import Final

ROLES: Final = {
    "anonymous": "nobody is logged in",
    "unconfirmed": "an account that nothing has vouched for yet",
    "viewer": "a confirmed account",
    "holder": "a viewer with a ticket for the screening",
    "member": "a viewer who books for the organisation",
    "shop": "a ticket shop, by its key",
    "foreign": "a filmmaker, of another film",
    "team": "a filmmaker, on the film's team",
    "asleep": "a programmer who has shown no second factor",
    "programmer": "a programmer",
    "admin": "an admin",
}
# The variant after "·" names what differs about the thing that is asked for.
MATRIX: Final[dict[str, str]] = {}
