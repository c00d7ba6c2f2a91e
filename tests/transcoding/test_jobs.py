"""Rows of work and the plan they share."""

import pytest
from cryptography.fernet import Fernet

from tests.transcoding.rows import make_job, make_master, real_now
from transcoding import jobs
from transcoding.states import StepKind, StepState


@pytest.mark.django_db
class TestJob:
    def test_each_has_a_secret_of_its_own(self) -> None:
        first, second = make_job(), make_job()
        assert len(jobs.secret_of(first)) == 32
        assert jobs.secret_of(first) != jobs.secret_of(second)

    def test_a_secret_is_kept_encrypted(self) -> None:
        job = make_job()
        assert jobs.secret_of(job) not in bytes(job.secret.sealed)

    def test_a_rotated_key_still_opens_it(self, settings) -> None:
        old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
        settings.KEY_ENCRYPTION_KEYS = [old]
        job = make_job()
        secret = jobs.secret_of(job)
        settings.KEY_ENCRYPTION_KEYS = [new, old]
        assert jobs.secret_of(job) == secret

    def test_its_objects_lie_under_a_prefix_that_nobody_can_guess(self) -> None:
        prefixes = {make_job().prefix for _ in range(10)}
        assert len(prefixes) == 10
        assert {len(prefix) for prefix in prefixes} == {22}


@pytest.mark.django_db
class TestSteps:
    def test_a_step_has_its_masters_owner_and_priority(self) -> None:
        job = make_job(make_master(owner="zhang", priority=3))
        step = jobs.add_step(job, StepKind.AUDIO, now=real_now(), weight=1.4, source=7)
        assert (step.owner, step.priority) == ("zhang", 3)
        assert (step.stage, step.queue, step.state) == (1, "encode", StepState.READY)
        assert (step.weight, step.parameters) == (1.4, {"source": 7})

    def test_one_for_each_chunk(self) -> None:
        job = make_job()
        job.plan = {"grid": {"frame_rate": [24, 1], "frames": 336}}
        chunks = [(0, 144, "a"), (144, 336, "b")]
        jobs.add_video_steps(job, chunks, now=real_now(), generation=1)
        steps = job.steps.order_by("pk")
        assert [step.weight for step in steps] == [6, 8]
        assert [step.parameters for step in steps] == [
            {"start": 0, "end": 144, "digest": "a", "generation": 1},
            {"start": 144, "end": 336, "digest": "b", "generation": 1},
        ]
