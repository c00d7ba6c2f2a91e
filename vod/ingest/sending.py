"""The parts of a master on their way to the store, and which of them are there already."""

import base64
import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO
from xml.etree import ElementTree as ET

import httpx

from vod.ingest.client import PAUSES, Client, Unreachable

BLOCK = 1024 * 1024
PART_TIMEOUT = httpx.Timeout(30, read=300)  # a store may take its time to put a part together


class AnotherFile(Exception):
    """What has arrived is not of this file."""


class FileChanged(Exception):
    """The file is not what it was when its upload began."""


class StoreRefused(Exception):
    """The store takes a part at no attempt."""


class StoreUnreachable(Unreachable):
    """Nobody answers at the address that was signed for a part."""


@dataclass(frozen=True)
class Part:
    """A stretch of the file; numbers count from 1, as S3 counts."""

    number: int
    start: int
    size: int


def parts_of(size: int, part_size: int) -> Iterator[Part]:
    """All parts of a file."""
    for number, start in enumerate(range(0, size, part_size), start=1):
        yield Part(number, start, min(part_size, size - start))


def send_parts(
    client: Client, master: dict[str, Any], film: Path, *, on_sent: Callable[[int], None]
) -> str:
    """Send what has not arrived; the last signed address. `on_sent` is told bytes, of the whole.

    Every part that is there is compared with the file first. Raises `AnotherFile`, `FileChanged`,
    `StoreRefused`, `Unexpected`, `Unreachable`.
    """
    path = f"/api/v1/masters/{master['id']}/parts/"
    arrived = {part["PartNumber"]: part for part in client.get(path)}
    url = ""
    with film.open("rb") as file:
        for part in parts_of(master["size"], master["part_size"]):
            digest = digest_of(file, part)
            known = arrived.get(part.number)
            if known is None or known["Size"] != part.size or not known["sha256"]:
                sign = partial(client.post, f"{path}{part.number}/", {"sha256": digest})
                url = _put(part, file, sign=sign, on_sent=on_sent)
            elif known["sha256"] != digest:
                raise AnotherFile
            on_sent(part.start + part.size)
    return url


def is_same(
    film: Path, *, size: int, part_size: int, sums: dict[int, str], on_read: Callable[[int], None]
) -> bool:
    """Whether a file is what was sent with these checksums. `on_read` is told bytes."""
    with film.open("rb") as file:
        for part in parts_of(size, part_size):
            if digest_of(file, part) != sums.get(part.number):
                return False
            on_read(part.start + part.size)
    return True


def digest_of(file: BinaryIO, part: Part) -> str:
    """The part's SHA-256 in base64, as S3 compares it."""
    digest = hashlib.sha256()
    for block in _blocks(file, part):
        digest.update(block)
    return base64.b64encode(digest.digest()).decode()


def _blocks(file: BinaryIO, part: Part) -> Iterator[bytes]:
    file.seek(part.start)
    left = part.size
    while left:
        block = file.read(min(BLOCK, left))
        if not block:
            raise FileChanged
        left -= len(block)
        yield block


def _put(
    part: Part, file: BinaryIO, *, sign: Callable[[], Any], on_sent: Callable[[int], None]
) -> str:
    """Sign and send, again where the line or the store fails."""
    failure: Exception | None = None
    for pause in (0.0, *PAUSES):
        time.sleep(pause)
        signed = sign()
        headers = {**signed["headers"], "Content-Length": str(part.size)}
        told = _telling(_blocks(file, part), part.start, on_sent)
        try:
            answer = httpx.put(signed["url"], content=told, headers=headers, timeout=PART_TIMEOUT)
        except httpx.TransportError as error:
            failure = StoreUnreachable(str(error))
            continue
        if answer.status_code == httpx.codes.OK:
            return str(signed["url"])
        failure = StoreRefused(f"part {part.number}: {answer.status_code} {_code(answer)}".strip())
    raise failure or StoreRefused(f"part {part.number}")


def _telling(blocks: Iterator[bytes], sent: int, on_sent: Callable[[int], None]) -> Iterator[bytes]:
    for block in blocks:
        yield block
        sent += len(block)
        on_sent(sent)


def _code(answer: httpx.Response) -> str:
    """S3's word for what is wrong; the rest of its answer names the object."""
    try:
        return ET.fromstring(answer.text).findtext("Code") or ""  # noqa: S314 - our own store
    except ET.ParseError:
        return ""
