"""What the page tells its player: where to knock, and every word that it may have to say."""

from typing import TYPE_CHECKING, TypedDict

from django.urls import reverse
from django.utils.translation import get_language, gettext

from catalog.models import FilmVersion
from vod.web.texts import bcp47

if TYPE_CHECKING:
    from vod.web.watching import ItemLine, WatchPage


class PlayerSettings(TypedDict):
    """Read by `frontend/page.js`. `item` is empty for the first film of the screening."""

    playback_url: str
    item: str
    language: str
    words: dict[str, str]


def settings_of(page: "WatchPage", *, item: "ItemLine | None") -> PlayerSettings:
    """The settings of a watch page, in the language of the request."""
    return PlayerSettings(
        playback_url=reverse("begin-playback", args=[page.screening.public_id]),
        item=item.public_id if item else "",
        language=bcp47(get_language()),
        words=_words(),
    )


def settings_of_trailer(trailer: FilmVersion) -> PlayerSettings:
    """The settings of a trailer's page."""
    return PlayerSettings(
        playback_url=reverse("begin-trailer", args=[trailer.public_id]),
        item="",
        language=bcp47(get_language()),
        words=_words(),
    )


def _words() -> dict[str, str]:
    return {
        "connection_lost": gettext(
            "The connection is lost. The film goes on by itself as soon as it is back."
        ),
        "not_begun": gettext("We could not be reached. Check your connection, then press play."),
        "server_failed": gettext(
            "Something went wrong on our side. Please press play again in a minute."
        ),
        "stopped": gettext("The film was stopped. Press play to go on."),
        "not_decodable": gettext(
            "Your browser could not decode the film. Reload the page; if that does not help, "
            "update the browser or try another one."
        ),
        "not_playable": gettext(
            "Your browser cannot play this film. A current Firefox, Chrome, Edge or Safari can."
        ),
        "reload": gettext("See what you can do"),
    }
