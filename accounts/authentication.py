"""How the API learns who asks."""

from typing import Any

from allauth.headless.contrib.rest_framework.authentication import XSessionTokenAuthentication
from django.http import HttpRequest
from drf_spectacular.extensions import OpenApiAuthenticationExtension

from accounts.second_factor import met


class SessionTokenAuthentication(XSessionTokenAuthentication):  # type: ignore[misc]  # no types
    """The session token of an app, in `X-Session-Token`; `request.auth` is the session."""

    def authenticate(self, request: HttpRequest) -> tuple[Any, Any] | None:
        """Find the person; staff without a second factor in this log-in come without roles."""
        found = super().authenticate(request)
        if found is None:
            return None
        user, session = found
        return met(user, session), session

    def authenticate_header(self, request: HttpRequest) -> str:
        """Whoever has not said who she is gets 401, and 403 once she has (RFC 9110, 15.5.2)."""
        return "X-Session-Token"


class SessionTokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The token in the API's description."""

    target_class = SessionTokenAuthentication
    name = "sessionToken"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """As OpenAPI says it."""
        return {"type": "apiKey", "in": "header", "name": "X-Session-Token"}
