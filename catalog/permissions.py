"""Who may read and who may write the catalogue."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from catalog import services
from catalog.models import Shop, Sight, Unveiled

YES, NO = {"true", "1"}, {"false", "0"}
MESSAGE, CODE = _("Only programmers may do this."), "not_a_programmer"


class ReadOrStaff(BasePermission):
    """Everybody reads what may be seen; programmers and admins write."""

    message, code = MESSAGE, CODE
    anonymous_reads = True

    def has_permission(self, request: Request, view: Any) -> bool:
        """Ask the roles."""
        return request.method in SAFE_METHODS or is_staff(request)


class ReadOrMember(BasePermission):
    """Everybody reads; whoever is logged in may try to write: the view asks whose film it is."""

    anonymous_reads = True

    def has_permission(self, request: Request, view: Any) -> bool:
        """Ask for a log-in."""
        return request.method in SAFE_METHODS or bool(request.user.is_authenticated)


class IsShop(BasePermission):
    """A ticket shop with a key of ours. Programs read this, so it is in English."""

    message = "This needs a shop's key."
    code = "not_a_shop"

    def has_permission(self, request: Request, view: Any) -> bool:
        """Ask by key."""
        return isinstance(request.auth, Shop)


def is_staff(request: Request) -> bool:
    """Whether a programmer or an admin asks."""
    user: Any = request.user
    return bool(user.is_authenticated) and services.may_publish(user)


def wants_all(request: Request) -> bool:
    """Whether the request has `all=true`. Raises `ValidationError` for what is no yes or no."""
    values = {value.lower() for value in request.query_params.getlist("all")}
    if not values <= YES | NO:
        raise ValidationError({"all": "Either true or false."}, code="invalid")
    return bool(values & YES)


def sight_of(request: Request, *, now: datetime) -> Sight:
    """What the request asks to see: what may be seen `now`, or, for staff, `?all=true`.

    Staff see hidden things only where they ask for it, so that their own look at the site shows
    what others see. Raises `PermissionDenied` for whoever else asks.
    """
    if not wants_all(request):
        return now
    if not is_staff(request):
        raise PermissionDenied(MESSAGE, code=CODE)
    return Unveiled.EVERYTHING
