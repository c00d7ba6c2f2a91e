"""The report as CSV: a line a period, for spreadsheets. Column names are English, as the API's."""

import csv
from collections.abc import Iterator
from io import StringIO

from vod.audience.folding import OTHER, STEPS
from vod.audience.models import AudiencePeriod
from vod.audience.services import Report

PARTS = [f"reached_{step * 100 // STEPS}_percent" for step in range(1, STEPS + 1)]
COLUMNS = ["edition", "screening", "first_day", "last_day", "plays", "viewers", "viewers_to_date"]
OTHER_COLUMN = "country_other"


def table(report: Report) -> str:
    """CSV (RFC 4180). An empty cell of a country: fewer than five people, or none."""
    codes = [code for code in report.countries if code != OTHER]
    written = StringIO()
    writer = csv.writer(written)
    writer.writerow([*COLUMNS, *PARTS, *(f"country_{code}" for code in codes), OTHER_COLUMN])
    for shown in report.screenings:
        screening = shown.item.screening
        for period in shown.audience:
            row = [screening.edition.slug, screening.public_id, *_numbers(period)]
            writer.writerow([*row, *(period.countries.get(code, "") for code in [*codes, OTHER])])
    return written.getvalue()


def _numbers(period: AudiencePeriod) -> Iterator[object]:
    yield from (period.first_day, period.last_day, period.plays, period.viewers)
    yield period.viewers_to_date
    yield from period.completion
