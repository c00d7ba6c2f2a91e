"""Who may call what."""

from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request


class IsStaff(BasePermission):
    """Programmers and admins."""

    message = "Only staff may do this."
    code = "not_staff"

    def has_permission(self, request: Request, view: Any) -> bool:
        """Ask the roles."""
        user: Any = request.user
        return bool(user.is_authenticated and user.is_active and user.is_staff)
