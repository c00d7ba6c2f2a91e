"""What happens to the catalogue: one noun a file."""

from catalog.services.access import verdict_for, verdicts
from catalog.services.explain import Explained, Pretended, explain, explain_question
from catalog.services.films import register_film, versions_titled
from catalog.services.offers import change_offer, make_offer
from catalog.services.priorities import set_priorities, with_opening
from catalog.services.rights import (
    AlreadySuperseded,
    SheetLine,
    SupersedesOther,
    attach_caps,
    may_state_rights,
    record_grant,
    screening_sheet,
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
    "AlreadySuperseded",
    "Explained",
    "NoMaster",
    "NothingToPublish",
    "Pretended",
    "SheetLine",
    "SupersedesOther",
    "TicketRefused",
    "add_subtitle",
    "attach_caps",
    "attach_master",
    "begin_upload",
    "change_offer",
    "explain",
    "explain_question",
    "make_offer",
    "may_publish",
    "may_state_rights",
    "may_upload",
    "publish",
    "publish_newest",
    "record_grant",
    "register_film",
    "screening_sheet",
    "set_priorities",
    "start_watch_period",
    "take_ticket",
    "verdict_for",
    "verdicts",
    "versions_titled",
    "with_opening",
]
