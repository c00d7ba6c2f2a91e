"""Who holds which step, with real connections where they meet."""

from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models.functions import Now

from tests.transcoding.rows import (
    at_once,
    expire,
    make_job,
    make_master,
    make_step,
    real_now,
    someone_waits_for_a_lock,
    state_of,
    steal,
    until,
    waiting,
)
from transcoding import leases
from transcoding.leases import Lease, LeaseLost
from transcoding.models import JobStep
from transcoding.states import StepKind, StepState

pytestmark = pytest.mark.django_db
real_connections = pytest.mark.django_db(transaction=True)
RESULT: dict[str, Any] = {"tracks": {}}


def claim(queue: str = "encode") -> JobStep:
    step = leases.claim(queue=queue)
    assert step is not None
    return step


def stolen() -> tuple[JobStep, JobStep]:
    """A step whose lease ran out: as its first and as its second holder know it."""
    make_step()
    first = claim()
    return first, steal(first)


class TestClaim:
    def test_nothing_to_do(self) -> None:
        assert leases.claim(queue="encode") is None

    def test_the_step_is_ours_for_a_while(self, settings: Any) -> None:
        settings.LEASE_SECONDS = 60
        make_step(progress=0.7, speed=2)
        before = real_now()
        step = claim()
        assert (step.state, step.attempt, step.progress, step.speed) == ("running", 1, 0.7, 0)
        assert step.lease_until is not None
        assert timedelta(seconds=50) < step.lease_until - before < timedelta(seconds=70)
        assert leases.claim(queue="encode") is None

    def test_each_queue_has_its_own(self) -> None:
        make_step(kind=StepKind.SUBTITLE)
        assert leases.claim(queue="encode") is None
        assert claim("default").kind == StepKind.SUBTITLE

    @pytest.mark.parametrize("state", [StepState.WAITING, StepState.DONE, StepState.FAILED])
    def test_only_what_is_ready(self, state: StepState) -> None:
        make_step(state=state, result={})
        assert leases.claim(queue="encode") is None

    def test_only_what_is_due(self) -> None:
        step = make_step(not_before=real_now() + timedelta(hours=1))
        assert leases.claim(queue="encode") is None
        JobStep.objects.filter(pk=step.pk).update(not_before=Now())
        assert claim() == step

    def test_what_opens_first_comes_first(self) -> None:
        later = make_step(make_job(make_master(priority=9)))
        sooner = make_step(make_job(make_master(priority=1)))
        assert [claim(), claim()] == [sooner, later]

    def test_an_owner_does_not_keep_the_others_waiting(self) -> None:
        eager = make_job(make_master(owner="eager"))
        first, second, third = make_step(eager), make_step(eager), make_step(eager)
        other = make_step(make_job(make_master(owner="other")))
        assert [claim() for _ in range(4)] == [first, other, second, third]

    def test_what_was_cut_off_does_not_count_as_running(self) -> None:
        eager, other = (make_job(make_master(owner=name)) for name in ("eager", "other"))
        cut_off = make_step(eager, created_at=real_now() + timedelta(hours=1))
        JobStep.objects.filter(pk=cut_off.pk).update(
            state=StepState.RUNNING, attempt=1, lease_until=Now() - timedelta(seconds=1)
        )
        old, new = make_step(eager), make_step(other)
        assert [claim(), claim()] == [old, new]

    def test_then_the_oldest(self) -> None:
        job = make_job()
        new = make_step(job)
        old = make_step(job, created_at=real_now() - timedelta(hours=1))
        assert [claim(), claim()] == [old, new]


class TestFencing:
    def test_a_step_whose_lease_ran_out_may_be_taken(self) -> None:
        first, second = stolen()
        assert (first.pk, first.attempt, second.attempt) == (second.pk, 1, 2)

    def test_the_old_holder_can_not_extend(self) -> None:
        first, second = stolen()
        assert not leases.extend(first, progress=0.9, speed=1)
        assert leases.extend(second, progress=0.1, speed=1)
        assert JobStep.objects.get(pk=first.pk).progress == 0.1

    def test_the_old_holder_can_not_complete(self) -> None:
        first, second = stolen()
        happened: list[str] = []
        with pytest.raises(LeaseLost):
            leases.complete(first, result=RESULT, after=lambda: happened.append("first"))
        assert state_of(first) == StepState.RUNNING
        leases.complete(second, result=RESULT, after=lambda: happened.append("second"))
        assert happened == ["second"]

    def test_nor_complete_what_the_new_one_completed(self) -> None:
        first, second = stolen()
        leases.complete(second, result={"by": "second"})
        with pytest.raises(LeaseLost):
            leases.complete(first, result={"by": "first"})
        assert JobStep.objects.get(pk=first.pk).result == {"by": "second"}

    def test_the_old_holder_can_not_give_it_back_or_fail_it(self) -> None:
        first, _ = stolen()
        assert not leases.give_back(first, error="late", seconds=0)
        assert not leases.fail(first, error="late")
        step = JobStep.objects.get(pk=first.pk)
        assert (step.state, step.error) == (StepState.RUNNING, "")

    def test_a_step_that_is_gone_is_lost(self) -> None:
        make_step()
        step = claim()
        JobStep.objects.all().delete()
        assert not leases.extend(step, progress=0, speed=0)
        with pytest.raises(LeaseLost):
            leases.complete(step, result=RESULT)


