"""Addresses that the store itself checks: S3's presigned GET, one signature for each object."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from vod.playback.delivery.protocol import Around
from vod.playback.delivery.shared import viewer_of
from vod.playback.signing import Bucket, sign_urls


@dataclass(frozen=True)
class PresignedS3:
    """Needs nothing but the store, which ignores what it signs for the viewer (`v`)."""

    bucket: Bucket

    def addresses(
        self, names: Sequence[str], *, session_id: str, now: datetime, until: datetime
    ) -> list[str]:
        """Signed one by one (AWS Signature Version 4)."""
        seconds = int((until - now).total_seconds())
        viewer = viewer_of(session_id, secret=self.bucket.secret_key)
        return sign_urls(names, bucket=self.bucket, now=now, seconds=seconds, viewer=viewer)

    def around(
        self, film: str, *, session_id: str, now: datetime, until: datetime
    ) -> Around | None:
        """A signature is of one object."""
        return None
