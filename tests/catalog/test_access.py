"""Who may watch what, when and where: the access decision as a specification."""

from datetime import timedelta
from typing import Any, ClassVar

import pytest

from catalog.access import Place, Reason, Remedy, Viewer, decide_free_ticket, may_see
from tests.catalog.facts import (
    ANONYMOUS,
    CLOSES,
    HOUR,
    NOW,
    NOWHERE,
    OPENS,
    VIEWER,
    codes,
    offer,
    screening,
    ticket,
    verdict,
)

DAY = timedelta(days=1)
MOMENT = timedelta(microseconds=1)


class TestGrant:
    def test_ticket_within_its_window_is_granted_until_the_closing(self) -> None:
        granted = verdict()
        assert granted
        assert (granted.offer_id, granted.ticket_id, granted.until) == (1, 10, CLOSES)

    def test_an_unused_ticket_starts_its_watch_period(self) -> None:
        granted = verdict()
        assert granted
        assert granted.starts_watch_period

    def test_a_used_ticket_does_not_start_it_again(self) -> None:
        granted = verdict(tickets=[ticket(started_at=NOW - HOUR)])
        assert granted
        assert not granted.starts_watch_period


class TestViewer:
    def test_not_authenticated(self) -> None:
        assert codes(verdict(viewer=ANONYMOUS, tickets=[])) == ["not_authenticated"]

    def test_tickets_of_somebody_who_is_not_logged_in_are_ignored(self) -> None:
        assert codes(verdict(viewer=ANONYMOUS)) == ["not_authenticated"]

    def test_unconfirmed(self) -> None:
        viewer = Viewer(authenticated=True, confirmed=False)
        assert codes(verdict(viewer=viewer)) == ["unconfirmed"]

    def test_unconfirmed_without_ticket_is_told_both(self) -> None:
        viewer = Viewer(authenticated=True, confirmed=False)
        assert codes(verdict(viewer=viewer, tickets=[])) == ["unconfirmed", "no_ticket"]


class TestTicket:
    def test_no_ticket(self) -> None:
        assert codes(verdict(tickets=[])) == ["no_ticket"]

    def test_ticket_for_another_offer_is_none(self) -> None:
        assert codes(verdict(tickets=[ticket(offer_id=2)])) == ["no_ticket"]

    def test_ticket_revoked(self) -> None:
        assert codes(verdict(tickets=[ticket(revoked=True)])) == ["ticket_revoked"]

    def test_a_valid_ticket_outweighs_a_revoked_one(self) -> None:
        assert verdict(tickets=[ticket(revoked=True), ticket(ticket_id=11)])


class TestAvailability:
    def test_opening_is_inclusive(self) -> None:
        assert verdict(now=OPENS)

    def test_not_open_yet_says_when(self) -> None:
        denied = verdict(now=OPENS - MOMENT)
        assert codes(denied) == ["not_open_yet"]
        assert not denied
        assert denied.reasons[0].retry_at == OPENS
        assert denied.reasons[0].remedy == Remedy.WAIT

    def test_a_running_stream_does_not_open_a_window(self) -> None:
        denied = verdict(now=OPENS - MOMENT, running_since=OPENS - HOUR)
        assert codes(denied) == ["not_open_yet"]

    def test_the_last_instant(self) -> None:
        assert verdict(now=CLOSES - MOMENT)

    def test_closing_is_exclusive(self) -> None:
        assert codes(verdict(now=CLOSES)) == ["closed"]

    def test_hard_stop_ends_a_running_film(self) -> None:
        tickets = [ticket(started_at=CLOSES - HOUR)]
        assert codes(verdict(now=CLOSES, tickets=tickets, running_since=CLOSES - HOUR)) == [
            "closed"
        ]

    def test_hard_stop_limits_the_watch_period(self) -> None:
        granted = verdict(now=CLOSES - HOUR, offers=[offer(watch=2 * DAY)])
        assert granted
        assert granted.until == CLOSES

    def test_hard_stop_limits_an_extension(self) -> None:
        tickets = [ticket(started_at=NOW, extended_until=CLOSES + DAY)]
        granted = verdict(offers=[offer(watch=DAY)], tickets=tickets)
        assert granted
        assert granted.until == CLOSES


