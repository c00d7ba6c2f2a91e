"""The page of a report: numbers in the reader's words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vod.audience.charts import Chart, Days, completion_chart, plays_chart
from vod.audience.folding import OTHER, K
from vod.audience.models import QualityPeriod
from vod.audience.services import Report
from vod.web import labels
from vod.web.texts import pick

CHARTS: dict[str, Promise] = {
    "completion": _("How far people watched"),
    "plays": _("Plays a day"),
}
USES: dict[str, Promise] = {
    "public": _("the public"),
    "press": _("the press"),
    "institution": _("institutions"),
    "archive": _("the archive"),
    "clips": _("clips"),
}


@dataclass(frozen=True, kw_only=True)
class Place:
    """A country, or the rest."""

    name: str
    people: int


@dataclass(frozen=True, kw_only=True)
class QualityLine:
    """How well some days played, in seconds, per cent and Mbit/s."""

    period: QualityPeriod
    startup: float | None
    startup_p95: float | None
    rebuffering: float
    megabits: float | None
    failed: float


def context_of(report: Report, *, language: str | None) -> dict[str, Any]:
    """What the template shows."""
    return {
        "film": report.film,
        "title": pick(report.film.texts.all(), language=language),
        "report": report,
        "fewest": K,
        "finished": report.completion[-1] if report.completion else None,
        "places": _places(report),
        "charts": CHARTS if report.periods else {},
        "caps": [(USES[cap.use], cap) for cap in report.caps],
        "shown": [
            {
                "edition": pick(one.item.screening.edition.texts.all(), language=language),
                "slug": one.item.screening.edition.slug,
                "audience": one.audience,
                "quality": [_quality(period) for period in one.quality],
            }
            for one in report.screenings
            if one.audience or one.quality
        ],
    }


def chart_of(report: Report, name: str) -> Chart | None:
    """The chart of that name; none where nothing is published yet."""
    if not report.periods:
        return None
    if name == "completion":
        return completion_chart(report.completion)
    days = [Days(first=one.first_day, last=one.last_day, plays=one.plays) for one in report.periods]
    return plays_chart(days)


def _places(report: Report) -> Sequence[Place]:
    return [
        Place(
            name=gettext("Other countries, or unknown")
            if code == OTHER
            else labels.countries([code]),
            people=people,
        )
        for code, people in report.countries.items()
    ]


def _quality(period: QualityPeriod) -> QualityLine:
    return QualityLine(
        period=period,
        startup=_thousandth(period.startup_median_ms),
        startup_p95=_thousandth(period.startup_p95_ms),
        rebuffering=period.rebuffer_permille / 10,
        megabits=_thousandth(period.mean_kbps),
        failed=period.failed_permille / 10,
    )


def _thousandth(value: int | None) -> float | None:
    return None if value is None else value / 1000
