"""What happens to accounts."""

from datetime import datetime, timedelta
from importlib import import_module

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction

from accounts.models import ConfirmedBy, Consent, Profile, Role, User, UserRole


def confirm(*, user: User, by: ConfirmedBy) -> None:
    """Mark the account as vouched for; the first who vouches stays."""
    User.objects.filter(pk=user.pk, confirmed_by="").update(confirmed_by=by)
    user.refresh_from_db(fields=["confirmed_by"])


def record_consent(*, user: User, terms_version: str, now: datetime) -> None:
    """Keep which terms were accepted, once a version."""
    Consent.objects.get_or_create(
        user=user, terms_version=terms_version, defaults={"given_at": now}
    )


@transaction.atomic
def create_staffed_user(
    *, email: str, password: str, roles: tuple[Role, ...] = (), pseudonym: str = ""
) -> User:
    """An account that staff vouch for, ready to log in; an existing one gets the roles added.

    An existing account keeps its password: this must not be a way into it.
    """
    known = EmailAddress.objects.filter(email=email.lower(), verified=True).first()
    if known is None:
        user = User.objects.create_user(email, password, confirmed_by=ConfirmedBy.STAFF)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        Profile.objects.create(user=user, pseudonym=pseudonym)
    else:
        user = known.user
    for role in roles:
        UserRole.objects.get_or_create(user=user, role=role)
    return user


def open_session(*, user: User, lasts: timedelta) -> SessionBase:
    """A log-in without a password, for a command of the operator's; its key is an API token.

    Whoever may call this holds the database and the secrets already. To be flushed after use.
    """
    session: SessionBase = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.set_expiry(lasts)
    session.create()
    return session