class TestLastStart:
    """`last_start`: what was started before the closing may be finished after it."""

    TERMS = offer(close_mode="last_start")
    WITH_WATCH = offer(close_mode="last_start", watch=2 * DAY)

    def test_started_with_a_watch_period_goes_on_until_its_end(self) -> None:
        tickets = [ticket(started_at=CLOSES - HOUR)]
        granted = verdict(now=CLOSES + DAY, offers=[self.WITH_WATCH], tickets=tickets)
        assert granted
        assert granted.until == CLOSES - HOUR + 2 * DAY

    def test_and_no_longer(self) -> None:
        tickets = [ticket(started_at=CLOSES - HOUR)]
        denied = verdict(now=CLOSES - HOUR + 2 * DAY, offers=[self.WITH_WATCH], tickets=tickets)
        assert codes(denied) == ["watch_expired"]

    def test_a_stream_that_runs_but_has_not_begun_its_watch_period_goes_on(self) -> None:
        since = CLOSES - timedelta(minutes=1)
        granted = verdict(now=CLOSES + HOUR, offers=[self.WITH_WATCH], running_since=since)
        assert granted
        assert granted.until == since + 2 * DAY

    def test_not_started_before_the_closing_is_closed(self) -> None:
        assert codes(verdict(now=CLOSES, offers=[self.WITH_WATCH])) == ["closed"]

    def test_a_stream_begun_at_the_closing_is_closed(self) -> None:
        denied = verdict(now=CLOSES + HOUR, offers=[self.TERMS], running_since=CLOSES)
        assert codes(denied) == ["closed"]

    def test_without_watch_period_there_is_half_as_much_again_and_an_hour(self) -> None:
        since = CLOSES - HOUR  # runtime: 2 h, so 1.5 * 2 h + 1 h
        granted = verdict(now=CLOSES + 2 * HOUR, offers=[self.TERMS], running_since=since)
        assert granted
        assert granted.until == since + 4 * HOUR

    def test_and_then_it_is_closed(self) -> None:
        since = CLOSES - HOUR
        denied = verdict(now=since + 4 * HOUR, offers=[self.TERMS], running_since=since)
        assert codes(denied) == ["closed"]

    def test_a_reload_goes_on_by_the_start_of_the_ticket(self) -> None:
        tickets = [ticket(started_at=CLOSES - HOUR)]
        assert verdict(now=CLOSES + HOUR, offers=[self.TERMS], tickets=tickets)

    def test_before_the_closing_a_start_now_counts(self) -> None:
        granted = verdict(now=CLOSES - HOUR, offers=[self.TERMS])
        assert granted
        assert granted.until == CLOSES + 3 * HOUR

    def test_and_a_grant_long_before_it_reaches_the_closing(self) -> None:
        granted = verdict(offers=[self.TERMS])
        assert granted
        assert granted.until == CLOSES

    def test_unknown_runtime_lets_the_longest_film_finish(self) -> None:
        unknown = screening(runtime=None)
        since = CLOSES - HOUR
        assert verdict(
            now=since + 14 * HOUR, screening=unknown, offers=[self.TERMS], running_since=since
        )

    def test_an_extension_of_a_started_ticket_holds_after_the_closing(self) -> None:
        tickets = [ticket(started_at=CLOSES - HOUR, extended_until=CLOSES + 5 * DAY)]
        granted = verdict(now=CLOSES + 4 * DAY, offers=[self.TERMS], tickets=tickets)
        assert granted
        assert granted.until == CLOSES + 5 * DAY


class TestUnlock:
    """Start within `unlock` of the later of ticket and opening."""

    def test_from_the_opening_for_an_early_ticket(self) -> None:
        terms = [offer(unlock=2 * DAY)]
        assert verdict(now=OPENS + 2 * DAY - MOMENT, offers=terms)
        assert codes(verdict(now=OPENS + 2 * DAY, offers=terms)) == ["unlock_expired"]

    def test_from_the_ticket_for_a_late_one(self) -> None:
        terms, tickets = [offer(unlock=2 * DAY)], [ticket(issued_at=OPENS + DAY)]
        assert verdict(now=OPENS + 3 * DAY - MOMENT, offers=terms, tickets=tickets)
        denied = verdict(now=OPENS + 3 * DAY, offers=terms, tickets=tickets)
        assert codes(denied) == ["unlock_expired"]

    def test_a_started_ticket_is_unlocked_for_good(self) -> None:
        tickets = [ticket(started_at=OPENS + HOUR)]
        assert verdict(now=OPENS + 5 * DAY, offers=[offer(unlock=DAY)], tickets=tickets)

    def test_a_stream_begun_in_time_goes_on(self) -> None:
        since = OPENS + DAY - MOMENT
        assert verdict(now=OPENS + DAY, offers=[offer(unlock=DAY)], running_since=since)


