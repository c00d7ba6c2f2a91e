"""What a film's makers allow, in the decision: every film of a block, dates, holdback, places."""

from datetime import timedelta

import pytest

from catalog.access import Ending, Place, Reason, Remedy
from catalog.rights import USE_OF_AUDIENCE
from catalog.verdict import Denied, FilmFacts, GrantFacts, Verdict
from tests.catalog.facts import (
    CLOSES,
    HOUR,
    NOW,
    NOWHERE,
    OPENS,
    codes,
    film,
    grant,
    offer,
    screening,
    ticket,
    verdict,
)

DAY = timedelta(days=1)


def by(*films: FilmFacts, **changes: object) -> Verdict:
    return verdict(screening=screening(films=films), **changes)


def with_grants(*grants: GrantFacts, **changes: object) -> Verdict:
    return by(film(*grants), **changes)


def retry_at(denied: Verdict) -> object:
    assert isinstance(denied, Denied)
    [found] = [refusal for refusal in denied.reasons if refusal.reason is Reason.NO_RIGHTS]
    return found.retry_at


class TestNone:
    def test_a_film_without_a_grant_is_not_shown(self) -> None:
        denied = with_grants()
        assert codes(denied) == ["no_rights"]
        assert isinstance(denied, Denied)
        assert (denied.reasons[0].retry_at, denied.reasons[0].remedy) == (None, None)

    @pytest.mark.parametrize("use", ["press", "institution", "archive", "clips"])
    def test_a_grant_for_another_use_is_none(self, use: str) -> None:
        assert codes(with_grants(grant(use=use))) == ["no_rights"]

    @pytest.mark.parametrize(("audience", "use"), sorted(USE_OF_AUDIENCE.items()))
    def test_each_audience_needs_its_own_use(self, audience: str, use: str) -> None:
        assert with_grants(grant(use=use), offers=[offer(audience=audience)])

    def test_it_is_told_beside_every_other_reason(self) -> None:
        assert codes(with_grants(now=CLOSES, tickets=[])) == ["no_ticket", "no_rights", "closed"]


class TestDates:
    def test_a_later_beginning_is_waited_for(self) -> None:
        denied = with_grants(grant(begins=NOW + DAY))
        assert codes(denied) == ["no_rights"]
        assert isinstance(denied, Denied)
        assert (retry_at(denied), denied.reasons[0].remedy) == (NOW + DAY, Remedy.WAIT)

    def test_the_nearest_of_several(self) -> None:
        assert retry_at(with_grants(grant(begins=NOW + 2 * DAY), grant(begins=NOW + DAY))) == (
            NOW + DAY
        )

    def test_one_after_the_closing_helps_nobody(self) -> None:
        assert retry_at(with_grants(grant(begins=CLOSES))) is None

    def test_an_end_is_hard_under_last_start(self) -> None:
        terms = [offer(close_mode="last_start", watch=2 * DAY)]
        granted = with_grants(grant(ends=NOW + HOUR), offers=terms)
        assert granted
        assert granted.until == NOW + HOUR

    def test_and_whatever_the_extension(self) -> None:
        tickets = [ticket(started_at=NOW - HOUR, extended_until=NOW + 5 * DAY)]
        terms = [offer(close_mode="last_start", watch=DAY)]
        granted = with_grants(grant(ends=NOW + HOUR), offers=terms, tickets=tickets)
        assert granted
        assert granted.until == NOW + HOUR

    def test_an_end_is_exclusive_and_ends_a_running_film(self) -> None:
        assert codes(with_grants(grant(ends=NOW), running_since=NOW - HOUR)) == ["no_rights"]

    def test_grants_that_touch_are_one(self) -> None:
        granted = with_grants(
            grant(begins=NOW + HOUR, ends=NOW + DAY), grant(ends=NOW + HOUR), grant(begins=CLOSES)
        )
        assert granted
        assert granted.until == NOW + DAY


