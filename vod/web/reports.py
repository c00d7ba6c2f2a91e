"""The page of a quality report: words in the reader's language, time codes, plots as SVG paths."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from catalog.models import FilmText, FilmVersion
from transcoding.models import Master
from transcoding.quality.measures import QUIETEST
from transcoding.reports import Report, report_of
from vod.web import labels
from vod.web.texts import pick

WIDTH, HEIGHT = 600, 120  # of a plot, in its own units
LOUDEST = 0.0
STAFF = {"programmer", "admin"}


@dataclass(frozen=True, kw_only=True)
class Plot:
    """A line over the length of the film; `high` and `low` are what its edges stand for."""

    name: str
    path: str
    high: str
    low: str


@dataclass(frozen=True, kw_only=True)
class FindingLine:
    """A finding in words. `stretches` are time codes; `more` says how many are not listed."""

    level: str
    level_name: str
    title: str
    text: str
    advice: str
    track: int | None
    stretches: Sequence[str]
    more: int
    pictures: Sequence[dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Page:
    """A report, ready to be shown."""

    master: Master
    title: FilmText | None
    blocks: bool
    examined: bool
    findings: Sequence[FindingLine]
    facts: Sequence[tuple[str, str]]
    plots: Sequence[Plot]
    posters: Sequence[dict[str, Any]]
    length: str


def page_of(public_id: str, *, user: User, language: str | None) -> Page | None:
    """The report on a master of the reader's films; none where there is none for her."""
    master = masters_of(user).filter(public_id=public_id).first()
    report = report_of(master) if master else None
    if master is None or report is None:
        return None
    tag = "zh-Hans" if (language or "en").startswith("zh") else "en"
    rate = Fraction(*report.report.technical["picture"]["frame_rate"])
    version = FilmVersion.objects.filter(master=master).select_related("film").first()
    return Page(
        master=master,
        title=pick(version.film.texts.all(), language=language) if version else None,
        blocks=report.blocks,
        examined=report.report.examined,
        findings=[_line(finding, tag=tag, rate=rate) for finding in report.findings],
        facts=list(_facts(report)),
        plots=list(_plots(report)),
        posters=[_pictured(poster, rate=rate) for poster in report.posters],
        length=time_code(report.report.technical["seconds"], rate=rate),
    )


def masters_of(user: User) -> QuerySet[Master]:
    """Those whose report a person may read: her own, her films', and every one for staff."""
    if user.role_names & STAFF:
        return Master.objects.all()
    films = FilmVersion.objects.filter(film__team__user=user).values("master")
    return Master.objects.filter(Q(owner=user.public_id) | Q(pk__in=films))


def time_code(seconds: float, *, rate: Fraction) -> str:
    """Hours, minutes, seconds and frames, as editing programs count them from zero."""
    whole = int(seconds + 1e-6)
    frames = int((seconds + 1e-6 - whole) * rate)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}:{frames:02}"


def _line(finding: dict[str, Any], *, tag: str, rate: Fraction) -> FindingLine:
    stretches = [_stretch(stretch, rate=rate) for stretch in finding["stretches"]]
    return FindingLine(
        level=finding["level"],
        level_name=finding["level_name"][tag],
        title=finding["title"][tag],
        text=finding["text"][tag],
        advice=finding["advice"][tag],
        track=None if finding["track"] is None else finding["track"] + 1,
        stretches=stretches,
        more=finding["count"] - len(stretches),
        pictures=[_pictured(picture, rate=rate) for picture in finding["pictures"]],
    )


def _stretch(stretch: dict[str, float], *, rate: Fraction) -> str:
    start, end = (time_code(stretch[edge], rate=rate) for edge in ("start", "end"))
    return start if start == end else f"{start} – {end}"  # noqa: RUF001 - a range


def _pictured(picture: dict[str, Any], *, rate: Fraction) -> dict[str, Any]:
    return picture | {"time_code": time_code(picture["seconds"], rate=rate)}


def _facts(report: Report) -> Iterator[tuple[str, str]]:
    technical = report.report.technical
    picture = technical["picture"]
    rate = Fraction(*picture["frame_rate"])
    color = picture["taken_as"]
    yield _("Container"), technical["container"]
    yield _("Picture"), f"{picture['codec']}, {picture['pixel_format']}"
    size = f"{picture['coded_width']} × {picture['coded_height']}"  # noqa: RUF001
    shown = f"{picture['width']} × {picture['height']}"  # noqa: RUF001
    yield _("Size"), size if size == shown else f"{size} → {shown}"
    yield _("Frames a second"), f"{float(rate):g}"
    yield _("Colour"), f"{color['matrix']}, {color['primaries']}, {color['transfer']}"
    for number, sound in enumerate(technical["sounds"], start=1):
        language = labels.languages([sound["language"]]) if sound["language"] != "und" else ""
        words = [sound["codec"], sound["layout"] or str(sound["channels"]), language]
        measured = f"{sound['loudness']:.1f} LUFS, {sound['true_peak']:.1f} dBTP"
        told = ", ".join([*filter(None, words), measured])
        yield _("Sound %(number)s") % {"number": number}, told


def _plots(report: Report) -> Iterator[Plot]:
    series = report.report.series
    bits = series["bit_rate"]
    if bits and bits["values"]:
        most = max(bits["values"]) or 1
        yield Plot(
            name=_("Bit rate of the picture"),
            path=path(bits["values"], low=0, high=most),
            high=f"{most / 1e6:.1f} Mbit/s",
            low="0",
        )
    for number, loudness in enumerate(series["loudness"], start=1):
        if loudness["values"]:
            yield Plot(
                name=_("Loudness of sound %(number)s") % {"number": number},
                path=path(loudness["values"], low=QUIETEST, high=LOUDEST),
                high=f"{LOUDEST:.0f} LUFS",
                low=f"{QUIETEST:.0f}",
            )


def path(values: Sequence[float], *, low: float, high: float) -> str:
    """An SVG path through all values, from edge to edge (SVG 2, 9.3)."""
    step = WIDTH / max(len(values) - 1, 1)
    heights = (min(max((value - low) / (high - low), 0), 1) for value in values)
    points = [f"{at * step:.1f} {HEIGHT - HEIGHT * share:.1f}" for at, share in enumerate(heights)]
    if len(points) == 1:
        points.append(f"{WIDTH} {points[0].split()[1]}")
    return "M" + " L".join(points)
