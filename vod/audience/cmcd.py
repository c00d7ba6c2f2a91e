"""CMCD version 2 in event mode (CTA-5004-B): a line an event, each a dictionary of RFC 8941. Pure.

What no figure is made of is read over and kept nowhere: the player's session and content
identifiers, host names, addresses, buffer, position in the film.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

MEDIA_TYPE: Final = "application/cmcd"
LONGEST_BODY: Final = 64 * 1024
MOST_LINES: Final = 100
LONGEST_LINE: Final = 1024
VERSION = 2
# Events that figures are made of; the others of the standard are valid, and of no use here.
KINDS: Final = frozenset({"ps", "e", "t", "bc", "pr"})
OTHER_KINDS: Final = frozenset(
    {"abe", "abs", "ae", "as", "b", "c", "ce", "h", "m", "pc", "pe", "rr", "sk", "um"}
)
# starting, playing, seeking, rebuffering, paused, waiting, ended, fatal error, quit, preloading
STATES: Final = frozenset("spkrawefqd")
MOST_TS: Final = 2**42  # milliseconds; the year 2109
MOST_KBPS: Final = 1_000_000
MOST_MS: Final = 60 * 60 * 1000

_KEY = r"[a-z*][a-z0-9_.*-]*"
_BARE = (
    r"(?:-?\d{1,15}(?:\.\d{1,3})?"
    r'|"(?:[ !#-\[\]-~]|\\["\\])*"'
    r"|[A-Za-z*][\w!#$%&'*+.^`|~:/-]*"
    r"|:[A-Za-z0-9+/=]*:"
    r"|\?[01])"
)
_PARAMETERS = rf"(?:; *{_KEY}(?:={_BARE})?)*"
_ITEM = rf"{_BARE}{_PARAMETERS}"
_LIST = rf"\( *(?:{_ITEM}(?: +{_ITEM})* *)?\)"
_MEMBER = re.compile(
    rf"({_KEY})(?:=({_LIST}|{_BARE}))?{_PARAMETERS}(?:[ \t]*,[ \t]*(?!$)|$)", re.ASCII
)
_NUMBER = re.compile(r"(?:^|(?<=[( ]))-?\d+")


class Malformed(ValueError):
    """A line, or a body, that is no CMCD."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """What is kept of a line. `ts` is the player's clock, in milliseconds since 1970."""

    kind: str
    state: str
    ts: int
    kbps: int | None
    startup_ms: int | None
    stalled_ms: int | None


@dataclass(frozen=True, kw_only=True)
class Batch:
    """The events of a body, and how many lines were none."""

    events: tuple[Event, ...]
    malformed: int


def read(body: bytes) -> Batch:
    """The events of a batch. Raises `Malformed` where nothing in it can be read."""
    lines = [line for line in body.replace(b"\r\n", b"\n").split(b"\n") if line.strip()]
    if not lines or len(lines) > MOST_LINES:
        raise Malformed
    events, malformed = [], 0
    for line in lines:
        try:
            event = read_line(line)
        except Malformed:
            malformed += 1
        else:
            events.append(event)
    if not events:
        raise Malformed
    return Batch(
        events=tuple(event for event in events if event.kind in KINDS), malformed=malformed
    )


def read_line(line: bytes) -> Event:
    """One event. Raises `Malformed`."""
    if len(line) > LONGEST_LINE:
        raise Malformed
    try:
        said = dict(_members(line.decode("ascii").strip(" ")))
    except UnicodeDecodeError as error:
        raise Malformed from error
    kind, state = said.get("e") or "", said.get("sta") or ""
    if kind not in KINDS | OTHER_KINDS or (state and state not in STATES):
        raise Malformed
    if said.get("v") != str(VERSION):
        raise Malformed
    ts = _number(said, "ts", most=MOST_TS)
    if ts is None:
        raise Malformed
    return Event(
        kind=kind,
        state=state,
        ts=ts,
        kbps=_number(said, "br", most=MOST_KBPS),
        startup_ms=_number(said, "msd", most=MOST_MS),
        stalled_ms=_number(said, "bsd", most=MOST_MS),
    )


def _members(text: str) -> Iterator[tuple[str, str]]:
    """Key and value of each member; of one that came twice the last counts (RFC 8941, 3.2)."""
    at = 0
    while at < len(text):
        member = _MEMBER.match(text, at)
        if member is None:
            raise Malformed
        yield member[1], member[2] or "?1"
        at = member.end()


def _number(said: dict[str, str], key: str, *, most: int) -> int | None:
    """The largest integer of a value: a picture's rate stands beside its sound's."""
    value = said.get(key)
    if value is None:
        return None
    numbers = [int(number) for number in _NUMBER.findall(value)]
    if not numbers or not 0 <= max(numbers) <= most:
        raise Malformed
    return max(numbers)
