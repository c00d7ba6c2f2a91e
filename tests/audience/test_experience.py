"""What events come to."""

from dataclasses import dataclass

from vod.audience.experience import LONGEST_GAP_MS, Quality, Summary, quality, summarise


@dataclass(kw_only=True)
class Told:
    moment_ms: int
    kind: str = "ps"
    state: str = ""
    kbps: int | None = None
    startup_ms: int | None = None
    stalled_ms: int | None = None


def test_time_belongs_to_the_state_that_was_told_before_it() -> None:
    events = [
        Told(moment_ms=0, state="s"),
        Told(moment_ms=1_200, state="p", kbps=1000, startup_ms=1_200),
        Told(moment_ms=31_200, kind="bc", kbps=3000),
        Told(moment_ms=41_200, state="r"),
        Told(moment_ms=43_200, state="p"),
        Told(moment_ms=53_200, state="a"),
        Told(moment_ms=900_000, state="e"),
    ]
    assert summarise(events[::-1]) == Summary(
        startup_ms=1_200, playing_ms=50_000, stalled_ms=2_000, kbps=1800, errors=0, failed=False
    )


def test_nothing_is_made_of_a_silence() -> None:
    events = [Told(moment_ms=0, state="p"), Told(moment_ms=3_600_000, state="p")]
    assert summarise(events).playing_ms == LONGEST_GAP_MS


def test_a_player_that_says_how_long_it_stalled_is_believed() -> None:
    events = [
        Told(moment_ms=0, state="p"),
        Told(moment_ms=10_000, state="r"),
        Told(moment_ms=13_000, state="p", stalled_ms=2_400),
    ]
    assert summarise(events).stalled_ms == 2_400


def test_errors_are_counted_and_a_fatal_one_is_a_failure() -> None:
    events = [Told(moment_ms=0, kind="e"), Told(moment_ms=1, kind="e", state="f")]
    summary = summarise(events)
    assert (summary.errors, summary.failed) == (2, True)


def one(startup: int | None = 1000, **numbers: int) -> Summary:
    values = {"playing_ms": 99_000, "stalled_ms": 1_000, "kbps": 2000} | numbers
    return Summary(startup_ms=startup, errors=0, failed=False, **values)


def test_many_sessions_are_told_in_round_numbers() -> None:
    found = quality([one(startup) for startup in (812, 1_016, 1_249, 3_333, 9_871)])
    assert found == Quality(
        startup_median_ms=1_200,
        startup_p95_ms=9_900,
        rebuffer_permille=10,
        mean_kbps=2_000,
        errors=0,
        failed_permille=0,
    )


def test_a_session_weighs_as_much_as_it_played() -> None:
    found = quality([one(kbps=1000, playing_ms=10_000), one(kbps=4000, playing_ms=20_000)])
    assert found.mean_kbps == 3_000


def test_players_that_told_of_no_start_leave_no_start() -> None:
    assert quality([one(None)]).startup_p95_ms is None
