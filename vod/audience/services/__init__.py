"""Reports come in, plays are tallied, and what has enough people in it is published, once."""

from vod.audience.services.collecting import collect
from vod.audience.services.forgetting import forget
from vod.audience.services.publishing import publish, summarise_reports
from vod.audience.services.reporting import Report, may_see_report, report_on
from vod.audience.services.tallying import note_places, tally

__all__ = [
    "Report",
    "collect",
    "forget",
    "may_see_report",
    "note_places",
    "publish",
    "report_on",
    "summarise_reports",
    "tally",
]