class TestWatch:
    """Finish within `watch` of the start."""

    TERMS = offer(watch=2 * DAY)

    def test_from_the_start(self) -> None:
        granted = verdict(offers=[self.TERMS], tickets=[ticket(started_at=NOW - DAY)])
        assert granted
        assert granted.until == NOW + DAY

    def test_watch_expired(self) -> None:
        denied = verdict(offers=[self.TERMS], tickets=[ticket(started_at=NOW - 2 * DAY)])
        assert codes(denied) == ["watch_expired"]

    def test_an_unused_ticket_is_reckoned_from_now(self) -> None:
        granted = verdict(offers=[self.TERMS])
        assert granted
        assert granted.until == NOW + 2 * DAY

    def test_an_extension_lengthens_it(self) -> None:
        tickets = [ticket(started_at=NOW - 2 * DAY, extended_until=NOW + HOUR)]
        granted = verdict(offers=[self.TERMS], tickets=tickets)
        assert granted
        assert granted.until == NOW + HOUR

    def test_an_earlier_extension_does_not_shorten_it(self) -> None:
        tickets = [ticket(started_at=NOW - DAY, extended_until=NOW - HOUR)]
        granted = verdict(offers=[self.TERMS], tickets=tickets)
        assert granted
        assert granted.until == NOW + DAY


class TestPlace:
    @pytest.mark.parametrize(
        ("rule", "territories", "expected"),
        [
            ("allow", {"US"}, []),
            ("allow", {"US-CA"}, []),
            ("allow", {"US-NY", "DE"}, ["wrong_territory"]),
            ("deny", {"US"}, ["wrong_territory"]),
            ("deny", {"US-CA"}, ["wrong_territory"]),
            ("deny", {"US-NY", "DE"}, []),
        ],
    )
    def test_country_and_region_match(
        self, rule: str, territories: set[str], expected: list[str]
    ) -> None:
        terms = offer(territory_rule=rule, territories=frozenset(territories))
        california = Place(country="US", region="US-CA", network="ordinary")
        assert codes(verdict(place=california, offers=[terms])) == expected

    @pytest.mark.parametrize("rule", ["allow", "deny"])
    def test_unknown_place(self, rule: str) -> None:
        terms = offer(territory_rule=rule, territories=frozenset({"DE"}))
        assert codes(verdict(place=NOWHERE, offers=[terms])) == ["unknown_place"]

    @pytest.mark.parametrize("rule", ["allow", "deny"])
    def test_a_country_is_too_rough_for_a_rule_of_its_regions(self, rule: str) -> None:
        terms = offer(territory_rule=rule, territories=frozenset({"US-CA"}))
        states = Place(country="US", region=None, network="ordinary")
        assert codes(verdict(place=states, offers=[terms])) == ["unknown_place"]

    def test_an_unknown_place_does_not_matter_without_a_rule(self) -> None:
        assert verdict(place=NOWHERE)

    def test_nothing_is_allowed_by_an_empty_list(self) -> None:
        denied = verdict(offers=[offer(territory_rule="allow")])
        assert codes(denied) == ["wrong_territory"]

    def test_anonymous_network_is_refused_by_choice(self) -> None:
        vpn = Place(country="DE", region=None, network="anonymous")
        denied = verdict(place=vpn, offers=[offer(network_policy="refuse_anonymous")])
        assert codes(denied) == ["anonymous_network"]

    def test_and_only_by_choice(self) -> None:
        assert verdict(place=Place(country="DE", region=None, network="anonymous"))

    def test_an_unknown_network_is_not_an_anonymous_one(self) -> None:
        assert verdict(place=NOWHERE, offers=[offer(network_policy="refuse_anonymous")])


class TestScreening:
    @pytest.mark.parametrize("state", ["draft", "closed", "archived"])
    def test_edition_not_open(self, state: str) -> None:
        denied = verdict(screening=screening(edition_state=state))
        assert not denied
        assert codes(denied) == ["edition_not_open"]
        assert denied.reasons[0].remedy is None

    def test_an_announced_edition_is_waited_for(self) -> None:
        denied = verdict(screening=screening(edition_state="announced"))
        assert not denied
        assert codes(denied) == ["edition_not_open"]
        assert denied.reasons[0].remedy == Remedy.WAIT

    def test_not_ready(self) -> None:
        assert codes(verdict(screening=screening(publishable=False))) == ["not_ready"]


