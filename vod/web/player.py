"""What the page tells its player: where to knock, what is played, and how a mark looks."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypedDict

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from vod.web.player_words import choices, keys, words
from vod.web.texts import bcp47

if TYPE_CHECKING:
    from vod.web.films import TrailerPage
    from vod.web.watching import ItemLine, WatchPage

NEXT_SECONDS = 6  # between two films of a block


class PlayerItem(TypedDict):
    """A film of the screening, by the public id that sessions name it with."""

    id: str
    title: str


class Mark(TypedDict):
    """How a session's visible mark looks, and how long it stays in one place.

    Opacity goes from 0 to 1, size is in hundredths of the picture's height.
    """

    opacity: float
    size: float
    seconds: int


class PlayerSettings(TypedDict):
    """Read by `frontend/page.js`. `item` is empty where the reader has chosen none of the films."""

    playback_url: str
    item: str
    items: list[PlayerItem]
    title: str
    language: str
    next_seconds: int
    mark: Mark
    words: dict[str, str]
    keys: list[tuple[str, str]]
    choices: dict[str, list[tuple[str, str]]]


def settings_of(page: "WatchPage", *, item: "ItemLine | None") -> PlayerSettings:
    """The settings of a watch page, in the language of the request."""
    return _settings(
        playback_url=reverse("begin-playback", args=[page.screening.public_id]),
        title=page.title,
        items=page.items,
        item=item.public_id if item else "",
    )


def settings_of_trailer(page: "TrailerPage") -> PlayerSettings:
    """The settings of a trailer's page."""
    return _settings(
        playback_url=reverse("begin-trailer", args=[page.trailer.public_id]),
        title=page.title.title if page.title else "",
    )


def _settings(
    *, playback_url: str, title: str, items: "Sequence[ItemLine]" = (), item: str = ""
) -> PlayerSettings:
    return PlayerSettings(
        playback_url=playback_url,
        item=item,
        items=[PlayerItem(id=line.public_id, title=_title(line)) for line in items],
        title=title,
        language=bcp47(get_language()),
        next_seconds=NEXT_SECONDS,
        mark=Mark(
            opacity=settings.MARK_OPACITY, size=settings.MARK_SIZE, seconds=settings.MARK_SECONDS
        ),
        words=words(),
        keys=keys(),
        choices=choices(),
    )


def _title(line: "ItemLine") -> str:
    titles = [text.title for text in line.film.titles]
    return titles[0] if titles else line.film.film.slug
