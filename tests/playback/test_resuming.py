"""Where a viewer goes on: in what she watched last, unless she has seen it."""

from datetime import timedelta

import pytest

from tests.catalog.rows import add_item, make_user, real_now
from tests.playback.rows import PER_PERIOD, Show, make_show, make_stream
from tests.playback.services.acts import HOUR, NOW, heartbeat
from vod.playback import services
from vod.playback.models import Progress
from vod.playback.resuming import Saved, is_seen, resume

AT = real_now()
LENGTHS = {1: 600.0, 2: 5400.0, 3: 40.0}


def saved(**seconds: int) -> dict[int, Saved]:
    """In the order in which they were watched."""
    return {
        int(name[1:]): Saved(seconds=position, at=AT + timedelta(seconds=place))
        for place, (name, position) in enumerate(seconds.items())
    }


class TestLaw:
    def test_nothing_watched_begins_at_the_beginning(self) -> None:
        found = resume(lengths=LENGTHS, saved={})
        assert (found.item, found.seconds) == (1, {1: 0, 2: 0, 3: 0})

    def test_goes_on_in_what_was_watched_last(self) -> None:
        found = resume(lengths=LENGTHS, saved=saved(i2=300, i1=20))
        assert (found.item, found.seconds) == (1, {1: 20, 2: 300, 3: 0})

    def test_after_what_was_seen_comes_the_next(self) -> None:
        found = resume(lengths=LENGTHS, saved=saved(i1=590))
        assert (found.item, found.seconds) == (2, {1: 0, 2: 0, 3: 0})

    def test_after_the_last_it_begins_again(self) -> None:
        assert resume(lengths=LENGTHS, saved=saved(i3=40)).item == 1

    def test_what_the_viewer_chose_goes_on_where_it_was(self) -> None:
        found = resume(lengths=LENGTHS, saved=saved(i2=300, i1=20), wanted=2)
        assert (found.item, found.seconds[2]) == (2, 300)

    def test_an_item_that_is_no_longer_shown_is_passed_over(self) -> None:
        assert resume(lengths=LENGTHS, saved=saved(i1=20, i9=50)).item == 1

    @pytest.mark.parametrize(
        ("seconds", "length", "seen"),
        [(5339, 5400, False), (5340, 5400, True), (37, 40, False), (38, 40, True), (0, 0, True)],
    )
    def test_the_credits_are_not_waited_for(
        self, seconds: float, length: float, *, seen: bool
    ) -> None:
        assert is_seen(seconds, length=length) is seen


@pytest.mark.django_db
class TestAcrossDevices:
    def watched(self, show: Show, seconds: int) -> services.Begun:
        """On one device; then on another."""
        begun = show.begin(now=NOW)
        heartbeat(begun, item=show.item.public_id, at=seconds)
        services.end(token=begun.token, now=NOW)
        return show.begin(now=NOW + HOUR)

    def test_the_position_is_there(self) -> None:
        show = make_show(segments=40)
        begun = self.watched(show, 97)
        assert [item.resume_seconds for item in begun.items] == [97]
        assert begun.session.position_seconds == 97

    def test_it_is_the_tickets_and_nobody_elses(self) -> None:
        show = make_show(segments=40)
        self.watched(show, 97)
        show.ticket.holder = other = make_user()
        show.ticket.save()
        assert show.begin(now=NOW + HOUR, user=other).items[0].resume_seconds == 97
        show.ticket.delete()
        assert not Progress.objects.exists()

    def test_expires_with_the_watch_period(self) -> None:
        show = make_show(segments=40, watch=2 * HOUR)
        self.watched(show, 97)
        assert Progress.objects.get().expires_at == NOW + 2 * HOUR
        services.forget_ended(now=NOW + 2 * HOUR)
        assert Progress.objects.exists()
        services.forget_ended(now=NOW + 3 * HOUR)
        assert not Progress.objects.exists()

    @pytest.mark.parametrize("field", ["revoked_at", "released_at"])
    def test_goes_with_a_ticket_that_is_none_any_more(self, field: str) -> None:
        show = make_show(segments=40)
        self.watched(show, 97)
        type(show.ticket).objects.update(**{field: NOW})
        services.forget_ended(now=NOW)
        assert not Progress.objects.exists()

    def test_a_block_goes_on_in_the_item_that_was_watched(self) -> None:
        show = make_show(segments=40)
        publication = make_stream(segments=40, per_period=PER_PERIOD)
        version = type(show.item.version).objects.create(
            film=show.film, master=publication.master, publication=publication
        )
        second = add_item(show.screening, version, position=1)
        begun = show.begin(now=NOW)
        heartbeat(begun, item=second.public_id, at=61)
        services.end(token=begun.token, now=NOW)
        again = show.begin(now=NOW)
        assert again.resume_item == second.public_id
        assert [item.resume_seconds for item in again.items] == [0, 61]
