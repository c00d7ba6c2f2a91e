"""Cancelled, tried again, put first: by whom, when, and what becomes of the work."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.transcoding.films import make_film
from tests.transcoding.rows import make_job, make_master, make_step, real_now, state_of, waiting
from tests.transcoding.visitors import Filmmaker, hand_in, make_user
from tests.transcoding.workshop import assert_ready, do_next, drain, objects_of
from transcoding import leases, pipeline, steering, tasks
from transcoding.models import Job, JobStep, Master
from transcoding.states import MasterRefused, MasterState, Problem, StepKind, StepState
from vod.tasks import collect

pytestmark = pytest.mark.django_db(transaction=True)


def cancel(master: Master) -> Master:
    return steering.cancel(master=master, now=real_now())


def retry(master: Master) -> Master:
    return steering.retry(master=master, now=real_now())


def parked(job: Job, kind: StepKind = StepKind.VIDEO) -> JobStep:
    """A step that used up its attempts."""
    return make_step(job, kind, state=StepState.FAILED, attempt=4, outages=3, log="attempt 4: x\n")


def failed_master() -> Master:
    return make_master(state=MasterState.FAILED, problem=Problem.INTERNAL, detail="torn")


class TestCancel:
    def test_ends_all_work_at_once(self) -> None:
        job = make_job()
        running, ready, later = make_step(job), make_step(job), waiting(job)
        assert leases.claim(queue="encode") == running
        assert cancel(job.master).state == MasterState.CANCELLED
        assert [state_of(step) for step in (running, ready, later)] == [StepState.CANCELLED] * 3
        assert leases.claim(queue="encode") is None

    def test_whoever_is_at_work_neither_extends_nor_completes(self) -> None:
        make_step()
        step = leases.claim(queue="encode")
        assert step is not None
        cancel(step.job.master)
        assert not leases.extend(step, progress=1, speed=1)
        with pytest.raises(leases.LeaseLost):
            leases.complete(step, result={"tracks": {}})

    def test_takes_away_what_was_stored(self, tmp_path: Any) -> None:
        master = hand_in(make_film(tmp_path / "film.mov", frames=48))
        do_next(StepKind.SURVEY)
        do_next(StepKind.VIDEO)
        assert objects_of(master)
        cancel(master)
        drain()
        assert objects_of(master) == {}

    def test_said_twice_changes_nothing(self) -> None:
        job = make_job()
        make_step(job)
        cancel(job.master)
        sweeps = JobStep.objects.count()
        assert cancel(job.master).state == MasterState.CANCELLED
        assert JobStep.objects.count() == sweeps

    def test_what_is_published_stays(self, tmp_path: Any) -> None:
        master = hand_in(make_film(tmp_path / "film.mov", frames=48))
        drain()
        publication = assert_ready(master)
        with pytest.raises(steering.SteeringConflict) as conflict:
            cancel(master)
        assert conflict.value.get_codes() == "master_finished"
        assert assert_ready(master) == publication

    @pytest.mark.parametrize("state", [MasterState.UPLOADING, MasterState.ABORTED])
    def test_there_is_nothing_to_cancel_before_or_after(self, state: MasterState) -> None:
        with pytest.raises(steering.SteeringConflict):
            cancel(make_master(state=state))


class TestRetry:
    def test_gives_a_parked_step_as_many_attempts_as_a_new_one(self, settings: Any) -> None:
        job = make_job(failed_master())
        step = parked(job)
        assert retry(job.master).state == MasterState.PROCESSING
        step.refresh_from_db()
        assert (step.state, step.outages) == (StepState.READY, 0)
        assert (step.attempt, step.most_attempts) == (4, 4 + settings.STEP_ATTEMPTS)
        assert step.log == "attempt 4: x\n"
        again = leases.claim(queue="encode")
        assert again is not None
        assert (again.pk, again.attempt) == (step.pk, 5)

    def test_keeps_what_is_done(self) -> None:
        job = make_job(failed_master())
        done = make_step(job, state=StepState.DONE, result={"tracks": {}})
        parked(job)
        retry(job.master)
        assert state_of(done) == StepState.DONE

    @pytest.mark.parametrize("state", [MasterState.FAILED, MasterState.CANCELLED])
    def test_begins_anew_where_nothing_is_left_to_go_on_with(self, state: MasterState) -> None:
        job = make_job(make_master(state=state))
        make_step(job)
        Job.objects.filter(pk=job.pk).update(cancelled_at=real_now())
        JobStep.objects.update(state=StepState.CANCELLED)
        assert retry(job.master).state == MasterState.PROCESSING
        step = leases.claim(queue="encode") or leases.claim(queue="default")
        assert step is not None
        assert (step.kind, step.job_id == job.pk) == (StepKind.SURVEY, False)

    def test_a_film_that_was_cancelled_comes_out_whole(self, tmp_path: Any) -> None:
        master = hand_in(make_film(tmp_path / "film.mov", frames=48))
        do_next(StepKind.SURVEY)
        retry(cancel(master))
        drain()
        assert_ready(master)

    def test_said_twice_changes_nothing(self) -> None:
        job = make_job(failed_master())
        parked(job)
        retry(job.master)
        before = list(JobStep.objects.values())
        retry(job.master)
        assert list(JobStep.objects.values()) == before

    @pytest.mark.parametrize(
        ("state", "code"),
        [
            (MasterState.UPLOADING, "master_uploading"),
            (MasterState.ABORTED, "master_gone"),
            (MasterState.BLOCKED, "master_blocked"),
            (MasterState.READY, "master_finished"),
        ],
    )
    def test_what_can_not_be_tried_again_is_said(self, state: MasterState, code: str) -> None:
        with pytest.raises(steering.SteeringConflict) as conflict:
            retry(make_master(state=state))
        assert conflict.value.get_codes() == code
        assert set(conflict.value.extra["words"]) == {"en", "zh-Hans"}

    def test_a_failed_subtitle_of_a_finished_film_gets_a_job_of_its_own(self) -> None:
        job = make_job(make_master(state=MasterState.READY))
        Job.objects.filter(pk=job.pk).update(finished_at=real_now())
        step = parked(job, StepKind.SUBTITLE)
        retry(job.master)
        again = JobStep.objects.get(kind=StepKind.SUBTITLE, state=StepState.READY)
        assert again.job != job
        assert state_of(step) == StepState.CANCELLED


class TestSweepAgain:
    def parked_sweep(self, state: MasterState, **job_fields: Any) -> JobStep:
        job = make_job(make_master(state=state))
        Job.objects.filter(pk=job.pk).update(**job_fields)
        return parked(job, StepKind.SWEEP)

    @pytest.mark.parametrize("closed", ["finished_at", "cancelled_at"])
    def test_also_of_a_closed_job(self, closed: str, settings: Any) -> None:
        """What it would delete is left behind otherwise."""
        sweep = self.parked_sweep(MasterState.READY, **{closed: real_now()})
        assert steering.sweep_again(steps=JobStep.objects.all(), now=real_now()) == 1
        sweep.refresh_from_db()
        assert (sweep.state, sweep.attempt) == (StepState.READY, 4)
        assert sweep.most_attempts == 4 + settings.STEP_ATTEMPTS
        assert leases.claim(queue=sweep.queue) == sweep

    def test_no_other_step_comes_to_life(self) -> None:
        step = parked(make_job())
        assert steering.sweep_again(steps=JobStep.objects.all(), now=real_now()) == 0
        assert state_of(step) == StepState.FAILED

    def test_beat_does_so(self) -> None:
        sweep = self.parked_sweep(MasterState.CANCELLED, cancelled_at=real_now())
        collect()
        assert state_of(sweep) == StepState.READY


class TestReprioritise:
    def test_moves_what_waits_and_not_what_is_over(self) -> None:
        job = make_job(make_master(priority=50))
        ready = make_step(job)
        done = make_step(job, state=StepState.DONE, result={})
        steering.reprioritise(master_id=job.master_id, priority=1)
        ready.refresh_from_db()
        done.refresh_from_db()
        assert (ready.priority, done.priority) == (1, 50)
        assert Master.objects.get().priority == 1
        assert make_step(Job.objects.get()).priority == 1


class TestApi:
    @pytest.fixture
    def filmmaker(self) -> Filmmaker:
        filmmaker = Filmmaker(b"film")
        Master.objects.filter(pk=filmmaker.master.pk).update(state=MasterState.PROCESSING)
        make_step(make_job(filmmaker.stored()))
        return filmmaker

    def test_an_owner_cancels(self, filmmaker: Filmmaker) -> None:
        answer = filmmaker.client.post(f"{filmmaker.url}cancel/")
        assert (answer.status_code, answer.json()["state"]) == (200, "cancelled")

    def test_staff_try_again(self, filmmaker: Filmmaker) -> None:
        filmmaker.client.post(f"{filmmaker.url}cancel/")
        answer = Filmmaker.client_of(make_user("programmer")).post(f"{filmmaker.url}retry/")
        assert (answer.status_code, answer.json()["state"]) == (200, "processing")

    def test_an_owner_does_not(self, filmmaker: Filmmaker) -> None:
        """What an owner can mend, is mended by a new upload."""
        filmmaker.client.post(f"{filmmaker.url}cancel/")
        assert filmmaker.client.post(f"{filmmaker.url}retry/").status_code == 403
        assert filmmaker.stored().state == MasterState.CANCELLED

    @pytest.mark.parametrize("act", ["cancel", "retry"])
    def test_of_another_ones_film_nobody_knows(self, filmmaker: Filmmaker, act: str) -> None:
        for user, status in ((make_user("filmmaker"), {404}), (None, {401, 403})):
            answer = Filmmaker.client_of(user).post(f"{filmmaker.url}{act}/")
            assert answer.status_code in status
            assert answer["Content-Type"] == "application/problem+json"
        assert filmmaker.stored().state == MasterState.PROCESSING

    @pytest.mark.parametrize(("language", "words"), [("en", "nothing left"), ("zh-CN", "处理完毕")])
    def test_a_conflict_is_told_in_the_readers_language(
        self, filmmaker: Filmmaker, language: str, words: str
    ) -> None:
        Master.objects.update(state=MasterState.READY)
        Job.objects.update(finished_at=real_now())
        client = Filmmaker.client_of(filmmaker.user, language=language)
        answer = client.post(f"{filmmaker.url}cancel/")
        assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")
        assert words in answer.json()["detail"]


class TestAdmin:
    def site(self, user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    def act(self, client: Client, model: str, action: str, pk: int) -> str:
        data = {"action": action, "_selected_action": [pk]}
        url = reverse(f"admin:transcoding_{model}_changelist")
        return client.post(url, data, follow=True).content.decode()

    @pytest.mark.parametrize("role", ["programmer", "admin"])
    def test_staff_cancel_and_try_again(self, role: str) -> None:
        client, step = self.site(make_user(role)), make_step()
        master = step.job.master
        page = self.act(client, "master", "cancel", master.pk)
        assert f"Master {master.public_id} is cancelled." in page
        self.act(client, "master", "retry", master.pk)
        assert Master.objects.get().state == MasterState.PROCESSING

    def test_a_step_is_tried_again(self) -> None:
        step = parked(make_job(failed_master()))
        self.act(self.site(make_user("admin")), "jobstep", "retry", step.pk)
        assert state_of(step) == StepState.READY

    def test_of_a_cancelled_film_the_sweep_alone(self) -> None:
        job = make_job(make_master(state=MasterState.CANCELLED))
        Job.objects.filter(pk=job.pk).update(cancelled_at=real_now())
        sweep = parked(job, StepKind.SWEEP)
        self.act(self.site(make_user("admin")), "jobstep", "retry", sweep.pk)
        assert state_of(sweep) == StepState.READY
        assert Master.objects.get().state == MasterState.CANCELLED

    def test_what_is_not_possible_is_said(self) -> None:
        master = make_master(state=MasterState.UPLOADING)
        page = self.act(self.site(make_user("admin")), "master", "retry", master.pk)
        assert "This upload is not complete." in page

    def test_nobody_else_gets_in(self) -> None:
        step = make_step()
        self.act(self.site(make_user("filmmaker")), "master", "cancel", step.job.master.pk)
        assert Master.objects.get().state == MasterState.PROCESSING

    def test_a_steps_log_is_on_its_page(self) -> None:
        step = parked(make_job())
        url = reverse("admin:transcoding_jobstep_change", args=[step.pk])
        assert "attempt 4: x" in self.site(make_user("programmer")).get(url).content.decode()


def test_a_refused_film_stops_its_other_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """They would be in vain."""
    job = make_job()
    first, second = make_step(job), make_step(job)
    claimed = leases.claim(queue="encode")
    assert claimed == first

    def refuse(*_: object, **__: object) -> None:
        raise MasterRefused(Problem.DAMAGED, "torn")

    monkeypatch.setattr(pipeline, "perform", refuse)
    tasks.do(claimed)
    assert (state_of(first), state_of(second)) == (StepState.FAILED, StepState.CANCELLED)
