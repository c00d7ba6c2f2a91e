"""From which state an edition may come into which."""

from itertools import product

import pytest

from catalog.models import EditionState
from catalog.states import FOLLOWERS, may_follow

ALLOWED = {
    ("draft", "announced"),
    ("announced", "open"),
    ("announced", "draft"),  # withdrawn
    ("open", "closed"),
    ("closed", "open"),  # prolonged
    ("closed", "archived"),
    ("archived", "closed"),  # taken out again
}


def test_the_table_knows_every_state() -> None:
    assert set(FOLLOWERS) == set(EditionState.values)


@pytest.mark.parametrize(("state", "wanted"), list(product(EditionState.values, repeat=2)))
def test_the_steps(state: str, wanted: str) -> None:
    assert may_follow(state, wanted=wanted) is ((state, wanted) in ALLOWED)


def test_nothing_follows_what_is_unknown() -> None:
    assert not may_follow("unknown", wanted="open")
