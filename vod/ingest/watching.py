"""A master at work, seen from outside."""

import time
from collections.abc import Iterator
from typing import Any

from vod.ingest.client import POLL_SECONDS, Client


def watch(client: Client, master: str) -> Iterator[dict[str, Any]]:
    """The master as the API shows it, again and again; the last one when the work is over."""
    while True:
        shown: dict[str, Any] = client.get(f"/api/v1/masters/{master}/")
        yield shown
        if shown["state"] != "processing":
            return
        time.sleep(POLL_SECONDS)