class TestHoldback:
    def test_holds_back_everywhere(self) -> None:
        held = grant(holdback_until=NOW + HOUR)
        assert retry_at(with_grants(held)) == NOW + HOUR
        assert with_grants(held, now=NOW + HOUR)

    def test_or_in_its_territories(self) -> None:
        held = grant(holdback_until=NOW + HOUR, holdback_territories=frozenset({"FR"}))
        assert with_grants(held)
        paris = Place(country="FR", region="FR-75", network="ordinary")
        assert retry_at(with_grants(held, place=paris)) == NOW + HOUR

    def test_a_place_that_may_be_there_is_unknown(self) -> None:
        held = grant(holdback_until=NOW + HOUR, holdback_territories=frozenset({"FR"}))
        denied = with_grants(held, place=NOWHERE)
        assert not denied
        assert codes(denied)[0] in {"unknown_place", "no_rights"}
        assert with_grants(held, place=NOWHERE, now=NOW + HOUR)


class TestPlace:
    def test_elsewhere(self) -> None:
        french = grant(territory_rule="allow", territories=frozenset({"FR"}))
        assert codes(with_grants(french)) == ["wrong_territory"]

    def test_unknown(self) -> None:
        french = grant(territory_rule="allow", territories=frozenset({"FR"}))
        assert codes(with_grants(french, place=NOWHERE)) == ["unknown_place"]

    def test_elsewhere_and_later(self) -> None:
        french = grant(begins=NOW + DAY, territory_rule="allow", territories=frozenset({"FR"}))
        assert codes(with_grants(french)) == ["no_rights", "wrong_territory"]

    def test_here_later_is_nearer_than_elsewhere_now(self) -> None:
        french = grant(territory_rule="allow", territories=frozenset({"FR"}))
        assert codes(with_grants(french, grant(begins=NOW + DAY))) == ["no_rights"]


class TestBlock:
    CLEARED, NOT = film(grant()), film()

    def test_every_film_has_to_be_cleared(self) -> None:
        assert by(self.CLEARED, self.CLEARED)
        assert codes(by(self.CLEARED, self.NOT)) == ["no_rights"]

    def test_unless_the_block_may_do_without(self) -> None:
        assert by(self.CLEARED, film(required=False))

    def test_but_something_has_to_remain(self) -> None:
        assert codes(by(film(required=False), film(required=False))) == ["no_rights"]

    def test_it_ends_with_the_first_film_that_it_needs(self) -> None:
        granted = by(
            film(grant(ends=NOW + 3 * HOUR)),
            film(grant(ends=NOW + 2 * HOUR)),
            film(grant(ends=NOW + HOUR), required=False),
        )
        assert granted
        assert granted.until == NOW + 2 * HOUR

    def test_it_opens_with_the_last_film_that_it_needs(self) -> None:
        denied = by(film(grant(begins=NOW + HOUR)), film(grant(begins=NOW + 2 * HOUR)))
        assert retry_at(denied) == NOW + 2 * HOUR

    def test_and_never_if_one_never_does(self) -> None:
        assert retry_at(by(film(grant(begins=NOW + HOUR)), film())) is None
        assert retry_at(by(film(), film(grant(begins=NOW + HOUR)))) is None


class TestToldBeforePlay:
    """The runtime is two hours."""

    def told(self, given: Verdict) -> Ending | None:
        assert given
        return given.cut_short

    def test_enough_time(self) -> None:
        assert self.told(verdict(now=CLOSES - 2 * HOUR)) is None

    def test_a_hard_closing(self) -> None:
        assert self.told(verdict(now=CLOSES - HOUR)) == Ending.CLOSING

    def test_last_start_lets_it_finish(self) -> None:
        terms = [offer(close_mode="last_start")]
        assert self.told(verdict(now=CLOSES - HOUR, offers=terms)) is None

    def test_a_rights_end(self) -> None:
        terms = [offer(close_mode="last_start")]
        given = with_grants(grant(ends=NOW + HOUR), offers=terms)
        assert self.told(given) == Ending.RIGHTS_END

    def test_the_end_of_the_watch_period(self) -> None:
        tickets = [ticket(started_at=OPENS)]
        terms = [offer(watch=NOW - OPENS + HOUR)]
        assert self.told(verdict(offers=terms, tickets=tickets)) == Ending.WATCH_END

    def test_it_is_reckoned_from_the_start_of_the_stream(self) -> None:
        assert self.told(verdict(now=CLOSES - HOUR, running_since=CLOSES - 2 * HOUR)) is None

    def test_of_unknown_length_nothing_is_said(self) -> None:
        given = verdict(now=CLOSES - HOUR, screening=screening(runtime=None))
        assert self.told(given) is None
