"""The edge: the real Caddy with our Caddyfile, in plain HTTP, before a small web server and S3."""

from __future__ import annotations

import contextlib
import http.server
import json
import os
import subprocess
import sysconfig
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

import httpx
import pytest

from infra.local.processes import LOOPBACK, Supervisor, free_port, wait_until
from infra.local.seaweedfs import REGION, SeaweedFS
from infra.local.state import choose_ports, ensure_credentials
from vod.playback.signing import Bucket, sign_urls

if TYPE_CHECKING:
    from collections.abc import Iterator

EDGE = Path(__file__).parents[2] / "infra" / "edge"
CADDY = str(Path(sysconfig.get_path("scripts")) / "caddy")
TOKEN = "A-token-that-must-not-be-logged-0123456789a"
CLIENT = "127.0.0.77"  # of loopback too, and nobody else's


class Edge(NamedTuple):
    pages: str
    store: str
    log: Path
    alive: Supervisor

    def logged(self, path: str) -> str:
        """The whole log, once the request of `path` stands in it."""

        def written() -> bool:
            return f'"uri":"{path}' in self.log.read_text()

        wait_until(written, seconds=10, what=f"{path} in the log", alive=self.alive.check)
        return self.log.read_text()


class Echo(http.server.BaseHTTPRequestHandler):
    """Answers with the headers it was sent."""

    def answer(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = json.dumps(dict(self.headers) | {"padding": "x" * 2000}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        with contextlib.suppress(ConnectionError):  # the edge hangs up on a body it refuses
            self.end_headers()
            self.wfile.write(body)

    do_GET = do_POST = answer  # noqa: N815

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        """Nothing."""


@pytest.fixture(scope="module")
def web() -> Iterator[str]:
    """A small web server's address."""
    with http.server.ThreadingHTTPServer((LOOPBACK, 0), Echo) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield f"{LOOPBACK}:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SeaweedFS]:
    """A SeaweedFS of our own."""
    directory = tmp_path_factory.mktemp("store")
    with Supervisor(directory / "log") as supervisor:
        seaweedfs = SeaweedFS(
            directory / "seaweedfs", choose_ports(directory), ensure_credentials(directory)
        )
        seaweedfs.start(supervisor)
        wait_until(seaweedfs.ready, seconds=60, what="SeaweedFS", alive=supervisor.check)
        yield seaweedfs


@pytest.fixture(scope="module")
def edge(web: str, store: SeaweedFS, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Edge]:
    """Caddy, running."""
    directory = tmp_path_factory.mktemp("edge")
    pages, signed, health = (f"http://{LOOPBACK}:{free_port()}" for _ in range(3))
    environment = settings(
        pages=pages,
        store=signed,
        web=web,
        store_upstream=urlsplit(store.endpoint).netloc,
        health=str(urlsplit(health).port),
    ) | {"XDG_DATA_HOME": str(directory), "XDG_CONFIG_HOME": str(directory)}
    with Supervisor(directory / "log") as supervisor:
        argv = [CADDY, "run", "--adapter", "caddyfile", "--config", str(EDGE / "Caddyfile")]
        supervisor.start("caddy", argv, environment=environment)

        def ready() -> bool:
            try:
                return httpx.get(f"{health}/healthz", trust_env=False).status_code == 200
            except httpx.TransportError:
                return False

        wait_until(ready, seconds=30, what="Caddy", alive=supervisor.check)
        yield Edge(pages, signed, directory / "log" / "caddy.log", supervisor)


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    """A client with an address that can be looked for."""
    with httpx.Client(transport=httpx.HTTPTransport(local_address=CLIENT)) as session:
        yield session


def settings(
    *,
    pages: str = "https://a.example, https://b.example",
    store: str = "https://store.a.example",
    web: str = "web:8000",
    store_upstream: str = "seaweedfs:8333",
    health: str = "2020",
) -> dict[str, str]:
    return {
        "EDGE_SITES": pages,
        "EDGE_STORE": store,
        "EDGE_MAIL": "admin@a.example",
        "EDGE_WEB": web,
        "EDGE_STORE_UPSTREAM": store_upstream,
        "EDGE_HEALTH_PORT": health,
    }


def run_caddy(*arguments: str, home: Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [CADDY, *arguments, "--adapter", "caddyfile", "--config", str(EDGE / "Caddyfile")],
        env=os.environ
        | settings()
        | {"XDG_DATA_HOME": str(home), "XDG_CONFIG_HOME": str(home)}
        | more,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_configuration_is_valid(tmp_path: Path) -> None:
    done = run_caddy("validate", home=tmp_path)
    assert "Valid configuration" in done.stdout + done.stderr
    assert done.returncode == 0, done.stderr


def test_films_have_a_host_of_their_own_where_they_come_by_the_edge(tmp_path: Path) -> None:
    films = {
        "EDGE_DELIVERY": "edge",
        "EDGE_FILMS": "https://films.a.example",
        "EDGE_FILMS_UPSTREAM": "films:8080",
    }
    adapted = run_caddy("adapt", home=tmp_path, **films)
    assert adapted.returncode == 0, adapted.stderr
    assert '"films.a.example"' in adapted.stdout
    assert '"films:8080"' in adapted.stdout
    assert "films.a.example" not in run_caddy("adapt", home=tmp_path).stdout


def test_every_public_host_is_served_over_tls_and_the_administration_is_off(
    tmp_path: Path,
) -> None:
    config = json.loads(run_caddy("adapt", home=tmp_path).stdout)
    servers = config["apps"]["http"]["servers"].values()
    over_tls = [server for server in servers if server["listen"] == [":443"]]
    hosts = {
        host
        for server in over_tls
        for route in server["routes"]
        for match in route["match"]
        for host in match["host"]
    }
    assert hosts == {"a.example", "b.example", "store.a.example"}
    assert config["admin"]["disabled"]


def test_every_log_of_the_configuration_is_filtered(tmp_path: Path) -> None:
    logs = json.loads(run_caddy("adapt", home=tmp_path).stdout)["logging"]["logs"]
    for name, log in logs.items():
        assert log["encoder"]["format"] == "filter", name
        assert log["encoder"]["fields"]["request>client_ip"] == {"filter": "delete"}, name


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        (f"/play/{TOKEN}/master.m3u8", "/play/"),
        (f"//play/{TOKEN}/key/1/0?x={TOKEN}", "//play/"),
        (f"/Play/{TOKEN}", "/Play/"),
        (f"/reel/0123abcd/1790000000/viewer/{TOKEN}/film/a.m4s", "/reel/"),
        (f"/%70lay/{TOKEN}/heartbeat", "/%"),
        (f"/play%2F{TOKEN}", "/play%"),
        (f"/invitations/{TOKEN}/", "/invitations/"),
        (f"/api/v1/invitations/{TOKEN}/accept/", "/api/v1/invitations/"),
        (f"/accounts/confirm-email/{TOKEN}/", "/accounts/confirm-email/"),
        (f"/unsubscribe/{TOKEN}/", "/unsubscribe/"),
        (f"/api/v1/screenings/?next={TOKEN}", "/api/v1/screenings/"),
    ],
)
def test_the_log_holds_neither_an_address_nor_a_token(
    edge: Edge, client: httpx.Client, path: str, kept: str
) -> None:
    headers = {"Cookie": f"sessionid={TOKEN}", "Referer": f"{edge.pages}/play/{TOKEN}/"}
    assert client.get(edge.pages + path, headers=headers).status_code == 200
    log = edge.logged(f'{kept}"')
    assert TOKEN not in log
    assert CLIENT not in log


def test_a_web_server_that_is_down_is_logged_without_an_address_or_a_token(
    client: httpx.Client, tmp_path: Path
) -> None:
    pages, health = (f"http://{LOOPBACK}:{free_port()}" for _ in range(2))
    environment = settings(
        pages=pages,
        store=f"http://{LOOPBACK}:{free_port()}",
        web=f"{LOOPBACK}:{free_port()}",
        health=str(urlsplit(health).port),
    ) | {"XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    with Supervisor(tmp_path / "log") as supervisor:
        argv = [CADDY, "run", "--adapter", "caddyfile", "--config", str(EDGE / "Caddyfile")]
        supervisor.start("caddy", argv, environment=environment)

        def refused() -> bool:
            try:
                return client.get(f"{pages}/play/{TOKEN}/master.m3u8").status_code == 502
            except httpx.TransportError:
                return False

        wait_until(refused, seconds=30, what="Caddy", alive=supervisor.check)
        log = Edge(pages, "", tmp_path / "log" / "caddy.log", supervisor).logged('/play/"')
    assert "connection refused" in log
    assert TOKEN not in log
    assert CLIENT not in log


def test_what_a_client_says_of_its_address_is_thrown_away(edge: Edge, client: httpx.Client) -> None:
    forged = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "gopher"}
    seen = client.get(f"{edge.pages}/", headers=forged).json()
    assert seen["X-Forwarded-For"] == CLIENT
    assert seen["X-Forwarded-Proto"] == "http"


def test_answers_are_compressed_and_carry_security_headers(
    edge: Edge, client: httpx.Client
) -> None:
    answer = client.get(f"{edge.pages}/", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert "Server" not in answer.headers


def status_of(address: str, *, size: int) -> int:
    """On a connection of its own: after a 413 the rest of the body may still lie in it."""
    return httpx.post(address, content=b"x" * size).status_code


def test_a_body_larger_than_any_of_ours_is_refused(edge: Edge) -> None:
    assert status_of(f"{edge.pages}/", size=7_000_000) == 200
    assert status_of(f"{edge.pages}/", size=9_000_000) == 413


def test_a_still_may_be_larger(edge: Edge) -> None:
    """It is sent as it is: 20 MB at most. All else of the API stays within the usual limit."""
    stills = f"{edge.pages}/api/v1/films/a-river/stills/"
    assert status_of(stills, size=20_971_520) == 200
    assert status_of(stills, size=23_000_000) == 413
    assert status_of(f"{edge.pages}/api/v1/films/a-river/", size=9_000_000) == 413


def test_a_signed_address_passes_to_the_store_and_its_signature_stays_out_of_the_log(
    edge: Edge, client: httpx.Client, store: SeaweedFS
) -> None:
    bucket = Bucket(
        endpoint=edge.store,
        name="renditions",
        region=REGION,
        access_key=store.credentials.s3_access_key,
        secret_key=store.credentials.s3_secret_key,
    )
    (url,) = sign_urls(["no/such.m4s"], bucket=bucket, now=datetime.now(UTC), seconds=60)
    answer = client.get(url)
    assert (answer.status_code, "NoSuchKey" in answer.text) == (404, True)
    forged = client.get(url[:-1] + ("0" if url[-1] != "0" else "1"))
    assert (forged.status_code, "SignatureDoesNotMatch" in forged.text) == (403, True)
    log = edge.logged('/renditions/no/such.m4s"')
    assert "X-Amz" not in log
    assert CLIENT not in log


@pytest.mark.parametrize(("method", "path"), [("GET", "/"), ("GET", "/masters/a"), ("PUT", "/a")])
def test_an_unsigned_request_does_not_reach_the_store(
    edge: Edge, client: httpx.Client, method: str, path: str
) -> None:
    answer = client.request(method, edge.store + path)
    assert answer.status_code == 403
    assert "signed addresses" in answer.text


def test_a_signed_address_may_not_delete_or_post(edge: Edge, client: httpx.Client) -> None:
    for method in ("DELETE", "POST"):
        answer = client.request(method, f"{edge.store}/masters/a?X-Amz-Signature=0")
        assert "signed addresses" in answer.text
