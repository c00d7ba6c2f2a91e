"""`python -m infra.bench.api`: what our API costs beside plain Django, in `var/bench/api.json`.

A PostgreSQL of its own and granian as the platform starts it. The listing beside the same
serializer with constant verdicts; a film's page beside a view with one query; the statements of a
listing and of a ticket; and search, by `infra.bench.search`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

from infra.bench.database import start_database
from infra.local.platform import ROOT, web_command
from infra.local.processes import Supervisor, free_port, wait_until

if TYPE_CHECKING:
    from infra.bench.api.rows import Asked

DIRECTORY = Path("var/bench/api")
RESULT = Path("var/bench/api.json")
SEARCH = Path("var/bench/search.json")
FILM = "film"


def main() -> None:
    """Measure, print, and keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=20)
    parser.add_argument("--without-search", action="store_true")
    options = parser.parse_args()
    DIRECTORY.mkdir(parents=True, exist_ok=True)
    with Supervisor(DIRECTORY / "log") as supervisor:
        _start_database(supervisor)
        result = _measure(_start_server(supervisor), turns=options.turns)
    if not options.without_search:
        subprocess.run([sys.executable, "-m", "infra.bench.search"], check=True)
        found = json.loads(SEARCH.read_text())
        result |= {name: found[name] for name in ("search_p95_ms", "search_films")}
    result["machine"] = {"cores": os.cpu_count(), "python": platform.python_version()}
    RESULT.write_text(json.dumps(result, indent=1) + "\n")
    print(json.dumps(result, indent=1))


def _start_database(supervisor: Supervisor) -> None:
    """Start PostgreSQL, point Django's settings at it, and make the tables."""
    start_database(
        supervisor,
        DIRECTORY,
        public_urls="http://127.0.0.1,http://testserver",
        settings="infra.bench.api.settings",
    )
    from django.core.management import call_command  # noqa: PLC0415 - needs Django

    call_command("migrate", verbosity=0)


def _start_server(supervisor: Supervisor) -> int:
    port = free_port()
    supervisor.start("web", web_command(port), environment=dict(os.environ), cwd=ROOT)
    address = f"http://127.0.0.1:{port}/bench/empty/"
    wait_until(lambda: _answers(address), seconds=60, what=address, alive=supervisor.check)
    return port


def _answers(address: str) -> bool:
    try:
        return httpx.get(address, timeout=5).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False


def _measure(port: int, *, turns: int) -> dict[str, Any]:
    from django.db import connection  # noqa: PLC0415 - needs Django

    from infra.bench.api import asking, rows  # noqa: PLC0415

    asked = rows.fill()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    narrowed = f"?edition={asked.edition}&limit={rows.SCREENINGS}"
    token = {"X-Session-Token": asked.token}
    lists = {
        "listing": f"/api/v1/screenings/{narrowed}",
        "constant": f"/api/v1/bench/constant/{narrowed}",
    }
    pages = {
        "empty": "/bench/empty/",
        "one_query": f"/bench/one-query/{asked.film}/",
        FILM: f"/api/v1/films/{asked.film}/",
    }
    taken = asking.rounds(port, lists, headers=token, turns=turns, each=5)
    taken |= asking.rounds(port, pages, headers={}, turns=turns, each=50)
    return {
        "listing_vs_constant_verdicts": round(taken["listing"] / taken["constant"], 3),
        "detail_vs_one_query": round(taken["one_query"] / taken[FILM], 3),
        **_counted(asked, lists["listing"]),
        "milliseconds": {name: round(seconds * 1000, 3) for name, seconds in taken.items()},
    }


def _counted(asked: Asked, listing: str) -> dict[str, int]:
    """Statements beside those that find out who asks, which every request of hers has."""
    from infra.bench.api import counting  # noqa: PLC0415 - needs Django

    token = {"X-Session-Token": asked.token}
    counting.statements("GET", "/api/v1/bench/who/", token)  # the day of her log-in is written
    known = counting.queries(counting.statements("GET", "/api/v1/bench/who/", token))
    listed = counting.statements("GET", listing, token)
    film = counting.statements("GET", f"/api/v1/films/{asked.film}/", {})
    key = {"Idempotency-Key": "bench-bench-bench-bench"}
    path = f"/api/v1/offers/{asked.offers[0]}/tickets/"
    ticket = counting.statements("POST", path, token | key, status=201)
    return {
        "listing_queries": counting.queries(listed) - known,
        "detail_queries": counting.queries(film),
        "ticket_statements": counting.queries(ticket) - known,
        "ticket_commits": counting.commits(ticket),
        "login_statements": known,
    }


if __name__ == "__main__":
    main()
