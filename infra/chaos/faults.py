"""What is done to the platform, each while a step is leased."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import TYPE_CHECKING

import redis

from infra.chaos.world import ENCODERS, LEASE_SECONDS, freeze

if TYPE_CHECKING:
    from random import Random

    from infra.chaos.world import World

STORE_SECONDS = 8.0  # longer than boto3's own retries
Fault = Callable[["World", "Random"], None]


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
    for child in _children(group):
        os.kill(child, signal.SIGKILL)


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


def _children(group: int) -> list[int]:
    """The direct children of a worker: its pool."""
    with open(f"/proc/{group}/task/{group}/children") as children:  # noqa: PTH123
        return [int(child) for child in children.read().split()]
