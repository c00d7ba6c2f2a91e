"""A stream judged by every rule."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from transcoding.validation import (
    delivery,
    encoding,
    media,
    multivariant,
    renditions,
    versions,
)
from transcoding.validation.fetching import origin_of
from transcoding.validation.reading import read_stream
from transcoding.validation.rules import RULES, Check, Level, Rule
from transcoding.validation.stream import Stream

# Each registers its rules.
MODULES = (encoding, renditions, media, versions, multivariant, delivery)
MOST_TOLD = 5


class Verdict(StrEnum):
    """`n/a`: the stream has nothing that the rule is about."""

    OK = "ok"
    FAIL = "FAIL"
    NOTHING = "n/a"


@dataclass(frozen=True)
class Judged:
    """A rule, and what came of it; `checks` are the failed ones if there are any."""

    rule: Rule
    verdict: Verdict
    checks: tuple[Check, ...]

    @property
    def measured(self) -> str:
        """In a line."""
        told = [f"{c.measured} ({c.where})" if c.where else c.measured for c in self.checks]
        more = f" and {len(told) - MOST_TOLD} more" if len(told) > MOST_TOLD else ""
        if self.verdict is Verdict.OK:
            return told[0] + (f" and {len(told) - 1} more" if len(told) > 1 else "")
        return "; ".join(told[:MOST_TOLD]) + more

    def to_json(self) -> dict[str, Any]:
        """As `--json` prints it."""
        return {
            "rule": self.rule.item,
            "level": self.rule.level.value,
            "text": self.rule.text,
            "verdict": self.verdict.value,
            "checks": [{"measured": c.measured, "where": c.where} for c in self.checks],
        }


@dataclass(frozen=True)
class Report:
    """Every rule's verdict."""

    judged: tuple[Judged, ...]

    def failed(self, level: Level = Level.MUST) -> list[Judged]:
        """Rules of a level that the stream breaks."""
        return [j for j in self.judged if j.verdict is Verdict.FAIL and j.rule.level is level]


def validate(location: str) -> Report:
    """Judge the stream at a path or a URL; raises `transcoding.validation.reading.Unreadable`."""
    with origin_of(location) as (origin, address):
        return judge(read_stream(origin, address))


def judge(stream: Stream) -> Report:
    """By all rules, in the order in which they are written."""
    return Report(tuple(_judged(stream)))


def _judged(stream: Stream) -> Iterator[Judged]:
    for rule in RULES:
        checks = tuple(rule.judge(stream))
        failed = tuple(check for check in checks if not check.ok)
        if failed:
            yield Judged(rule, Verdict.FAIL, failed)
        else:
            yield Judged(rule, Verdict.OK if checks else Verdict.NOTHING, checks)
