"""A running platform for tests that act over HTTP or in a browser."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from infra.local.demo import hand_in, publish_film, seed
from infra.local.hls import count_frames
from infra.local.people import Person
from infra.local.platform import Platform, start_platform
from infra.local.processes import Supervisor
from infra.local.seed_data import ACCOUNTS


@dataclass(frozen=True)
class Cinema:
    """Where it is, who may come in, and what is shown."""

    platform: Platform
    base_url: str
    viewer_email: str
    viewer_password: str
    screening_id: str
    screenings: dict[str, str]
    offers: dict[str, str]
    version_id: str
    film_frames: int
    film_seconds: float
    accounts: dict[str, str]

    def mails(self) -> list[str]:
        """Every mail that was sent, oldest first."""
        directory = Path(self.platform.environment["VOD_MAIL_DIRECTORY"])
        return [mail.read_text() for mail in sorted(directory.glob("*"))]


@contextmanager
def open_cinema(directory: Path, film: Path) -> Iterator[Cinema]:
    """Start everything, hand in and publish `film`, and give the viewer a ticket for it."""
    password = secrets.token_urlsafe(12)
    with Supervisor(directory / "log") as supervisor:
        platform = start_platform(supervisor, directory, durable=False, port=None)
        made = seed(platform, "--refusals", password=password) | {"password": password}
        publish_film(platform, made, film=film, show=_quietly)
        viewer = Person(platform.url)
        viewer.log_in(ACCOUNTS["viewer"], password)
        viewer.post(f"/api/v1/offers/{made['offers']['open']}/tickets/", status=201)
        frames, seconds = count_frames(film, stream="v:0")
        yield Cinema(
            platform=platform,
            base_url=platform.url,
            viewer_email=ACCOUNTS["viewer"],
            viewer_password=password,
            screening_id=made["screenings"]["open"],
            screenings=made["screenings"],
            offers=made["offers"],
            version_id=made["version"],
            film_frames=frames,
            film_seconds=seconds,
            accounts=dict(ACCOUNTS),
        )


def _quietly(filmmaker, version, film):
    return hand_in(filmmaker, version, film, on_bytes=lambda _: None, on_progress=lambda _: None)
