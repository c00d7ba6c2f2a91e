"""Why reports were not taken."""

from django.utils.translation import gettext
from rest_framework.exceptions import APIException

from vod.audience.cmcd import LONGEST_BODY, MEDIA_TYPE

RETRY_SECONDS = 60


class NoReports(APIException):
    """Nothing in the body is an event."""

    status_code = 400
    default_code = "malformed"

    def __init__(self) -> None:
        super().__init__(gettext("No line of this is a CMCD version 2 event."))


class TooLong(APIException):
    """More at once than is read."""

    status_code = 413
    default_code = "too_long"

    def __init__(self) -> None:
        size = {"size": LONGEST_BODY // 1024}
        super().__init__(gettext("Reports of at most %(size)s KiB are read at once.") % size)


class AnotherType(APIException):
    """The standard has one type of body."""

    status_code = 415
    default_code = "unsupported_media_type"

    def __init__(self) -> None:
        words = gettext("Reports are sent as %(media_type)s.")
        super().__init__(words % {"media_type": MEDIA_TYPE})


class TooManyReports(APIException):
    """The session has told more than one plays."""

    status_code = 429
    default_code = "too_many_reports"

    def __init__(self) -> None:
        super().__init__(gettext("This session reports too much. Please report less often."))
