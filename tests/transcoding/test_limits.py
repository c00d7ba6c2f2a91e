"""How much of a film is too much, before anything is decoded."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transcoding.sources import make_source
from transcoding import limits
from transcoding.states import MasterRefused, Problem

HOURS = 3600


def refused(longest: int = 12 * HOURS, **facts: Any) -> Problem | None:
    try:
        limits.check(make_source(**facts), longest_seconds=longest)
    except MasterRefused as refusal:
        return refusal.problem
    return None


@pytest.mark.parametrize(
    ("facts", "problem"),
    [
        ({"coded_width": 1920, "coded_height": 1080}, None),
        ({"coded_width": 8192, "coded_height": 4608}, None),
        ({"coded_width": 8192, "coded_height": 4609}, Problem.DIMENSIONS),
        ({"coded_width": 60_000, "coded_height": 60_000}, Problem.DIMENSIONS),
        ({"duration": 12.0 * HOURS, "declared_seconds": 0.0}, None),
        ({"duration": 12.0 * HOURS + 1}, Problem.TOO_LONG),
        ({"declared_seconds": 12.0 * HOURS + 1}, Problem.TOO_LONG),
        ({"declared_seconds": float("nan"), "duration": float("nan")}, Problem.TOO_LONG),
        ({"declared_seconds": float("inf")}, Problem.TOO_LONG),
    ],
)
def test_what_is_refused(facts: dict[str, Any], problem: Problem | None) -> None:
    assert refused(**facts) == problem


def test_many_pixels_for_long_are_refused_together() -> None:
    """Each alone would be taken."""
    eight_k: dict[str, Any] = {
        "coded_width": 8192,
        "coded_height": 4320,
        "frame_rate": Fraction(60),
    }
    assert refused(**eight_k, duration=3.9 * HOURS, declared_seconds=3.9 * HOURS) is None
    assert refused(**eight_k, duration=5.0 * HOURS) == Problem.TOO_DEMANDING


@given(st.floats(min_value=0, max_value=1e12), st.integers(min_value=2, max_value=10**6))
def test_frames_of_the_grid_are_bounded_by_what_a_festival_takes(
    declared: float, longest: int
) -> None:
    source = make_source(declared_seconds=declared, duration=declared)
    most = limits.most_frames(source, longest_seconds=longest)
    assert 0 < most <= (longest + limits.SLACK_SECONDS) * source.frame_rate + 1


@given(st.floats(min_value=0.1, max_value=10_000))
def test_an_honest_film_never_has_too_many_frames(seconds: float) -> None:
    source = make_source(declared_seconds=seconds, duration=seconds)
    frames = seconds * source.frame_rate
    assert limits.most_frames(source, longest_seconds=12 * HOURS) > frames
