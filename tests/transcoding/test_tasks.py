"""What becomes of a step, whatever its work does; and the doorbell."""

import errno
import re
import secrets
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from celery import Celery, current_app
from cryptography.fernet import InvalidToken
from django.db import OperationalError, transaction

from infra.local.processes import free_port
from tests.transcoding.rows import (
    expire,
    make_job,
    make_master,
    make_step,
    state_of,
    steal,
    waiting,
)
from transcoding import leases, pipeline, runner, tasks
from transcoding.models import JobStep, Master
from transcoding.pipeline.outcome import Outcome
from transcoding.runner import EncoderFailed, Stopped
from transcoding.states import MasterRefused, MasterState, Problem, StepKind, StepState
from transcoding.storage import StoreUnavailable

pytestmark = pytest.mark.django_db(transaction=True)
Work = Callable[[], Outcome]


def done() -> Outcome:
    return Outcome(result={"tracks": {}})


def failing(error: Exception) -> Work:
    def work() -> Outcome:
        raise error

    return work


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Callable[[Work], JobStep]:
    """Claim the next step and do it, its work being as told."""

    def act(performed: Work, *, queue: str = "encode") -> JobStep:
        monkeypatch.setattr(pipeline, "perform", lambda *_, **__: performed())
        step = leases.claim(queue=queue)
        assert step is not None
        tasks.do(step)
        return JobStep.objects.get(pk=step.pk)

    return act


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The queues that were rung for."""
    bells: list[str] = []
    monkeypatch.setattr(tasks, "_ring_now", bells.append)
    return bells


def master() -> Master:
    return Master.objects.get()


class TestDone:
    def test_a_step_is_completed(self, work: Any) -> None:
        make_step()
        step = work(lambda: Outcome(result={"frames": 336}))
        assert (step.state, step.result) == (StepState.DONE, {"frames": 336})
        assert master().state == MasterState.PROCESSING

    def test_its_log_says_so(self, work: Any) -> None:
        make_step(log="attempt 1: store: reset\n", attempt=1)
        lines = work(done).log.splitlines()
        assert lines[0] == "attempt 1: store: reset"
        assert re.fullmatch(r"attempt 2: done in \d+\.\d s", lines[1])

    def test_what_follows_is_rung_for(self, work: Any, rung: list[str]) -> None:
        job = make_job()
        make_step(job)
        waiting(job)
        work(done)
        assert rung == ["default"]

    def test_a_step_that_was_lost_meanwhile_is_not(self, work: Any) -> None:
        make_step()

        def lose() -> Outcome:
            steal(JobStep.objects.get())
            return Outcome(result={"by": "the first"}, after=lambda: pytest.fail("too late"))

        step = work(lose)
        assert (step.state, step.attempt, step.result) == (StepState.RUNNING, 2, None)
        assert step.error == ""


class TestRefused:
    @pytest.mark.parametrize("problem", [Problem.NOT_A_FILM, Problem.DAMAGED, Problem.TOO_SHORT])
    def test_the_master_fails_with_the_reason(self, work: Any, problem: Problem) -> None:
        make_step()
        step = work(failing(MasterRefused(problem, "exit 1: moov atom not found")))
        assert (step.state, step.attempt) == (StepState.FAILED, 1)
        found = master()
        assert (found.state, found.problem) == (MasterState.FAILED, problem)
        assert found.detail == "exit 1: moov atom not found"

    def test_a_late_refusal_counts_for_nothing(self, work: Any) -> None:
        make_step()

        def steal_and_refuse() -> Outcome:
            JobStep.objects.update(attempt=2)
            raise MasterRefused(Problem.DAMAGED)

        assert work(steal_and_refuse).state == StepState.RUNNING
        assert master().state == MasterState.PROCESSING

    def test_a_film_that_is_published_stays_so(self, work: Any) -> None:
        make_step(make_job(make_master(state=MasterState.READY)))
        work(failing(MasterRefused(Problem.DAMAGED)))
        assert (master().state, master().problem) == (MasterState.READY, "")


class TestFailed:
    def test_it_is_tried_again_after_a_pause(self, work: Any) -> None:
        make_step()
        step = work(failing(StoreUnavailable("connection reset")))
        assert (step.state, step.error) == ("ready", "StoreUnavailable: connection reset")
        assert leases.claim(queue="encode") is None
        assert master().state == MasterState.PROCESSING

    def test_the_pause_grows_up_to_a_limit(self, work: Any, settings: Any) -> None:
        settings.STEP_ATTEMPTS = 20
        for attempt, longest in [(0, 4), (3, 32), (12, 300)]:
            make_step(attempt=attempt)
            before = JobStep.objects.latest("pk").created_at
            step = work(failing(OSError("the encoder ended")))
            pause = (step.not_before - before).total_seconds()
            assert longest / 2 <= pause <= longest + 10
            step.delete()

    def test_the_last_attempt_fails_the_master(self, work: Any, settings: Any) -> None:
        make_step(attempt=settings.STEP_ATTEMPTS - 1)
        step = work(failing(EncoderFailed(1, ["out of luck"])))
        assert step.state == StepState.FAILED
        assert (master().state, master().problem) == (MasterState.FAILED, Problem.INTERNAL)
        assert master().detail == "EncoderFailed: exit 1: out of luck"
        assert step.log.endswith(f"attempt {step.attempt}: {master().detail}\nout of luck\n")
        assert step.finished_at is not None

    def test_so_does_the_last_that_was_stopped(self, work: Any, settings: Any) -> None:
        """A step that never ends in its time would leave its master waiting for ever."""
        make_step(attempt=settings.STEP_ATTEMPTS - 1)
        step = work(failing(Stopped()))
        assert step.state == StepState.FAILED
        assert (master().state, master().problem) == (MasterState.FAILED, Problem.INTERNAL)

    def test_one_that_was_stopped_is_free_at_once(self, work: Any) -> None:
        make_step()
        work(failing(Stopped()))
        again = leases.claim(queue="encode")
        assert again is not None
        assert again.attempt == 2

    def test_no_token_is_written_down(self, work: Any) -> None:
        make_step()
        step = work(failing(InvalidToken("gAAAA")))
        assert step.error.startswith("RuntimeError: the key-encryption keys do not open")

    @pytest.mark.parametrize("error", [RuntimeError("torn"), MasterRefused(Problem.DAMAGED)])
    def test_a_subtitle_does_not_hold_up_its_film(
        self, work: Any, settings: Any, rung: list[str], error: Exception
    ) -> None:
        job = make_job()
        make_step(job, state=StepState.DONE, result={})
        make_step(job, StepKind.SUBTITLE, attempt=settings.STEP_ATTEMPTS - 1)
        package = waiting(job)
        assert work(failing(error), queue="default").state == StepState.FAILED
        assert master().state == MasterState.PROCESSING
        assert state_of(package) == StepState.READY
        assert rung == ["default"]

    def test_a_sweep_harms_no_film(self, work: Any, settings: Any) -> None:
        make_step(kind=StepKind.SWEEP, attempt=settings.STEP_ATTEMPTS - 1)
        work(failing(RuntimeError("torn")), queue="default")
        assert master().state == MasterState.PROCESSING


class TestOutage:
    """The machinery's fault, not the step's: waited for, and not counted."""

    @pytest.mark.parametrize(
        "error",
        [StoreUnavailable("reset"), OperationalError("gone"), OSError(errno.ENOSPC, "disk")],
    )
    def test_takes_no_attempt(self, work: Any, settings: Any, error: Exception) -> None:
        make_step(attempt=settings.STEP_ATTEMPTS - 1)
        step = work(failing(error))
        assert (step.state, step.outages) == (StepState.READY, 1)
        assert step.most_attempts == step.attempt + 1
        assert master().state == MasterState.PROCESSING

    def test_is_waited_for_longer_each_time_up_to_two_minutes(self, work: Any) -> None:
        for outages, longest in [(0, 4), (3, 32), (30, 120)]:
            make_step(outages=outages)
            before = JobStep.objects.latest("pk").created_at
            step = work(failing(StoreUnavailable("reset")))
            pause = (step.not_before - before).total_seconds()
            assert longest / 2 <= pause <= longest + 10
            step.delete()

    def test_after_a_day_of_it_somebody_has_to_look(self, work: Any, settings: Any) -> None:
        make_step(attempt=settings.STEP_ATTEMPTS - 1, outages=leases.MOST_OUTAGES)
        assert work(failing(StoreUnavailable("reset"))).state == StepState.FAILED
        assert master().problem == Problem.INTERNAL


class TestWork:
    def test_takes_one_step_of_its_queue(self, monkeypatch: pytest.MonkeyPatch) -> None:
        happened: list[str] = []
        monkeypatch.setattr(runner, "hide_environment", lambda: happened.append("hidden"))
        monkeypatch.setattr(tasks, "do", lambda step: happened.append(str(step)))
        step, _ = make_step(), make_step(kind=StepKind.PACKAGE)
        tasks.work("encode")
        tasks.work("encode")
        assert happened == ["hidden", str(step), "hidden"]

    def test_each_kind_of_step_has_a_performer(self) -> None:
        assert set(pipeline.PERFORMERS) == set(StepKind)


class TestBeat:
    def test_rings_for_what_may_be_claimed(self, rung: list[str]) -> None:
        make_step()
        make_step(kind=StepKind.PACKAGE)
        waiting(make_job())
        tasks.ring_claimable()
        assert sorted(rung) == ["default", "encode"]

    def test_rings_for_what_a_dead_worker_held(self, rung: list[str]) -> None:
        make_step()
        step = leases.claim(queue="encode")
        assert step is not None
        tasks.ring_claimable()
        assert rung == []
        expire(step)
        tasks.ring_claimable()
        assert rung == ["encode"]

    def test_gives_up_what_killed_every_worker(self, settings: Any, rung: list[str]) -> None:
        settings.STEP_ATTEMPTS = 1
        make_step()
        step = leases.claim(queue="encode")
        assert step is not None
        expire(step)
        tasks.ring_claimable()
        assert state_of(step) == StepState.FAILED
        assert (master().state, master().problem) == (MasterState.FAILED, Problem.INTERNAL)
        assert master().detail == "every attempt was cut off"
        assert rung == []


class TestDoorbell:
    """Real messages on the real broker; a queue of its own, so that no worker hears it."""

    @pytest.fixture
    def queue(self) -> str:
        return f"test-{secrets.token_hex(8)}"

    def messages(self, queue: str) -> list[Any]:
        found = []
        with (
            current_app.connection_for_read() as broker,
            broker.SimpleQueue(queue) as line,
            suppress(line.Empty),
        ):
            while True:
                message = line.get_nowait()
                message.ack()
                found.append(message.payload)
        return found

    def test_a_message_names_the_queue_and_nothing_else(self, queue: str) -> None:
        tasks.ring(queue)
        ((args, kwargs, _),) = self.messages(queue)
        assert (args, kwargs) == ([queue], {})

    def test_it_rings_after_the_commit(self, queue: str) -> None:
        with transaction.atomic():
            tasks.ring(queue)
            assert self.messages(queue) == []
        assert len(self.messages(queue)) == 1

    def test_what_was_rolled_back_is_not_rung_for(self, queue: str) -> None:
        with transaction.atomic():
            tasks.ring(queue)
            transaction.set_rollback(True)
        assert self.messages(queue) == []

    def test_a_broker_that_is_away_stops_nobody(
        self, queue: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        away = Celery(broker=f"redis://127.0.0.1:{free_port()}/0", set_as_current=False)
        away.conf.task_publish_retry = False
        away.conf.broker_transport_options = {"max_retries": 1, "interval_start": 0}
        monkeypatch.setattr(tasks, "current_app", away)
        tasks.ring(queue)
        assert "broker not reached" in caplog.text
