"""Films as their own team may change them, and versions of films."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from rest_framework.exceptions import PermissionDenied

from accounts.models import User
from catalog.models import Film, FilmVersion, RightsGrant
from catalog.services.nouns import FILM, VERSION
from catalog.services.stills import delete_still
from catalog.services.versions import may_publish
from catalog.services.writing import InUse, change, delete

OF_THE_TEAM = frozenset({"texts"})


def on_team(user: User, film: Film) -> bool:
    """Whether `user` works on the film here."""
    return film.team.filter(user=user).exists()


def may_edit(user: User, film: Film) -> bool:
    """Staff, and the film's team."""
    return may_publish(user) or on_team(user, film)


def change_film(*, film: Film, values: Mapping[str, Any], actor: User, now: datetime) -> Film:
    """Change a film; its team may change its words, and nothing that decides who sees it."""
    if not may_publish(actor) and not values.keys() <= OF_THE_TEAM:
        raise PermissionDenied(
            gettext("The film's team may change its texts and stills. For the rest, ask us."),
            code="only_texts",
        )
    return change(noun=FILM, row=film, values=values, actor=actor, now=now)


@transaction.atomic
def delete_film(*, film: Film, actor: User, now: datetime) -> None:
    """Take away a film that was a mistake. Raises `InUse` for one that has masters or rights.

    A film that was here for good is withdrawn instead: that destroys its keys first.
    """
    worked_on = film.versions.exclude(master=None, publication=None)
    if worked_on.exists() or RightsGrant.objects.filter(film=film).exists():
        raise InUse
    for still in film.stills.all():
        delete_still(still=still, actor=actor, now=now)
    delete(noun=FILM, row=film, actor=actor, now=now)


def delete_version(*, version: FilmVersion, actor: User, now: datetime) -> None:
    """Take away a version without a master. Raises `InUse`."""
    if version.master_id is not None or version.publication_id is not None:
        raise InUse
    delete(noun=VERSION, row=version, actor=actor, now=now)
