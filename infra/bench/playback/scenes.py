"""What is asked in a turn, and of which sessions: nobody asks twice what only counts once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from catalog.models import Film, Visibility
from infra.bench.playback import counting, rows
from infra.bench.playback.asking import Answers, ask_all, request

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from infra.bench.playback.rows import Showing, Ticketed

SESSIONS = 400  # that have begun, each good for a few keys
STARTS = 200  # new ones in a turn
PLAYLISTS = 150
BATCHES = 300
CONNECTIONS, ALONE = 4, 60
KEYS_AT_ONCE = 6
GZIP = {"Accept-Encoding": "gzip"}
JSON = {"Content-Type": "application/json"}
CMCD = {"Content-Type": "application/cmcd"}
EVENTS = b"".join(
    b'bl=(24000),br=(1100),e=t,mtp=(5200),pt=%d,sf=h,sid="bench",sn=%d,sta=p,ts=%d,v=2\n'
    % (30_000 * number, number, 1_790_000_000_000 + 30_000 * number)
    for number in range(10)
)
Taken = tuple[str, float, list[float]]


class Scene:
    """Sessions that play, and films that are withdrawn while they do."""

    def __init__(self, ports: dict[str, int], *, turns: int) -> None:
        self.refused = 0
        self._ports = ports
        edition, programme = rows.make_edition()
        self._showing = rows.make_showing(edition, programme)
        picture = self._showing.publication.tracks.get(label=rows.PICTURE)
        self._picture = picture.public_id
        periods = -(-rows.SEGMENTS // rows.PER_PERIOD)
        self._free_keys = min(KEYS_AT_ONCE, periods)
        if turns + 1 > self._free_keys:
            raise SystemExit(f"at most {self._free_keys - 1} turns: a session has so many keys")
        self._begun = self._begin(self._showing, SESSIONS)
        self._waiting = iter(rows.make_viewers(self._showing.offer, (turns + 1) * (STARTS + ALONE)))
        withdrawn = [rows.make_showing(edition, programme, segments=10) for _ in range(turns + 1)]
        self._withdrawn = [(one, self._begin(one, 1)[0]) for one in withdrawn]
        self._quick = self._begin(self._showing, ALONE * 2)
        self._counted = self._begin(self._showing, 1)[0]

    def turn(self, number: int) -> Iterator[Taken]:
        """Name, requests a second, and seconds of those that were asked one after another."""
        film = self._showing.film.slug
        yield self._taken("empty view", [_get("/bench/empty/")] * 1500)
        if "static" in self._ports:
            yield self._taken("nginx, a static file", [_get("/file")] * 1500, port="static")
        yield self._taken("one query", [_get(f"/bench/one-query/{film}/")] * 1500)
        keys = [_get(self._key(one, number)) for one in self._begun]
        yield self._mixed(
            "key", keys, [_get(self._key(one, number)) for one in self._quick], number
        )
        beats = [request("POST", path(one["heartbeat_url"]), JSON, b"{}") for one in self._begun]
        yield self._taken("heartbeat", beats * 2)
        yield self._starts()
        masters = [_get(path(one["manifest_url"]), GZIP) for one in self._begun]
        yield self._taken("multivariant playlist", masters)
        for name, port in (("presigned", "s3"), ("edge token", "edge")):
            lists = [_get(self._playlist(one), GZIP) for one in self._begun[:PLAYLISTS]]
            yield self._taken(f"media playlist, {name}", lists, port=port)
        if self._begun[0].get("cmcd_url"):
            batch = [request("POST", path(one["cmcd_url"]), CMCD, EVENTS) for one in self._begun]
            yield self._taken("CMCD batch", batch[:BATCHES])

    def statements(self) -> dict[str, int]:
        """Statements of each kind of request, asked in this process."""
        one, count = self._counted, counting.statements
        count("GET", self._key(one, 0), {}, status=200)
        found = {
            "one query": count(
                "GET", f"/bench/one-query/{self._showing.film.slug}/", {}, status=200
            ),
            "key": count("GET", self._key(one, 1), {}, status=200),
            "heartbeat": count("POST", path(one["heartbeat_url"]), JSON, b"{}", status=200),
            "multivariant playlist": count("GET", path(one["manifest_url"]), GZIP, status=200),
        }
        count("GET", self._playlist(one), GZIP, status=200)
        found["media playlist, presigned"] = count("GET", self._playlist(one), GZIP, status=200)
        if one.get("cmcd_url"):
            address = path(one["cmcd_url"])
            found["CMCD batch"] = count("POST", address, CMCD, EVENTS, status=200)
        viewer = rows.make_viewers(self._showing.offer, 1)[0]
        headers = {**JSON, "X-Session-Token": viewer.token}
        found["session start"] = count("POST", self._play(), headers, b"{}", status=201)
        return found

    def _taken(self, name: str, asked: Sequence[bytes], *, port: str = "s3") -> Taken:
        many = self._ask(asked, connections=CONNECTIONS, port=port)
        alone = self._ask(asked[:ALONE], connections=1, port=port)
        return name, many.per_second, alone.seconds

    def _mixed(self, name: str, many: list[bytes], alone: list[bytes], number: int) -> Taken:
        """In the middle of the load a film is hidden; the very next key of it must be refused."""
        half = len(many) // 2
        first = self._ask(many[:half], connections=CONNECTIONS)
        showing, session = self._withdrawn[number]
        self._ask([_get(self._key(session, 0, showing))], connections=1)
        Film.objects.filter(pk=showing.film.pk).update(visibility=Visibility.HIDDEN)
        after = ask_all(
            self._ports["s3"],
            [_get(self._key(session, 1, showing)), *many[half:]],
            connections=CONNECTIONS,
        )
        if after.statuses != {403: 1, 200: len(many) - half}:
            raise RuntimeError(f"a withdrawn film was not refused: {after.statuses}")
        self.refused += 1
        rate = (len(first.seconds) + len(after.seconds)) / (first.wall + after.wall)
        return name, rate, self._ask(alone, connections=1).seconds

    def _starts(self) -> Taken:
        viewers = [next(self._waiting) for _ in range(STARTS + ALONE)]
        many = self._ask(self._pressing(viewers[:STARTS]), connections=CONNECTIONS, status=201)
        alone = self._ask(self._pressing(viewers[STARTS:]), connections=1, status=201)
        return "session start", many.per_second, alone.seconds

    def _begin(self, showing: Showing, count: int) -> list[dict[str, Any]]:
        viewers = rows.make_viewers(showing.offer, count)
        pressed = self._pressing(viewers, showing)
        answers = self._ask(pressed, connections=CONNECTIONS, status=201, keep_bodies=True)
        return [json.loads(body) for body in answers.bodies]

    def _pressing(self, viewers: Sequence[Ticketed], showing: Showing | None = None) -> list[bytes]:
        return [
            request("POST", self._play(showing), {**JSON, "X-Session-Token": one.token}, b"{}")
            for one in viewers
        ]

    def _ask(
        self,
        asked: Sequence[bytes],
        *,
        connections: int,
        port: str = "s3",
        status: int | None = None,
        keep_bodies: bool = False,
    ) -> Answers:
        """Everything must be answered well, or nothing is measured."""
        answers = ask_all(
            self._ports[port], asked, connections=connections, keep_bodies=keep_bodies
        )
        good = {status} if status else {200, 204}
        if set(answers.statuses) - good:
            raise RuntimeError(f"{asked[0][:120]!r}: {answers.statuses}")
        return answers

    def _play(self, showing: Showing | None = None) -> str:
        screening = (showing or self._showing).screening
        return f"/api/v1/screenings/{screening.public_id}/playback/"

    def _key(self, session: dict[str, Any], period: int, showing: Showing | None = None) -> str:
        secret = (showing or self._showing).secret_id
        return f"{_prefix(session)}/key/{secret}/{period}"

    def _playlist(self, session: dict[str, Any]) -> str:
        return f"{_prefix(session)}/{self._picture}.m3u8"


def path(url: str) -> str:
    """An address without its host."""
    return urlsplit(url).path


def _prefix(session: dict[str, Any]) -> str:
    return path(session["end_url"]).removesuffix("/end")


def _get(address: str, headers: dict[str, str] | None = None) -> bytes:
    return request("GET", address, headers or {})
