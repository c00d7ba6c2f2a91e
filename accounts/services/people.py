"""Accounts from sign-up to being vouched for."""

from datetime import UTC, datetime

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.models import ConfirmedBy, Consent, Profile, Role, User
from accounts.services.roles import grant_role


def confirm(*, user: User, by: ConfirmedBy) -> None:
    """Mark the account as vouched for; the first who vouches stays."""
    User.objects.filter(pk=user.pk, confirmed_by="").update(confirmed_by=by)
    user.refresh_from_db(fields=["confirmed_by"])


def confirm_by_mail(*, user: User) -> None:
    """Mark the account as confirmed if an address of it is; a code from a mail proves it too."""
    if not user.confirmed and EmailAddress.objects.filter(user=user, verified=True).exists():
        confirm(user=user, by=ConfirmedBy.MAIL)


def record_consent(*, user: User, terms_version: str, now: datetime) -> None:
    """Keep which terms were accepted, once a version."""
    Consent.objects.get_or_create(
        user=user, terms_version=terms_version, defaults={"given_at": now}
    )


def change_profile(*, user: User, pseudonym: str, language: str) -> Profile:
    """Call her `pseudonym` from now on, and write to her in `language`; both may be empty."""
    profile, _ = Profile.objects.update_or_create(
        user=user, defaults={"pseudonym": pseudonym, "language": language}
    )
    return profile


def called(user: User) -> str:
    """How pages and mails address somebody: by pseudonym, else by public id."""
    profile = Profile.objects.filter(user_id=user.pk).first()
    return profile.pseudonym if profile and profile.pseudonym else user.public_id


@transaction.atomic
def create_staffed_user(
    *,
    email: str,
    password: str,
    roles: tuple[Role, ...] = (),
    pseudonym: str = "",
    now: datetime | None = None,
) -> User:
    """An account that staff vouch for, ready to log in; an existing one gets the roles added.

    An existing account keeps its password: this must not be a way into it. `now` is the present
    where it is not told.
    """
    known = EmailAddress.objects.filter(email=email.lower(), verified=True).first()
    if known is None:
        user = User.objects.create_user(email, password, confirmed_by=ConfirmedBy.STAFF)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        Profile.objects.create(user=user, pseudonym=pseudonym)
    else:
        user = known.user
    for role in roles:
        grant_role(user=user, role=role, actor=None, now=now or datetime.now(tz=UTC))
    return user
