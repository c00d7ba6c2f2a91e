"""Screenings as staff put them together."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from catalog.models import Screening
from catalog.services.nouns import SCREENING
from catalog.services.priorities import set_priorities
from catalog.services.writing import change, create


def create_screening(*, values: Mapping[str, Any], actor: User, now: datetime) -> Screening:
    """A screening with its items; it has no offer yet, so nobody may watch it."""
    screening: Screening = create(noun=SCREENING, values=values, actor=actor, now=now)
    return screening


@transaction.atomic
def change_screening(
    *, screening: Screening, values: Mapping[str, Any], actor: User, now: datetime
) -> Screening:
    """Change a screening; what it shows now is transcoded in time for its offers."""
    changed = change(noun=SCREENING, row=screening, values=values, actor=actor, now=now)
    if "items" in values:
        set_priorities(now=now, screening=changed)
    return changed
