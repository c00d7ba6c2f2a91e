"""What holds of the access decision for any facts."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from hypothesis import given
from hypothesis import strategies as st

from catalog.access import (
    FilmFacts,
    Granted,
    GrantFacts,
    OfferFacts,
    Place,
    Reason,
    ScreeningFacts,
    TicketFacts,
    Verdict,
    Viewer,
    decide,
)
from catalog.explain import Question, facts_json, question_of
from catalog.rights import use_of

# Few values, close together, so that they meet: the faults are where instants coincide.
START = datetime(2026, 11, 20, tzinfo=UTC)
instants = st.integers(0, 12).map(lambda hours: START + timedelta(hours=hours)) | st.datetimes(
    timezones=st.just(UTC)
)
spans = st.integers(1, 8).map(lambda hours: timedelta(hours=hours)) | st.timedeltas(
    min_value=timedelta(microseconds=1)
)
territories = st.frozensets(st.sampled_from(["DE", "US", "US-CA", "US-NY", "CN"]))

viewers = st.builds(Viewer, authenticated=st.booleans(), confirmed=st.booleans())
places = st.sampled_from(
    [
        Place(country=country, region=region, network=network)
        for country, region in [(None, None), ("DE", None), ("US", None), ("US", "US-CA")]
        for network in ("ordinary", "anonymous", "unknown")
    ]
)
grants = st.builds(
    GrantFacts,
    grant_id=st.just("grant"),
    use=st.sampled_from(["public", "public", "press"]),
    begins=st.integers(0, 6).map(lambda hours: START + timedelta(hours=hours)),
    ends=st.integers(3, 40).map(lambda hours: START + timedelta(hours=hours)),
    territory_rule=st.sampled_from(["everywhere", "everywhere", "allow", "deny"]),
    territories=territories,
    cap=st.none(),
    holdback_until=st.none() | instants,
    holdback_territories=territories,
)
films = st.builds(
    FilmFacts,
    film=st.just("river"),
    required=st.sampled_from([True, True, False]),
    grants=st.lists(grants, max_size=3).map(tuple),
)
screenings = st.builds(
    ScreeningFacts,
    edition_state=st.sampled_from(["open", "open", "open", "announced", "closed"]),
    publishable=st.sampled_from([True, True, False]),
    runtime=st.none() | st.integers(0, 2**31 - 1).map(lambda s: timedelta(seconds=s)),
    films=st.lists(films, max_size=3).map(tuple),
)
offers = st.builds(
    OfferFacts,
    offer_id=st.integers(1, 3),
    audience=st.sampled_from(["public", "press"]),
    opens=instants,
    closes=instants,
    close_mode=st.sampled_from(["last_start", "hard_stop"]),
    unlock=st.none() | spans,
    watch=st.none() | spans,
    territory_rule=st.sampled_from(["everywhere", "everywhere", "allow", "deny"]),
    territories=territories,
    network_policy=st.sampled_from(["any", "refuse_anonymous"]),
)
tickets = st.builds(
    TicketFacts,
    ticket_id=st.integers(1, 9),
    offer_id=st.integers(1, 3),
    issued_at=instants,
    started_at=st.none() | instants,
    extended_until=st.none() | instants,
    revoked=st.sampled_from([False, False, True]),
)


Terms = TypeVar("Terms", OfferFacts, GrantFacts)


@dataclass(frozen=True)
class Case:
    viewer: Viewer
    place: Place
    screening: ScreeningFacts
    offers: list[OfferFacts]
    tickets: list[TicketFacts]
    now: datetime
    running_since: datetime | None

    def decide(self) -> Verdict:
        return decide(**vars(self))


cases = st.builds(
    Case,
    viewer=viewers | st.just(Viewer(authenticated=True, confirmed=True)),
    place=places,
    screening=screenings,
    offers=st.lists(offers, max_size=3, unique_by=lambda offer: offer.offer_id),
    tickets=st.lists(tickets, max_size=4, unique_by=lambda ticket: ticket.ticket_id),
    now=instants,
    running_since=st.none() | instants,
)


@given(cases)
def test_there_is_always_a_verdict_with_a_reason_or_an_end(case: Case) -> None:
    verdict = case.decide()
    if isinstance(verdict, Granted):
        assert verdict
        assert verdict.until > case.now
    else:
        assert not verdict
        assert len({refusal.reason for refusal in verdict.reasons}) == len(verdict.reasons) > 0
        for refusal in verdict.reasons:
            if refusal.reason is Reason.NOT_OPEN_YET:
                assert refusal.retry_at is not None
            elif refusal.reason is not Reason.NO_RIGHTS:
                assert refusal.retry_at is None
            if refusal.retry_at is not None:
                assert refusal.retry_at > case.now


@given(cases)
def test_nothing_is_granted_outside_any_window(case: Case) -> None:
    verdict = case.decide()
    if not verdict:
        return
    offer = next(offer for offer in case.offers if offer.offer_id == verdict.offer_id)
    ticket = next(ticket for ticket in case.tickets if ticket.ticket_id == verdict.ticket_id)
    started = [start for start in (ticket.started_at, case.running_since) if start]
    assert ticket.offer_id == offer.offer_id
    assert not ticket.revoked
    assert case.viewer.authenticated
    assert case.viewer.confirmed
    assert case.screening.edition_state == "open"
    assert case.screening.publishable
    assert offer.opens <= case.now
    if offer.close_mode == "hard_stop":
        assert case.now < verdict.until <= offer.closes
    else:
        assert case.now < offer.closes or any(start < offer.closes for start in started)
    if offer.watch is not None and ticket.started_at is not None:
        elapsed = case.now - ticket.started_at
        assert elapsed < offer.watch or case.now < (ticket.extended_until or START)
    if offer.unlock is not None and ticket.started_at is None:
        since_when = max(ticket.issued_at, offer.opens)
        assert (case.running_since or case.now) - since_when < offer.unlock
    use = use_of(offer.audience)
    for film in case.screening.films:
        dates = [(g.begins, g.ends) for g in film.grants if g.use == use]
        if film.required:
            assert any(begins <= case.now < ends for begins, ends in dates)
            assert verdict.until <= max(ends for _, ends in dates)
    assert any(film.grants for film in case.screening.films)


@given(cases)
def test_a_case_survives_being_written_down(case: Case) -> None:
    question = Question(
        **vars(case) | {"offers": tuple(case.offers), "tickets": tuple(case.tickets)}
    )
    written = facts_json(question)
    read = question_of(json.loads(json.dumps(written)))
    assert facts_json(read) == written
    assert [ticket.ticket_id for ticket in read.tickets] == [
        sorted(t.ticket_id for t in case.tickets).index(ticket.ticket_id) + 1
        for ticket in case.tickets
    ]
    assert replace(read, tickets=()) == replace(question, tickets=())
    one, other = decide(**vars(read)), case.decide()
    assert getattr(one, "until", one) == getattr(other, "until", other)


@given(cases, st.randoms())
def test_the_order_of_offers_and_tickets_does_not_matter(case: Case, random: Any) -> None:
    shuffled = replace(
        case,
        offers=random.sample(case.offers, len(case.offers)),
        tickets=random.sample(case.tickets, len(case.tickets)),
    )
    one, other = case.decide(), shuffled.decide()
    assert bool(one) == bool(other)
    if isinstance(one, Granted) and isinstance(other, Granted):
        assert one == other


def on_offers(change: Callable[[OfferFacts], OfferFacts]) -> Callable[[Case], Case]:
    return lambda case: replace(case, offers=[change(offer) for offer in case.offers])


def shortened(span: timedelta | None, limit: timedelta) -> timedelta:
    return limit if span is None else min(span, limit)


def watch_shortened(offer: OfferFacts, limit: timedelta) -> OfferFacts:
    """Under `last_start` a watch period is also a right: to finish after the closing."""
    if offer.watch is None and offer.close_mode == "last_start":
        return offer
    return replace(offer, watch=shortened(offer.watch, limit))


def narrowed(terms: Terms, listed: frozenset[str]) -> Terms:
    if terms.territory_rule == "allow":
        return replace(terms, territories=terms.territories & listed)
    if terms.territory_rule == "deny":
        return replace(terms, territories=terms.territories | listed)
    return replace(terms, territory_rule="deny", territories=listed)


def on_grants(change: Callable[[GrantFacts], GrantFacts]) -> Callable[[Case], Case]:
    def restrict(case: Case) -> Case:
        narrower = tuple(
            replace(film, grants=tuple(change(grant) for grant in film.grants))
            for film in case.screening.films
        )
        return replace(case, screening=replace(case.screening, films=narrower))

    return restrict


def on_films(change: Callable[[FilmFacts], FilmFacts]) -> Callable[[Case], Case]:
    return lambda c: replace(
        c,
        screening=replace(c.screening, films=tuple(change(film) for film in c.screening.films)),
    )


def held_back(grant: GrantFacts, until: datetime) -> GrantFacts:
    """Longer, and everywhere."""
    latest = max(until, grant.holdback_until or until)
    return replace(grant, holdback_until=latest, holdback_territories=frozenset())


restrictions: st.SearchStrategy[Callable[[Case], Case]] = st.one_of(
    instants.map(lambda end: on_offers(lambda o: replace(o, closes=min(o.closes, end)))),
    spans.map(lambda span: on_offers(lambda o: replace(o, unlock=shortened(o.unlock, span)))),
    spans.map(lambda span: on_offers(lambda o: watch_shortened(o, span))),
    territories.map(lambda listed: on_offers(lambda o: narrowed(o, listed))),
    st.just(on_offers(lambda o: replace(o, close_mode="hard_stop"))),
    st.just(on_offers(lambda o: replace(o, network_policy="refuse_anonymous"))),
    instants.map(lambda end: on_grants(lambda g: replace(g, ends=min(g.ends, end)))),
    instants.map(lambda start: on_grants(lambda g: replace(g, begins=max(g.begins, start)))),
    instants.map(lambda until: on_grants(lambda g: held_back(g, until))),
    territories.map(lambda listed: on_grants(lambda g: narrowed(g, listed))),
    st.just(on_films(lambda f: replace(f, grants=f.grants[1:]))),
    st.just(on_films(lambda f: replace(f, required=True))),
    st.just(lambda c: replace(c, offers=c.offers[1:])),
    st.just(lambda c: replace(c, tickets=c.tickets[1:])),
    st.just(lambda c: replace(c, tickets=[replace(t, revoked=True) for t in c.tickets])),
    st.just(lambda c: replace(c, tickets=[replace(t, extended_until=None) for t in c.tickets])),
    st.just(lambda c: replace(c, viewer=replace(c.viewer, confirmed=False))),
    st.just(lambda c: replace(c, screening=replace(c.screening, publishable=False))),
    st.just(lambda c: replace(c, screening=replace(c.screening, edition_state="announced"))),
)


@given(cases, restrictions)
def test_a_restriction_never_turns_a_denial_into_a_grant(
    case: Case, restrict: Callable[[Case], Case]
) -> None:
    if restrict(case).decide():
        assert case.decide()
