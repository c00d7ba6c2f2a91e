"""Our whole job on a running platform: from "every part is there" to "there are tracks"."""

from __future__ import annotations

import json
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from infra.bench.meter import Peak, Taken, bind, cpu_seconds
from infra.local.demo import seed
from infra.local.people import Filmmaker
from infra.local.platform import Platform, start_platform
from infra.local.processes import Supervisor
from infra.local.seed_data import ACCOUNTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

TRANSCODE_SECONDS = 3600.0
POLL_SECONDS = 0.25
SERVICES = ("web", "beat", "worker-default", "postgres", "valkey", "seaweedfs")
PASSWORD = "bench"  # noqa: S105 - of a platform that lives for minutes, on loopback


class Studio:
    """A platform with encoders of one thread each, and a filmmaker who uploads.

    `bound` encoders have a core each: one thread a rung is many threads.
    """

    def __init__(
        self, supervisor: Supervisor, platform: Platform, encoders: int, *, bound: bool = False
    ) -> None:
        names = ["encode", *(f"encode-{n}" for n in range(2, encoders + 1))]
        self.platform = platform
        self._workers = {supervisor.group(f"worker-{name}") for name in names}
        self._scratch = [platform.directory / "tmp" / name for name in names]
        self._logs = supervisor.log_directory
        if bound:
            for core, name in enumerate(names):
                bind(supervisor.group(f"worker-{name}"), core)
        self._services = {supervisor.group(name) for name in SERVICES}
        self._version = seed(platform, password=PASSWORD)["version"]
        self._filmmaker = Filmmaker(platform.url)
        self._filmmaker.log_in(ACCOUNTS["filmmaker"], PASSWORD)

    def transcode(self, film: Path) -> tuple[str, Taken, dict[str, float]]:
        """Upload, then measure; the master, what the encoders took, and what all else took."""
        master = self._filmmaker.upload(self._version, film, on_bytes=lambda _: None)
        before, others = cpu_seconds(self._workers), cpu_seconds(self._services)
        peak = Peak(self._workers, scratch=self._scratch, logs=self._logs)
        started = time.monotonic()
        self._filmmaker.complete(master)
        state = "processing"
        while state == "processing":
            time.sleep(POLL_SECONDS)
            state = self._filmmaker.get(f"/api/v1/masters/{master}/")["state"]
        taken = Taken(
            cpu=cpu_seconds(self._workers) - before,
            wall=time.monotonic() - started,
            rss=peak.stop(),
            disk=peak.disk,
        )
        if state != "ready":
            raise RuntimeError(f"master {master} is {state}")
        return master, taken, {"services_cpu": round(cpu_seconds(self._services) - others, 2)}

    def take_out(self, master: str, directory: Path) -> dict[str, Any]:
        """Write each rung in clear as `HEIGHT.mp4`; the plan, and stored bytes of each height."""
        told = self.platform.python("-m", "infra.bench.take_out", master, str(directory))
        made: dict[str, Any] = json.loads(told)
        return made


@contextmanager
def studio(
    directory: Path, *, encoders: int, quality: bool = True, bound: bool = False
) -> Iterator[Studio]:
    """A platform of its own, with quality control or without; gone at the end."""
    slots: Sequence[int] = (1,) * encoders
    settings = {
        "VOD_ENCODE_SLOTS": "2",
        "VOD_ENCODE_THREADS": "1",
        "VOD_QUALITY_CONTROL": str(quality).lower(),
    }
    with Supervisor(directory / "log") as supervisor:
        platform = start_platform(
            supervisor, directory, durable=False, port=None, settings=settings, encoders=slots
        )
        yield Studio(supervisor, platform, encoders, bound=bound)
