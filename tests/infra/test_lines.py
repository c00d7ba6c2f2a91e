"""What a line does to packets, by the law that `infra/lines/terms.py` writes down."""

from random import Random

import pytest

from infra.lines.terms import QUEUE_SECONDS, SILENT, Terms, Way

PACKET = 1500  # bytes
SLOW = Terms(bits_per_second=600_000, delay=0.05)


def dice(seed: int) -> Way:
    """A way whose losses are the same for the same seed."""
    return Way(Random(seed))  # noqa: S311 - dice, no secret


def test_packets_leave_at_the_lines_rate() -> None:
    """Fifty of a moment take a second at 600 kbit/s, if the queue holds them."""
    way = dice(1)
    leave = [way.leaves_at(PACKET, now=n * 0.02, terms=SLOW) for n in range(50)]
    assert leave[0] == pytest.approx(0.02 + 0.05)
    assert leave[-1] == pytest.approx(1.0 + 0.05)


def test_what_would_wait_too_long_is_dropped() -> None:
    way = dice(1)
    kept = [way.leaves_at(PACKET, now=0.0, terms=SLOW) is not None for _ in range(100)]
    assert sum(kept) == way.passed == pytest.approx(QUEUE_SECONDS / 0.02, abs=1)
    assert way.overflowed == 100 - way.passed


def test_a_share_is_lost_and_the_same_dice_lose_the_same() -> None:
    terms = Terms(loss=0.3)
    ways = [dice(seed) for seed in (7, 7, 8)]
    fates = [
        [way.leaves_at(PACKET, now=float(n), terms=terms) for n in range(10_000)] for way in ways
    ]
    assert fates[0] == fates[1] != fates[2]
    assert ways[0].lost == pytest.approx(3000, rel=0.05)


def test_nothing_comes_through_a_silent_line() -> None:
    way = dice(1)
    assert all(way.leaves_at(PACKET, now=float(n), terms=SILENT) is None for n in range(1000))


def test_a_line_without_limits_is_instant() -> None:
    assert dice(1).leaves_at(PACKET, now=3.0, terms=Terms()) == pytest.approx(3.0)
