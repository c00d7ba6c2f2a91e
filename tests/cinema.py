"""A running platform for tests that act over HTTP or in a browser."""

import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.local.demo import hand_in, seed
from infra.local.hls import count_frames
from infra.local.people import Filmmaker, Person
from infra.local.platform import Platform, start_platform
from infra.local.processes import Supervisor
from infra.local.seed_data import ACCOUNTS

# A killed worker's step is taken up after seconds: a test waits for that.
IMPATIENT = {"VOD_LEASE_SECONDS": "8", "VOD_RING_SECONDS": "1"}


@dataclass(frozen=True)
class House:
    """A platform that runs, whatever is shown in it."""

    platform: Platform
    supervisor: Supervisor


@dataclass(frozen=True)
class Cinema(House):
    """Where it is, who may come in, and what is shown."""

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
    master_url: str

    def mails(self) -> list[str]:
        """Every mail that was sent, oldest first."""
        return self.platform.mails()


@contextmanager
def open_cinema(
    directory: Path, film: Path, *, edge: bool = False, settings: dict[str, str] | None = None
) -> Iterator[Cinema]:
    """Start everything, hand in and publish `film`, and give the viewer a ticket for it."""
    password = secrets.token_urlsafe(12)
    with Supervisor(directory / "log") as supervisor, ExitStack() as visitors:
        platform = start_platform(
            supervisor,
            directory,
            durable=False,
            port=None,
            settings=IMPATIENT | (settings or {}),
            edge=edge,
        )
        made = seed(platform, "--refusals", password=password)
        filmmaker, admin, viewer = (
            Filmmaker(platform.url),
            Person(platform.url),
            Person(platform.url),
        )
        for person, account in ((filmmaker, "filmmaker"), (admin, "admin"), (viewer, "viewer")):
            visitors.callback(person.http.close)
            person.log_in(ACCOUNTS[account], password)
        hand_in(filmmaker, made["version"], film, on_bytes=_quietly, on_progress=_quietly)
        admin.post(f"/api/v1/versions/{made['version']}/publish/")
        viewer.post(f"/api/v1/offers/{made['offers']['open']}/tickets/", status=201)
        frames, seconds = count_frames(film, stream="v:0")
        yield Cinema(
            platform=platform,
            supervisor=supervisor,
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
            master_url=filmmaker.master_url,
        )


def _quietly(_: Any) -> None:
    """Nobody looks at the progress."""
