"""Staff show a second factor, or are nobody special.

It is said once, where a request learns who asks: without a second factor in this log-in, the roles
of a programmer and an admin sleep. So no view, page or permission can forget to ask.
"""

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware as DjangoAuthentication
from django.contrib.auth.middleware import get_user
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.models import User
from accounts.sessions import BY_OPERATOR

METHOD = "mfa"  # as allauth keeps it: an app's code, a passkey or a recovery code
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class AuthenticationMiddleware(DjangoAuthentication):
    """Django's, with sleeping roles."""

    def process_request(self, request: HttpRequest) -> None:
        """Set `request.user`, read when it is first asked for."""
        super().process_request(request)
        request.user = SimpleLazyObject(  # type: ignore[assignment]
            lambda: met(get_user(request), request.session)
        )


def met(user: Any, session: SessionBase) -> Any:
    """`user`, who came with `session`; her staff roles sleep if it has shown one factor only."""
    if isinstance(user, User) and settings.STAFF_SECOND_FACTOR:
        user.second_factor_missing = not shown(user, session)
    return user


def shown(user: User, session: SessionBase) -> bool:
    """Tell whether `user` has shown a second factor in this log-in that she still has.

    A log-in that the operator opened on the machine needs none.
    """
    if session.get(BY_OPERATOR):
        return True
    request = HttpRequest()
    request.session = session
    records = get_authentication_records(request, user)
    used = [record["id"] for record in records if record["method"] == METHOD]
    return bool(used) and bool(Authenticator.objects.filter(user_id=user.pk, pk__in=used).exists())


def set_up(user: User | AnonymousUser) -> bool:
    """Tell whether there is a factor to show: recovery codes alone are none."""
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exists())
