"""A platform to be watched over bad lines: a film of two hours, from the edge or the store."""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx

from infra.lines.film import make_film
from infra.local.demo import hand_in, publish_film, seed
from infra.local.platform import ROOT, Platform, start_platform, web_command
from infra.local.processes import Supervisor, free_port, wait_until
from infra.local.viewer import Viewer, follow_confirmation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from infra.local.people import Filmmaker

HEIGHT = 540  # so that there is a rung near 2 Mbit/s, which a player may try first
SEGMENTS, KEY_PERIOD = 1200, 5
LIFE = 60  # seconds that an address is good where they are short-lived: a day, on a shortened clock


@dataclass(frozen=True)
class House:
    """`urls`: the web server's address by how its films are delivered."""

    platform: Platform
    urls: dict[str, str]
    screening: str
    offer: str

    def viewer(self) -> Viewer:
        """Somebody new, confirmed and with a ticket."""
        viewer = Viewer(self.platform.url)
        viewer.sign_up(viewer.email, viewer.password)
        mails = self.platform.directory / "mail"
        follow_confirmation(viewer, [mail.read_text() for mail in sorted(mails.glob("*"))])
        viewer.take_ticket(self.offer)
        return viewer

    def watch_period_begun(self, viewer: Viewer) -> bool:
        """Whether her ticket's time runs."""
        ticket = viewer.get("/api/v1/tickets/")["results"][0]
        return ticket["started_at"] is not None


@contextmanager
def opened(directory: Path, *, segments: int = SEGMENTS) -> Iterator[House]:
    """Start everything, publish the film and make it long."""
    password = secrets.token_urlsafe(12)
    with Supervisor(directory / "log") as supervisor:
        platform = start_platform(supervisor, directory, durable=False, port=None, edge=True)
        made = seed(platform, password=password) | {"password": password}
        film = make_film(directory / "film.mp4", height=HEIGHT)
        publish_film(platform, made, film=film, show=_hand_in)
        size = ["--segments", str(segments), "--key-period", str(KEY_PERIOD)]
        platform.python("-m", "infra.lines.lengthen", made["version"], *size)
        yield House(
            platform=platform,
            urls={
                "edge": platform.url,
                "s3": _beside(supervisor, platform, "s3", VOD_DELIVERY="s3"),
                "short-lived": _beside(
                    supervisor,
                    platform,
                    "short-lived",
                    VOD_DELIVERY="s3",
                    VOD_ADDRESS_SECONDS=str(LIFE),
                ),
            },
            screening=made["screenings"]["open"],
            offer=made["offers"]["open"],
        )


def _hand_in(filmmaker: Filmmaker, version: str, film: Path) -> str:
    return hand_in(filmmaker, version, film, on_bytes=lambda _: None, on_progress=lambda _: None)


def _beside(supervisor: Supervisor, platform: Platform, name: str, **settings: str) -> str:
    """Another web server of the same platform, whose films come from the store itself."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environment = platform.environment | settings | {"VOD_PUBLIC_URLS": url}
    supervisor.start(f"web-{name}", web_command(port), environment=environment, cwd=ROOT)
    wait_until(lambda: _up(url), seconds=60, what=url, alive=supervisor.check)
    return url


def _up(url: str) -> bool:
    try:
        return httpx.get(f"{url}/healthz", timeout=5).is_success
    except httpx.TransportError:
        return False