class TestComplete:
    def test_a_finished_step(self) -> None:
        make_step(error="store: reset")
        step = claim()
        leases.complete(step, result=RESULT)
        step.refresh_from_db()
        assert (step.state, step.result, step.progress) == (StepState.DONE, RESULT, 1)
        assert (step.lease_until, step.error) == (None, "")

    def test_what_waited_becomes_ready_after_the_last(self) -> None:
        job = make_job()
        make_step(job)
        make_step(job, StepKind.AUDIO)
        package, sweep = waiting(job), waiting(job, StepKind.SWEEP)
        assert leases.complete(claim(), result=RESULT) == ["encode"]
        assert state_of(package) == StepState.WAITING
        assert leases.complete(claim(), result=RESULT) == ["default"]
        assert (state_of(package), state_of(sweep)) == (StepState.READY, StepState.WAITING)

    def test_what_follows_waits_for_steps_added_on_the_way(self) -> None:
        """As when a film is planned anew."""
        job = make_job()
        make_step(job)
        package = waiting(job)

        def add() -> None:
            make_step(job)

        leases.complete(claim(), result=RESULT, after=add)
        assert state_of(package) == StepState.WAITING

    def test_another_job_is_left_alone(self) -> None:
        make_step()
        other = waiting(make_job())
        leases.complete(claim(), result=RESULT)
        assert state_of(other) == StepState.WAITING

    def test_a_failed_picture_holds_up_the_film(self) -> None:
        job = make_job()
        make_step(job, state=StepState.FAILED)
        make_step(job)
        package = waiting(job)
        leases.complete(claim(), result=RESULT)
        assert state_of(package) == StepState.WAITING

    def test_a_failed_subtitle_does_not(self) -> None:
        job = make_job()
        make_step(job)
        subtitle, package = make_step(job, StepKind.SUBTITLE), waiting(job)
        leases.complete(claim(), result=RESULT)
        leases.fail(claim("default"), error="no cue")
        assert leases.pass_over(subtitle) == ["default"]
        assert state_of(package) == StepState.READY

    def test_if_what_belongs_to_it_fails_nothing_has_happened(self) -> None:
        make_step()
        step = claim()

        def refuse() -> None:
            make_job()
            raise LookupError

        with pytest.raises(LookupError):
            leases.complete(step, result=RESULT, after=refuse)
        assert state_of(step) == StepState.RUNNING
        assert JobStep.objects.get().job.master.jobs.count() == 1

    def test_done_needs_a_result(self) -> None:
        step = make_step()
        with pytest.raises(IntegrityError, match="done_step_has_result"), transaction.atomic():
            JobStep.objects.filter(pk=step.pk).update(state=StepState.DONE)

    def test_running_needs_a_lease(self) -> None:
        step = make_step()
        with pytest.raises(IntegrityError, match="running_step_has_lease"), transaction.atomic():
            JobStep.objects.filter(pk=step.pk).update(state=StepState.RUNNING)


class TestGiveBack:
    def test_it_is_tried_again_later(self) -> None:
        make_step()
        step = claim()
        assert leases.give_back(step, error="store: reset", seconds=300)
        assert leases.claim(queue="encode") is None
        kept = JobStep.objects.get(pk=step.pk)
        assert (kept.state, kept.error, kept.lease_until) == ("ready", "store: reset", None)
        pause = kept.not_before - real_now()
        assert timedelta(seconds=280) < pause <= timedelta(seconds=300)

    def test_or_at_once(self) -> None:
        make_step()
        step = claim()
        leases.give_back(step, error="stopped", seconds=0)
        assert claim().attempt == 2

    def test_the_last_attempt_fails_it(self, settings: Any) -> None:
        settings.STEP_ATTEMPTS = 2
        make_step()
        for expected in (StepState.READY, StepState.FAILED):
            step = claim()
            assert leases.give_back(step, error="again", seconds=0)
            assert state_of(step) == expected
        assert leases.claim(queue="encode") is None


class TestExhausted:
    def exhausted(self, settings: Any) -> JobStep:
        """Its worker died with every attempt."""
        settings.STEP_ATTEMPTS = 2
        make_step()
        expire(claim())
        last = claim()
        expire(last)
        return last

    def test_is_not_claimed_again(self, settings: Any) -> None:
        step = self.exhausted(settings)
        assert leases.claim(queue="encode") is None
        assert list(leases.exhausted()) == [step]

    def test_is_abandoned(self, settings: Any) -> None:
        step = self.exhausted(settings)
        assert leases.abandon(step)
        assert state_of(step) == StepState.FAILED
        assert not leases.exhausted().exists()

    def test_but_not_if_it_is_alive_after_all(self, settings: Any) -> None:
        step = self.exhausted(settings)
        assert leases.extend(step, progress=0.5, speed=1)
        assert not leases.exhausted().exists()
        assert not leases.abandon(step)
        assert state_of(step) == StepState.RUNNING


