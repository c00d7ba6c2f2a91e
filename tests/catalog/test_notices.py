"""Who is told of a film that was moved, taken back, or has come through."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from accounts.models import User
from catalog.models import Channel, Film, Level, OnUnavailable
from catalog.services.code_words import agree, call
from catalog.services.notices import tell_of_masters, tell_of_withdrawals
from catalog.services.offers import change_offer
from catalog.services.withdrawal import lift, withdraw
from tests.catalog.rows import (
    add_item,
    make_offer,
    make_screening,
    make_ticket,
    make_user,
    make_version,
    real_now,
)
from tests.transcoding.rows import make_master, make_step
from transcoding.models import Publication
from transcoding.states import MasterState, Problem, StepState
from vod import tasks
from vod.outbox.models import Message

pytestmark = pytest.mark.django_db
NOW = real_now()
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def told(kind: str) -> list[User]:
    return [one.recipient for one in Message.objects.filter(kind=kind).order_by("pk")]


def holder(**fields: Any) -> User:
    """Somebody with a ticket to the only film there is."""
    user = make_user()
    make_ticket(make_offer(make_screening()), user, **fields)
    return user


def pause(**what: Any) -> None:
    wanted: dict[str, Any] = {"film": Film.objects.get(), "level": Level.PAUSE, "now": NOW}
    withdraw(**wanted | what)


class TestWithdrawal:
    @pytest.mark.parametrize("level", Level)
    def test_is_told_once_to_whoever_holds_a_ticket(self, level: Level) -> None:
        user = holder()
        pause(channel=Channel.FILMMAKER, level=level)
        tell_of_withdrawals(now=NOW)
        tell_of_withdrawals(now=NOW + MINUTE)
        assert told("withdrawal") == [user]

    def test_says_neither_what_nor_who(self) -> None:
        holder()
        pause(channel=Channel.PROXY)
        tell_of_withdrawals(now=NOW)
        said = Message.objects.get()
        assert said.context == {}
        assert "River" not in f"{said.text}"

    def test_that_goes_farther_later_is_not_told_again(self) -> None:
        user = holder()
        pause(channel=Channel.PROXY)
        tell_of_withdrawals(now=NOW)
        pause(channel=Channel.FILMMAKER, level=Level.HIDE, now=NOW + MINUTE)
        tell_of_withdrawals(now=NOW + 2 * MINUTE)
        assert told("withdrawal") == [user]

    def test_of_an_edition_is_told_too(self) -> None:
        user = make_user()
        screening = make_screening()
        make_ticket(make_offer(screening), user)
        pause(film=None, edition=screening.edition, channel=Channel.ADMIN)
        tell_of_withdrawals(now=NOW)
        assert told("withdrawal") == [user]

    def test_that_was_lifted_at_once_was_never_told(self) -> None:
        holder()
        pause(channel=Channel.ADMIN)
        lift(film=Film.objects.get(), now=NOW + MINUTE)
        tell_of_withdrawals(now=NOW + 2 * MINUTE)
        assert told("withdrawal") == []

    @pytest.mark.parametrize(
        ("fields", "closes"),
        [
            ({"revoked_at": NOW}, NOW + DAY),
            ({"released_at": NOW}, NOW + DAY),
            ({"issued_at": NOW - 9 * DAY}, NOW + DAY),
            ({"started_at": NOW - 9 * DAY}, NOW - DAY),
        ],
    )
    def test_is_not_told_to_whoever_could_not_watch(
        self, fields: dict[str, Any], closes: datetime
    ) -> None:
        user = make_user()
        offer = make_offer(make_screening(), unlock=8 * DAY)
        make_ticket(offer, user, **fields)
        offer.window = type(offer.window)(NOW - 10 * DAY, closes)
        offer.save()
        pause(channel=Channel.ADMIN)
        tell_of_withdrawals(now=NOW)
        assert told("withdrawal") == []

    def test_leaves_out_a_block_that_goes_on_without_it(self) -> None:
        screening, short = make_screening(), make_version()
        add_item(screening, short, on_unavailable=OnUnavailable.SKIP)
        make_ticket(make_offer(screening), make_user())
        withdraw(film=short.film, level=Level.PAUSE, channel=Channel.ADMIN, now=NOW)
        tell_of_withdrawals(now=NOW)
        assert told("withdrawal") == []

    def test_by_a_code_word_tells_nobody_while_its_caller_waits(self) -> None:
        """Else the answer to a right one would take longer, the more hold tickets."""
        holder()
        call(typed=agree(film=Film.objects.get(), now=NOW), now=NOW)
        assert Film.objects.get().paused_at is not None
        assert not Message.objects.exists()


class TestAMove:
    @pytest.mark.parametrize(
        ("changes", "kinds"),
        [
            ({"closes_local": "2100-01-01T10:00"}, ["change"]),
            ({"closes_local": "2020-01-02T10:00", "opens_local": "2020-01-01T10:00"}, []),
            ({"watch": DAY}, []),
        ],
    )
    def test_is_told_if_the_times_are_others_and_to_come(
        self, changes: dict[str, Any], kinds: list[str]
    ) -> None:
        offer = make_offer(make_screening())
        make_ticket(offer, make_user())
        make_ticket(offer, make_user(), released_at=NOW)
        change_offer(offer=offer, actor=make_user("admin"), now=NOW, **changes)
        assert list(Message.objects.values_list("kind", flat=True)) == kinds


class TestAMaster:
    def test_is_told_of_once_it_can_be_looked_at(self) -> None:
        user = make_user()
        master = make_master(owner=user.public_id, state=MasterState.READY)
        Publication.objects.create(master=master, revision=1, created_at=NOW)
        tell_of_masters(now=NOW)
        tell_of_masters(now=NOW + MINUTE)
        assert told("transcode_finished") == [user]

    def test_is_not_told_of_again_with_a_subtitle_that_came_later(self) -> None:
        master = make_master(owner=make_user().public_id, state=MasterState.READY)
        Publication.objects.create(master=master, revision=2, created_at=NOW)
        tell_of_masters(now=NOW)
        assert told("transcode_finished") == []

    @pytest.mark.parametrize(
        ("state", "problem", "times"),
        [
            (MasterState.BLOCKED, Problem.QUALITY, 2),
            (MasterState.FAILED, Problem.DAMAGED, 2),
            (MasterState.FAILED, Problem.INTERNAL, 0),
            (MasterState.PROCESSING, "", 0),
        ],
    )
    def test_is_told_of_once_an_attempt_where_it_needs_its_sender(
        self, state: MasterState, problem: str, times: int
    ) -> None:
        user = make_user()
        master = make_master(owner=user.public_id, state=state, problem=problem)
        for _ in range(2):
            step = make_step(state=StepState.FAILED, finished_at=NOW)
            step.job.master = master
            step.job.save()
            tell_of_masters(now=NOW)
            tell_of_masters(now=NOW)
        assert told("transcode_refused") == [user] * times

    def test_of_whoever_is_gone_harms_nothing(self) -> None:
        Publication.objects.create(master=make_master(), revision=1, created_at=NOW)
        tell_of_masters(now=NOW)
        assert not Message.objects.exists()


def test_beat_tells_of_both() -> None:
    user = make_user()
    master = make_master(
        owner=user.public_id, state=MasterState.READY, object_key="beside those of the catalogue"
    )
    Publication.objects.create(master=master, revision=1, created_at=NOW)
    holder()
    pause(channel=Channel.ADMIN)
    tasks.tell()
    assert sorted(Message.objects.values_list("kind", flat=True)) == [
        "transcode_finished",
        "withdrawal",
    ]
