"""What is held of accounts: exported, erased, and forgotten in time."""

from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet

from accounts.models import (
    AuditEntry,
    AuditSubject,
    Consent,
    LoginSession,
    Profile,
    ReturnCode,
    User,
    UserRole,
)
from accounts.services.logins import expired_links, expired_logins
from vod.retention import Counts, Held, forget_all, kept

ACCOUNT = "With the account: until its owner erases it."


def _seen_long_ago(now: datetime) -> QuerySet[User]:
    return User.objects.filter(last_login__lt=now - timedelta(days=settings.LAST_LOGIN_DAYS))


HELD = (
    Held(
        model=LoginSession,
        rule="Until it expires.",
        due=expired_logins,
        since="seen",
    ),
    Held(
        model=EmailConfirmation,
        rule="As long as its link leads somewhere.",
        due=expired_links,
        since="sent",
    ),
    Held(model=Consent, rule=ACCOUNT, since="given_at"),
    Held(model=ReturnCode, rule=ACCOUNT, since="created_at"),
    Held(
        model=User,
        rule=f"{ACCOUNT} The instant of the last log-in for VOD_LAST_LOGIN_DAYS.",
        due=_seen_long_ago,
        loses={"last_login": None},
        since="last_login",
    ),
    Held(model=User.groups.through, rule="Empty: roles stand in its place."),
    Held(model=User.user_permissions.through, rule="Empty: roles stand in its place."),
    Held(model=Group.permissions.through, rule="Names of permissions; of nobody."),
    *kept(ACCOUNT, UserRole, Profile, AuditSubject, EmailAddress, Authenticator),
    Held(
        model=AuditEntry,
        rule="For good: rules and rights, no ticket, play or session. Names are sealed under a key "
        "that goes with the account.",
        since="at",
    ),
    *kept("Empty: the audit log stands in its place.", LogEntry),
    *kept("Names of permissions; of nobody.", Group, Permission, ContentType),
)


def export(user: User) -> dict[str, Any]:
    """The account of `user`: no secret, no digest."""
    profile = Profile.objects.filter(user=user).first()
    return {
        "id": user.public_id,
        "email": user.email,
        "addresses": list(
            EmailAddress.objects.filter(user=user).order_by("pk").values("email", "verified")
        ),
        "confirmed_by": user.confirmed_by,
        "last_login": user.last_login,
        "roles": sorted(user.held_roles),
        "pseudonym": profile.pseudonym if profile else "",
        "language": profile.language if profile else "",
        "consents": list(
            Consent.objects.filter(user=user).order_by("pk").values("terms_version", "given_at")
        ),
        "log_ins": list(
            LoginSession.objects.filter(user=user)
            .order_by("-seen", "digest")
            .values("device", "since", "seen")
        ),
        "second_factors": list(
            Authenticator.objects.filter(user=user).order_by("pk").values("type", "created_at")
        ),
    }


def erase(user: User, now: datetime) -> None:
    """Delete the account. Whatever only points to it goes along; the log forgets its name."""
    user.delete()


def retain(now: datetime) -> Counts:
    """Forget what is due."""
    return forget_all(HELD, now)
