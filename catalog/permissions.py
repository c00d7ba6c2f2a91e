"""Who may use an endpoint at all."""

from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from catalog.models import Shop


class IsStaff(BasePermission):
    """Programmers and admins."""

    message = "Only programmers and admins may do this."
    code = "not_staff"

    def has_permission(self, request: Request, view: Any) -> bool:
        """Ask by role."""
        return request.user.is_authenticated and request.user.is_staff


class IsShop(BasePermission):
    """A ticket shop with a key of ours."""

    message = "This needs a shop's key."
    code = "not_a_shop"

    def has_permission(self, request: Request, view: Any) -> bool:
        """Ask by key."""
        return isinstance(request.auth, Shop)
