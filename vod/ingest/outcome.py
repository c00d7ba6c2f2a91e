"""What came of it, as the command prints it, and the exit code that says so. Pure."""

from dataclasses import asdict, dataclass, field
from enum import IntEnum
from typing import Any

from transcoding.states import MasterState, Problem

Words = dict[str, str]  # by BCP 47 tag


class Exit(IntEnum):
    """0, 2, 3 and 4 are promised to scripts; 130 is what shells use for Ctrl-C."""

    OK = 0
    HELD = 2  # by the quality report
    BAD_INPUT = 3
    FAILED = 4
    INTERRUPTED = 130


class BadInput(Exception):
    """Whoever called can mend it; `str` says what is wrong."""


class Failed(Exception):
    """The platform could not do it; `str` says what to look at."""


@dataclass(kw_only=True)
class Outcome:
    """What is known so far; null where it is not known, or where there is none."""

    film: str = ""
    film_slug: str = ""
    version: str = ""
    master: str | None = None
    state: str | None = None
    publication: str | None = None
    revision: int | None = None
    published: bool = False
    playlist: str | None = None
    problem: str | None = None
    message: Words = field(default_factory=dict)
    findings: list[dict[str, Any]] = field(default_factory=list)
    error: str | None = None

    def exit(self) -> Exit:
        """By the state of the master alone."""
        if self.state == MasterState.BLOCKED:
            return Exit.HELD
        if self.state == MasterState.FAILED:
            return Exit.FAILED if self.problem == Problem.INTERNAL else Exit.BAD_INPUT
        gone = {MasterState.CANCELLED, MasterState.ABORTED}
        return Exit.FAILED if self.state in gone else Exit.OK

    def to_json(self) -> dict[str, Any]:
        """For standard output; of a run that came to no film, what was in its way."""
        known = asdict(self)
        return known if self.version else {"error": self.error}


def finding_of(told: dict[str, Any]) -> dict[str, Any]:
    """A finding of the report without its pictures, whose addresses are signed."""
    kept = ("code", "level", "title", "text", "advice", "stretches")
    return {name: told[name] for name in kept}
