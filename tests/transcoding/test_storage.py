"""The one door to S3, against a real store."""

import base64
import hashlib
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import StringIO
from typing import Any

import boto3
import httpx
import pytest
from botocore.config import Config
from django.core.management import call_command

from infra.local.processes import free_port
from transcoding import storage
from transcoding.storage import StoreUnavailable

PART = 5 * 1024 * 1024
READER = "https://anybody.example"


@dataclass
class Upload:
    """A multipart upload of a master that is open."""

    key: str
    upload_id: str

    def sign(self, number: int, body: bytes) -> tuple[str, dict[str, str]]:
        url = storage.sign_part(
            key=self.key, upload_id=self.upload_id, number=number, sha256=sha256(body), seconds=60
        )
        return url, {"x-amz-checksum-sha256": sha256(body)}

    def put(self, number: int, body: bytes) -> httpx.Response:
        url, headers = self.sign(number, body)
        return put(url, body, headers)

    def parts(self, *bodies: bytes) -> list[dict[str, Any]]:
        """As they are told to the store at the end."""
        arrived = storage.list_parts(key=self.key, upload_id=self.upload_id)
        return [
            {k: part[k] for k in ("PartNumber", "ETag")} | {"ChecksumSHA256": sha256(body)}
            for part, body in zip(arrived, bodies, strict=True)
        ]

    def complete(self, *bodies: bytes) -> None:
        parts = self.parts(*bodies)
        storage.complete_upload(key=self.key, upload_id=self.upload_id, parts=parts)


def sha256(body: bytes) -> str:
    return base64.b64encode(hashlib.sha256(body).digest()).decode()


def put(url: str, body: bytes, headers: dict[str, str]) -> httpx.Response:
    return httpx.put(url, content=body, headers=headers, trust_env=False, timeout=30)


def address(settings: Any, bucket: str, key: str) -> str:
    return f"{settings.S3_ENDPOINT}/{bucket}/{key}"


def new_upload() -> Upload:
    key = secrets.token_urlsafe(24)
    return Upload(key, storage.begin_upload(key))


@pytest.fixture
def upload() -> Iterator[Upload]:
    opened = new_upload()
    yield opened
    storage.abort_upload(key=opened.key, upload_id=opened.upload_id)


@pytest.fixture
def rendition() -> Iterator[str]:
    """The name of a stored segment."""
    key = f"{secrets.token_urlsafe(16)}/1/1/segment.m4s"
    storage.put_rendition(key, b"sealed", content_type="video/mp4")
    yield key
    storage.delete_renditions([key])


class TestUpload:
    def test_a_master_is_made_of_its_parts(self, upload: Upload) -> None:
        first, last = secrets.token_bytes(PART), b"the end"
        assert upload.put(2, last).status_code == 200
        assert upload.put(1, first).status_code == 200
        upload.complete(first, last)
        assert storage.master_size(upload.key) == PART + 7
        whole = b"".join(storage.read_master(key=upload.key, start=0, end=PART + 6))
        assert whole == first + last

    def test_parts_are_listed_as_they_arrive(self, upload: Upload) -> None:
        assert storage.list_parts(key=upload.key, upload_id=upload.upload_id) == []
        answer = upload.put(3, b"third")
        (part,) = storage.list_parts(key=upload.key, upload_id=upload.upload_id)
        assert (part["PartNumber"], part["Size"]) == (3, 5)
        assert part["ETag"].strip('"') == answer.headers["ETag"].strip('"')

    def test_until_then_there_is_no_master(self, upload: Upload) -> None:
        upload.put(1, b"film")
        assert storage.master_size(upload.key) is None

    def test_an_aborted_upload_is_gone(self) -> None:
        upload = new_upload()
        upload.put(1, b"film")
        for _ in range(2):
            storage.abort_upload(key=upload.key, upload_id=upload.upload_id)
        with pytest.raises(StoreUnavailable):
            storage.list_parts(key=upload.key, upload_id=upload.upload_id)


class TestChecksums:
    """A part that changed on its way is refused by the store, not found weeks later."""

    def test_another_body_than_was_signed(self, upload: Upload) -> None:
        url, headers = upload.sign(1, b"film")
        answer = put(url, b"filn", headers)
        assert answer.status_code == 400
        assert storage.list_parts(key=upload.key, upload_id=upload.upload_id) == []

    def test_another_body_with_another_checksum(self, upload: Upload) -> None:
        url, _ = upload.sign(1, b"film")
        answer = put(url, b"filn", {"x-amz-checksum-sha256": sha256(b"filn")})
        assert answer.status_code in {400, 403}
        assert storage.list_parts(key=upload.key, upload_id=upload.upload_id) == []

    def test_another_part_than_was_signed(self, upload: Upload) -> None:
        url, headers = upload.sign(1, b"film")
        answer = put(url.replace("partNumber=1", "partNumber=2"), b"film", headers)
        assert answer.status_code == 403


class TestReading:
    def test_a_range(self, upload: Upload) -> None:
        upload.put(1, bytes(range(100)))
        upload.complete(bytes(range(100)))
        read = storage.read_master(key=upload.key, start=10, end=19)
        assert b"".join(read) == bytes(range(10, 20))

    def test_a_master_that_is_not_there(self) -> None:
        with pytest.raises(StoreUnavailable):
            list(storage.read_master(key="none", start=0, end=1))


