"""What happens to the catalogue: one noun a file."""

from catalog.services.access import verdict_for, verdicts
from catalog.services.export import EditionIsDraft, export_catalogue
from catalog.services.importing import import_catalogue
from catalog.services.priorities import set_priorities, with_opening
from catalog.services.search_results import Choice, Result, ResultPage, search_catalogue
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
    "Choice",
    "EditionIsDraft",
    "NoMaster",
    "NothingToPublish",
    "Result",
    "ResultPage",
    "TicketRefused",
    "add_subtitle",
    "attach_master",
    "begin_upload",
    "export_catalogue",
    "import_catalogue",
    "may_publish",
    "may_upload",
    "publish",
    "publish_newest",
    "search_catalogue",
    "set_priorities",
    "start_watch_period",
    "take_ticket",
    "verdict_for",
    "verdicts",
    "with_opening",
]
