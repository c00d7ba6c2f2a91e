"""The exit code and the words at the end of a run."""

from typing import Any

import pytest
from django.db import OperationalError

from transcoding.states import MasterState, Problem
from transcoding.storage import StoreUnavailable
from vod.ingest.client import Unexpected, Unreachable
from vod.ingest.explaining import explain
from vod.ingest.outcome import BadInput, Exit, Failed, Outcome
from vod.ingest.sending import FileChanged, StoreRefused, StoreUnreachable
from vod.ingest.telling import how_to_go_on, lines
from vod.playback.export import ExportRefused

WORDS = {"en": "English", "zh-Hans": "中文"}


def finding(level: str, **changes: Any) -> dict[str, Any]:
    return {
        "code": "silence", "level": level, "title": WORDS, "text": WORDS, "advice": WORDS,
        "stretches": [],
    } | changes  # fmt: skip


@pytest.mark.parametrize(
    ("state", "problem", "code"),
    [
        ("ready", None, 0),
        ("processing", None, 0),
        ("blocked", "quality", 2),
        ("failed", "internal", 4),
        ("cancelled", None, 4),
        ("aborted", None, 4),
        *(("failed", problem, 3) for problem in Problem if problem != Problem.INTERNAL),
    ],
)
def test_the_exit_code_is_of_the_masters_state(state: str, problem: str, code: int) -> None:
    assert Outcome(version="v", state=state, problem=problem).exit() == code


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (BadInput("no film"), 3, "no film"),
        (ExportRefused("not empty"), 3, "not empty"),
        (FileChanged(), 3, "Is it still being written?"),
        (Failed("nothing"), 4, "nothing"),
        (Unreachable("http://x"), 4, "No server answers at http://x"),
        (StoreUnreachable("refused"), 4, "VOD_S3_PUBLIC_ENDPOINT"),
        (StoreRefused("part 3: 500"), 4, "refused the upload: part 3: 500"),
        (StoreUnavailable("gone"), 4, "store does not answer"),
        (OperationalError("gone"), 4, "database"),
        (OSError(28, "No space left on device"), 4, "No space left"),
        (Unexpected("", problem={"code": "store_unavailable"}), 4, "store does not answer"),
        (Unexpected("", problem={"code": "not_authenticated"}), 4, "same database"),
        (Unexpected("", problem={"code": "x", "detail": "Not now."}), 4, "refused: Not now."),
        (Unexpected("GET /x: 500"), 4, "refused: GET /x: 500"),
    ],
)
def test_an_error_has_a_code_and_words(error: Exception, code: Exit, words: str) -> None:
    given, told = explain(error)
    assert given == code
    assert words in told


@pytest.mark.parametrize("state", [None, *MasterState])
def test_every_state_has_words(state: str | None) -> None:
    assert list(lines(Outcome(state=state))) or state is None


def test_what_is_grave_is_told_in_both_languages_with_its_place() -> None:
    told = list(
        lines(
            Outcome(
                state="blocked",
                message=WORDS,
                findings=[
                    finding("blocks", stretches=[{"start": 61.0, "end": 3725.9}]),
                    finding("info"),
                ],
            )
        )
    )
    assert told == [
        "The quality report holds the film back.",
        "English",
        "中文",
        "- Blocks publishing: English. English [0:01:01–1:02:05] English",
        "- 暂不能发布：中文。中文[0:01:01–1:02:05]中文",
    ]


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (Outcome(), "Nothing was uploaded"),
        (Outcome(master="m", state="uploading"), "kept for 30 days"),
        (Outcome(master="m", state="processing"), "the work on it goes on"),
        (Outcome(master="m", state="ready"), "do what is left"),
    ],
)
def test_who_was_interrupted_is_told_how_to_go_on(outcome: Outcome, words: str) -> None:
    told = how_to_go_on(outcome, days=30)
    assert words in told
    assert "Run the same command again" in told


def test_a_run_that_came_to_no_film_says_only_why() -> None:
    assert Outcome(error="no film").to_json() == {"error": "no film"}
