"""What the studio's page tells its script: every word that it may have to say."""

from typing import TypedDict

from django.utils.translation import get_language, gettext

from vod.web.texts import bcp47


class StudioSettings(TypedDict):
    """Read by `frontend/studio.js`."""

    language: str
    words: dict[str, str]


def settings_of_studio() -> StudioSettings:
    """In the language of the request."""
    return StudioSettings(language=bcp47(get_language()), words=_words())


def _words() -> dict[str, str]:
    return {
        "beginning": gettext("Finding out what has arrived already…"),
        "sending": gettext("Uploading. Please leave this page open."),
        "away": gettext(
            "The line is away. The upload goes on by itself as soon as it is back; what has "
            "arrived stays."
        ),
        "paused": gettext(
            "Paused. What has arrived stays; choose the same file again to go on, today or in "
            "some days."
        ),
        "arrived": gettext("Everything has arrived. The master will be examined now."),
        "another_file": gettext(
            "This is not the file whose upload began. Choose that one to go on, or throw away "
            "what has arrived and upload this one."
        ),
        "unreadable": gettext(
            "The file can't be read any more. Is its disk still there? Choose it again to go on; "
            "what has arrived stays."
        ),
        "logged_out": gettext(
            "You are logged out. Log in again, then choose the same file: what has arrived stays."
        ),
        "refused": gettext("The upload was refused. Please write to us."),
        "sure": gettext("Throw away what has arrived of the other file?"),
        "left": gettext("about {time} left"),
    }
