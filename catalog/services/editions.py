"""An edition's way from draft to archive."""

from datetime import datetime

from django.db import transaction
from rest_framework.exceptions import APIException

from accounts.models import User
from catalog.models import Edition
from catalog.services.nouns import EDITION
from catalog.services.writing import change, locked_row
from catalog.states import FOLLOWERS, may_follow


class WrongStep(APIException):
    """The edition can't come from its state into that one."""

    status_code = 409
    default_code = "wrong_step"

    def __init__(self, state: str) -> None:
        ways = ", ".join(sorted(FOLLOWERS[state]))
        super().__init__(f"This edition is {state}. From there it can become: {ways}.")
        self.extra = {"state": state, "allowed": sorted(FOLLOWERS[state])}


@transaction.atomic
def move_edition(*, edition: Edition, state: str, actor: User, now: datetime) -> Edition:
    """Bring the edition into `state`. Raises `WrongStep`."""
    locked = locked_row(edition)
    if not may_follow(locked.state, wanted=state):
        raise WrongStep(locked.state)
    return change(noun=EDITION, row=locked, values={"state": state}, actor=actor, now=now)
