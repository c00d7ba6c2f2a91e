"""Parts of the world: countries contain their regions, and areas can be put together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.areas import EVERYWHERE, NOWHERE, Area, area_of, union
from catalog.verdict import Place

CODES = ["DE", "DE-BE", "US", "US-CA", "US-NY", "FR"]
PLACES = [
    Place(country=country, region=region, network="ordinary")
    for country, region in [
        ("DE", "DE-BE"),
        ("DE", "DE-BY"),
        ("US", "US-CA"),
        ("US", "US-TX"),
        ("FR", "FR-75"),
        ("CH", "CH-ZH"),
    ]
]
areas = st.builds(
    area_of,
    st.sampled_from(["everywhere", "allow", "deny"]),
    st.frozensets(st.sampled_from(CODES)),
)


def somewhere(country: str | None, region: str | None = None) -> Place:
    return Place(country=country, region=region, network="ordinary")


def test_a_country_contains_its_regions() -> None:
    states = area_of("allow", frozenset({"US"}))
    assert states.holds(somewhere("US", "US-CA"))
    assert area_of("allow", frozenset({"US", "US-CA"})) == states


def test_a_region_does_not_contain_its_country() -> None:
    california = area_of("allow", frozenset({"US-CA"}))
    assert california.holds(somewhere("US", "US-CA"))
    assert california.holds(somewhere("US", "US-NY")) is False
    assert california.holds(somewhere("US")) is None
    assert california.holds(somewhere("DE")) is False


def test_an_unknown_country_is_unknown_unless_all_the_world_agrees() -> None:
    assert area_of("deny", frozenset({"FR"})).holds(somewhere(None)) is None
    assert EVERYWHERE.holds(somewhere(None)) is True
    assert NOWHERE.holds(somewhere(None)) is False


@pytest.mark.parametrize("rule", ["everywhere", "deny"])
def test_everywhere_is_one_value(rule: str) -> None:
    assert area_of(rule, frozenset()) == EVERYWHERE


@given(areas, areas)
def test_areas_are_put_together_place_by_place(one: Area, other: Area) -> None:
    for place in PLACES:
        a, b = one.holds(place), other.holds(place)
        assert (one & other).holds(place) is (a and b)
        assert (one | other).holds(place) is (a or b)
        assert (one - other).holds(place) is (a and not b)


@given(st.lists(areas))
def test_a_union_holds_what_any_of_them_does(several: list[Area]) -> None:
    for place in PLACES:
        wanted = any(area.holds(place) for area in several)
        assert union(several).holds(place) is wanted
