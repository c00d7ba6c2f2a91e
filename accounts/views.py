"""What people do with their own accounts over the API: one domain call each.

Log-in, registration, passwords and second factors are django-allauth's, under /_allauth/.
"""

from typing import Any

from allauth.headless.mfa.views import LoginWebAuthnView
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import second_factor, services
from accounts.factors import PasskeyInput
from accounts.models import STAFF_ROLES, Profile, User
from accounts.serializers import AccountSerializer, LoginSerializer


class PasskeyLogin(LoginWebAuthnView):  # type: ignore[misc]  # allauth ships no types
    """allauth's log-in by passkey, with the public id in the passkey."""

    input_class = {"POST": PasskeyInput}  # noqa: RUF012 - allauth's attribute


class AccountDetail(APIView):
    """The account of whoever asks."""

    @extend_schema(responses=AccountSerializer, operation_id="account_retrieve")
    def get(self, request: Request) -> Response:
        """Show her account. Staff see whether their roles sleep for want of a second factor."""
        return Response(AccountSerializer(account_of(request)).data)

    @extend_schema(
        request=AccountSerializer, responses=AccountSerializer, operation_id="account_change"
    )
    def patch(self, request: Request) -> Response:
        """Change pseudonym and language; what is not sent stays."""
        user: Any = request.user
        body = AccountSerializer(data=request.data, partial=True)
        body.is_valid(raise_exception=True)
        services.change_profile(user=user, **_profile_of(user) | body.validated_data)
        return Response(AccountSerializer(account_of(request)).data)


class Logins(APIView):
    """Where she is logged in."""

    pagination_class = None

    @extend_schema(responses=LoginSerializer(many=True), operation_id="account_sessions_list")
    def get(self, request: Request) -> Response:
        """List her log-ins. No address, agent or hour is kept of any."""
        user: Any = request.user
        logins = services.logins_of(user=user, key=key_of(request), now=timezone.now())
        return Response(LoginSerializer(logins, many=True).data)

    @extend_schema(responses={204: None}, operation_id="account_sessions_end_others")
    def delete(self, request: Request) -> Response:
        """End all of her log-ins but this one, at once."""
        user: Any = request.user
        services.end_other_logins(user=user, keep=key_of(request))
        return Response(status=204)


class LoginDetail(APIView):
    """One of her log-ins."""

    @extend_schema(responses={204: None}, operation_id="account_sessions_end")
    def delete(self, request: Request, digest: str) -> Response:
        """End it, at once. Somebody else's does not exist."""
        user: Any = request.user
        if not services.end_login(user=user, digest=digest):
            raise NotFound
        return Response(status=204)


def key_of(request: Request) -> str | None:
    """The session key that a request came with, as cookie or as token."""
    key: str | None = session_of(request).session_key
    return key


def session_of(request: Request) -> Any:
    """The session of a request: of its token, else of its cookie."""
    return request.auth if isinstance(request.auth, SessionBase) else request.session


def account_of(request: Request) -> dict[str, Any]:
    """What an account says of itself."""
    user: Any = request.user
    return {
        "id": user.public_id,
        **_profile_of(user),
        "confirmed": user.confirmed,
        "roles": sorted(user.held_roles),
        "second_factor": {
            "needed": settings.STAFF_SECOND_FACTOR and bool(user.held_roles & STAFF_ROLES),
            "set_up": second_factor.set_up(user),
            "shown": second_factor.shown(user, session_of(request)),
        },
    }


def _profile_of(user: User) -> dict[str, str]:
    profile = Profile.objects.filter(user=user).first() or Profile()
    return {"pseudonym": profile.pseudonym, "language": profile.language}
