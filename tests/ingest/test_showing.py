"""Progress, for a log and for somebody who looks on."""

import io

import pytest

from vod.ingest.showing import Lines, Stillness, megabytes, note_of, show_on


class Terminal(io.StringIO):
    """Somebody looks on."""

    def isatty(self) -> bool:
        return True


def test_a_log_gets_a_line_at_each_tenth_and_each_stage() -> None:
    stream = io.StringIO()
    with show_on(stream) as show:
        for count in range(101):
            show.moved("upload", count / 100, note=f"{count} MB")
        show.moved("transcode", 0.01, stage="surveying")
        show.moved("transcode", 0.02, stage="encoding", note="2.00 x real time")
        show.moved("transcode", 0.03, stage="encoding", note="3.00 x real time")
    told = stream.getvalue().splitlines()
    assert told[:2] == ["upload 0 %  0 MB", "upload 10 %  10 MB"]
    assert told[10:] == [
        "upload 100 %  100 MB",
        "transcode 1 %  surveying",
        "transcode 2 %  encoding  2.00 x real time",
    ]


def test_a_terminal_gets_bars_and_brackets_stay_what_they_are() -> None:
    stream = Terminal()
    with show_on(stream) as show:
        show.say("a [bold] film")
        show.moved("upload", 0.5, note="5 of 10 MB")
    assert "a [bold] film" in stream.getvalue()
    assert "50 %" in stream.getvalue()
    assert "5 of 10 MB" in stream.getvalue()


def test_that_nothing_moves_is_said_once(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr("vod.ingest.showing.time.monotonic", lambda: clock[0])
    stream = io.StringIO()
    still = Stillness(Lines(stream))
    for second in (0, 100, 119, 121, 300):
        clock[0] = second
        still.notice("surveying")
    assert stream.getvalue().count("are the workers running?") == 1
    for second in (301, 400):
        clock[0] = second
        still.notice("encoding")
    assert stream.getvalue().count("are the workers running?") == 1


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0.0 MB"), (12_340_000, "12.3 MB"), (5_000_000_000, "5.00 GB")]
)
def test_sizes_are_as_people_say_them(count: int, words: str) -> None:
    assert megabytes(count) == words


def test_a_note_names_what_is_known() -> None:
    assert note_of({"speed": 0, "eta_seconds": None}) == ""
    assert note_of({"speed": 1.5, "eta_seconds": 60}) == "1.50 x real time  about 60 s left"
