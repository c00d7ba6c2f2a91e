"""What is done to the platform, each while a step is leased."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import redis

from infra.chaos.world import ENCODERS, LEASE_SECONDS, freeze

if TYPE_CHECKING:
    from random import Random

    from infra.chaos.world import World

STORE_SECONDS = 8.0  # longer than boto3's own retries
DEATH_SECONDS = 5.0
Fault = Callable[["World", "Random"], None]


class Outlived(Exception):
    """An encoder went on without its worker."""


class Idle(Exception):
    """The worker that was chosen holds no step just now."""


def kill_worker(world: World, random: Random) -> None:
    """SIGKILL to a worker with all its processes; it is started again."""
    name = _busy(world, random)
    world.supervisor.restart(name, kill=True)
    world.note_sessions()


def kill_pool_process(world: World, random: Random) -> None:
    """SIGKILL to the process of a worker that does the step; the worker itself lives on."""
    group = world.supervisor.group(_busy(world, random))
    doomed = [child for pool in _children(group) for child in _children(pool)]
    for child in _children(group):
        os.kill(child, signal.SIGKILL)
    _await_end(doomed)


def _await_end(doomed: list[int], *, seconds: float = DEATH_SECONDS) -> None:
    """Encoders die with the process that started them, by the kernel's hand; nobody else's."""
    deadline = time.monotonic() + seconds
    while alive := [child for child in doomed if _is_alive(child)]:
        if time.monotonic() > deadline:
            raise Outlived(f"{len(alive)} encoders outlived the process that started them")
        time.sleep(0.05)


def _is_alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def freeze_worker(world: World, random: Random) -> None:
    """Stop a worker until its lease has run out twice over, then let it go on."""
    freeze(world.supervisor.group(_busy(world, random)), seconds=2.5 * LEASE_SECONDS)


def flush_valkey(world: World, random: Random) -> None:
    """Forget every message, and restart."""
    redis.Redis.from_url(world.platform.environment["VOD_BROKER_URL"]).flushall()
    world.supervisor.restart("valkey", kill=random.random() < 0.5)  # noqa: PLR2004


def restart_postgres(world: World, random: Random) -> None:
    """Restart the database in the middle of everything."""
    del random
    world.supervisor.restart("postgres")


def restart_store(world: World, random: Random) -> None:
    """Restart SeaweedFS in the middle of everything."""
    del random
    world.supervisor.restart("seaweedfs")


def fail_store(world: World, random: Random) -> None:
    """The store breaks lines and answers 500 for a while."""
    world.store.fail(seconds=random.uniform(0.5, 1) * STORE_SECONDS)


FAULTS: dict[str, Fault] = {
    "worker killed": kill_worker,
    "pool process killed": kill_pool_process,
    "worker frozen past its lease": freeze_worker,
    "Valkey flushed and restarted": flush_valkey,
    "PostgreSQL restarted": restart_postgres,
    "SeaweedFS restarted": restart_store,
    "store returns errors": fail_store,
}


def _busy(world: World, random: Random) -> str:
    names = [name for name in ENCODERS if world.encoding(name)]
    if not names:
        raise Idle
    return random.choice(names)


def _children(process: int) -> list[int]:
    """The direct children of all threads of a process: a worker's pool, a pool's encoders."""
    found: list[int] = []
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        found += [int(child) for child in children.read_text().split()]
    return found
