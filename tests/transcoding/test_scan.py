"""What a look at the fields changes, and what it leaves as declared."""

from fractions import Fraction

import pytest

from tests.transcoding.sources import make_source
from transcoding.scan import Look, read_look, scanned, worth_a_look

NTSC, FILM = Fraction(30000, 1001), Fraction(24000, 1001)
WORDS = """frame:0    pts:0       pts_time:0
lavfi.idet.repeated.neither=1.00
lavfi.idet.multiple.tff=0.00
frame:1    pts:1       pts_time:0.04
lavfi.idet.repeated.current_frame=top
lavfi.idet.repeated.neither=70.00
lavfi.idet.repeated.top=24.00
lavfi.idet.repeated.bottom=26.00
lavfi.idet.multiple.tff=60.00
lavfi.idet.multiple.bff=2.00
lavfi.idet.multiple.progressive=40.00
"""


def look(*, top: int = 0, bottom: int = 0, progressive: int = 0, repeated: int = 0) -> Look:
    return Look(
        top_first=top, bottom_first=bottom, progressive=progressive, repeated=repeated, frames=120
    )


def test_the_last_counters_count() -> None:
    found = read_look(WORDS.splitlines())
    assert found == Look(top_first=60, bottom_first=2, progressive=40, repeated=50, frames=120)


def test_what_was_seen_in_two_places_counts_together() -> None:
    found = read_look(WORDS.splitlines()) + look(top=5, progressive=7, repeated=3)
    assert found == Look(top_first=65, bottom_first=2, progressive=47, repeated=53, frames=240)


def test_nothing_seen_is_nothing_said() -> None:
    assert scanned(make_source(scan="bff"), [read_look([])]).scan == "bff"


@pytest.mark.parametrize(
    ("declared", "seen", "scan"),
    [
        ("progressive", look(progressive=120), "progressive"),
        ("progressive", look(top=100), "tff"),
        ("progressive", look(bottom=100), "bff"),
        ("progressive", look(top=9), "progressive"),
        ("progressive", look(top=20, progressive=100), "progressive"),
        ("tff", look(progressive=120), "progressive"),
        ("tff", look(progressive=100, top=10), "tff"),
        ("tff", look(), "tff"),
        ("tff", look(bottom=100), "bff"),
        ("tff", look(top=45, bottom=55), "tff"),
    ],
)
def test_eyes_before_flags_where_they_are_sure(declared: str, seen: Look, scan: str) -> None:
    assert scanned(make_source(scan=declared), [seen]).scan == scan


@pytest.mark.parametrize(
    ("rate", "repeated", "scan", "grid"),
    [
        (NTSC, 48, "telecine", FILM),
        (NTSC, 29, "tff", NTSC),
        (Fraction(25), 48, "tff", Fraction(25)),
    ],
)
def test_telecine_repeats_fields_at_one_rate(
    rate: Fraction, repeated: int, scan: str, grid: Fraction
) -> None:
    found = scanned(make_source(frame_rate=rate), [look(top=100, repeated=repeated)])
    assert (found.scan, found.frame_rate, found.divisible) == (scan, grid, scan != "telecine")


def test_one_of_three_looks_finds_the_repeated_fields() -> None:
    """As measured on the real film: two of its scenes hardly move."""
    still = Look(top_first=14, bottom_first=0, progressive=0, repeated=0, frames=16)
    moving = Look(top_first=12, bottom_first=0, progressive=4, repeated=6, frames=16)
    source = make_source(frame_rate=NTSC)
    assert scanned(source, [still, moving, still]).scan == "telecine"
    assert scanned(source, [still, still, still]).scan == "tff"


@pytest.mark.parametrize("declared", ["progressive", "tff"])
def test_looks_that_contradict_each_other_leave_the_flag(declared: str) -> None:
    """As measured on the real film: its third scene is a slow pan upwards."""
    pan = Look(top_first=0, bottom_first=12, progressive=4, repeated=0, frames=16)
    plain = Look(top_first=0, bottom_first=0, progressive=16, repeated=0, frames=16)
    assert scanned(make_source(scan=declared), [plain, plain, pan]).scan == declared
    assert scanned(make_source(scan=declared), [plain, pan]).scan == declared


def test_more_looks_with_fields_than_without() -> None:
    fields = Look(top_first=15, bottom_first=0, progressive=0, repeated=0, frames=16)
    still = Look(top_first=0, bottom_first=0, progressive=16, repeated=0, frames=16)
    nothing = Look(top_first=0, bottom_first=0, progressive=0, repeated=0, frames=16)
    assert scanned(make_source(), [fields, still, fields]).scan == "tff"
    assert scanned(make_source(), [nothing, fields, nothing]).scan == "tff"


def test_three_looks_of_which_two_tell_nothing() -> None:
    nothing = Look(top_first=0, bottom_first=0, progressive=0, repeated=0, frames=16)
    seen = Look(top_first=0, bottom_first=0, progressive=16, repeated=0, frames=16)
    assert scanned(make_source(scan="tff"), [nothing, seen, nothing]).scan == "progressive"


@pytest.mark.parametrize(
    ("facts", "worth"),
    [
        ({}, True),
        ({"coded_height": 1088}, True),
        ({"coded_height": 2160}, False),
        ({"rotation": 90}, False),
        ({"variable_rate": True}, False),
        ({"codec": "av1"}, False),
    ],
)
def test_what_may_have_fields(facts: dict[str, object], *, worth: bool) -> None:
    assert worth_a_look(make_source(**facts)) is worth
