"""Addresses that the store itself checks: S3's presigned GET, one signature for each object."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from vod.playback.delivery.protocol import Around
from vod.playback.signing import Bucket, sign_urls


@dataclass(frozen=True)
class PresignedS3:
    """Needs nothing but the store. No address tells the session, but its time and signature."""

    bucket: Bucket

    def addresses(
        self, names: Sequence[str], *, session_id: str, now: datetime, until: datetime
    ) -> list[str]:
        """Signed one by one (AWS Signature Version 4)."""
        seconds = int((until - now).total_seconds())
        return sign_urls(names, bucket=self.bucket, now=now, seconds=seconds)

    def around(
        self, film: str, *, session_id: str, now: datetime, until: datetime
    ) -> Around | None:
        """A signature is of one object."""
        return None
