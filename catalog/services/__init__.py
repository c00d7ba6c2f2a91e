"""What happens to the catalogue: one noun a file."""

from catalog.services.access import verdict_for, verdicts
from catalog.services.editions import WrongStep, move_edition
from catalog.services.explain import Explained, Pretended, explain, explain_question
from catalog.services.export import EditionIsDraft, export_catalogue
from catalog.services.films import change_film, delete_film, delete_version, may_edit, on_team
from catalog.services.importing import import_catalogue
from catalog.services.offers import change_offer, make_offer
from catalog.services.priorities import set_priorities, with_opening
from catalog.services.registering import register_film, versions_titled
from catalog.services.rights import (
    AlreadySuperseded,
    SheetLine,
    SupersedesOther,
    attach_caps,
    may_state_rights,
    record_grant,
    screening_sheet,
)
from catalog.services.screenings import change_screening, create_screening
from catalog.services.search_results import Choice, Result, ResultPage, search_catalogue
from catalog.services.stills import TooMany, add_still, address_of, delete_still
from catalog.services.teams import (
    AlreadyOnTeam,
    InvitationGone,
    LastMember,
    TooManyInvitations,
    accept_invitation,
    add_member,
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
from catalog.services.timetable import Planned, PlannedScreening, timetable
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
from catalog.services.writing import Conflict, InUse, Noun, change, create, delete

__all__ = [
    "PROGRAMMING_ROLES",
    "AlreadyOnTeam",
    "AlreadySuperseded",
    "Choice",
    "Conflict",
    "EditionIsDraft",
    "Explained",
    "InUse",
    "InvitationGone",
    "LastMember",
    "NoMaster",
    "NothingToPublish",
    "Noun",
    "Planned",
    "PlannedScreening",
    "Pretended",
    "Result",
    "ResultPage",
    "SheetLine",
    "SupersedesOther",
    "TicketRefused",
    "TooMany",
    "TooManyInvitations",
    "WrongStep",
    "accept_invitation",
    "add_member",
    "add_still",
    "add_subtitle",
    "address_of",
    "attach_caps",
    "attach_master",
    "begin_upload",
    "change",
    "change_film",
    "change_offer",
    "change_screening",
    "create",
    "create_screening",
    "delete",
    "delete_film",
    "delete_still",
    "delete_version",
    "explain",
    "explain_question",
    "export_catalogue",
    "import_catalogue",
    "invitation_by",
    "invitation_digest",
    "invitations_to",
    "invite",
    "make_offer",
    "may_edit",
    "may_publish",
    "may_see_team",
    "may_state_rights",
    "may_upload",
    "move_edition",
    "on_team",
    "publish",
    "publish_newest",
    "record_grant",
    "register_film",
    "remove_member",
    "screening_sheet",
    "search_catalogue",
    "set_priorities",
    "start_watch_period",
    "take_ticket",
    "team_of",
    "timetable",
    "verdict_for",
    "verdicts",
    "versions_titled",
    "with_opening",
    "withdraw_invitation",
]
