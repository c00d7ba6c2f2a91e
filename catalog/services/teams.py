"""Who works on a film here, and how others are asked in: by a link that works once."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException

from accounts import audit
from accounts.models import STAFF_ROLES, AuditAction, User
from catalog.models import Film, FilmTeam, TeamInvitation, TeamRole
from catalog.models.visibility import not_withdrawn_at

TOKEN_BYTES = 32
OPEN_AT_ONCE = 20
GOOD_FOR = timedelta(days=14)
MODEL = "catalog.filmteam"


class InvitationGone(APIException):
    """Used, revoked, expired, or never given."""

    status_code = 404
    default_code = "invitation_gone"
    default_detail = _("This invitation has been used, withdrawn or has expired. Ask for another.")


class AlreadyOnTeam(APIException):
    """The invitation is left for somebody else."""

    status_code = 409
    default_code = "already_on_team"
    default_detail = _("You are on this film's team already.")


class TooManyInvitations(APIException):
    """A team has no use for that many."""

    status_code = 409
    default_code = "too_many_invitations"
    default_detail = _("Too many invitations are open. Withdraw one first.")


class LastMember(APIException):
    """A film is not left alone by a slip."""

    status_code = 409
    default_code = "last_member"
    default_detail = _("The last member stays on the team. Please write to us.")


@dataclass(frozen=True, kw_only=True)
class Given:
    """A new invitation, and its token: it is told this once, only its digest is kept."""

    invitation: TeamInvitation
    token: str


def may_see_team(user: User, film: Film) -> bool:
    """Allow the film's team, programmers and admins."""
    return bool(user.role_names & STAFF_ROLES) or film.team.filter(user=user).exists()


def team_of(film: Film) -> QuerySet[FilmTeam]:
    """The members with what they are called, in the order in which they came."""
    return film.team.select_related("user__profile").order_by("pk")


def invitations_to(film: Film, *, now: datetime) -> QuerySet[TeamInvitation]:
    """The invitations that are open, the newest first."""
    return film.invitations.filter(expires_at__gt=now).order_by("-created_at", "-pk")


@transaction.atomic
def invite(*, film: Film, role: TeamRole, now: datetime) -> Given:
    """Make a link into the team of `film`. Raises `TooManyInvitations`."""
    Film.objects.select_for_update().get(pk=film.pk)
    film.invitations.filter(expires_at__lte=now).delete()
    if film.invitations.count() >= OPEN_AT_ONCE:
        raise TooManyInvitations
    token = secrets.token_urlsafe(TOKEN_BYTES)
    invitation = TeamInvitation.objects.create(
        film=film,
        role=role,
        digest=bytes.fromhex(invitation_digest(token)),
        created_at=now,
        expires_at=now + GOOD_FOR,
    )
    return Given(invitation=invitation, token=token)


def withdraw_invitation(*, film: Film, public_id: str) -> bool:
    """Make a link worthless; False if it is not open."""
    gone, _by_model = film.invitations.filter(public_id=public_id).delete()
    return bool(gone)


def invitation_by(digest: str, *, now: datetime) -> TeamInvitation:
    """The open invitation whose token has this digest (hexadecimal). Raises `InvitationGone`."""
    shown = not_withdrawn_at(now, through="film__")
    open_ones = TeamInvitation.objects.select_related("film").filter(shown, expires_at__gt=now)
    invitation = open_ones.filter(digest=bytes.fromhex(digest)).first()
    if invitation is None:
        raise InvitationGone
    return invitation


@transaction.atomic
def accept_invitation(*, digest: str, user: User, now: datetime) -> FilmTeam:
    """Join the team; the link is used up. Raises `InvitationGone` or `AlreadyOnTeam`."""
    # Of two who open the same link at once, the second finds the row gone.
    rows = TeamInvitation.objects.select_for_update(of=("self",)).select_related("film")
    invitation = rows.filter(digest=bytes.fromhex(digest), expires_at__gt=now).first()
    if invitation is None:
        raise InvitationGone
    member, joined = FilmTeam.objects.get_or_create(
        film=invitation.film, user=user, defaults={"role": invitation.role}
    )
    if not joined:
        raise AlreadyOnTeam
    invitation.delete()
    _record(member, action=AuditAction.CREATED, actor=user, now=now)
    return member


@transaction.atomic
def add_to_team(*, film: Film, user: User, role: TeamRole, actor: User, now: datetime) -> FilmTeam:
    """Put somebody on the team without a link, as staff may. Raises `AlreadyOnTeam`."""
    member, joined = FilmTeam.objects.get_or_create(film=film, user=user, defaults={"role": role})
    if not joined:
        raise AlreadyOnTeam
    _record(member, action=AuditAction.CREATED, actor=actor, now=now)
    return member


@transaction.atomic
def remove_member(*, film: Film, public_id: str, actor: User, now: datetime) -> bool:
    """Take somebody off the team, oneself too; False if nobody on it is called so.

    Raises `LastMember`; staff may leave a film without a team.
    """
    Film.objects.select_for_update().get(pk=film.pk)
    team = list(film.team.select_related("user", "film"))
    member = next((m for m in team if m.user.public_id == public_id), None)
    if member is None:
        return False
    if len(team) == 1 and not actor.role_names & STAFF_ROLES:
        raise LastMember
    _record(member, action=AuditAction.DELETED, actor=actor, now=now)
    member.delete()
    return True


def invitation_digest(token: str) -> str:
    """SHA-256 of a token, in hexadecimal: what stands in the database and in sessions."""
    return hashlib.sha256(token.encode()).hexdigest()


def _record(member: FilmTeam, *, action: AuditAction, actor: User, now: datetime) -> None:
    values = {"role": member.role}
    audit.record(
        actor=actor,
        action=action,
        model=MODEL,
        target=member.film.public_id,
        before=values if action == AuditAction.DELETED else None,
        after=values if action == AuditAction.CREATED else None,
        subject=member.user,
        naming={"user": member.user.public_id},
        now=now,
    )
