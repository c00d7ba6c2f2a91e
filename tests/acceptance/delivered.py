"""The cinema's films by other ways than its own: one more web server, and who hands out objects."""

from __future__ import annotations

import json
import os
import threading
import time
from base64 import b64decode
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import boto3
import httpx
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15

from infra.local.edge import start_edge
from infra.local.platform import ROOT, web_command
from infra.local.processes import LOOPBACK, Supervisor, free_port, wait_until
from infra.local.services import Services

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cinema import Cinema

WAYS = ("edge", "cloudfront")


@contextmanager
def delivered(cinema: Cinema, directory: Path, *, way: str) -> Iterator[str]:
    """Address of a web server on the cinema's database whose films come by `way`."""
    with Supervisor(directory / "log") as supervisor:
        if way == "edge":
            with _served(cinema, supervisor, _edge(cinema, supervisor, directory)) as url:
                yield url
        else:
            with _verifying(cinema) as settings, _served(cinema, supervisor, settings) as url:
                yield url


@contextmanager
def _served(cinema: Cinema, supervisor: Supervisor, settings: dict[str, str]) -> Iterator[str]:
    port = free_port()
    url = f"http://{LOOPBACK}:{port}"
    environment = {**os.environ, **cinema.platform.environment, "VOD_PUBLIC_URLS": url, **settings}
    supervisor.start("web", web_command(port), environment=environment, cwd=ROOT)

    def up() -> bool:
        try:
            return httpx.get(f"{url}/healthz", timeout=5).is_success
        except httpx.TransportError:
            return False

    wait_until(up, seconds=120, what=url, alive=supervisor.check)
    yield url


def _edge(cinema: Cinema, supervisor: Supervisor, directory: Path) -> dict[str, str]:
    of = cinema.platform.environment
    store = (of[f"VOD_S3_{name}"] for name in ("ENDPOINT", "ACCESS_KEY", "SECRET_KEY"))
    return start_edge(supervisor, directory, Services("", "", *store))


@contextmanager
def _verifying(cinema: Cinema) -> Iterator[dict[str, str]]:
    """A server that does as CloudFront: no object without a policy that the public key proves."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    of = cinema.platform.environment
    store = boto3.client(
        "s3",
        endpoint_url=of["VOD_S3_ENDPOINT"],
        region_name=of["VOD_S3_REGION"],
        aws_access_key_id=of["VOD_S3_ACCESS_KEY"],
        aws_secret_access_key=of["VOD_S3_SECRET_KEY"],
    )

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host = f"http://{self.headers['Host']}"
            if not _allowed(key.public_key(), f"{host}{self.path}"):
                self.send_error(403)
                return
            name = urlsplit(self.path).path.lstrip("/")
            data = store.get_object(Bucket=of["VOD_BUCKET_RENDITIONS"], Key=name)["Body"].read()
            self.send_response(200)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    with ThreadingHTTPServer((LOOPBACK, 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield {
                "VOD_DELIVERY": "cloudfront",
                "VOD_CLOUDFRONT_URL": f"http://{LOOPBACK}:{server.server_port}",
                "VOD_CLOUDFRONT_KEY_ID": "K1",
                "VOD_CLOUDFRONT_PRIVATE_KEY": pem.decode().replace("\n", "\\n"),
            }
        finally:
            server.shutdown()
            thread.join()


def _allowed(public: rsa.RSAPublicKey, url: str) -> bool:
    parts = urlsplit(url)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    try:
        policy, signature = (
            b64decode(query[name].replace("-", "+").replace("_", "=").replace("~", "/"))
            for name in ("Policy", "Signature")
        )
        public.verify(signature, policy, PKCS1v15(), hashes.SHA1())  # noqa: S303
    except (KeyError, ValueError, InvalidSignature):
        return False
    [statement] = json.loads(policy)["Statement"]
    ends = statement["Condition"]["DateLessThan"]["AWS:EpochTime"]
    before, _, after = statement["Resource"].partition("*")
    asked = url.partition("&Policy=")[0]  # CloudFront leaves its own parameters out
    return ends > time.time() and asked.startswith(before) and asked.endswith(after)
