"""Sessions begin after a verdict, on what is published now."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from catalog.denials import AccessDenied
from catalog.models import (
    Channel,
    EditionState,
    ItemKind,
    Level,
    OnUnavailable,
    Screening,
    Visibility,
)
from catalog.places import UNKNOWN
from catalog.services.withdrawal import withdraw
from tests.catalog.rows import (
    add_item,
    make_film,
    make_offer,
    make_screening,
    make_ticket,
    make_user,
    make_version,
)
from tests.playback.rows import Show, make_show
from tests.playback.services.acts import (
    DAY,
    LEASE,
    NOW,
    SECOND,
    codes,
    served,
)
from vod.playback import playlists, services
from vod.playback.models import PlaybackSession
from vod.playback.tokens import token_hash

pytestmark = pytest.mark.django_db


class TestWhatIsPlayed:
    def found(self, screening: Screening, item_id: str | None = None) -> Any:
        """The item that a session begins with; None where there is nothing to know of."""
        offer = screening.offers.first() or make_offer(screening)
        viewer = make_user()
        make_ticket(offer, viewer)
        begun = services.begin(
            screening_id=screening.public_id,
            item_id=item_id,
            user=viewer,
            place=UNKNOWN,
            now=NOW,
        )
        return begun and begun.session.at_item

    def test_the_first_item_unless_another_is_named(self) -> None:
        screening = make_screening()
        [film] = screening.items.all()
        talk = add_item(screening, make_version(), kind=ItemKind.CONVERSATION, position=5)
        screening.items.filter(pk=film.pk).update(position=3)
        welcome = add_item(screening, make_version(), kind=ItemKind.INTRODUCTION, position=0)
        assert self.found(screening) == welcome
        assert self.found(screening, film.public_id) == film
        assert self.found(screening, talk.public_id) == talk
        played = PlaybackSession.objects.latest("pk").items.order_by("position")
        assert [row.item for row in played] == [welcome, film, talk]

    def test_an_item_of_another_screening_is_not_there(self) -> None:
        assert self.found(make_screening(), make_screening().items.get().public_id) is None

    def test_nor_is_one_of_a_draft(self) -> None:
        show = make_show()
        type(show.screening.edition).objects.update(state=EditionState.DRAFT)
        assert self.found(show.screening) is None

    @pytest.mark.parametrize(
        "change", [{"visibility": Visibility.HIDDEN}, {"reveal_at": NOW + DAY}]
    )
    def test_a_film_that_nobody_may_know_of_is_not_there(self, change: dict[str, Any]) -> None:
        show = make_show()
        type(show.film).objects.update(**change)
        assert self.found(show.screening) is None
        assert self.found(show.screening, show.item.public_id) is None

    @pytest.mark.parametrize("of", ["film", "edition"])
    def test_nor_is_one_that_its_makers_have_hidden(self, of: str) -> None:
        show = make_show()
        film = show.film if of == "film" else None
        edition = show.screening.edition if of == "edition" else None
        withdraw(film=film, edition=edition, level=Level.HIDE, channel=Channel.PROXY, now=NOW)
        assert self.found(show.screening) is None

    def test_a_paused_one_is_refused_in_words(self) -> None:
        show = make_show()
        withdraw(film=show.film, level=Level.PAUSE, channel=Channel.PROXY, now=NOW)
        with pytest.raises(AccessDenied) as denied:
            self.found(show.screening)
        assert codes(denied) == ["not_shown"]

    def test_not_even_in_a_block_whose_other_films_are_shown(self) -> None:
        screening = make_screening(version=make_version(make_film(visibility=Visibility.HIDDEN)))
        [hidden] = screening.items.all()
        screening.items.update(on_unavailable=OnUnavailable.SKIP)
        shown = add_item(screening, make_version())
        assert self.found(screening, hidden.public_id) is None
        assert self.found(screening) == shown

    def test_a_film_that_is_not_ready_is_passed_over_for_the_next(self) -> None:
        screening = make_screening(version=make_version(published=False))
        screening.items.update(on_unavailable=OnUnavailable.SKIP)
        ready = add_item(screening, make_version())
        assert self.found(screening) == ready

    def test_where_none_is_ready_the_verdict_says_so(self) -> None:
        screening = make_screening(version=make_version(published=False))
        with pytest.raises(AccessDenied) as denied:
            self.found(screening)
        assert codes(denied) == ["not_ready"]


class TestBegin:
    def test_a_session_on_what_is_published_now_under_the_ticket(self) -> None:
        show = make_show()
        begun = show.begin(now=NOW)
        session = PlaybackSession.objects.get()
        assert session == begun.session
        assert session.token_hash == token_hash(begun.token)
        assert [(item.item, item.publication) for item in session.items.all()] == [
            (show.item, show.publication)
        ]
        assert (session.user, session.screening) == (show.viewer, show.screening)
        assert (session.at_item, session.seated_at) == (show.item, NOW)
        assert session.ticket == show.ticket
        assert session.started_at == NOW
        assert session.granted_until == show.offer.window.upper
        assert session.lease_until == NOW + LEASE
        assert session.ended_at is None
        assert served() == {}

    def test_a_lease_does_not_outlast_the_grant(self) -> None:
        show = make_show()
        show.close(at=NOW + 5 * SECOND)
        assert show.begin(now=NOW).session.lease_until == NOW + 5 * SECOND

    def test_a_refusal_leaves_no_session(self) -> None:
        show = make_show()
        with pytest.raises(AccessDenied) as denied:
            show.begin(user=AnonymousUser())
        assert codes(denied) == ["not_authenticated"]
        assert not PlaybackSession.objects.exists()

    def test_an_item_of_a_block_that_is_not_ready_is_refused_though_the_block_plays(self) -> None:
        show = make_show()
        version = make_version(published=False)
        missing = add_item(show.screening, version, on_unavailable=OnUnavailable.SKIP, position=1)
        with pytest.raises(AccessDenied) as denied:
            show.begin(item_id=missing.public_id, now=NOW)
        assert codes(denied) == ["not_ready"]

    def test_nor_is_a_film_without_rights_though_the_block_plays_without_it(self) -> None:
        show = make_show()
        uncleared = make_version(make_film(cleared=False))
        item = add_item(show.screening, uncleared, on_unavailable=OnUnavailable.SKIP, position=9)
        show.begin()
        with pytest.raises(AccessDenied) as denied:
            show.begin(item_id=item.public_id, now=NOW)
        assert codes(denied) == ["no_rights"]


class TestHold:
    """What is played is not collected while an address of it may live."""

    def held(self, show: Show) -> timedelta:
        show.publication.refresh_from_db()
        assert show.publication.held_until is not None
        return show.publication.held_until - NOW

    def test_a_publication_that_is_played_is_held_for_longer_than_its_addresses_live(self) -> None:
        show = make_show()
        assert show.publication.held_until is None
        show.begin(now=NOW)
        assert self.held(show) >= playlists.LONGEST

    def test_later_sessions_hold_it_longer_but_write_no_more_than_hourly(self) -> None:
        show = make_show()
        show.begin(now=NOW)
        first = self.held(show)
        show.begin(now=NOW + timedelta(minutes=59))
        assert self.held(show) == first
        show.begin(now=NOW + timedelta(hours=3))
        assert self.held(show) == first + timedelta(hours=3)

    def test_at_any_time_of_the_hour_it_is_long_enough(self) -> None:
        show = make_show()
        show.begin(now=NOW)
        for minutes in (59, 60, 61, 119, 121):
            later = timedelta(minutes=minutes)
            show.begin(now=NOW + later)
            assert self.held(show) - later >= playlists.LONGEST
