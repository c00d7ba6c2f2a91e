"""How a session ends, and what its token is worth then."""

import pytest

from catalog.verdict import Place
from tests.playback.rows import make_show
from tests.playback.services.acts import (
    HOUR,
    LEASE,
    MINUTE,
    NOW,
    is_over,
)
from vod.playback import services
from vod.playback.models import EndReason, PlaybackSession, Progress
from vod.playback.refusals import SessionOver, UnknownSession
from vod.playback.services.looking import look

pytestmark = pytest.mark.django_db


class TestToken:
    def test_of_a_running_session_and_nothing_else(self) -> None:
        begun = make_show().begin(now=NOW)
        assert look(token=begun.token, now=NOW).pk == begun.session.pk
        for wrong in (begun.session.token_hash, begun.session.public_id, begun.token[:-1]):
            with pytest.raises(UnknownSession):
                look(token=wrong, now=NOW)

    def test_is_good_after_the_lease_has_run_out(self) -> None:
        assert not is_over(make_show().begin(now=NOW), now=NOW + LEASE + HOUR)

    def test_but_not_after_the_end(self) -> None:
        begun = make_show().begin(now=NOW)
        services.end(token=begun.token, now=NOW)
        assert is_over(begun)

    def test_the_first_end_counts(self) -> None:
        begun = make_show().begin(now=NOW)
        services.end(token=begun.token, now=NOW)
        with pytest.raises(SessionOver):
            services.end(token=begun.token, now=NOW + MINUTE)
        assert PlaybackSession.objects.get().ended_at == NOW


class TestPlace:
    """Where somebody was when she left is where she goes on."""

    def test_is_kept_with_the_end(self) -> None:
        show = make_show()
        begun = show.begin(now=NOW)
        services.end(token=begun.token, now=NOW, item=show.item.public_id, position=7)
        assert is_over(begun)
        [kept] = Progress.objects.all()
        assert (kept.ticket, kept.item) == (show.ticket, show.item)
        assert (kept.position_seconds, kept.saved_at) == (7, NOW)
        assert kept.expires_at == begun.session.granted_until

    def test_moves_on(self) -> None:
        show = make_show()
        for second in (5, 3):
            token = show.begin(now=NOW).token
            services.end(token=token, now=NOW, item=show.item.public_id, position=second)
        assert Progress.objects.get().position_seconds == 3

    def test_is_none_in_a_film_of_another_screening(self) -> None:
        begun = make_show().begin(now=NOW)
        other = make_show().item.public_id
        services.end(token=begun.token, now=NOW, item=other, position=7)
        assert is_over(begun)
        assert not Progress.objects.exists()


class TestForgetting:
    def test_the_country_goes_with_the_lease_and_the_session_hours_later(self) -> None:
        show = make_show()
        begun = show.begin(now=NOW, place=Place(country="DE", region=None, network="ordinary"))
        stands = PlaybackSession.objects.filter(pk=begun.session.pk)
        services.forget_ended(now=NOW)
        assert stands.get().country == "DE"
        services.forget_ended(now=NOW + HOUR)
        assert (stands.get().country, stands.get().ended_at) == ("", None)
        services.forget_ended(now=NOW + 7 * HOUR)
        assert stands.get().end_reason == EndReason.LAPSED
        assert is_over(begun)
        services.forget_ended(now=NOW + 25 * HOUR)
        assert not stands.exists()
