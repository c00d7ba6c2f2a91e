"""Somebody's log-ins: listed and ended by herself; and her second factors, taken off by staff."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from allauth.account import app_settings
from allauth.account.models import EmailConfirmation
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import transaction
from django.db.models import QuerySet

from accounts import audit
from accounts.models import AuditAction, LoginSession, User, digest_of
from accounts.sessions import BY_OPERATOR, SessionStore

MOST_LOGINS = 50


@dataclass(frozen=True, kw_only=True)
class Login:
    """One log-in as its owner sees it. `digest` names it and opens nothing."""

    digest: str
    device: str
    since: date | None
    seen: date
    current: bool


def open_session(*, user: User, lasts: timedelta) -> SessionStore:
    """A log-in without a password, for a command of the operator's; its key is an API token.

    Whoever may call this holds the database and the secrets already, so roles of staff are awake
    in it. To be flushed after use.
    """
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[BY_OPERATOR] = True
    session.set_expiry(lasts)
    session.create()
    return session


def logins_of(*, user: User, key: str | None, now: datetime) -> list[Login]:
    """Her log-ins that still hold, the latest used first; `key` is the session she asks with."""
    current = digest_of(key) if key else ""
    alive = LoginSession.objects.filter(user=user, expires_at__gt=now)
    return [
        Login(
            digest=row.digest,
            device=row.device,
            since=row.since,
            seen=row.seen,
            current=row.digest == current,
        )
        for row in alive.defer("data").order_by("-seen", "-since", "digest")
    ]


def end_login(*, user: User, digest: str) -> bool:
    """End one of her log-ins, at once; False if she has none like that."""
    ended, _ = LoginSession.objects.filter(user=user, digest=digest).delete()
    return bool(ended)


def end_other_logins(*, user: User, keep: str | None) -> int:
    """End all of her log-ins but the one with the session key `keep`; how many."""
    others = LoginSession.objects.filter(user=user)
    if keep:
        others = others.exclude(digest=digest_of(keep))
    ended, _ = others.delete()
    return ended


def end_unused_logins(*, user: User, keep: int = MOST_LOGINS) -> None:
    """End what goes beyond the `keep` log-ins that were used last: the list stays readable."""
    oldest = LoginSession.objects.filter(user=user).order_by("-seen", "-since", "digest")
    beyond = list(oldest.values_list("digest", flat=True)[keep:])
    LoginSession.objects.filter(digest__in=beyond).delete()


@transaction.atomic
def reset_second_factor(*, user: User, actor: User | None, now: datetime) -> int:
    """Take off every second factor of somebody who lost hers, and end her log-ins; how many."""
    taken = int(Authenticator.objects.filter(user=user).delete()[0])
    end_other_logins(user=user, keep=None)
    if taken:
        audit.record(
            actor=actor,
            action=AuditAction.DELETED,
            model="mfa.authenticator",
            target=audit.subject_of(user).audit_id,
            before={"factors": taken},
            subject=user,
            naming={"user": user.public_id},
            now=now,
        )
    return taken


def forget_expired(*, now: datetime) -> None:
    """Sessions that nobody can use any more, and links of confirmation that lead nowhere."""
    expired_logins(now).delete()
    expired_links(now).delete()


def expired_logins(now: datetime) -> QuerySet[LoginSession]:
    """Sessions that nobody can use any more."""
    return LoginSession.objects.filter(expires_at__lte=now)


def expired_links(now: datetime) -> QuerySet[EmailConfirmation]:
    """Links of confirmation that lead nowhere."""
    lives = timedelta(days=app_settings.EMAIL_CONFIRMATION_EXPIRE_DAYS)
    links: QuerySet[EmailConfirmation] = EmailConfirmation.objects.filter(sent__lte=now - lives)
    return links
