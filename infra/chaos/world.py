"""The platform under test, with handles to break each part of it."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import imageio_ffmpeg
import psycopg
import redis

from infra.chaos.faulty_store import FaultyStore
from infra.local.demo import FILM, seed
from infra.local.people import Filmmaker
from infra.local.platform import Platform, start_platform
from infra.local.processes import Supervisor, free_port
from infra.local.seed_data import ACCOUNTS
from infra.local.state import choose_ports

if TYPE_CHECKING:
    from collections.abc import Iterator

LEASE_SECONDS = 4
ENCODERS = ("worker-encode", "worker-encode-2")
SETTINGS = {
    "VOD_LEASE_SECONDS": str(LEASE_SECONDS),
    "VOD_RING_SECONDS": "1",
    # A step is killed here more often in a minute than elsewhere in a year.
    "VOD_STEP_ATTEMPTS": "30",
    "VOD_MIN_FREE_BYTES": "1",
}


class World:
    """Everything that runs, and what can be asked of it while parts are down."""

    def __init__(self, supervisor: Supervisor, platform: Platform, store: FaultyStore) -> None:
        self.supervisor = supervisor
        self.platform = platform
        self.store = store
        self.sessions: set[int] = set()
        self._made = seed(platform, password="chaos") | {"password": "chaos"}  # noqa: S106
        self.note_sessions()

    def upload(self, film: Path) -> str:
        """Hand in a film over the API; its master's id."""
        filmmaker = Filmmaker(self.platform.url)
        filmmaker.log_in(ACCOUNTS["filmmaker"], self._made["password"])
        master = filmmaker.upload(self._made["version"], film, on_bytes=lambda _: None)
        filmmaker.complete(master)
        return master

    def leased(self) -> int:
        """Steps under a lease that runs, now."""
        return self._number("state = 'running' AND lease_until > now()")

    def done(self) -> int:
        """Steps completed so far."""
        return self._number("state = 'done'")

    def unfinished(self) -> int:
        """Steps that are to be done yet, now or later."""
        return self._number("state IN ('waiting', 'ready', 'running')")

    def state(self, master: str) -> str:
        """A master's state; nothing while the database is away."""
        query = "SELECT state FROM transcoding_master WHERE public_id = %s"
        return str(self._ask(query, master) or "")

    def encoding(self, name: str) -> bool:
        """Whether an encoder is at work under this worker."""
        group = self.supervisor.group(name)
        return any(pgid == group and "ffmpeg" in comm for comm, pgid, _ in processes())

    def note_sessions(self) -> None:
        """Remember the process sessions that were started so far."""
        names = ("web", "beat", "worker-default", *ENCODERS)
        self.sessions |= {self.supervisor.group(name) for name in names}

    def queued(self) -> list[str]:
        """What lies in the broker although nobody is to do anything."""
        broker: Any = redis.Redis.from_url(self.platform.environment["VOD_BROKER_URL"])
        lists = {name: broker.llen(name) for name in ("encode", "default")}
        lists["unacked"] = broker.hlen("unacked")
        return [f"{number} in {name}" for name, number in lists.items() if number]

    def temporary(self) -> list[str]:
        """Files that were left in the temporary directory."""
        directory = self.platform.directory / "tmp"
        return [str(path.relative_to(directory)) for path in directory.glob("*/*")]

    def strays(self) -> list[str]:
        """Encoders that outlived their step, to be asked before stopping kills them."""
        return encoders(self.sessions)

    def orphans(self) -> list[str]:
        """Processes that left their worker's group, to be asked when all was stopped."""
        return [comm for comm, _, session in processes() if session in self.sessions]

    def _number(self, condition: str) -> int:
        asked = self._ask(f"SELECT count(*) FROM transcoding_jobstep WHERE {condition}")  # noqa: S608
        return -1 if asked is None else int(asked)

    def _ask(self, query: str, *values: str) -> Any:
        url = self.platform.environment["VOD_DATABASE_URL"]
        try:
            with psycopg.connect(url, connect_timeout=5) as connection:
                row = connection.execute(query, values).fetchone()
        except psycopg.OperationalError:
            return None
        return row[0] if row else None


@contextmanager
def running(directory: Path, *, step_seconds: int) -> Iterator[World]:
    """The platform with two encoders and a store that can fail, until the block ends.

    The longest that a step may take is also the pause before the second sweep.
    """
    directory.mkdir(parents=True)
    proxy = free_port()
    with Supervisor(directory / "log") as supervisor:
        ports = choose_ports(directory)
        with FaultyStore(port=proxy, target=ports.s3) as store:
            settings = SETTINGS | {
                "VOD_S3_ENDPOINT": store.url,
                "VOD_S3_PUBLIC_ENDPOINT": store.url,
                "VOD_STEP_SECONDS": str(step_seconds),
            }
            platform = start_platform(
                supervisor,
                directory,
                durable=False,
                port=None,
                settings=settings,
                encoders=(1, 1),
            )
            yield World(supervisor, platform, store)
            supervisor.stop()


def make_master(path: Path, *, seconds: float, height: int) -> Path:
    """The real film, `seconds` of it, made small."""
    ffmpeg = imageio_ffmpeg.get_ffmpeg_exe()
    command = [ffmpeg, "-v", "error", "-stream_loop", "-1", "-i", str(FILM), "-t", str(seconds)]
    command += ["-vf", f"scale=-2:{height}", "-c:v", "libx264", "-preset", "ultrafast", "-crf"]
    subprocess.run([*command, "18", "-c:a", "aac", str(path)], check=True)
    return path


def processes() -> Iterator[tuple[str, int, int]]:
    """Name, process group and session of everything that runs (proc_pid_stat(5))."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            head, _, rest = path.read_text().rpartition(")")
            fields = rest.split()
            if fields[0] != "Z":
                yield head.partition("(")[2], int(fields[2]), int(fields[3])


def encoders(sessions: set[int]) -> list[str]:
    """Encoders that run in any of these sessions."""
    return [comm for comm, _, session in processes() if session in sessions and "ffmpeg" in comm]


def freeze(group: int, *, seconds: float) -> None:
    """Stop every process of a group for a while."""
    os.killpg(group, signal.SIGSTOP)
    time.sleep(seconds)
    os.killpg(group, signal.SIGCONT)
