"""What holds on the staff's site alone."""

from collections.abc import Callable

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from vod.staff.zone import zone_of

PATH = "/admin/"


class Desk:
    """Middleware: times are in the user's chosen zone, and her roles are read once a request.

    The sidebar asks for thirty permissions, and each would read the roles.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in her zone; it is forgotten afterwards, as a thread serves many."""
        if not request.path.startswith(PATH):
            return self.get_response(request)
        if request.user.is_authenticated:
            prefetch_related_objects([request.user], "roles")
        with timezone.override(zone_of(request)):
            return self.get_response(request)
