"""Parts of the world, as rights and offers name them: by ISO 3166 codes, allowed or denied.

A country contains its regions (US contains US-CA), whatever the order in which they were listed.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache, reduce

from catalog.verdict import Place


def country_of(code: str) -> str:
    """The country of a code of either length."""
    return code.partition("-")[0]


@dataclass(frozen=True)
class Area:
    """`default` holds for every place but `exceptions`: countries, and regions within them.

    Only what differs from the larger area stands in `exceptions`, so equal areas are equal values.
    """

    default: bool
    exceptions: Mapping[str, bool]

    @property
    def nowhere(self) -> bool:
        """Nothing is in it."""
        return not self.default and not self.exceptions

    def at(self, code: str) -> bool:
        """Tell whether the country or region is in it, as far as it is not divided further."""
        country = self.exceptions.get(country_of(code), self.default)
        return self.exceptions.get(code, country)

    def holds(self, place: Place) -> bool | None:
        """Tell whether a place is in it; None where it is known too roughly to say."""
        if not self.exceptions:
            return self.default
        if place.country is None:
            return None
        if place.region is not None:
            return self.exceptions.get(place.region, self.at(place.country))
        if any(code.startswith(f"{place.country}-") for code in self.exceptions):
            return None
        return self.at(place.country)

    def __and__(self, other: "Area") -> "Area":
        """What is in both."""
        return _combined(self, other, lambda mine, others: mine and others)

    def __or__(self, other: "Area") -> "Area":
        """What is in either."""
        return _combined(self, other, lambda mine, others: mine or others)

    def __sub__(self, other: "Area") -> "Area":
        """What is in this one alone."""
        return _combined(self, other, lambda mine, others: mine and not others)


EVERYWHERE, NOWHERE = Area(True, {}), Area(False, {})  # noqa: FBT003 - the default


@lru_cache(maxsize=4096)
def area_of(rule: str, codes: frozenset[str]) -> Area:
    """The area of a territory rule (`TerritoryRule`) and its list, groups resolved."""
    if rule == "everywhere":
        return EVERYWHERE
    listed = rule == "allow"
    return _area(not listed, dict.fromkeys(codes, listed))


def union(areas: Iterable[Area]) -> Area:
    """What is in any of them."""
    return reduce(Area.__or__, areas, NOWHERE)


def _combined(one: Area, other: Area, choose: Callable[[bool, bool], bool]) -> Area:
    codes = {*one.exceptions, *other.exceptions}
    codes |= {country_of(code) for code in codes}
    values = {code: choose(one.at(code), other.at(code)) for code in codes}
    return _area(choose(one.default, other.default), values)


def _area(default: bool, values: Mapping[str, bool]) -> Area:  # noqa: FBT001 - a value, no switch
    """Leave out what says the same as the larger area does."""

    def of_larger(code: str) -> bool:
        country = country_of(code)
        return default if code == country else values.get(country, default)

    kept = {code: value for code, value in sorted(values.items()) if value != of_larger(code)}
    return Area(default, kept)
