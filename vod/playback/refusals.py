"""Why there is no session to go on with."""

from django.utils.translation import gettext
from rest_framework.exceptions import APIException


class UnknownSession(APIException):
    """No such token. A foreign one and an invented one get the same words."""

    status_code = 404
    default_code = "unknown_session"

    def __init__(self) -> None:
        super().__init__(gettext("There is no such playback session."))


class SessionOver(APIException):
    """The session has ended or its lease ran out; another may be begun."""

    status_code = 410
    default_code = "session_over"

    def __init__(self) -> None:
        super().__init__(gettext("This playback session is over. Please press play again."))
