"""`python -m infra.bench.take_out MASTER DIRECTORY`, in a platform's environment: rungs in clear.

Prints JSON: the job's `plan`, and `bytes`, what is stored of each rung, by its height.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vod.settings")
django.setup()

from infra.chaos.evidence import clear, stored  # noqa: E402
from transcoding.models import Master, Track  # noqa: E402
from transcoding.states import TrackKind  # noqa: E402


def take_out(track: Track, path: Path) -> int:
    """Write a track as one file; its stored bytes."""
    rows = list(track.segments.order_by("position"))
    with path.open("wb") as file:
        file.write(stored(track.init_object))
        for row in rows:
            file.write(clear(track, row, stored(row.object_name)))
    return sum(row.size for row in rows)


def main() -> None:
    """Write, and print."""
    master = Master.objects.get(public_id=sys.argv[1])
    publication = master.publications.latest("revision")
    sizes: dict[str, int] = {}
    for track in publication.tracks.filter(kind=TrackKind.VIDEO):
        sizes[str(track.height)] = take_out(track, Path(sys.argv[2]) / f"{track.height}.mp4")
    job: Any = master.jobs.latest("pk")
    print(json.dumps({"plan": job.plan, "bytes": sizes}))


if __name__ == "__main__":
    main()
