"""What is read of a report: lines as hls.js and the standard's examples have them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vod.audience.cmcd import LONGEST_LINE, MOST_LINES, Event, Malformed, read, read_line

LINE = b'bl=(25400),br=(3200;v 128;a),e=ps,mtp=(9100),pr=1.25,sf=h,sid="6e2f",sn=4,st=v,sta=p,'
LINE += b"ts=1764000000123,v=2,pt=61000,msd=1250"


def test_an_event_of_hls_js_is_read_and_what_no_figure_needs_is_left() -> None:
    assert read_line(LINE) == Event(
        kind="ps", state="p", ts=1764000000123, kbps=3200, startup_ms=1250, stalled_ms=None
    )


@pytest.mark.parametrize(
    "line",
    [
        b"e=t,ts=1,v=2",
        b"e=t , ts=1,\tv=2",
        b"e=t,ts=1,v=2,bs,su",
        b'e=t,ts=1,v=2,nor=("a b.m4s";r="0-9" "c\\"d")',
        b"e=t,ts=1,v=2,com.example-mine=?0",
        b"e=t;x=1,ts=1;y,v=2,tbl=()",
        b'e=e,ec=("networkError"),ts=1,v=2',
    ],
)
def test_structured_fields_of_every_kind_are_read(line: bytes) -> None:
    assert read_line(line).ts == 1


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"nonsense",
        b"e=ps,sta=p,v=2",  # no instant
        b"sta=p,ts=1,v=2",  # no event
        b"e=zz,ts=1,v=2",
        b"e=ps,sta=z,ts=1,v=2",
        b"e=t,ts=1,v=1",
        b"e=t,ts=1",
        b"e=t,ts=-1,v=2",
        b"e=t,ts=99999999999999,v=2",
        b"e=t,ts=1,v=2,br=(9000000)",
        b"e=t,ts=1,v=2,",
        b"e=t,ts=1,v=2,bsd=()",
        b"e=t,,ts=1,v=2",
        b'e=t,ts=1,v=2,sid="open',
        b"e=t,ts=1,v=2,br=(1 2",
        'e=t,ts=1,v=2,cid="片"'.encode(),
        b"e=t,ts=\xd9\xa1,v=2",
        b'e=t,ts=1,v=2,sid="' + b"a" * LONGEST_LINE + b'"',
    ],
)
def test_what_is_no_event_is_refused(line: bytes) -> None:
    with pytest.raises(Malformed):
        read_line(line)


def test_bad_lines_are_dropped_and_counted() -> None:
    batch = read(LINE + b"\r\nnonsense\n\n" + LINE + b"\n")
    assert (len(batch.events), batch.malformed) == (2, 1)


def test_events_that_no_figure_is_made_of_are_valid_and_left_out() -> None:
    batch = read(b'e=rr,ts=1,v=2,url="https://x/y",rc=200\n')
    assert (batch.events, batch.malformed) == ((), 0)


@pytest.mark.parametrize("body", [b"", b"\n\n", b"nonsense\nmore", LINE + b"\x00"])
def test_a_body_without_an_event_is_refused(body: bytes) -> None:
    with pytest.raises(Malformed):
        read(body)


def test_a_body_of_too_many_lines_is_refused() -> None:
    assert len(read(b"\n".join([LINE] * MOST_LINES)).events) == MOST_LINES
    with pytest.raises(Malformed):
        read(b"\n".join([LINE] * (MOST_LINES + 1)))


@given(st.binary(max_size=200) | st.text('e=ts,(;) "\\v2:?-.', max_size=900).map(str.encode))
def test_whatever_is_sent_is_an_event_or_refused(line: bytes) -> None:
    try:
        read_line(line)
    except Malformed:
        return
    assert line.startswith(b"e") or b"e=" in line
