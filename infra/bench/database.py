"""A PostgreSQL for a benchmark that asks Django in its own process."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from infra.local.postgres import Postgres
from infra.local.processes import Supervisor, free_port, wait_until

if TYPE_CHECKING:
    from pathlib import Path


def start_database(
    supervisor: Supervisor,
    directory: Path,
    *,
    public_urls: str,
    settings: str = "vod.settings",
    durable: bool = False,
) -> None:
    """Start it on the data in `directory`, and set Django up on it.

    `durable`: what is committed has reached the disk, as in production.
    """
    database = Postgres(
        data=(directory / "postgres").resolve(),
        port=free_port(),
        superuser_password="bench-superuser",  # noqa: S106 - on loopback, while this runs
        password="bench",  # noqa: S106
    )
    database.start(supervisor, durable=durable)
    wait_until(database.ready, seconds=60, what="PostgreSQL", alive=supervisor.check)
    database.ensure_database()
    os.environ.update(
        VOD_ENV="local",
        VOD_DATABASE_URL=database.url,
        VOD_PUBLIC_URLS=public_urls,
        DJANGO_SETTINGS_MODULE=settings,
    )
    import django  # noqa: PLC0415 - reads the environment

    django.setup()
