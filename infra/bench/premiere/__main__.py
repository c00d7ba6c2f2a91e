"""`python -m infra.bench.premiere`: a premiere on this machine, in `var/bench/premiere.json`.

Thousands press play within a minute, on the whole platform with its real store. Server, database,
store and all viewers share the machine. Each viewer loads the multivariant playlist, those of a
picture and of a sound of a film of two hours, a key, the init and the first segments, decrypts
them, and sends heartbeats for two minutes.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import random
import signal
import socket
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import aiohttp

from infra.bench.meter import cpu_seconds
from infra.bench.premiere.viewer import Watched, watch
from infra.local.edge import installed
from infra.local.platform import start_platform
from infra.local.processes import Supervisor

if TYPE_CHECKING:
    from collections.abc import Callable

    from infra.bench.playback.rows import Showing, Ticketed

DIRECTORY = Path("var/bench/premiere")
RESULT = Path("var/bench/premiere.json")
WITHOUT_CACHE = Path("var/bench/premiere-without-cache.json")
LOST_AFTER_SECONDS = 90.0  # all have begun by then
PRESSING_SECONDS, WATCHING_SECONDS = 60.0, 120.0
LINES = 400  # connections to the server, as an edge in front of it would hold
SERVED_BY = {"web": "web", "database": "postgres", "store": "seaweedfs", "cache": "valkey"}


def main() -> None:
    """Hold it, print, and keep."""
    options = _options()
    with Supervisor(DIRECTORY / "log") as supervisor:
        edge = options.delivery == "edge"
        house = start_platform(supervisor, DIRECTORY, durable=True, port=None, edge=edge)
        os.environ.update(house.environment, DJANGO_SETTINGS_MODULE="vod.settings")
        showing, viewers = _fill(options.viewers)
        served_by = SERVED_BY | ({"edge": "nginx"} if edge else {})
        groups = {name: supervisor.group(child) for name, child in served_by.items()}
        before = {name: cpu_seconds({group}) for name, group in groups.items()}
        mine, started = time.process_time(), time.monotonic()
        play = f"{house.url}/api/v1/screenings/{showing.screening.public_id}/playback/"
        lost = (lambda: os.killpg(groups["cache"], signal.SIGKILL)) if options.lose_cache else None
        watched = asyncio.run(_premiere(play, viewers, seed=options.seed, lost=lost))
        kept, cache = _kept(showing), _answers(house.environment["VOD_CACHE_URL"])
        wall = time.monotonic() - started
        cpu = {name: cpu_seconds({group}) - before[name] for name, group in groups.items()}
        cpu["viewers"] = time.process_time() - mine
    result = _result(watched, viewers=len(viewers), wall=wall, cpu=cpu)
    result |= {"delivery": options.delivery, "leases_kept": kept, "cache_answers": cache}
    result_path = WITHOUT_CACHE if options.lose_cache else RESULT
    result_path.write_text(json.dumps(result, indent=1) + "\n")
    print(json.dumps(result, indent=1))
    for error, times in Counter(watched.errors).most_common(5):
        print(f"{times} times: {error[:300]}")
    raise SystemExit(1 if watched.errors else 0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--viewers", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--lose-cache", action="store_true", help="kill Valkey while all watch")
    usual = "edge" if installed() else "s3"
    parser.add_argument("--delivery", choices=["s3", "edge"], default=usual)
    return parser.parse_args()


def _fill(count: int) -> tuple[Showing, list[Ticketed]]:
    """The film with its real first segments, and everybody's ticket."""
    import django  # noqa: PLC0415 - reads the environment

    django.setup()
    from infra.bench.playback import rows, samples  # noqa: PLC0415 - needs Django

    showing = rows.make_showing(*rows.make_edition())
    rows.name_samples(showing, samples.store_samples(showing.secret))
    return showing, rows.make_viewers(showing.offer, count)


def _kept(showing: Showing) -> int:
    """Sessions whose place is theirs, as the database knows it."""
    from vod.playback.models import PlaybackSession  # noqa: PLC0415 - needs Django

    return PlaybackSession.objects.filter(
        screening=showing.screening, ended_at=None, lease_until__gt=datetime.now(UTC)
    ).count()


def _answers(url: str) -> bool:
    parts = urlsplit(url)
    try:
        socket.create_connection((parts.hostname or "", parts.port or 0), timeout=2).close()
    except OSError:
        return False
    return True


async def _premiere(
    play: str, viewers: list[Ticketed], *, seed: int, lost: Callable[[], None] | None
) -> Watched:
    watched, chance = Watched(), random.Random(seed)  # noqa: S311 - instants, no secret
    lines = aiohttp.TCPConnector(limit=LINES)
    timeout = aiohttp.ClientTimeout(total=60)
    if lost is not None:
        asyncio.get_running_loop().call_later(LOST_AFTER_SECONDS, lost)
    async with aiohttp.ClientSession(connector=lines, timeout=timeout) as http:

        async def come(viewer: Ticketed, after: float) -> None:
            await asyncio.sleep(after)
            await watch(
                http, play=play, token=viewer.token, seconds=WATCHING_SECONDS, watched=watched
            )

        instants = [chance.uniform(0, PRESSING_SECONDS) for _ in viewers]
        await asyncio.gather(*map(come, viewers, instants))
    return watched


def _result(
    watched: Watched, *, viewers: int, wall: float, cpu: dict[str, float]
) -> dict[str, Any]:
    def spread(seconds: list[float]) -> dict[str, float]:
        ordered = sorted(seconds) or [0.0]
        last = len(ordered) - 1
        return {
            f"p{n}": round(ordered[min(last, len(ordered) * n // 100)], 3) for n in (50, 95, 99)
        }

    first = spread(watched.first_segment)
    return {
        "viewers": viewers,
        "errors": len(watched.errors),
        "first_segment_p95_s": first["p95"],
        "first_segment_s": first,
        "begun_s": spread(watched.begun),
        "heartbeat_s": spread(watched.heartbeats),
        "heartbeats": len(watched.heartbeats),
        "media_megabytes": round(watched.bytes / 1e6, 1),
        "wall_s": round(wall, 1),
        "cpu_s": {name: round(seconds, 1) for name, seconds in cpu.items()},
        "machine": {"cores": os.cpu_count(), "python": platform.python_version()},
    }


if __name__ == "__main__":
    main()
