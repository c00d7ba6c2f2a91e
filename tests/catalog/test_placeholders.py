"""Places in canned answers."""

import pytest

from catalog.placeholders import empty_places, filled, unknown_places


@pytest.mark.parametrize(
    ("text", "strange"),
    [
        ("It opens on {opens}, and closes on {closes}.", []),
        ("Dear {name}, it opens.", ["name"]),
        ("It is {screening}.", ["screening"]),  # a withdrawn film's title would stay in an answer
        ("Until {until", ["{"]),
        ("Until {{until}}", ["{", "}"]),
        ("{}", [""]),
    ],
)
def test_what_is_no_place_is_found(text: str, strange: list[str]) -> None:
    assert unknown_places(text) == strange


def test_places_are_filled_in_once() -> None:
    assert filled("{opens} {closes}", {"opens": "{closes}", "closes": "late"}) == "{closes} late"


def test_a_place_without_a_value_is_empty() -> None:
    assert empty_places("{opens} {until}", {"opens": "early", "until": ""}) == ["until"]
