"""The closed lists and what hangs on them."""

import pytest

from transcoding.states import QUEUES, STAGES, MasterRefused, Problem, StepKind


@pytest.mark.parametrize("kind", StepKind)
def test_each_kind_of_step_has_a_stage_and_a_queue(kind: StepKind) -> None:
    assert STAGES[kind] in range(5)
    assert QUEUES[kind] in {"encode", "default"}


def test_a_film_is_surveyed_then_encoded_then_packaged_then_swept() -> None:
    assert sorted(StepKind, key=lambda kind: STAGES[kind]) == [
        StepKind.SURVEY,
        StepKind.VIDEO,
        StepKind.AUDIO,
        StepKind.SUBTITLE,
        StepKind.REPORT,
        StepKind.PACKAGE,
        StepKind.SWEEP,
    ]


def test_what_runs_ffmpeg_waits_in_a_queue_of_its_own() -> None:
    slow = {kind for kind, queue in QUEUES.items() if queue == "encode"}
    assert slow == {StepKind.SURVEY, StepKind.VIDEO, StepKind.AUDIO}


@pytest.mark.parametrize(("detail", "text"), [("", "damaged"), ("no tail", "damaged: no tail")])
def test_a_refusal_says_why(detail: str, text: str) -> None:
    refusal = MasterRefused(Problem.DAMAGED, detail)
    assert (str(refusal), refusal.problem, refusal.detail) == (text, Problem.DAMAGED, detail)
