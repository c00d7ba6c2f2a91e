"""What is kept of what a step said, and what is not."""

import pytest

from transcoding import steplogs


def test_an_entry_is_the_attempt_then_the_lines() -> None:
    assert steplogs.entry(2, "exit 1", ["first", "", "second"]) == (
        "attempt 2: exit 1\nfirst\nsecond\n"
    )


@pytest.mark.parametrize(
    "said",
    [
        "http://127.0.0.1:4711/nonce: Invalid data found",
        "opening 'HTTPS://example.org/film.mov' failed",
        "file:///home/zhang/film.mov|second",
        "s3://masters/key",
    ],
)
def test_addresses_are_not_kept(said: str) -> None:
    kept = steplogs.entry(1, said, [said])
    assert "://" not in kept
    assert kept.count("…") == 2


@pytest.mark.parametrize("tag", ["    title           : The River", "  encoder : Zhang's laptop"])
def test_tags_of_a_film_are_not_kept(tag: str) -> None:
    assert steplogs.entry(1, "exit 1", [tag]) == "attempt 1: exit 1\n"


def test_a_message_with_a_colon_is_kept() -> None:
    assert "moov: not found" in steplogs.entry(1, "exit 1", ["moov: not found"])


def test_postgresql_takes_what_is_kept() -> None:
    assert "\x00" not in steplogs.entry(1, "a\x00b", ["c\x00d"])


def test_a_long_line_is_cut() -> None:
    kept = steplogs.entry(1, "x" * 9999, ["y" * 9999])
    assert len(kept) < 2 * steplogs.LINE_CHARACTERS + 20
