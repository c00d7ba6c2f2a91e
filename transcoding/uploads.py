"""Masters on their way in: opened, signed part by part, listed, completed, or thrown away.

The part size is fixed on the server for each upload, so a resumed client can't disagree with it.
S3's limits: 10,000 parts of 5 MiB to 5 GiB.
"""

import base64
import secrets
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language
from rest_framework.exceptions import APIException

from transcoding import jobs, storage, tasks
from transcoding.messages import UPLOADS, in_language
from transcoding.models import Master, UploadPart
from transcoding.states import MasterState

MOST_PARTS = 10_000
SMALLEST_PART = 5 * 1024 * 1024
LARGEST_MASTER = 2 * 1024**4
SIGNATURE_SECONDS = 6 * 3600
SHA256_BYTES = 32


class UploadRefused(APIException):
    """A request that can't be met; `extra` has the words in both languages, and the facts."""

    def __init__(self, reason: str, **facts: Any) -> None:
        words = {tag: text.format(**facts) for tag, text in UPLOADS[reason].items()}
        super().__init__(in_language(words, get_language()))
        self.extra = {"words": words, **facts}


class UploadConflict(UploadRefused):
    """The upload is not in the state that the request takes it to be."""

    status_code = 409
    default_code = "upload_conflict"


class UploadInvalid(UploadRefused):
    """The request itself is wrong."""

    status_code = 400
    default_code = "upload_invalid"


@dataclass(frozen=True, kw_only=True)
class SignedPart:
    """Where and with which headers to PUT a part, within `seconds`."""

    url: str
    headers: dict[str, str]
    seconds: int


def part_size(size: int) -> int:
    """Bytes of each part but the last, so that S3's limits hold."""
    return max(SMALLEST_PART, settings.UPLOAD_PART_BYTES, ceil(size / MOST_PARTS))


def begin(*, owner: str, size: int, priority: int, retain_until: datetime, now: datetime) -> Master:
    """Open an upload of `size` bytes."""
    if not 0 < size <= LARGEST_MASTER:
        raise UploadInvalid("size", most=LARGEST_MASTER)
    key = secrets.token_urlsafe(24)
    return Master.objects.create(
        owner=owner,
        priority=priority,
        object_key=key,
        upload_id=storage.begin_upload(key),
        size=size,
        part_size=part_size(size),
        created_at=now,
        retain_until=retain_until,
    )


def sign_part(*, master: Master, number: int, sha256: str) -> SignedPart:
    """A signed address for one part whose SHA-256 (base64) the store will compare."""
    _require_uploading(master)
    count = ceil(master.size / master.part_size)
    if not 1 <= number <= count:
        raise UploadInvalid("no_such_part", number=number, count=count)
    try:
        checksum = base64.b64decode(sha256, validate=True)
    except ValueError:  # binascii.Error, or plain where the text is not ASCII
        checksum = b""
    if len(checksum) != SHA256_BYTES:
        raise UploadInvalid("sha256")
    UploadPart.objects.update_or_create(master=master, number=number, defaults={"sha256": sha256})
    url = storage.sign_part(
        key=master.object_key,
        upload_id=master.upload_id,
        number=number,
        sha256=sha256,
        seconds=SIGNATURE_SECONDS,
    )
    return SignedPart(url=url, headers={"x-amz-checksum-sha256": sha256}, seconds=SIGNATURE_SECONDS)


def list_parts(*, master: Master) -> list[dict[str, Any]]:
    """The parts that have arrived: `PartNumber`, `ETag`, `Size`, and the `sha256` signed for."""
    _require_uploading(master)
    sums = dict(master.parts.values_list("number", "sha256"))
    arrived = storage.list_parts(key=master.object_key, upload_id=master.upload_id)
    return [part | {"sha256": sums.get(part["PartNumber"], "")} for part in arrived]


@transaction.atomic
def complete(*, master: Master, now: datetime) -> Master:
    """Make the master of its parts and start work on it; a second call changes nothing."""
    master = Master.objects.select_for_update().get(pk=master.pk)
    if master.state not in {MasterState.UPLOADING, MasterState.ABORTED}:
        return master
    _require_uploading(master)
    if storage.master_size(master.object_key) != master.size:
        storage.complete_upload(
            key=master.object_key, upload_id=master.upload_id, parts=_all_parts(master)
        )
    master.state, master.completed_at, master.upload_id = MasterState.PROCESSING, now, ""
    master.save(update_fields=["state", "completed_at", "upload_id"])
    tasks.ring(jobs.begin(master, now=now).queue)
    return master


@transaction.atomic
def abort(*, master: Master) -> None:
    """Throw away what has arrived."""
    master = Master.objects.select_for_update().get(pk=master.pk)
    if master.state == MasterState.ABORTED:
        return
    _require_uploading(master)
    storage.abort_upload(key=master.object_key, upload_id=master.upload_id)
    master.state, master.upload_id = MasterState.ABORTED, ""
    master.save(update_fields=["state", "upload_id"])


@transaction.atomic
def drop(*, master: Master) -> None:
    """Delete the file of an upload that nobody went on with, or of a cancelled master."""
    master = Master.objects.select_for_update().get(pk=master.pk)
    if master.state not in {MasterState.UPLOADING, MasterState.CANCELLED}:
        return
    if master.upload_id:
        storage.abort_upload(key=master.object_key, upload_id=master.upload_id)
    storage.delete_master(master.object_key)
    master.state, master.upload_id = MasterState.ABORTED, ""
    master.save(update_fields=["state", "upload_id"])


def _all_parts(master: Master) -> list[dict[str, Any]]:
    """Every part with its checksum; raises `UploadConflict` with the numbers that are missing."""
    arrived = {part["PartNumber"]: part for part in list_parts(master=master)}
    count = ceil(master.size / master.part_size)
    missing, parts = [], []
    for number in range(1, count + 1):
        size = min(master.part_size, master.size - (number - 1) * master.part_size)
        part = arrived.get(number)
        if part is None or part["Size"] != size or not part["sha256"]:
            missing.append(number)
        else:
            parts.append(
                {"PartNumber": number, "ETag": part["ETag"], "ChecksumSHA256": part["sha256"]}
            )
    if missing:
        raise UploadConflict("missing_parts", missing_parts=missing)
    return parts


def _require_uploading(master: Master) -> None:
    if master.state != MasterState.UPLOADING:
        reason = "aborted" if master.state == MasterState.ABORTED else "over"
        raise UploadConflict(reason, state=str(master.state))
