"""`validate_hls PATH_OR_URL`: a stream judged by the rules of docs/reference/validate-hls.md."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from transcoding.validation.reading import Unreadable
from transcoding.validation.report import Report, Verdict, validate
from transcoding.validation.rules import Level

BROKEN, UNREADABLE = 1, 2


class Command(BaseCommand):
    """Exit code 0: no MUST is broken; 1: one is; 2: there is no stream to be read."""

    help = "Judge an HLS stream, a multivariant playlist on disk or on the web, rule by rule."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Where, and how to tell."""
        parser.add_argument("location", help="path or URL of a multivariant playlist")
        parser.add_argument("--json", action="store_true", help="a list of rules as JSON")

    def handle(self, *, location: str, json: bool, **_: Any) -> None:
        """Judge, tell, and exit."""
        try:
            report = validate(location)
        except Unreadable as error:
            self.stderr.write(str(error))
            raise SystemExit(UNREADABLE) from error
        self.stdout.write(_as_json(report) if json else _as_lines(report))
        if report.failed():
            raise SystemExit(BROKEN)


def _as_json(report: Report) -> str:
    return json.dumps([judged.to_json() for judged in report.judged], indent=2)


def _as_lines(report: Report) -> str:
    lines = [
        f"{j.verdict:<5}{j.rule.level:<7}{j.rule.item:<10}{j.rule.text}"
        + (f": {j.measured}" if j.verdict is not Verdict.NOTHING else "")
        for j in report.judged
    ]
    broken = {level: len(report.failed(level)) for level in Level}
    judged = sum(j.verdict is not Verdict.NOTHING for j in report.judged)
    told = ", ".join(f"{count} {level} broken" for level, count in broken.items())
    return "\n".join([*lines, f"{judged} rules applied, {told}"])
