"""The end of a run in words, on standard error. Pure."""

from collections.abc import Iterator
from typing import Any

from transcoding.quality.findings import Level
from transcoding.quality.words import LEVELS
from transcoding.states import MasterState
from vod.ingest.outcome import Outcome

TOLD = (Level.BLOCKS, Level.WARNING)
READY = "Ready: the tracks are there. They play once somebody publishes them."
MARKS = {"en": (": ", ". ", " "), "zh-Hans": ("：", "。", "")}
WORDS = {
    MasterState.UPLOADING: "The upload is not complete.",
    MasterState.PROCESSING: "The upload is complete, and the film is being worked on.",
    MasterState.BLOCKED: "The quality report holds the film back.",
    MasterState.FAILED: "The film could not be made into a stream.",
    MasterState.CANCELLED: "The work on this film was cancelled.",
    MasterState.ABORTED: "The upload was thrown away.",
}


def lines(outcome: Outcome) -> Iterator[str]:
    """What the state is, why, and what was found, in both languages where there are both."""
    if outcome.state == MasterState.READY:
        yield "Ready and published." if outcome.published else READY
    elif outcome.state:
        yield WORDS[MasterState(outcome.state)]
    yield from outcome.message.values()
    for finding in outcome.findings:
        if finding["level"] in TOLD:
            yield from _of_finding(finding)
    if outcome.playlist:
        yield f"A copy is in {outcome.playlist}"


def _of_finding(finding: dict[str, Any]) -> Iterator[str]:
    """In each language: how grave, what, where, and what to do."""
    where = ", ".join(
        f"{time_code(stretch['start'])}–{time_code(stretch['end'])}"
        for stretch in finding["stretches"]
    )
    for language, level in LEVELS[Level(finding["level"])].items():
        title, text, advice = (finding[part][language] for part in ("title", "text", "advice"))
        colon, stop, space = MARKS[language]
        parts = [f"{title}{stop}{text}", f"[{where}]" if where else "", advice]
        yield f"- {level}{colon}{space.join(part for part in parts if part)}"


def time_code(seconds: float) -> str:
    """As a player shows it."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"


def how_to_go_on(outcome: Outcome, *, days: int) -> str:
    """After a run that ended before its time."""
    again = "Run the same command again"
    if not outcome.master:
        return f"Nothing was uploaded. {again} to begin."
    if outcome.state == MasterState.UPLOADING:
        return f"What has arrived is kept for {days} days. {again} to go on where it was."
    if outcome.state == MasterState.PROCESSING:
        return f"The film is in, and the work on it goes on. {again} to watch it."
    return f"The film is in. {again} to do what is left."
