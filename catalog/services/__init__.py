"""What happens to the catalogue: one noun a file."""

from catalog.services.access import verdict_for, verdicts
from catalog.services.editions import WrongStep, move_edition
from catalog.services.films import change_film, delete_film, delete_version, may_edit, on_team
from catalog.services.priorities import set_priorities, with_opening
from catalog.services.screenings import change_screening, create_screening
from catalog.services.stills import TooMany, add_still, address_of, delete_still
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
from catalog.services.writing import Conflict, InUse, Noun, change, create, delete

__all__ = [
    "PROGRAMMING_ROLES",
    "Conflict",
    "InUse",
    "NoMaster",
    "NothingToPublish",
    "Noun",
    "TicketRefused",
    "TooMany",
    "WrongStep",
    "add_still",
    "add_subtitle",
    "address_of",
    "attach_master",
    "begin_upload",
    "change",
    "change_film",
    "change_screening",
    "create",
    "create_screening",
    "delete",
    "delete_film",
    "delete_still",
    "delete_version",
    "may_edit",
    "may_publish",
    "may_upload",
    "move_edition",
    "on_team",
    "publish",
    "publish_newest",
    "set_priorities",
    "start_watch_period",
    "take_ticket",
    "verdict_for",
    "verdicts",
    "with_opening",
]