class TestRenditions:
    def test_are_stored_for_players_to_keep(self, settings: Any, rendition: str) -> None:
        bucket = settings.BUCKET_RENDITIONS
        head = storage.client().head_object(Bucket=bucket, Key=rendition)
        assert (head["ContentType"], head["ContentLength"]) == ("video/mp4", 6)
        assert head["CacheControl"] == "private, max-age=86400, immutable"

    def test_are_listed_and_deleted_by_prefix(self, rendition: str) -> None:
        prefix = rendition.split("/", maxsplit=1)[0] + "/"
        assert list(storage.list_renditions(prefix)) == [rendition]
        storage.delete_renditions([rendition, f"{prefix}never-there.m4s"])
        assert list(storage.list_renditions(prefix)) == []


class TestStrangers:
    """Without a signature nothing is read, written or listed."""

    def test_no_master_is_read(self, settings: Any, upload: Upload) -> None:
        upload.put(1, b"film")
        upload.complete(b"film")
        url = address(settings, settings.BUCKET_MASTERS, upload.key)
        assert httpx.get(url, trust_env=False).status_code == 403

    def test_no_rendition_is_read(self, settings: Any, rendition: str) -> None:
        url = address(settings, settings.BUCKET_RENDITIONS, rendition)
        assert httpx.get(url, trust_env=False).status_code == 403

    @pytest.mark.parametrize("name", ["BUCKET_MASTERS", "BUCKET_RENDITIONS", "BUCKET_MEDIA"])
    def test_no_bucket_is_listed_or_written(self, settings: Any, name: str) -> None:
        bucket = getattr(settings, name)
        url = address(settings, bucket, "")
        assert httpx.get(url, trust_env=False).status_code == 403
        assert httpx.put(f"{url}x", content=b"x", trust_env=False).status_code == 403


class TestCrossOrigin:
    @pytest.fixture(autouse=True)
    def rules(self, settings: Any) -> None:
        settings.PUBLIC_URLS = ["https://cinema.example", "https://mirror.example"]
        call_command("prepare_store", stdout=StringIO())

    def rule(self, bucket: str) -> Any:
        (rule,) = storage.client().get_bucket_cors(Bucket=bucket)["CORSRules"]
        return {key: value for key, value in rule.items() if value}

    def test_anybody_may_play(self, settings: Any) -> None:
        for bucket in (settings.BUCKET_RENDITIONS, settings.BUCKET_MEDIA):
            assert self.rule(bucket) == {
                "AllowedOrigins": ["*"],
                "AllowedMethods": ["GET", "HEAD"],
                "MaxAgeSeconds": 3600,
            }

    def test_our_pages_may_upload(self, settings: Any) -> None:
        assert self.rule(settings.BUCKET_MASTERS) == {
            "AllowedOrigins": ["https://cinema.example", "https://mirror.example"],
            "AllowedMethods": ["PUT"],
            "AllowedHeaders": ["x-amz-checksum-sha256", "content-type"],
            "ExposeHeaders": ["ETag"],
            "MaxAgeSeconds": 3600,
        }

    @pytest.mark.parametrize(
        ("origin", "allowed"), [("https://mirror.example", True), (READER, False)]
    )
    def test_a_browser_is_told_so(self, settings: Any, origin: str, *, allowed: bool) -> None:
        answer = httpx.options(
            address(settings, settings.BUCKET_MASTERS, "key"),
            headers={
                "Origin": origin,
                "Access-Control-Request-Method": "PUT",
                "Access-Control-Request-Headers": "x-amz-checksum-sha256",
            },
            trust_env=False,
        )
        assert (answer.headers.get("Access-Control-Allow-Origin") == origin) is allowed


REQUESTS: dict[str, Callable[[], object]] = {
    "begin": lambda: storage.begin_upload("key"),
    "list parts": lambda: storage.list_parts(key="key", upload_id="id"),
    "complete": lambda: storage.complete_upload(key="key", upload_id="id", parts=[]),
    "abort": lambda: storage.abort_upload(key="key", upload_id="id"),
    "size": lambda: storage.master_size("key"),
    "read": lambda: list(storage.read_master(key="key", start=0, end=1)),
    "put": lambda: storage.put_rendition("key", b"", content_type="video/mp4"),
    "list": lambda: list(storage.list_renditions("prefix/")),
    "delete": lambda: storage.delete_renditions(["key"]),
}


@pytest.fixture
def impatient_client(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let storage ask another store, or with other keys, and ask once."""

    def use(endpoint: str) -> None:
        stranger = boto3.client(
            "s3",
            endpoint_url=endpoint,
            region_name="us-east-1",
            aws_access_key_id="stranger",
            aws_secret_access_key="wrong",
            config=Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"}),
        )
        monkeypatch.setattr(storage, "client", lambda **_: stranger)

    return use


@pytest.mark.parametrize("request_", REQUESTS.values(), ids=REQUESTS.keys())
class TestTrouble:
    def test_a_store_that_refuses_is_unavailable(
        self, settings: Any, impatient_client: Callable[..., None], request_: Callable[[], object]
    ) -> None:
        impatient_client(settings.S3_ENDPOINT)
        with pytest.raises(StoreUnavailable):
            request_()

    def test_a_store_that_is_not_there_is_unavailable(
        self, impatient_client: Callable[..., None], request_: Callable[[], object]
    ) -> None:
        impatient_client(f"http://127.0.0.1:{free_port()}")
        with pytest.raises(StoreUnavailable):
            request_()


class TestReachable:
    def test_it_answers(self) -> None:
        assert storage.reachable()

    def test_it_does_not(self, impatient_client: Callable[..., None]) -> None:
        impatient_client(f"http://127.0.0.1:{free_port()}")
        assert not storage.reachable()
