"""What the conventions refuse."""

from django.utils.translation import gettext_lazy as _
from rest_framework import status
from rest_framework.exceptions import APIException


class KeyInvalid(APIException):
    """An idempotency key that could be guessed, or is none."""

    status_code = status.HTTP_400_BAD_REQUEST
    default_code = "idempotency_key_invalid"
    default_detail = _("An Idempotency-Key is random: 16 to 255 characters of ASCII, no spaces.")


class KeyReused(APIException):
    """The key came before, with another request."""

    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_code = "idempotency_key_reused"
    default_detail = _("This Idempotency-Key was sent with another request. Use a new one.")


class StillRunning(APIException):
    """The first request with this key has not ended."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "idempotency_in_progress"
    default_detail = _("The first request with this Idempotency-Key still runs. Ask again shortly.")


class CursorUnknown(APIException):
    """No page of this list begins there."""

    status_code = status.HTTP_404_NOT_FOUND
    default_code = "cursor_unknown"
    default_detail = _("This cursor is not one of this list. Begin again without it.")


class PreconditionFailed(APIException):
    """The thing is no longer as the client saw it."""

    status_code = status.HTTP_412_PRECONDITION_FAILED
    default_code = "precondition_failed"
    default_detail = _("This was changed since you read it. Read it again before you write.")
