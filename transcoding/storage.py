"""The one door to S3. Everything else speaks of masters, parts and renditions."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

READ_BYTES = 256 * 1024
STORE_ERRORS = (BotoCoreError, ClientError)


class StoreUnavailable(Exception):
    """The store did not do what it was asked, after boto3's own retries."""


@contextmanager
def _asking() -> Iterator[None]:
    """Around each request: whatever boto3 raises becomes `StoreUnavailable`."""
    try:
        yield
    except STORE_ERRORS as failure:
        raise StoreUnavailable(str(failure)) from failure


@cache
def client(*, public: bool = False) -> "S3Client":
    """A client for our own use, or one that signs for the address which browsers reach."""
    return boto3.client(
        "s3",
        endpoint_url=settings.S3_PUBLIC_ENDPOINT if public else settings.S3_ENDPOINT,
        region_name=settings.S3_REGION,
        aws_access_key_id=settings.S3_ACCESS_KEY,
        aws_secret_access_key=settings.S3_SECRET_KEY,
        config=Config(
            signature_version="s3v4",
            s3={"addressing_style": "path"},
            retries={"mode": "standard", "max_attempts": 5},
            connect_timeout=5,
            read_timeout=30,
        ),
    )


def set_cross_origin_rules() -> None:
    """CORS is ours on every bucket: a store without rules may echo any origin."""
    readers: Any = {
        "AllowedOrigins": ["*"],
        "AllowedMethods": ["GET", "HEAD"],
        "MaxAgeSeconds": 3600,
    }
    writers: Any = {
        "AllowedOrigins": settings.PUBLIC_URLS,
        "AllowedMethods": ["PUT"],
        "AllowedHeaders": ["x-amz-checksum-sha256", "content-type"],
        "ExposeHeaders": ["ETag"],
        "MaxAgeSeconds": 3600,
    }
    for bucket, rule in (
        (settings.BUCKET_RENDITIONS, readers),
        (settings.BUCKET_MASTERS, writers),
        (settings.BUCKET_MEDIA, readers),
    ):
        client().put_bucket_cors(Bucket=bucket, CORSConfiguration={"CORSRules": [rule]})


def reachable() -> bool:
    """Whether the renditions' bucket answers."""
    try:
        client().head_bucket(Bucket=settings.BUCKET_RENDITIONS)
    except STORE_ERRORS:
        return False
    return True


def begin_upload(key: str) -> str:
    """Open a multipart upload of a master; the store's upload id."""
    with _asking():
        answer = client().create_multipart_upload(
            Bucket=settings.BUCKET_MASTERS, Key=key, ChecksumAlgorithm="SHA256"
        )
    return answer["UploadId"]


def sign_part(*, key: str, upload_id: str, number: int, sha256: str, seconds: int) -> str:
    """A URL to PUT one part to; the store compares the SHA-256 (base64) that is signed into it."""
    return client(public=True).generate_presigned_url(
        "upload_part",
        Params={
            "Bucket": settings.BUCKET_MASTERS,
            "Key": key,
            "UploadId": upload_id,
            "PartNumber": number,
            "ChecksumSHA256": sha256,
        },
        ExpiresIn=seconds,
    )


def list_parts(*, key: str, upload_id: str) -> list[dict[str, Any]]:
    """The parts that arrived: `PartNumber`, `ETag`, `Size` (bytes)."""
    pages = (
        client()
        .get_paginator("list_parts")
        .paginate(Bucket=settings.BUCKET_MASTERS, Key=key, UploadId=upload_id)
    )
    fields = ("PartNumber", "ETag", "Size")
    with _asking():
        return [{f: part[f] for f in fields} for page in pages for part in page.get("Parts", [])]  # type: ignore[literal-required]


def complete_upload(*, key: str, upload_id: str, parts: list[dict[str, Any]]) -> None:
    """Make one object of the parts (`PartNumber`, `ETag`, `ChecksumSHA256`)."""
    with _asking():
        client().complete_multipart_upload(
            Bucket=settings.BUCKET_MASTERS,
            Key=key,
            UploadId=upload_id,
            MultipartUpload={"Parts": parts},  # type: ignore[typeddict-item]
        )


def abort_upload(*, key: str, upload_id: str) -> None:
    """Throw the parts away; one already gone is no error."""
    with _asking(), suppress(client().exceptions.NoSuchUpload):
        client().abort_multipart_upload(Bucket=settings.BUCKET_MASTERS, Key=key, UploadId=upload_id)


def master_size(key: str) -> int | None:
    """Bytes of a complete master; `None` if there is none."""
    with _asking():
        try:
            return client().head_object(Bucket=settings.BUCKET_MASTERS, Key=key)["ContentLength"]
        except ClientError as failure:
            if failure.response["Error"]["Code"] in {"404", "NoSuchKey"}:
                return None
            raise


def delete_master(key: str) -> None:
    """Delete a master; one already gone is no error."""
    with _asking():
        client().delete_object(Bucket=settings.BUCKET_MASTERS, Key=key)


def read_master(*, key: str, start: int, end: int) -> Iterator[bytes]:
    """Bytes `start` to `end` (inclusive) of a master; raises `StoreUnavailable` midway."""
    try:
        answer = client().get_object(
            Bucket=settings.BUCKET_MASTERS, Key=key, Range=f"bytes={start}-{end}"
        )
        yield from answer["Body"].iter_chunks(READ_BYTES)
    except Exception as failure:  # urllib3 errors come through as they are
        raise StoreUnavailable(str(failure)) from failure


def put_rendition(key: str, data: bytes, *, content_type: str) -> None:
    """Store a segment; players may cache it, it never changes."""
    with _asking():
        client().put_object(
            Bucket=settings.BUCKET_RENDITIONS,
            Key=key,
            Body=data,
            ContentType=content_type,
            CacheControl="private, max-age=86400, immutable",
        )


def get_rendition(key: str) -> bytes:
    """A stored object whole: a segment is a few megabytes."""
    with _asking():
        return client().get_object(Bucket=settings.BUCKET_RENDITIONS, Key=key)["Body"].read()


def sign_rendition(key: str, *, seconds: int) -> str:
    """A URL to GET one stored object; segments are signed by playback, many at a time."""
    return client(public=True).generate_presigned_url(
        "get_object",
        Params={"Bucket": settings.BUCKET_RENDITIONS, "Key": key},
        ExpiresIn=seconds,
    )


def list_renditions(prefix: str) -> Iterator[str]:
    """Names of the stored objects under a prefix."""
    pages = (
        client()
        .get_paginator("list_objects_v2")
        .paginate(Bucket=settings.BUCKET_RENDITIONS, Prefix=prefix)
    )
    with _asking():
        for page in pages:
            for item in page.get("Contents", []):
                yield item["Key"]


def delete_renditions(keys: list[str]) -> None:
    """Delete stored objects; those already gone are no error."""
    for start in range(0, len(keys), 1000):
        with _asking():
            answer = client().delete_objects(
                Bucket=settings.BUCKET_RENDITIONS,
                Delete={"Objects": [{"Key": key} for key in keys[start : start + 1000]]},
            )
        if answer.get("Errors"):
            raise StoreUnavailable(f"{len(answer['Errors'])} objects were not deleted")
