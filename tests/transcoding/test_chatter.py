"""Progress and log come mixed on one stream."""

from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st

from transcoding.chatter import LINE_BYTES, follow


def heard(data: bytes) -> tuple[list[str], list[tuple[int, float]]]:
    lines: list[str] = []
    told: list[tuple[int, float]] = []
    follow(
        BytesIO(data), log=lines.append, progress=lambda frame, speed: told.append((frame, speed))
    )
    return lines, told


def test_progress_is_told_once_a_block() -> None:
    block = b"frame=48\nfps=1\nspeed=1.5x\nprogress=continue\n"
    assert heard(block + block.replace(b"48", b"96")) == ([], [(48, 1.5), (96, 1.5)])


def test_what_ffmpeg_does_not_know_yet_changes_nothing() -> None:
    assert heard(b"frame=N/A\nspeed=N/A\nprogress=continue\n") == ([], [(0, 0.0)])


def test_all_else_is_log() -> None:
    lines, told = heard(b"[mov] moov atom not found\nx = y\n")
    assert (lines, told) == (["[mov] moov atom not found", "x = y"], [])


def test_of_an_endless_line_only_the_beginning_is_kept() -> None:
    (line,), _ = heard(b"x" * 10_000_000 + b"\n")
    assert len(line) <= LINE_BYTES


@given(st.binary(max_size=4000))
def test_whatever_it_says_it_is_read_to_the_end(data: bytes) -> None:
    stream = BytesIO(data)
    follow(stream, log=lambda _: None, progress=lambda *_: None)
    assert stream.read() == b""
