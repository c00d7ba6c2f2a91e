"""The films' edge on one machine: Debian's nginx with our configuration, before the local store.

nginx is no wheel: `apt-get install nginx libnginx-mod-http-js` (Debian's start it as a service too,
unless told not to; we need the programs alone). `start_platform(..., edge=True)` starts one before
the web server. Beside a web server of one's own, with what `start_services` gave:

    environment |= start_edge(supervisor, directory, services)
"""

from __future__ import annotations

import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

import httpx

from infra.local.processes import LOOPBACK, free_port, wait_until
from infra.local.seaweedfs import REGION

if TYPE_CHECKING:
    from infra.local.processes import Supervisor
    from infra.local.services import Services

START_SECONDS = 20.0
SCRIPTS = Path(__file__).resolve().parents[1] / "edge"
MODULE = Path("/usr/lib/nginx/modules/ngx_http_js_module.so")
# Debian puts it where only root's path leads.
PROGRAM = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


def installed() -> bool:
    """Tell whether this machine has nginx and its script module."""
    return PROGRAM is not None and MODULE.exists()


@dataclass(frozen=True, kw_only=True)
class Edge:
    """One nginx. `secret` may name several, with commas; the first is signed with."""

    directory: Path
    port: int
    secret: str
    store: str
    bucket: str
    access_key: str
    secret_key: str

    @classmethod
    def beside(cls, directory: Path, services: Services, *, bucket: str = "renditions") -> Edge:
        """An edge of the services' store, on a free port, with a secret of its own."""
        return cls(
            directory=directory.resolve() / "edge",
            port=free_port(),
            secret=secrets.token_hex(24),
            store=services.s3_endpoint,
            bucket=bucket,
            access_key=services.s3_access_key,
            secret_key=services.s3_secret_key,
        )

    @property
    def url(self) -> str:
        """Address that viewers are sent to."""
        return f"http://{LOOPBACK}:{self.port}"

    def environment(self) -> dict[str, str]:
        """The settings that send viewers here."""
        return {
            "VOD_DELIVERY": "edge",
            "VOD_EDGE_URL": self.url,
            "VOD_EDGE_SECRET": self.secret,
        }

    def start(self, supervisor: Supervisor) -> None:
        """Start nginx; its log has no line for a request."""
        self.directory.mkdir(parents=True, exist_ok=True)
        configuration = self.directory / "nginx.conf"
        configuration.write_text(self._configuration())
        environment = {
            "EDGE_SECRETS": self.secret,
            "EDGE_STORE": self.store,
            "EDGE_S3_ACCESS_KEY": self.access_key,
            "EDGE_S3_SECRET_KEY": self.secret_key,
            "EDGE_S3_REGION": REGION,
        }
        argv = [str(PROGRAM), "-e", "stderr", "-p", str(self.directory), "-c", str(configuration)]
        if os.geteuid() == 0:  # its workers would be a user who can't enter a private directory
            argv += ["-g", "user root;"]
        supervisor.start("nginx", argv, environment=environment)

    def ready(self) -> bool:
        """Tell whether it answers."""
        try:
            return httpx.get(f"{self.url}/healthz", timeout=5, trust_env=False).is_success
        except httpx.TransportError:
            return False

    def _configuration(self) -> str:
        template = Template((SCRIPTS / "nginx.conf.template").read_text())
        # As `envsubst` with a list of names does: nginx's own variables stay.
        return template.safe_substitute(
            EDGE_LISTEN=f"{LOOPBACK}:{self.port}",
            EDGE_STORE=self.store,
            EDGE_BUCKET=self.bucket,
            EDGE_RESOLVER=LOOPBACK,
            EDGE_CACHE=str(self.directory),
            EDGE_CACHE_SIZE="1g",
            EDGE_SCRIPTS=str(SCRIPTS),
        )


def start_edge(supervisor: Supervisor, directory: Path, services: Services) -> dict[str, str]:
    """Start one; the settings that send viewers to it, once it answers."""
    edge = Edge.beside(directory, services)
    edge.start(supervisor)
    wait_until(edge.ready, seconds=START_SECONDS, what="nginx", alive=supervisor.check)
    return edge.environment()
