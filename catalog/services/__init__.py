"""What happens to the catalogue: one noun a file."""

from catalog.services.access import verdict_for, verdicts
from catalog.services.films import register_film, versions_titled
from catalog.services.priorities import set_priorities, with_opening
from catalog.services.teams import (
    AlreadyOnTeam,
    InvitationGone,
    LastMember,
    TooManyInvitations,
    accept_invitation,
    invitation_by,
    invitation_digest,
    invitations_to,
    invite,
    may_see_team,
    remove_member,
    team_of,
    withdraw_invitation,
)
from catalog.services.tickets import TicketRefused, start_watch_period, take_ticket
from catalog.services.versions import (
    PROGRAMMING_ROLES,
    NoMaster,
    NothingToPublish,
    add_subtitle,
    attach_master,
    begin_upload,
    may_publish,
    may_upload,
    publish,
    publish_newest,
)

__all__ = [
    "PROGRAMMING_ROLES",
    "AlreadyOnTeam",
    "InvitationGone",
    "LastMember",
    "NoMaster",
    "NothingToPublish",
    "TicketRefused",
    "TooManyInvitations",
    "accept_invitation",
    "add_subtitle",
    "attach_master",
    "begin_upload",
    "invitation_by",
    "invitation_digest",
    "invitations_to",
    "invite",
    "may_publish",
    "may_see_team",
    "may_upload",
    "publish",
    "publish_newest",
    "register_film",
    "remove_member",
    "set_priorities",
    "start_watch_period",
    "take_ticket",
    "team_of",
    "verdict_for",
    "verdicts",
    "versions_titled",
    "with_opening",
    "withdraw_invitation",
]
