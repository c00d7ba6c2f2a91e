"""Who of the staff saw a film before others do: for the film's team to read."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from accounts.audit import subject_of
from accounts.models import STAFF_ROLES, Role, User
from catalog.models import Audience, Film
from vod.playback.models import StaffView

MOST_TOLD = 200


def note_staff_view(*, audience: str, user: User, films: Collection[int], now: datetime) -> None:
    """Keep that `user` began to watch `films`, where she is of the staff and on its terms.

    By the id under which the audit log knows her: it goes with her account.
    """
    staff = user.held_roles & STAFF_ROLES if audience == Audience.STAFF else frozenset()
    if not staff:
        return
    role = Role.ADMIN if Role.ADMIN in staff else Role.PROGRAMMER
    viewer = subject_of(user).audit_id
    StaffView.objects.bulk_create(
        StaffView(film_id=film, viewer=viewer, role=role.value, at=now) for film in set(films)
    )


def staff_views_of(film: Film) -> QuerySet[StaffView]:
    """The newest views of a film, and no more than anybody reads."""
    return StaffView.objects.filter(film=film).order_by("-at", "-pk")[:MOST_TOLD]
