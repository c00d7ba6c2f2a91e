"""Who may call what."""

from typing import Any

from django.utils.translation import get_language
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from catalog import messages


class IsStaff(BasePermission):
    """Programmers and admins."""

    code = "not_staff"

    @property
    def message(self) -> str:
        """Say so, in the request's language."""
        return messages.refused(self.code, language=get_language())

    def has_permission(self, request: Request, view: Any) -> bool:
        """Ask the roles."""
        user: Any = request.user
        return bool(user.is_authenticated and user.is_active and user.is_staff)
