"""Who may come in at all, for views of the API. What concerns one thing is asked of its service."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts.models import STAFF_ROLES, Role, User


class SecondFactorRequired(APIException):
    """Staff, but this log-in has shown no second factor."""

    status_code = 403
    default_code = "second_factor_required"
    default_detail = _("Please confirm with your second factor; staff need one in every log-in.")


class HasRole(BasePermission):
    """One of `roles` that is awake. Raises `SecondFactorRequired` for one that sleeps."""

    roles: frozenset[Role]
    code = "not_allowed"

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Ask the person of the request."""
        user: Any = request.user
        if not isinstance(user, User):
            return False
        if user.role_names & self.roles:
            return True
        if user.roles_asleep and user.held_roles & self.roles:
            raise SecondFactorRequired
        return False


class IsStaff(HasRole):
    """Programmers and admins."""

    roles = STAFF_ROLES
    code = "not_staff"
    message = _("This is for the exhibition's staff.")


class IsAdmin(HasRole):
    """Admins alone."""

    roles = frozenset({Role.ADMIN})
    code = "not_an_admin"


class IsConfirmed(BasePermission):
    """Somebody or something vouched for her account."""

    code = "unconfirmed"

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Ask the person of the request."""
        user: Any = request.user
        return isinstance(user, User) and user.confirmed