@real_connections
class TestAtOnce:
    def test_each_step_is_claimed_once(self) -> None:
        job = make_job()
        steps = [make_step(job) for _ in range(24)]

        def claim_all(_: int) -> list[int]:
            return [step.pk for step in iter(lambda: leases.claim(queue="encode"), None)]

        claimed = at_once(claim_all, workers=6)
        assert sorted(pk for mine in claimed for pk in mine) == [step.pk for step in steps]
        assert set(JobStep.objects.values_list("attempt", flat=True)) == {1}

    def test_an_abandoned_step_is_claimed_once(self) -> None:
        make_step()
        for attempt in (2, 3):
            JobStep.objects.update(
                state=StepState.RUNNING, attempt=attempt - 1, lease_until=real_now()
            )
            claimed = at_once(lambda _: leases.claim(queue="encode"), workers=4)
            assert [step.attempt for step in claimed if step] == [attempt]

    def test_a_step_that_is_being_claimed_is_passed_over(self) -> None:
        taken, free = make_step(), make_step()

        def claim_within(milliseconds: int) -> int:
            with connection.cursor() as cursor:
                cursor.execute(f"SET lock_timeout = {milliseconds}")
            return claim().pk

        with transaction.atomic():
            JobStep.objects.select_for_update().get(pk=taken.pk)
            assert at_once(lambda _: claim_within(5000), workers=1) == [free.pk]

    def test_the_last_of_two_completions_makes_the_package_ready(self) -> None:
        """Each has written its own and not seen the other's: without a lock neither would."""
        job = make_job()
        make_step(job)
        make_step(job, StepKind.AUDIO)
        package = waiting(job)
        steps = [claim(), claim()]
        written = [Event(), Event()]

        def complete(number: int) -> list[str]:
            """Commit when the other has written too, or can't before this one commits."""
            with transaction.atomic():
                queues = leases.complete(steps[number], result=RESULT)
                written[number].set()
                until(
                    lambda: written[1 - number].is_set() or someone_waits_for_a_lock(),
                    what="the other completion is written or waits",
                )
            return queues

        assert sorted(at_once(complete, workers=2)) == [[], ["default"]]
        assert state_of(package) == StepState.READY

    def test_of_two_holders_one_completes(self) -> None:
        first, second = stolen()

        def complete(number: int) -> bool:
            try:
                leases.complete((first, second)[number], result={"by": number})
            except LeaseLost:
                return False
            return True

        assert at_once(complete, workers=2) == [False, True]
        assert JobStep.objects.get().result == {"by": 1}


@real_connections
class TestLease:
    @pytest.fixture(autouse=True)
    def beats_often(self, settings: Any) -> None:
        settings.LEASE_SECONDS = 1.5  # so it is extended every 50 ms

    def test_is_extended_while_the_work_lasts(self) -> None:
        make_step()
        step = claim()
        with Lease(step) as lease:
            lease.report(progress=0.25, speed=3)
            until(lambda: JobStep.objects.get().progress == 0.25, what="progress is written")
            seen = JobStep.objects.get()
        assert step.lease_until is not None
        assert seen.lease_until is not None
        assert seen.lease_until > step.lease_until
        assert seen.speed == 3
        assert not lease.lost.is_set()

    def test_progress_ends_at_one(self) -> None:
        make_step()
        with Lease(claim()) as lease:
            lease.report(progress=1.7)
            until(lambda: JobStep.objects.get().progress == 1, what="progress is written")

    def test_is_lost_to_another_holder(self) -> None:
        make_step()
        step = claim()
        with Lease(step) as lease:
            JobStep.objects.update(attempt=2)
            assert lease.lost.wait(30)

    def test_is_lost_with_its_step(self) -> None:
        make_step()
        step = claim()
        with Lease(step) as lease:
            JobStep.objects.all().delete()
            assert lease.lost.wait(30)

    def test_outlasts_a_silent_database_until_it_has_run_out(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Somebody else may take the step then, so the work must stop by our own clock."""
        make_step()
        step = claim()
        beats: list[bool] = []

        def no_answer(_: JobStep, **__: float) -> bool:
            beats.append(lease.lost.is_set())
            raise DatabaseError("server closed the connection")

        monkeypatch.setattr(leases, "extend", no_answer)
        with Lease(step) as lease:
            assert lease.lost.wait(30)
        assert len(beats) > 3
        assert not any(beats)

    def test_leaves_no_thread(self) -> None:
        make_step()
        with pytest.raises(LookupError), Lease(claim()) as lease:
            raise LookupError
        assert not lease._thread.is_alive()
