"""One viewer of a premiere: presses play, sees the first picture, and watches on."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from infra.local.hls import MediaPlaylist, decrypt, read_media, read_multivariant

if TYPE_CHECKING:
    import aiohttp

OK, CREATED = 200, 201
HEIGHT = 432
MOOF = b"moof"
SEGMENT, END = "#EXTINF", "#EXT-X-ENDLIST\n"


class Failed(Exception):
    """An answer that a viewer would notice."""


@dataclass(kw_only=True)
class Watched:
    """Seconds to the first segments decrypted, and what went wrong."""

    begun: list[float] = field(default_factory=list)
    first_segment: list[float] = field(default_factory=list)
    heartbeats: list[float] = field(default_factory=list)
    bytes: int = 0
    errors: list[str] = field(default_factory=list)


async def watch(
    http: aiohttp.ClientSession, *, play: str, token: str, seconds: float, watched: Watched
) -> None:
    """From the play button on, for `seconds` of heartbeats."""
    try:
        started = time.monotonic()
        answer = await _begin(http, play, token)
        watched.begun.append(time.monotonic() - started)
        watched.bytes += await _first_segments(http, str(answer["manifest_url"]))
        watched.first_segment.append(time.monotonic() - started)
        until = time.monotonic() + seconds
        while (now := time.monotonic()) < until:
            await asyncio.sleep(min(answer["heartbeat_seconds"], until - now))
            asked = time.monotonic()
            await _post(http, answer["heartbeat_url"], {"position": asked - started}, status=OK)
            watched.heartbeats.append(time.monotonic() - asked)
    except Exception as failure:  # noqa: BLE001 - whatever it is, the viewer saw it
        watched.errors.append(f"{type(failure).__name__}: {failure}")


async def _begin(http: aiohttp.ClientSession, play: str, token: str) -> dict[str, Any]:
    return await _post(http, play, {}, status=CREATED, headers={"X-Session-Token": token})


async def _first_segments(http: aiohttp.ClientSession, manifest_url: str) -> int:
    """Both playlists, one key, both init segments and both first segments; bytes of media."""
    text = (await _get(http, manifest_url)).decode()
    multivariant = read_multivariant(text, base=manifest_url)
    picture = next(v.url for v in multivariant.variants if v.height == HEIGHT)
    sound = multivariant.sounds[0][1]
    lists = await asyncio.gather(*(_get(http, url) for url in (picture, sound)))
    tracks = [
        _beginning(body.decode(), url=url)
        for body, url in zip(lists, (picture, sound), strict=True)
    ]
    key = await _get(http, tracks[0].segments[0].key_url)
    wanted = [url for track in tracks for url in (track.init_url, track.segments[0].url)]
    bodies = await asyncio.gather(*(_get(http, url) for url in wanted))
    for track, sealed in zip(tracks, bodies[1::2], strict=True):
        if decrypt(sealed, key, track.segments[0].iv)[4:8] != MOOF:
            raise Failed("the first segment is not what its key opens")
    return sum(map(len, bodies))


def _beginning(text: str, *, url: str) -> MediaPlaylist:
    """The first segment of a playlist that came whole: reading 1,200 would be the client's load."""
    if not text.endswith(END):
        raise Failed("half a playlist")
    before, _, rest = text.partition(SEGMENT)
    return read_media(before + SEGMENT + rest.partition(SEGMENT)[0] + END, base=url)


async def _get(http: aiohttp.ClientSession, url: str) -> bytes:
    async with http.get(url) as answer:
        body = await answer.read()
        if answer.status != OK:
            raise Failed(f"{answer.status} {body[:200]!r}")
        return body


async def _post(
    http: aiohttp.ClientSession,
    url: str,
    body: dict[str, object],
    *,
    status: int,
    headers: dict[str, str] | None = None,
) -> dict[str, Any]:
    async with http.post(url, json=body, headers=headers) as answer:
        said: dict[str, Any] = await answer.json(content_type=None)
        if answer.status != status:
            raise Failed(f"{answer.status} {said}")
        return said
