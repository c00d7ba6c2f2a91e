"""`manage.py trace MARK --key FILE`: whose session a mark on a leaked picture was."""

import json
import re
from argparse import ArgumentParser
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from vod.playback.services import tracing
from vod.playback.services.tracing import Kept
from vod.playback.tracing import UnusableKey, pattern_of, unseal


class Command(BaseCommand):
    """With `--dump` it asks no database: it runs on a machine without a network."""

    help = (
        "Say whose session showed MARK: six letters, with ? for one that can't be read. --key is "
        "the file that make_trace_key wrote. --dump reads an export of traces, and no database."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The mark, the key, and where the traces are."""
        parser.add_argument("mark")
        parser.add_argument("--key", type=Path, required=True)
        parser.add_argument("--dump", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Print person, screening, items and hour of each session that fits."""
        try:
            pattern = pattern_of(options["mark"])
        except ValueError as error:
            raise CommandError(str(error)) from error
        key = options["key"].read_text()
        found = list(
            _dumped(options["dump"], pattern) if options["dump"] else tracing.traces_like(pattern)
        )
        if not found:
            raise CommandError("No trace has this mark: it has run out, or was never shown.")
        for kept in found:
            try:
                trace = unseal(kept.sealed, private_key=key)
            except UnusableKey as error:
                raise CommandError(f"{options['key']}: {error}.") from error
            items = " ".join(trace.items)
            self.stdout.write(
                f"{kept.mark}  person {trace.person}  screening {trace.screening}  "
                f"items {items}  from {trace.hour}"
            )


def _dumped(dump: Path, pattern: str) -> Iterator[Kept]:
    with dump.open() as lines:
        for line in lines:
            row = json.loads(line)
            if re.fullmatch(pattern, row["mark"]):
                yield Kept(mark=row["mark"], sealed=b64decode(row["sealed"]))
