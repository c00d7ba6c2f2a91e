"""Whose turn it is: what opens soon, then fair shares, and nobody waits for ever."""

from datetime import timedelta

import pytest

from tests.transcoding.rows import make_job, make_master, make_step, real_now
from transcoding import turns
from transcoding.models import Job, JobStep

pytestmark = pytest.mark.django_db


def step_of(owner: str, *, priority: int, waited: timedelta = timedelta(0)) -> JobStep:
    job = make_job(make_master(owner=owner, priority=priority))
    Job.objects.filter(pk=job.pk).update(created_at=real_now() - waited)
    return make_step(job)


def order() -> list[JobStep]:
    return list(turns.in_turn(JobStep.objects.all()))


def test_a_film_that_opens_tomorrow_goes_first() -> None:
    next_month = step_of("wang", priority=30)
    tomorrow = step_of("zhang", priority=1)
    assert order() == [tomorrow, next_month]


def test_what_waited_for_a_day_comes_before_what_opens_later_than_in_a_week() -> None:
    fresh = step_of("wang", priority=turns.URGENT_PRIORITY + 1)
    old = step_of("zhang", priority=100, waited=timedelta(hours=25))
    assert order() == [old, fresh]


def test_and_after_what_opens_within_a_week() -> None:
    old = step_of("zhang", priority=100, waited=timedelta(days=9))
    urgent = step_of("wang", priority=turns.URGENT_PRIORITY - 1)
    assert order() == [urgent, old]


def test_what_is_urgent_does_not_become_less_so_by_waiting() -> None:
    old = step_of("zhang", priority=2, waited=timedelta(days=2))
    fresh = step_of("wang", priority=3)
    assert order() == [old, fresh]
