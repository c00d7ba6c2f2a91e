"""What a rule is: an item of a specification, and a judgement of a stream by it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from transcoding.validation.stream import Stream


class Level(StrEnum):
    """As the specification words it."""

    MUST = "MUST"
    SHOULD = "SHOULD"


@dataclass(frozen=True)
class Check:
    """One thing that was looked at, what was measured, and where."""

    ok: bool
    measured: str
    where: str = ""


@dataclass(frozen=True)
class Rule:
    """`item` is a number of Apple's HLS Authoring Specification, or a section (§) of RFC 8216bis.

    `judge` yields a check for everything that the rule is about; none: it is about nothing here.
    """

    item: str
    level: Level
    text: str
    judge: Callable[[Stream], Iterable[Check]]


RULES: list[Rule] = []
Judge = Callable[[Stream], Iterable[Check]]


def must(item: str, text: str) -> Callable[[Judge], Judge]:
    """Register a rule that a stream may not break."""
    return _registered(item, Level.MUST, text)


def should(item: str, text: str) -> Callable[[Judge], Judge]:
    """Register a rule that a stream breaks for a reason, if at all."""
    return _registered(item, Level.SHOULD, text)


def _registered(item: str, level: Level, text: str) -> Callable[[Judge], Judge]:
    def register(judge: Judge) -> Judge:
        RULES.append(Rule(item, level, text, judge))
        return judge

    return register
