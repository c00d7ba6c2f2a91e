"""Takes the numbers of sessions before these are forgotten."""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.conf import settings

from accounts.models import STAFF_ROLES, UserRole
from catalog.models import FilmTeam, ScreeningItem
from vod.audience.folding import ALWAYS_OTHER, step_of
from vod.audience.models import Presence, Tally
from vod.audience.pseudonyms import viewer_name
from vod.playback.services.telling import Played, Seated

AT_ONCE = 1000


def note_places(seated: Iterable[Seated], *, now: datetime) -> None:
    """Where those who watch now are; a session forgets it as soon as it ends."""
    day = now.astimezone(UTC).date()
    noted = {
        (one.screening_pk, one.viewer): Presence(
            screening_id=one.screening_pk,
            viewer=_name(one.viewer, screening=one.screening_pk),
            day=day,
            country=one.country,
        )
        for one in seated
        if one.country not in ALWAYS_OTHER
    }
    Presence.objects.bulk_create(
        noted.values(),
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["screening", "viewer"],
        update_fields=["day", "country"],
    )


def tally(played: Iterable[Played]) -> None:
    """Count plays that are over.

    Staff, and a film's own team, do not count: they would fill up a period until one viewer beside
    them could be made out.
    """
    plays = list(played)
    own = _own_plays(plays)
    staff = set(UserRole.objects.filter(role__in=STAFF_ROLES).values_list("user", flat=True))
    Tally.objects.bulk_create(
        (
            Tally(
                item_id=play.item_pk,
                day=play.started_at.astimezone(UTC).date(),
                viewer=_name(play.viewer, screening=play.screening_pk),
                reached=step_of(furthest=play.furthest, periods=play.periods),
            )
            for play in plays
            if play.user_pk not in staff and (play.item_pk, play.user_pk) not in own
        ),
        batch_size=AT_ONCE,
    )


def _own_plays(plays: Iterable[Played]) -> set[tuple[int, int | None]]:
    """Items and the accounts on the teams of their films."""
    items = ScreeningItem.objects.filter(pk__in={play.item_pk for play in plays})
    films = dict(items.values_list("pk", "version__film"))
    team = set(FilmTeam.objects.filter(film__in=films.values()).values_list("film", "user"))
    return {(item, user) for item, film in films.items() for of, user in team if of == film}


def _name(viewer: str, *, screening: int) -> bytes:
    return viewer_name(viewer, screening=screening, secret=settings.SECRET_KEY)
