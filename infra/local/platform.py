"""The whole platform as supervised processes: services, web server, workers, beat."""

from __future__ import annotations

import base64
import ipaddress
import os
import secrets
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from signal import SIGQUIT
from typing import TYPE_CHECKING

import httpx
import netaddr
from mmdb_writer import MMDBWriter

from infra.local.edge import start_edge
from infra.local.processes import free_port, wait_until
from infra.local.services import start_services

if TYPE_CHECKING:
    from collections.abc import Sequence

    from infra.local.processes import Supervisor

ROOT = Path(__file__).resolve().parents[2]
PREFERRED_PORT = 8000
READY_SECONDS = 60.0
END_OF_MAIL = f"\n{'-' * 79}\n"  # of Django's file backend
HOME_COUNTRY = "DE"  # where the local place database puts loopback


class CommandFailed(Exception):
    """A management command ended with an error."""


@dataclass(frozen=True)
class Platform:
    """A running platform: its address, its processes' environment, its files."""

    url: str
    environment: dict[str, str]
    directory: Path

    def keep_environment(self) -> Path:
        """Write the settings into a file that `VOD_ENV_FILE` can name; it holds secrets."""
        path = self.directory / "platform.env"
        path.touch(mode=0o600)
        lines = [f"{name}='{value}'\n" for name, value in self.environment.items()]
        path.write_text("".join(lines))
        return path

    def mails(self) -> list[str]:
        """Every mail that was sent, oldest first.

        Django puts two of one second into one file at times, and ends each with a line of dashes.
        """
        directory = Path(self.environment["VOD_MAIL_DIRECTORY"])
        files = "".join(file.read_text() for file in sorted(directory.glob("*")))
        return [mail for mail in files.split(END_OF_MAIL) if mail.strip()]

    def manage(self, *arguments: str) -> None:
        """Run a management command; raises `CommandFailed` with what it said."""
        self.python("manage.py", *arguments)

    def python(self, *arguments: str) -> str:
        """Run Python in the platform's environment; what it printed."""
        done = subprocess.run(
            [sys.executable, *arguments],
            env={**os.environ, **self.environment},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise CommandFailed(f"{' '.join(arguments)}:\n{done.stderr[-4000:]}")
        return done.stdout


def start_platform(
    supervisor: Supervisor,
    directory: Path,
    *,
    durable: bool,
    port: int | None = PREFERRED_PORT,
    settings: dict[str, str] | None = None,
    encoders: Sequence[int] = (2,),
    edge: bool = False,
) -> Platform:
    """Start everything on the data in `directory`; returns once `/readyz` says ok.

    `encoders` has the slots of each worker that encodes. With `edge`, films come over nginx.
    """
    services = start_services(supervisor, directory, durable=durable)
    web_port = free_port(port)
    url = f"http://127.0.0.1:{web_port}"
    environment = {
        **services.environment(),
        **_secrets(directory / "secrets.env"),
        "VOD_ENV": "local",
        "VOD_STAFF_MFA": "true",
        "VOD_PUBLIC_URLS": url,
        "VOD_MAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "VOD_MAIL_DIRECTORY": str(directory / "mail"),
        "VOD_PLACE_DATABASE": str(place_database(directory / "place.mmdb")),
        # The film of 30 seconds is to have several key periods.
        "VOD_KEY_PERIOD_SEGMENTS": "2",
        **(start_edge(supervisor, directory, services) if edge else {}),
        **(settings or {}),
    }
    platform = Platform(url=url, environment=environment, directory=directory)
    platform.manage("migrate", "--verbosity=0")
    platform.manage("prepare_store")
    _start_processes(supervisor, platform, web_port, encoders)
    wait_until(
        lambda: _ready(url),
        seconds=READY_SECONDS,
        what=f"{url}/readyz",
        alive=supervisor.check,
    )
    return platform


def web_command(port: int, *, application: str = "vod.wsgi:application") -> list[str]:
    """How the web server is started on loopback; tests start it the same way."""
    web = ["-m", "granian", "--interface", "wsgi", application, "--host", "127.0.0.1"]
    web += ["--port", str(port), "--workers", "1", "--blocking-threads", "8", "--no-access-log"]
    return [sys.executable, *web]


def _start_processes(
    supervisor: Supervisor, platform: Platform, port: int, encoders: Sequence[int]
) -> None:
    run, environment = [sys.executable, "-m"], platform.environment
    supervisor.start("web", web_command(port), environment=environment, cwd=ROOT)
    celery = [*run, "celery", "-A", "vod"]
    workers = [("default", "default", 1)]
    workers += [
        ("encode" if number == 1 else f"encode-{number}", "encode", slots)
        for number, slots in enumerate(encoders, start=1)
    ]
    for name, queue, slots in workers:
        worker = [*celery, "worker", "-Q", queue, "-c", str(slots), "-n", f"{name}@local"]
        supervisor.start(
            f"worker-{name}",
            [*worker, "--without-gossip", "--without-mingle", "--loglevel", "INFO"],
            environment=environment,
            cwd=ROOT,
            scratch=platform.directory / "tmp" / name,
            # Cold: a warm shutdown waits for the encode, and the lease makes waiting needless.
            stop_signal=SIGQUIT,
        )
    schedule = str(platform.directory / "beat-schedule")
    beat = [*celery, "beat", "--schedule", schedule, "--pidfile", ""]
    supervisor.start("beat", beat, environment=environment, cwd=ROOT)


def _ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/readyz", timeout=5).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False


def _secrets(path: Path) -> dict[str, str]:
    """The stack's own secrets, made up on the first run: a changed key would lose the films."""
    if not path.exists():
        values = {
            "VOD_SECRET_KEY": secrets.token_urlsafe(48),
            "VOD_KEY_ENCRYPTION_KEYS": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        }
        path.touch(mode=0o600)
        path.write_text("\n".join(f"{name}={value}" for name, value in values.items()))
    return dict(line.split("=", 1) for line in path.read_text().splitlines())


def place_database(path: Path) -> Path:
    """A small country database in the operators' format: loopback lies in `HOME_COUNTRY`."""
    writer = MMDBWriter(ip_version=6, ipv4_compatible=True, database_type="Local-Country")
    loopback = netaddr.IPSet([str(ipaddress.ip_network("127.0.0.0/8")), "::1/128"])
    writer.insert_network(loopback, {"country": {"iso_code": HOME_COUNTRY}})
    draft = path.with_suffix(".new")
    writer.to_db_file(str(draft))
    draft.replace(path)
    return path
