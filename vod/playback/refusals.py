"""Why there is no session to go on with, or nothing to be had from it just now."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext
from rest_framework.exceptions import APIException

from vod.playback.metering import whole_seconds


class UnknownSession(APIException):
    """No such token. A foreign one and an invented one get the same words."""

    status_code = 404
    default_code = "unknown_session"

    def __init__(self) -> None:
        super().__init__(gettext("There is no such playback session."))


class SessionOver(APIException):
    """The session has ended; another may be begun."""

    status_code = 410
    default_code = "session_over"

    def __init__(self) -> None:
        super().__init__(gettext("This playback session is over. Please press play again."))


class EndedElsewhere(APIException):
    """The same viewer ended it, to watch on another device."""

    status_code = 410
    default_code = "ended_elsewhere"

    def __init__(self) -> None:
        super().__init__(
            gettext("You are watching on another device now. Press play to go on here.")
        )


class TooManyStreams(APIException):
    """The viewer's other streams take all places that she has.

    `sessions` says which they are, to herself alone: whoever knows the address of one stream need
    not learn what else she watches.
    """

    status_code = 409
    default_code = "too_many_streams"

    def __init__(self, sessions: Sequence[dict[str, Any]] | None = None) -> None:
        super().__init__(
            gettext("You are already watching on another device. End that to watch here.")
        )
        self.extra = {} if sessions is None else {"sessions": sessions}


class OverTheMeter(APIException):
    """More keys than anybody can watch. Players ask again after a 503, never after a 4xx."""

    status_code = 503
    default_code = "too_many_keys"

    def __init__(self, wait: timedelta) -> None:
        super().__init__(gettext("These are more keys than a film needs. Please wait a moment."))
        self.retry_seconds = whole_seconds(wait)
