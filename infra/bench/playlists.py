"""`python -m infra.bench.playlists`: what a media playlist costs, in seconds rather than minutes.

A film of two hours, its picture's playlist of 1,200 addresses, gzipped, by each way of delivery:
the whole of Django with its middleware and the session's statement on a real PostgreSQL, inside
this process, without a server. `infra.bench.playback` measures it over HTTP.
"""

from __future__ import annotations

import argparse
import gc
import io
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from infra.bench.database import start_database
from infra.local.processes import Supervisor

if TYPE_CHECKING:
    from collections.abc import Callable

DIRECTORY = Path("var/bench/playlists")
EDGE = {"EDGE_URL": "https://films.cinema.example", "EDGE_SECRETS": ["0" * 48]}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=300)
    options = parser.parse_args()
    DIRECTORY.mkdir(parents=True, exist_ok=True)
    with Supervisor(DIRECTORY / "log") as supervisor:
        start_database(supervisor, DIRECTORY, public_urls="http://testserver")
        from django.core.management import call_command  # noqa: PLC0415 - needs Django

        call_command("migrate", verbosity=0)
        path = _begun()
        print("| delivery | per second and core | p50 ms | p95 ms | bytes |\n|---|---|---|---|---|")
        ways: dict[str, dict[str, Any]] = {
            "presigned": {"DELIVERY": "s3"},
            "edge token": {"DELIVERY": "edge"} | EDGE,
            "CloudFront": {"DELIVERY": "cloudfront"} | _cloudfront(),
        }
        for name, settings in ways.items():
            print(f"| {name} | {_measured(path, settings, times=options.times)} |")


def _begun() -> str:
    """The path of a playlist, in a session of a viewer who has pressed play."""
    from django.utils import timezone  # noqa: PLC0415 - needs Django

    from catalog.places import UNKNOWN  # noqa: PLC0415
    from infra.bench.playback import rows  # noqa: PLC0415
    from vod.playback import services  # noqa: PLC0415

    showing = rows.make_showing(*rows.make_edition())
    viewer = rows.make_viewers(showing.offer, 1)[0].user
    begun = services.begin(
        screening_id=showing.screening.public_id,
        item_id=None,
        user=viewer,
        place=UNKNOWN,
        now=timezone.now(),
    )
    if begun is None:
        raise RuntimeError("there is nothing to play")
    track = showing.publication.tracks.get(label=rows.PICTURE)
    return f"/play/{begun.token}/{track.public_id}.m3u8"


def _cloudfront() -> dict[str, Any]:
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric import rsa  # noqa: PLC0415

    pem = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return {
        "CLOUDFRONT_URL": "https://d111111abcdef8.cloudfront.net",
        "CLOUDFRONT_KEY_ID": "K2JCJMDEHXQW5F",
        "CLOUDFRONT_PRIVATE_KEY": pem.decode(),
    }


def _measured(path: str, settings: dict[str, Any], *, times: int) -> str:
    from django.test import override_settings  # noqa: PLC0415 - needs Django

    with override_settings(**settings):
        ask = _asking(path)
        size = [ask() for _ in range(20)][-1]
        gc.collect()
        gc.freeze()  # as vod/wsgi.py does
        seconds = []
        busy = time.process_time()
        for _ in range(times):
            began = time.perf_counter()
            ask()
            seconds.append(time.perf_counter() - began)
        busy = time.process_time() - busy
    p95 = sorted(seconds)[int(0.95 * times)] * 1000
    return f"{times / busy:.0f} | {statistics.median(seconds) * 1000:.2f} | {p95:.2f} | {size}"


def _asking(path: str) -> Callable[[], int]:
    """Ask the application as a server does; the bytes of the answer."""
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415 - needs Django

    application = get_wsgi_application()

    def ask() -> int:
        statuses: list[str] = []
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "HTTP_HOST": "testserver",
            "HTTP_ACCEPT_ENCODING": "gzip",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr,
            "wsgi.url_scheme": "http",
        }
        told: Any = lambda status, _headers: statuses.append(status)  # noqa: E731
        answer = application(environ, told)
        body = b"".join(answer)
        answer.close()
        if not statuses[0].startswith("200"):
            raise RuntimeError(f"{statuses[0]}: {body[:200]!r}")
        return len(body)

    return ask


if __name__ == "__main__":
    main()
