"""The supervisor: what it starts never outlives it, and its services keep their data."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import psycopg
import pytest
import redis
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from infra.local.processes import (
    NotReady,
    ProcessDied,
    Supervisor,
    free_port,
    wait_until,
)
from infra.local.services import Services, start_services
from infra.local.state import DirectoryInUse

ROOT = Path(__file__).parents[2]
SLEEPER = "import signal; signal.pause()"
# Starts a grandchild, writes down both numbers, and waits to be stopped.
PARENT = f"""
import os, signal, subprocess, sys
grandchild = subprocess.Popen([sys.executable, "-c", {SLEEPER!r}])
print("pids", os.getpid(), grandchild.pid, flush=True)
signal.pause()
"""
SUPERVISOR = """
import pathlib, signal, sys
from infra.local.processes import Supervisor
supervisor = Supervisor(pathlib.Path(sys.argv[1]))
supervisor.start("child", [sys.executable, "-c", sys.argv[2]])
signal.pause()
"""
SERVICES = """
import pathlib, signal, sys
from infra.local.processes import Supervisor
from infra.local.services import start_services
directory = pathlib.Path(sys.argv[1])
start_services(Supervisor(directory / "log"), directory, durable=False)
print("ready", flush=True)
signal.pause()
"""


def lives(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def wait_for(probe: object, what: str) -> None:
    assert callable(probe)
    wait_until(probe, seconds=20, what=what, alive=lambda: None)


def pids_in(log: Path) -> list[int]:
    wait_for(lambda: log.exists() and "pids" in log.read_text(), "the child's numbers")
    found = re.search(r"pids (\d+) (\d+)", log.read_text())
    assert found
    return [int(number) for number in found.groups()]


def listening(address: str) -> bool:
    host, port = address.rpartition("//")[2].split(":")
    with socket.socket() as client:
        return client.connect_ex((host, int(port))) == 0


def signed(services: Services, method: str, path: str, body: bytes = b"") -> httpx.Response:
    request = AWSRequest(method=method, url=f"{services.s3_endpoint}/{path}", data=body)
    S3SigV4Auth(
        Credentials(services.s3_access_key, services.s3_secret_key), "s3", "us-east-1"
    ).add_auth(request)
    url = f"{services.s3_endpoint}/{path}"
    return httpx.request(method, url, headers=dict(request.headers), content=body)


class TestSupervisor:
    @pytest.mark.parametrize("stop_signal", [signal.SIGTERM, signal.SIGINT])
    def test_stop_ends_child_and_grandchild(
        self, tmp_path: Path, stop_signal: signal.Signals
    ) -> None:
        with Supervisor(tmp_path) as supervisor:
            argv = [sys.executable, "-c", PARENT]
            supervisor.start("parent", argv, stop_signal=stop_signal)
            pids = pids_in(tmp_path / "parent.log")
            assert all(lives(pid) for pid in pids)
        wait_for(lambda: not any(lives(pid) for pid in pids), "both gone")

    def test_child_deaf_to_its_stop_signal_is_killed(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("infra.local.processes.STOP_SECONDS", 0.3)
        deaf = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + PARENT
        with Supervisor(tmp_path) as supervisor:
            supervisor.start("deaf", [sys.executable, "-c", deaf])
            pids = pids_in(tmp_path / "deaf.log")
        wait_for(lambda: not any(lives(pid) for pid in pids), "both gone")

    def test_died_child_is_reported_with_the_end_of_its_log(self, tmp_path: Path) -> None:
        script = "for line in range(40): print('line', line)\nraise SystemExit(3)"
        with Supervisor(tmp_path) as supervisor:
            supervisor.start("brief", [sys.executable, "-c", script])
            with pytest.raises(ProcessDied) as died:
                wait_until(lambda: False, seconds=20, what="nothing", alive=supervisor.check)
        assert (died.value.name, died.value.code) == ("brief", 3)
        assert died.value.log_tail.splitlines() == [f"line {line}" for line in range(15, 40)]

    def test_child_ended_by_a_signal_has_a_negative_code(self, tmp_path: Path) -> None:
        script = "import os; os.kill(os.getpid(), 9)"
        with Supervisor(tmp_path) as supervisor:
            supervisor.start("killed", [sys.executable, "-c", script])
            with pytest.raises(ProcessDied) as died:
                wait_until(lambda: False, seconds=20, what="nothing", alive=supervisor.check)
        assert died.value.code == -signal.SIGKILL

    def test_environment_is_added_to_the_inherited_one(self, tmp_path: Path) -> None:
        script = "import os; print(os.environ['PATH'] != '', os.environ['EXTRA'], os.getcwd())"
        with Supervisor(tmp_path / "log") as supervisor:
            argv = [sys.executable, "-c", script]
            supervisor.start("child", argv, environment={"EXTRA": "more"}, cwd=tmp_path)
            wait_for(lambda: supervisor.tail("child") != "", "its output")
            assert supervisor.tail("child") == f"True more {tmp_path}"

    def test_children_die_when_the_supervisor_is_killed(self, tmp_path: Path) -> None:
        argv = [sys.executable, "-c", SUPERVISOR, str(tmp_path), PARENT]
        with subprocess.Popen(argv, cwd=ROOT) as killed:
            child, grandchild = pids_in(tmp_path / "child.log")
            killed.kill()
        try:
            wait_for(lambda: not lives(child), "the child gone")
        finally:
            os.kill(grandchild, signal.SIGKILL)  # only a clean stop reaches grandchildren


class TestWaiting:
    def test_gives_up_naming_what_it_waited_for(self) -> None:
        with pytest.raises(NotReady, match="the moon"):
            wait_until(lambda: False, seconds=0.1, what="the moon", alive=lambda: None)


class TestFreePort:
    def test_keeps_to_a_free_preferred_port(self) -> None:
        port = free_port()
        assert free_port(port) == port

    def test_steps_round_a_taken_port(self) -> None:
        with socket.create_server(("127.0.0.1", free_port())) as taken:
            port = taken.getsockname()[1]
            assert free_port(port) > port


class TestServices:
    def test_second_start_keeps_data_and_ports(self, tmp_path: Path) -> None:
        with Supervisor(tmp_path / "log") as supervisor:
            first = start_services(supervisor, tmp_path, durable=False)
            with psycopg.connect(first.database_url) as connection:
                connection.execute("CREATE TABLE film (title text)")
                connection.execute("INSERT INTO film VALUES ('独立电影')")
            assert signed(first, "PUT", "masters/film.mov", b"moving").is_success
        assert not listening(first.s3_endpoint)
        with Supervisor(tmp_path / "log") as supervisor:
            second = start_services(supervisor, tmp_path, durable=True)
            assert second == first
            with psycopg.connect(second.database_url) as connection:
                assert connection.execute("SELECT title FROM film").fetchone() == ("独立电影",)
            wait_until(  # its volumes come up a little after its buckets
                lambda: signed(second, "GET", "masters/film.mov").content == b"moving",
                seconds=30,
                what="the object",
                alive=supervisor.check,
            )

    def test_taken_ports_are_stepped_round_and_data_stays(self, tmp_path: Path) -> None:
        with Supervisor(tmp_path / "log") as supervisor:
            first = start_services(supervisor, tmp_path, durable=False)
            assert signed(first, "PUT", "media/still.jpg", b"still").is_success
        ports = re.findall(r": (\d+)", (tmp_path / "ports.json").read_text())
        takers = [socket.create_server(("127.0.0.1", int(port))) for port in ports]
        try:
            with Supervisor(tmp_path / "log") as supervisor:
                second = start_services(supervisor, tmp_path, durable=False)
                assert second.s3_endpoint != first.s3_endpoint
                assert signed(second, "GET", "media/still.jpg").content == b"still"
                with psycopg.connect(second.database_url) as connection:
                    assert connection.execute("SELECT 1").fetchone() == (1,)
        finally:
            for taker in takers:
                taker.close()

    def test_a_second_supervisor_is_refused_and_told_the_directory(self, tmp_path: Path) -> None:
        with Supervisor(tmp_path / "log") as supervisor:
            services = start_services(supervisor, tmp_path, durable=False)
            with (
                Supervisor(tmp_path / "log") as other,
                pytest.raises(DirectoryInUse, match=re.escape(str(tmp_path))),
            ):
                start_services(other, tmp_path, durable=False)
            assert redis.Redis.from_url(services.valkey_url).ping()

    def test_services_die_with_a_killed_supervisor_and_start_again(self, tmp_path: Path) -> None:
        argv = [sys.executable, "-c", SERVICES, str(tmp_path)]
        with subprocess.Popen(argv, cwd=ROOT, stdout=subprocess.PIPE, text=True) as killed:
            assert killed.stdout
            assert killed.stdout.readline() == "ready\n"
            killed.kill()
        left_over = tmp_path / "postgres" / "postmaster.pid"
        # As after a reboot: the number now belongs to a process that is no PostgreSQL.
        number, *rest = left_over.read_text().splitlines()
        wait_for(lambda: not lives(int(number)), "PostgreSQL gone")
        left_over.write_text("\n".join([str(os.getppid()), *rest, ""]))
        with Supervisor(tmp_path / "log") as supervisor:
            services = start_services(supervisor, tmp_path, durable=False)
            with psycopg.connect(services.database_url) as connection:
                assert connection.execute("SELECT 1").fetchone() == (1,)

    def test_secrets_are_for_their_owner_alone(self, tmp_path: Path) -> None:
        with Supervisor(tmp_path / "log") as supervisor:
            services = start_services(supervisor, tmp_path, durable=False)
            assert (tmp_path / "credentials.json").stat().st_mode & 0o777 == 0o600
            with pytest.raises(psycopg.OperationalError, match="password"):
                psycopg.connect(re.sub(r":\w+@", ":wrong@", services.database_url))
            assert httpx.get(services.s3_endpoint).status_code == httpx.codes.FORBIDDEN

    def test_chinese_has_trigrams(self, tmp_path: Path) -> None:
        with Supervisor(tmp_path / "log") as supervisor:
            services = start_services(supervisor, tmp_path, durable=False)
            with psycopg.connect(services.database_url) as connection:
                connection.execute("CREATE EXTENSION pg_trgm")
                row = connection.execute("SELECT cardinality(show_trgm('独立电影'))").fetchone()
        assert row
        assert row[0] > 0
