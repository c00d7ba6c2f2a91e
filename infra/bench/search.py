"""`python -m infra.bench.search`: how long a search takes over twenty thousand films.

Starts a PostgreSQL of its own, fills it once (`var/bench/search/` keeps it), and asks our API
inside this process, so that what is measured is the server's work without the network. Writes
`var/bench/search.json`: `search_p95_ms` by the clock (median of the rounds), `search_films`; and
`search_busy_p95_ms`, the time that a processor worked on it, here and in PostgreSQL, which a busy
machine does not change much.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from infra.bench.database import start_database
from infra.local.processes import Supervisor

if TYPE_CHECKING:
    from infra.bench.library import Library

DIRECTORY = Path("var/bench/search")
RESULT = Path("var/bench/search.json")
FILMS, QUERIES, ROUNDS, SEED = 20_000, 600, 5, 1


def main() -> None:
    """Measure, print, and keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--films", type=int, default=FILMS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--anew", action="store_true", help="make the library again")
    options = parser.parse_args()
    if options.anew:
        shutil.rmtree(DIRECTORY, ignore_errors=True)
    DIRECTORY.mkdir(parents=True, exist_ok=True)
    with Supervisor(DIRECTORY / "log") as supervisor:
        start_database(supervisor, DIRECTORY, public_urls="http://testserver")
        result = _measure(films=options.films, rounds=options.rounds)
    RESULT.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")
    print(json.dumps(result, indent=1, ensure_ascii=False))


def _measure(*, films: int, rounds: int) -> dict[str, Any]:
    from infra.bench.queries import queries  # noqa: PLC0415 - needs Django

    library = _library(films)
    asked = queries(library, count=QUERIES)
    import vod.wsgi  # noqa: F401, PLC0415 - loads all views, and keeps the collector off them

    _round(asked[:100])  # caches of database and process are warm, as on any day but the first
    clock, busy = [], []
    by_kind: dict[str, list[float]] = defaultdict(list)
    for _ in range(rounds):
        taken = _round(asked)
        clock.append(_p95([one.clock for one in taken]))
        busy.append(_p95([one.busy for one in taken]))
        for one in taken:
            by_kind[one.kind].append(one.busy)
    return {
        "search_p95_ms": _ms(statistics.median(clock)),
        "search_busy_p95_ms": _ms(statistics.median(busy)),
        "search_films": films,
        "rounds_p95_ms": [_ms(one) for one in clock],
        "rounds_busy_p95_ms": [_ms(one) for one in busy],
        "queries": len(asked),
        "busy_by_kind_ms": {
            kind: {"median": _ms(statistics.median(taken)), "p95": _ms(_p95(taken))}
            for kind, taken in sorted(by_kind.items())
        },
        "machine": {"cores": os.cpu_count(), "python": platform.python_version()},
    }


def _library(films: int) -> Library:
    """The library, made now unless it is there."""
    from django.core.management import call_command  # noqa: PLC0415 - needs Django

    from catalog.models import Film  # noqa: PLC0415
    from infra.bench.library import Library  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    library = Library(films=films, seed=SEED)
    if Film.objects.count() != films:
        call_command("flush", verbosity=0, interactive=False)
        library.fill()
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return library


@dataclass(frozen=True, kw_only=True)
class Taken:
    """Seconds that a query took: by the clock, and of a processor."""

    kind: str
    clock: float
    busy: float


def _round(asked: list[tuple[str, str]]) -> list[Taken]:
    """Ask everything once."""
    from django.db import connection  # noqa: PLC0415 - needs Django
    from django.test import Client  # noqa: PLC0415

    client = Client()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    taken = []
    for kind, query in asked:
        started, worked = time.perf_counter(), time.process_time() + _worked(backend)
        response = client.get(f"/api/v1/search/?{query}")
        ended = time.perf_counter()
        busy = time.process_time() + _worked(backend) - worked
        taken.append(Taken(kind=kind, clock=ended - started, busy=busy))
        if response.status_code != 200:  # noqa: PLR2004
            raise RuntimeError(f"{query}: {response.content!r}")
    return taken


def _worked(backend: Path) -> float:
    """Processor seconds of a process: the first field, in nanoseconds (sched-stats.rst)."""
    return int(backend.read_text().split()[0]) / 1e9


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)


def _p95(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20)[-1]


if __name__ == "__main__":
    main()
