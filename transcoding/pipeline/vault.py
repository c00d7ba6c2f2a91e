"""Encrypt a segment and store it under a name that nobody can guess."""

import secrets
from typing import Any

from transcoding import jobs, keys, storage
from transcoding.models import JobStep
from transcoding.segments import ClearSegment

MEDIA_TYPE = "video/mp4"


class Vault:
    """Takes the segments of one attempt at a step.

    Objects lie under `job/step/attempt/`: what a lost attempt left behind can be swept away
    without looking at any other.
    """

    def __init__(self, step: JobStep, *, per_period: int) -> None:
        self._prefix = f"{step.job.prefix}/{step.pk}/{step.attempt}"
        self._per_period = per_period
        self._secret = jobs.secret_of(step.job)

    def name(self, extension: str) -> str:
        """A new object name with 128 random bits."""
        return f"{self._prefix}/{secrets.token_urlsafe(16)}.{extension}"

    def put(self, segment: ClearSegment, *, track: str) -> dict[str, Any]:
        """Store a segment under the key of its period; what is to be known of it."""
        return self._put(segment, track=track, per_period=self._per_period)

    def put_still(self, segment: ClearSegment, *, track: str) -> dict[str, Any]:
        """Store a picture of an I-frame rendition, under the one key of those."""
        return self._put(segment, track=track, per_period=0)

    def put_init(self, data: bytes) -> str:
        """Store an initialisation segment, in clear as RFC 8216bis §4.4.4.5 allows; its name."""
        name = self.name("mp4")
        storage.put_rendition(name, data, content_type=MEDIA_TYPE)
        return name

    def put_picture(self, data: bytes) -> str:
        """Store a JPEG, in clear: what shows it can't decrypt. Its name is all that guards it."""
        name = self.name("jpg")
        storage.put_rendition(name, data, content_type="image/jpeg")
        return name

    def _put(self, segment: ClearSegment, *, track: str, per_period: int) -> dict[str, Any]:
        key, iv = keys.of_segment(
            self._secret, track=track, position=segment.index, per_period=per_period
        )
        sealed = keys.encrypt(segment.data, key=key, iv=iv)
        name = self.name("m4s")
        storage.put_rendition(name, sealed, content_type=MEDIA_TYPE)
        return {
            "index": segment.index,
            "object": name,
            "decode_time": segment.decode_time,
            "ticks": segment.ticks,
            "samples": segment.samples,
            "size": len(sealed),
        }
