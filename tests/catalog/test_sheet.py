"""An offer against its films' grants: the part that may be shown, and the conflicts."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from catalog.areas import EVERYWHERE, area_of
from catalog.conflicts import WORDS, describe
from catalog.messages import LANGUAGES
from catalog.sheet import Conflict, ConflictCode, OfferSheet, offer_sheet
from catalog.verdict import GrantFacts
from tests.catalog.facts import CLOSES, OPENS, film, grant, offer

DAY = timedelta(days=1)


def sheet(*grants: GrantFacts, seats: int | None = None, **terms: Any) -> OfferSheet:
    return offer_sheet(offer(**terms), [film(*grants)], seats=seats)


def only(found: OfferSheet) -> Conflict:
    [conflict] = found.conflicts
    return conflict


def spans(found: OfferSheet) -> list[tuple[datetime, datetime]]:
    return [(stretch.begins, stretch.ends) for stretch in found.stretches]


def allow(*codes: str) -> dict[str, Any]:
    return {"territory_rule": "allow", "territories": frozenset(codes)}


def deny(*codes: str) -> dict[str, Any]:
    return {"territory_rule": "deny", "territories": frozenset(codes)}


def test_an_offer_within_its_rights_has_no_conflict() -> None:
    found = sheet(grant(begins=OPENS, ends=CLOSES))
    assert found.conflicts == []
    assert spans(found) == [(OPENS, CLOSES)]
    assert found.stretches[0].area == EVERYWHERE


def test_no_grant() -> None:
    for grants in ((), (grant(use="press"),)):
        found = sheet(*grants)
        assert only(found).code == ConflictCode.NO_GRANT
        assert (only(found).begins, only(found).ends) == (OPENS, CLOSES)
        assert spans(found) == []


def test_before_and_after_the_rights() -> None:
    found = sheet(grant(begins=OPENS + DAY, ends=CLOSES - DAY))
    before, after = found.conflicts
    assert (before.code, before.begins, before.ends) == (
        ConflictCode.BEFORE_RIGHTS,
        OPENS,
        OPENS + DAY,
    )
    assert (after.code, after.begins, after.ends) == (
        ConflictCode.AFTER_RIGHTS,
        CLOSES - DAY,
        CLOSES,
    )
    assert spans(found) == [(OPENS + DAY, CLOSES - DAY)]


def test_between_rights() -> None:
    found = sheet(grant(ends=OPENS + DAY), grant(begins=OPENS + 2 * DAY))
    assert only(found).code == ConflictCode.BETWEEN_RIGHTS
    assert len(found.stretches) == 2


def test_a_holdback_is_called_so() -> None:
    found = sheet(grant(holdback_until=OPENS + DAY))
    assert (only(found).code, only(found).ends) == (ConflictCode.HOLDBACK, OPENS + DAY)


def test_a_holdback_of_some_territories_leaves_the_others() -> None:
    held = grant(holdback_until=OPENS + DAY, holdback_territories=frozenset({"FR"}))
    found = sheet(held)
    assert (only(found).code, only(found).area) == (
        ConflictCode.HOLDBACK,
        area_of("allow", frozenset({"FR"})),
    )
    assert [stretch.area for stretch in found.stretches] == [
        area_of("deny", frozenset({"FR"})),
        EVERYWHERE,
    ]


def test_a_territory_without_rights() -> None:
    found = sheet(grant(**deny("US-CA")), **allow("US", "DE"))
    assert (only(found).code, only(found).area) == (
        ConflictCode.TERRITORY,
        area_of("allow", frozenset({"US-CA"})),
    )
    [stretch] = found.stretches
    assert stretch.area == area_of("allow", frozenset({"US", "DE"})) - area_of(
        "allow", frozenset({"US-CA"})
    )


def test_grants_add_up() -> None:
    found = sheet(grant(**allow("DE")), grant(**allow("FR")), **allow("DE", "FR"))
    assert found.conflicts == []


def test_a_block_is_open_where_all_its_films_are() -> None:
    one, other = film(grant(**deny("FR"))), film(grant(ends=CLOSES - DAY), film="mountain")
    found = offer_sheet(offer(), [one, other])
    assert {(c.film, c.code) for c in found.conflicts} == {
        ("river", ConflictCode.TERRITORY),
        ("mountain", ConflictCode.AFTER_RIGHTS),
    }
    [stretch] = found.stretches
    assert (stretch.ends, stretch.area) == (CLOSES - DAY, area_of("deny", frozenset({"FR"})))


class TestCap:
    def test_the_smallest_of_the_grants_it_makes_use_of(self) -> None:
        elsewhere = grant(cap=1, **allow("FR"))
        over = grant(cap=2, ends=OPENS)
        found = sheet(grant(cap=300), grant(cap=500), elsewhere, over, **allow("DE"))
        assert found.cap == 300

    @pytest.mark.parametrize(("seats", "conflicts"), [(None, 0), (300, 0), (301, 1)])
    def test_more_seats_than_that_is_a_conflict(self, seats: int | None, conflicts: int) -> None:
        found = sheet(grant(cap=300), seats=seats)
        assert [c.code for c in found.conflicts] == [ConflictCode.CAP] * conflicts


@pytest.mark.parametrize("code", ConflictCode)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_conflict_has_words(code: ConflictCode, language: str) -> None:
    conflict = Conflict(
        code=code, film="river", begins=OPENS, ends=CLOSES, area=EVERYWHERE, cap=300
    )
    words = describe(conflict, language=language)
    assert words[-1] in ".。"
    assert "{" not in words
    assert len(set(WORDS[code].values())) == len(LANGUAGES)
