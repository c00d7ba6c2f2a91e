"""`manage.py export_traces FILE`: sealed traces, to be opened where the key is."""

import json
from argparse import ArgumentParser
from base64 import b64encode
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from vod.playback.services import tracing


class Command(BaseCommand):
    """What it writes tells nothing without the key."""

    help = "Write every sealed trace to FILE, a JSON object a line, for `trace --dump FILE`."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write them in no order that tells anything."""
        count = 0
        with options["file"].open("w") as file:
            for kept in tracing.traces():
                line = {"mark": kept.mark, "sealed": b64encode(kept.sealed).decode()}
                file.write(json.dumps(line) + "\n")
                count += 1
        self.stdout.write(f"{count} traces")
