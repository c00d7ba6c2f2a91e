"""What happens to the catalogue: one noun a file."""

from catalog.services.access import verdict_for, verdicts
from catalog.services.films import register_film, versions_titled
from catalog.services.priorities import set_priorities, with_opening
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
    "NoMaster",
    "NothingToPublish",
    "TicketRefused",
    "add_subtitle",
    "attach_master",
    "begin_upload",
    "may_publish",
    "may_upload",
    "publish",
    "publish_newest",
    "register_film",
    "set_priorities",
    "start_watch_period",
    "take_ticket",
    "verdict_for",
    "verdicts",
    "versions_titled",
    "with_opening",
]
