"""Real bytes for the first segment of a picture and of a sound, sealed as the pipeline seals."""

from __future__ import annotations

import secrets
import subprocess
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

import imageio_ffmpeg

from infra.bench.playback.rows import PICTURE, SECONDS
from infra.local.demo import FILM
from transcoding import keys, storage
from transcoding.boxes import read_box

if TYPE_CHECKING:
    from collections.abc import Sequence

SOUND = "stereo"
# About what the rung of 432 lines takes at its cap, and what the stereo sound takes.
ENCODERS = {
    PICTURE: ["-an", "-vf", "scale=-2:432", "-c:v", "libx264", "-preset", "veryfast", "-g", "48",
              "-b:v", "730k", "-minrate", "730k", "-maxrate", "730k", "-bufsize", "730k"],
    SOUND: ["-vn", "-c:a", "aac", "-ac", "2", "-b:a", "128k"],
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Sample:
    """Where they lie in the store; `size` is of the sealed segment, in bytes."""

    init_object: str
    first_object: str
    size: int


def store_samples(secret: bytes) -> dict[str, Sample]:
    """Make, seal and store them; by the label of their track."""
    return {label: _store(label, secret, encoder) for label, encoder in ENCODERS.items()}


def _store(label: str, secret: bytes, encoder: Sequence[str]) -> Sample:
    init, segment = _fragmented(encoder)
    key = keys.period_key(secret, period=0)
    sealed = keys.encrypt(segment, key=key, iv=keys.period_iv(secret, track=label, period=0))
    prefix = f"bench/{secrets.token_urlsafe(16)}"
    names = f"{prefix}/{secrets.token_urlsafe(16)}.mp4", f"{prefix}/{secrets.token_urlsafe(16)}.m4s"
    for name, data in zip(names, (init, sealed), strict=True):
        storage.put_rendition(name, data, content_type="video/mp4")
    return Sample(init_object=names[0], first_object=names[1], size=len(sealed))


def _fragmented(encoder: Sequence[str]) -> tuple[bytes, bytes]:
    """The init segment, and the fragments of the first six seconds."""
    ffmpeg = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-t", str(SECONDS), "-i", str(FILM)]
    container = ["-movflags", "+frag_keyframe+empty_moov+default_base_moof", "-f", "mp4", "-"]
    made = subprocess.run([*ffmpeg, *encoder, *container], check=True, capture_output=True).stdout
    stream, init, segment = BytesIO(made), b"", b""
    while (box := read_box(stream)) is not None:
        if box[0] in {"ftyp", "moov"}:
            init += box[1]
        elif box[0] in {"moof", "mdat"}:
            segment += box[1]
    return init, segment
