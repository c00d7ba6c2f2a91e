"""A master's quality report, as people read it: words in both languages, pictures to look at."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from transcoding import storage
from transcoding.models import Frame, Master, QualityReport
from transcoding.quality.findings import Level
from transcoding.quality.words import LEVELS, describe

LANGUAGES = ("en", "zh-Hans")
PICTURE_SECONDS = 3600  # for which the address of a picture is good


@dataclass(frozen=True, kw_only=True)
class Report:
    """What was found in a master; `blocks` while it may not be published because of it."""

    report: QualityReport
    blocks: bool
    findings: list[dict[str, Any]]
    posters: list[dict[str, Any]]


def report_of(master: Master) -> Report | None:
    """The newest report on a master; none before it has been encoded."""
    report = QualityReport.objects.filter(job__master=master).order_by("-pk").first()
    if report is None:
        return None
    frames = list(report.job.frames.order_by("seconds"))
    blocks = any(finding["level"] == Level.BLOCKS for finding in report.findings)
    return Report(
        report=report,
        blocks=blocks and master.quality_waived_at is None,
        findings=[_finding(finding, frames) for finding in report.findings],
        posters=[_picture(frame) for frame in frames if frame.purpose == "poster"],
    )


def _finding(finding: dict[str, Any], frames: Iterable[Frame]) -> dict[str, Any]:
    told = {language: describe(finding, language=language) for language in LANGUAGES}
    shown = set(finding["pictures"])
    return {
        "code": finding["code"],
        "level": finding["level"],
        "level_name": LEVELS[Level(finding["level"])],
        "title": {language: words.title for language, words in told.items()},
        "text": {language: words.text for language, words in told.items()},
        "advice": {language: words.advice for language, words in told.items()},
        "figures": finding["figures"],
        "stretches": [{"start": start, "end": end} for start, end in finding["stretches"]],
        "count": finding["count"],
        "track": finding["track"],
        "pictures": [
            _picture(frame)
            for frame in frames
            if frame.purpose == "finding" and frame.seconds in shown
        ],
    }


def _picture(frame: Frame) -> dict[str, Any]:
    return {
        "seconds": frame.seconds,
        "url": storage.sign_rendition(frame.object_name, seconds=PICTURE_SECONDS),
        "width": frame.width,
        "height": frame.height,
    }
