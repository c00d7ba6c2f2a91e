"""`python -m infra.bench.playback`: what a playing viewer costs, in `var/bench/playback.json`.

A PostgreSQL that reaches the disk and granian as the platform starts it share one core; the client
has the other. So requests a second are requests a second and core, the database's work included.
What is compared takes turns, and every figure is the median of the turns.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import secrets
import statistics
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

from infra.bench.database import start_database
from infra.bench.meter import bind
from infra.local.edge import PROGRAM
from infra.local.platform import ROOT, web_command
from infra.local.processes import Supervisor, free_port, wait_until
from infra.local.valkey import Valkey

if TYPE_CHECKING:
    from infra.bench.playback.scenes import Scene

DIRECTORY = Path("var/bench/playback")
RESULT = Path("var/bench/playback.json")
SERVER_CORE, CLIENT_CORE = 0, 1
EDGE_URL = "http://127.0.0.1:1"  # addresses are made, nobody follows them
STATIC_BYTES = 120_000  # as a media playlist of two hours has
RATIOS = {
    "key_vs_one_query": "key",
    "heartbeat_vs_one_query": "heartbeat",
    "session_start_vs_one_query": "session start",
}
RATES = {
    "playlist_presigned_per_s_core": "media playlist, presigned",
    "playlist_edge_per_s_core": "media playlist, edge token",
}


def main() -> None:
    """Measure, print, and keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=5)
    options = parser.parse_args()
    DIRECTORY.mkdir(parents=True, exist_ok=True)
    with Supervisor(DIRECTORY / "log") as supervisor:
        ports = _start(supervisor)
        from infra.bench.playback.scenes import Scene  # noqa: PLC0415 - needs Django

        scene = Scene(ports, turns=options.turns)
        for name in ("postgres", "web", "web-edge", *(["nginx"] if PROGRAM else [])):
            bind(supervisor.group(name), SERVER_CORE)
        os.sched_setaffinity(0, {CLIENT_CORE})
        result = _measure(scene, turns=options.turns)
    result["machine"] = {"cores": os.cpu_count(), "python": platform.python_version()}
    RESULT.write_text(json.dumps(result, indent=1) + "\n")
    _print(result)


def _start(supervisor: Supervisor) -> dict[str, int]:
    """Everything that answers; the ports of the two web servers by way of delivery."""
    valkey = Valkey((DIRECTORY / "valkey").resolve(), free_port())
    valkey.start(supervisor)
    wait_until(valkey.ready, seconds=60, what="Valkey", alive=supervisor.check)
    os.environ["VOD_CACHE_URL"] = f"{valkey.url}/1"
    os.environ["VOD_PLAYBACK_LEASE_SECONDS"] = "3600"  # nobody's place lapses between two turns
    start_database(
        supervisor,
        DIRECTORY,
        public_urls="http://127.0.0.1,http://testserver",
        settings="infra.bench.api.settings",
        durable=True,
    )
    from django.core.management import call_command  # noqa: PLC0415 - needs Django

    call_command("migrate", verbosity=0)
    edge = {
        "VOD_DELIVERY": "edge",
        "VOD_EDGE_URL": EDGE_URL,
        "VOD_EDGE_SECRET": secrets.token_hex(24),
    }
    ports = {
        "s3": _start_server(supervisor, "web", {}),
        "edge": _start_server(supervisor, "web-edge", edge),
    }
    return ports | ({"static": _start_static(supervisor)} if PROGRAM else {})


def _start_static(supervisor: Supervisor) -> int:
    """Debian's nginx with a file, as a yardstick of what a machine can do at most."""
    port, directory = free_port(), (DIRECTORY / "static").resolve()
    directory.mkdir(exist_ok=True)
    (directory / "file").write_bytes(secrets.token_bytes(STATIC_BYTES))
    (directory / "nginx.conf").write_text(
        f"daemon off; worker_processes 1; pid {directory}/pid; events {{}}\n"
        f"http {{ access_log off; keepalive_requests 100000;"
        f" client_body_temp_path {directory}; proxy_temp_path {directory};"
        f" fastcgi_temp_path {directory}; uwsgi_temp_path {directory}; scgi_temp_path {directory};"
        f" server {{ listen 127.0.0.1:{port}; root {directory}; }} }}\n"
    )
    user = ["-g", "user root;"] if os.geteuid() == 0 else []  # whose directory it is
    argv = [str(PROGRAM), "-e", "stderr", "-p", str(directory), "-c", "nginx.conf", *user]
    supervisor.start("nginx", argv)
    address = f"http://127.0.0.1:{port}/file"
    wait_until(lambda: _answers(address), seconds=20, what=address, alive=supervisor.check)
    return port


def _start_server(supervisor: Supervisor, name: str, settings: dict[str, str]) -> int:
    port = free_port()
    environment = {**os.environ, **settings}
    supervisor.start(name, web_command(port), environment=environment, cwd=ROOT)
    address = f"http://127.0.0.1:{port}/bench/empty/"
    wait_until(lambda: _answers(address), seconds=60, what=address, alive=supervisor.check)
    return port


def _answers(address: str) -> bool:
    try:
        return httpx.get(address, timeout=5).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False


def _measure(scene: Scene, *, turns: int) -> dict[str, Any]:
    rates: dict[str, list[float]] = {}
    alone: dict[str, list[float]] = {}
    for turn in range(turns + 1):
        for name, loaded, unloaded in scene.turn(turn):
            if turn:  # the first warms
                rates.setdefault(name, []).append(loaded)
                alone.setdefault(name, []).extend(unloaded)
    per_second = {name: statistics.median(found) for name, found in rates.items()}
    base = per_second["one query"]
    return {
        **{key: round(per_second[name] / base, 3) for key, name in RATIOS.items()},
        **{key: round(per_second[name], 1) for key, name in RATES.items()},
        "playlist_p95_ms": round(_percentile(alone["media playlist, presigned"], 0.95), 2),
        "withdrawn_refused_at_once": scene.refused,
        "per_second": {name: round(found, 1) for name, found in per_second.items()},
        "milliseconds": {
            name: {
                f"p{int(share * 100)}": round(_percentile(seconds, share), 2)
                for share in (0.5, 0.95, 0.99)
            }
            for name, seconds in alone.items()
        },
        "statements": scene.statements(),
    }


def _percentile(seconds: list[float], share: float) -> float:
    """In milliseconds."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000


def _print(result: dict[str, Any]) -> None:
    print("| | requests/s and core | p50 ms | p95 ms | p99 ms | statements |")
    print("|---|---|---|---|---|---|")
    for name, rate in result["per_second"].items():
        alone = result["milliseconds"][name]
        counted = result["statements"].get(name, "")
        print(f"| {name} | {rate} | {alone['p50']} | {alone['p95']} | {alone['p99']} | {counted} |")
    kept = {name: found for name, found in result.items() if not isinstance(found, dict)}
    print(json.dumps(kept, indent=1))


if __name__ == "__main__":
    main()
