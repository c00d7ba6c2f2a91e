"""A small HLS client: fetches a stream as any player would, decrypts it, and counts with FFmpeg."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import httpx
import imageio_ffmpeg
from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

if TYPE_CHECKING:
    from pathlib import Path

ATTRIBUTE = re.compile(r'([A-Z0-9-]+)=("[^"]*"|[^,]*)')


@dataclass(frozen=True)
class Segment:
    """A segment with the key it is encrypted under; an empty key address means clear."""

    url: str
    seconds: float
    key_url: str
    iv: bytes


@dataclass(frozen=True)
class MediaPlaylist:
    """What a media playlist lists; `init_url` is empty where there is none."""

    init_url: str
    segments: tuple[Segment, ...]

    @property
    def key_urls(self) -> list[str]:
        """Every key address, once, in order."""
        return list(dict.fromkeys(s.key_url for s in self.segments if s.key_url))


@dataclass(frozen=True)
class Variant:
    """A rung of the multivariant playlist."""

    url: str
    width: int
    height: int
    bandwidth: int


@dataclass(frozen=True)
class Multivariant:
    """Rungs, sounds and subtitles; the latter two as (language, address)."""

    variants: tuple[Variant, ...]
    sounds: tuple[tuple[str, str], ...]
    subtitles: tuple[tuple[str, str], ...]


def read_multivariant(text: str, *, base: str) -> Multivariant:
    """Parse a multivariant playlist."""
    variants, media = [], {"AUDIO": [], "SUBTITLES": []}  # type: ignore[var-annotated]
    lines = text.splitlines()
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        tag, _, rest = line.partition(":")
        values = {name: value.strip('"') for name, value in ATTRIBUTE.findall(rest)}
        if tag == "#EXT-X-STREAM-INF":
            width, height = map(int, values["RESOLUTION"].split("x"))
            url = urljoin(base, after)
            variants.append(Variant(url, width, height, int(values["BANDWIDTH"])))
        elif tag == "#EXT-X-MEDIA":
            media[values["TYPE"]].append((values.get("LANGUAGE", ""), urljoin(base, values["URI"])))
    return Multivariant(tuple(variants), tuple(media["AUDIO"]), tuple(media["SUBTITLES"]))


def read_media(text: str, *, base: str) -> MediaPlaylist:
    """Parse a media playlist; raises `ValueError` for one that does not end."""
    init_url, key_url, iv, seconds = "", "", b"", 0.0
    segments = []
    for line in text.splitlines():
        tag, _, rest = line.partition(":")
        values = {name: value.strip('"') for name, value in ATTRIBUTE.findall(rest)}
        if tag == "#EXT-X-MAP":
            init_url = urljoin(base, values["URI"])
        elif tag == "#EXT-X-KEY":
            key_url = urljoin(base, values["URI"])
            iv = bytes.fromhex(values["IV"].removeprefix("0x"))
        elif tag == "#EXTINF":
            seconds = float(rest.split(",")[0])
        elif line and not line.startswith("#"):
            segments.append(Segment(urljoin(base, line), seconds, key_url, iv))
    if "#EXT-X-ENDLIST" not in text:
        raise ValueError("the playlist has no end")
    return MediaPlaylist(init_url, tuple(segments))


def fetch_clear(playlist: MediaPlaylist, *, http: httpx.Client) -> bytes:
    """The whole track, decrypted."""
    keys = {url: get(url, http=http) for url in playlist.key_urls}
    parts = [get(playlist.init_url, http=http)] if playlist.init_url else []
    for segment in playlist.segments:
        data = get(segment.url, http=http)
        parts.append(decrypt(data, keys[segment.key_url], segment.iv) if segment.key_url else data)
    return b"".join(parts)


def get(url: str, *, http: httpx.Client) -> bytes:
    """The body of an answer that is 200."""
    answer = http.get(url)
    answer.raise_for_status()
    return answer.content


def decrypt(data: bytes, key: bytes, iv: bytes) -> bytes:
    """AES-128-CBC with PKCS7 (RFC 8216bis §5.2); raises `ValueError` on a wrong key."""
    decryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    padded = decryptor.update(data) + decryptor.finalize()
    unpadder = padding.PKCS7(128).unpadder()
    return unpadder.update(padded) + unpadder.finalize()


def count_frames(film: Path, *, stream: str) -> tuple[int, float]:
    """Frames of a stream (`v:0`, `a:0`) and its length in seconds, by decoding all of it."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-xerror", "-i", str(film)]
    command += ["-map", f"0:{stream}", "-fps_mode", "passthrough", "-f", "framecrc", "-"]
    if stream.startswith("a"):
        command.remove("-fps_mode")
        command.remove("passthrough")
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    base = next(line for line in done.stdout.splitlines() if line.startswith("#tb"))
    over, under = map(int, base.split(":")[1].strip().split("/"))
    rows = [line.split(",") for line in done.stdout.splitlines() if not line.startswith("#")]
    ticks = sum(int(row[3]) for row in rows)
    return len(rows), ticks * over / under