class TestOffers:
    PRESS = offer(offer_id=2, audience="press", closes=CLOSES + DAY)

    def test_no_offer(self) -> None:
        assert codes(verdict(offers=[], tickets=[])) == ["no_offer"]

    def test_logging_in_does_not_help_where_there_is_none(self) -> None:
        assert codes(verdict(viewer=ANONYMOUS, offers=[], tickets=[])) == ["no_offer"]

    def test_an_offer_to_others_is_none(self) -> None:
        assert codes(verdict(offers=[self.PRESS], tickets=[])) == ["no_offer"]

    def test_but_it_may_be_hers_once_she_is_logged_in(self) -> None:
        denied = verdict(viewer=ANONYMOUS, offers=[self.PRESS], tickets=[])
        assert codes(denied) == ["not_authenticated", "no_offer"]

    def test_a_ticket_admits_to_an_offer_to_others(self) -> None:
        assert verdict(offers=[self.PRESS], tickets=[ticket(offer_id=2)])

    def test_the_grant_with_the_latest_end_wins(self) -> None:
        tickets = [ticket(), ticket(ticket_id=20, offer_id=2)]
        granted = verdict(offers=[offer(), self.PRESS], tickets=tickets)
        assert granted
        assert (granted.offer_id, granted.ticket_id) == (2, 20)

    def test_a_grant_wins_over_any_denial(self) -> None:
        tickets = [ticket(revoked=True), ticket(ticket_id=20, offer_id=2)]
        assert verdict(offers=[offer(), self.PRESS], tickets=tickets)

    def test_the_denial_with_the_fewest_reasons_is_given(self) -> None:
        far = offer(opens=NOW + DAY, territory_rule="deny", territories=frozenset({"DE"}))
        denied = verdict(offers=[far, offer(offer_id=3, opens=NOW + 2 * DAY)], tickets=[])
        assert codes(denied) == ["no_ticket", "not_open_yet"]

    def test_then_the_earliest_opening(self) -> None:
        offers = [offer(opens=NOW + 2 * DAY), offer(offer_id=3, opens=NOW + DAY)]
        denied = verdict(offers=offers, tickets=[])
        assert not denied
        assert denied.reasons[1].retry_at == NOW + DAY

    def test_then_the_one_that_something_can_be_done_about(self) -> None:
        gone = offer(offer_id=2, audience="press", closes=NOW)
        denied = verdict(offers=[gone, offer()], tickets=[ticket(offer_id=2)])
        assert codes(denied) == ["no_ticket"]


def test_every_reason_is_given_in_the_order_of_what_can_be_done() -> None:
    terms = offer(
        opens=NOW + DAY,
        closes=NOW - DAY,
        territory_rule="deny",
        territories=frozenset({"DE"}),
        network_policy="refuse_anonymous",
        unlock=-30 * DAY,
        watch=DAY,
    )
    denied = verdict(
        viewer=Viewer(authenticated=True, confirmed=False),
        place=Place(country="DE", region=None, network="anonymous"),
        screening=screening(edition_state="announced", publishable=False),
        offers=[terms],
        tickets=[ticket(revoked=True)],
    )
    assert codes(denied) == [
        "unconfirmed",
        "not_open_yet",
        "edition_not_open",
        "not_ready",
        "anonymous_network",
        "wrong_territory",
        "ticket_revoked",
        "unlock_expired",
        "closed",
    ]


class TestFreeTicket:
    FACTS: ClassVar[dict[str, Any]] = {
        "viewer": VIEWER,
        "edition_state": "open",
        "closes": CLOSES,
        "free": True,
        "revoked": False,
        "now": NOW,
    }

    @pytest.mark.parametrize("state", ["announced", "open"])
    def test_may_be_taken_from_the_announcement_on(self, state: str) -> None:
        facts = self.FACTS | {"edition_state": state, "now": OPENS - 30 * DAY}
        assert decide_free_ticket(**facts) is None

    @pytest.mark.parametrize(
        ("change", "reason"),
        [
            ({"viewer": ANONYMOUS}, Reason.NOT_AUTHENTICATED),
            ({"viewer": Viewer(authenticated=True, confirmed=False)}, Reason.UNCONFIRMED),
            ({"free": False}, Reason.NO_TICKET),
            ({"revoked": True}, Reason.TICKET_REVOKED),
            ({"edition_state": "closed"}, Reason.EDITION_NOT_OPEN),
            ({"now": CLOSES}, Reason.CLOSED),
        ],
    )
    def test_is_refused(self, change: dict[str, Any], reason: Reason) -> None:
        denied = decide_free_ticket(**(self.FACTS | change))
        assert denied is not None
        assert [refusal.reason for refusal in denied.reasons] == [reason]


@pytest.mark.parametrize(
    ("visibility", "reveal_at", "seen"),
    [
        ("public", None, True),
        ("public", NOW, True),
        ("public", NOW + MOMENT, False),
        ("unlisted", None, False),
        ("hidden", None, False),
    ],
)
def test_may_see(visibility: str, reveal_at: object, seen: bool) -> None:  # noqa: FBT001
    assert may_see(visibility=visibility, reveal_at=reveal_at, now=NOW) is seen  # type: ignore[arg-type]
