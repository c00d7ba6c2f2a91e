"""The three services the platform needs, started together on one machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from infra.local.postgres import Postgres
from infra.local.processes import wait_until
from infra.local.seaweedfs import BUCKETS, REGION, SeaweedFS
from infra.local.state import choose_ports, ensure_credentials, locked
from infra.local.valkey import Valkey

if TYPE_CHECKING:
    from pathlib import Path

    from infra.local.processes import Supervisor

START_SECONDS = 60.0


@dataclass(frozen=True)
class Services:
    """Where the running services are and how to log in to them."""

    database_url: str
    valkey_url: str
    s3_endpoint: str
    s3_access_key: str
    s3_secret_key: str

    def environment(self) -> dict[str, str]:
        """Return the settings that point the platform at these services."""
        return {
            "VOD_DATABASE_URL": self.database_url,
            "VOD_BROKER_URL": f"{self.valkey_url}/0",
            "VOD_CACHE_URL": f"{self.valkey_url}/1",
            "VOD_S3_ENDPOINT": self.s3_endpoint,
            "VOD_S3_PUBLIC_ENDPOINT": self.s3_endpoint,
            "VOD_S3_ACCESS_KEY": self.s3_access_key,
            "VOD_S3_SECRET_KEY": self.s3_secret_key,
            "VOD_S3_REGION": REGION,
            **{f"VOD_BUCKET_{name.upper()}": name for name in BUCKETS},
        }


def start_services(supervisor: Supervisor, directory: Path, *, durable: bool) -> Services:
    """Start the services on the data in `directory` and return once all of them answer.

    `durable=False` is for tests: PostgreSQL may lose or break its data in a power cut.
    """
    directory = directory.resolve()
    directory.mkdir(parents=True, exist_ok=True)
    supervisor.keep(locked(directory))
    ports = choose_ports(directory)
    credentials = ensure_credentials(directory)
    valkey = Valkey(directory / "valkey", ports.valkey)
    store = SeaweedFS(directory / "seaweedfs", ports, credentials)
    database = Postgres(
        data=directory / "postgres",
        port=ports.postgres,
        superuser_password=credentials.postgres_superuser_password,
        password=credentials.postgres_password,
    )
    store.start(supervisor)
    valkey.start(supervisor)
    database.start(supervisor, durable=durable)  # last: its initdb runs while the others come up
    for what, ready in (
        ("PostgreSQL", database.ready),
        ("Valkey", valkey.ready),
        ("SeaweedFS with its buckets", store.ready),
    ):
        wait_until(ready, seconds=START_SECONDS, what=f"{what} answering", alive=supervisor.check)
    database.ensure_database()
    return Services(
        database_url=database.url,
        valkey_url=valkey.url,
        s3_endpoint=store.endpoint,
        s3_access_key=credentials.s3_access_key,
        s3_secret_key=credentials.s3_secret_key,
    )
