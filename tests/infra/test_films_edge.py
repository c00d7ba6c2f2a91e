"""The films' edge: Debian's nginx with our configuration, before a real store."""

from __future__ import annotations

import os
import secrets
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

import httpx
import pytest

from infra.local import edge as local
from infra.local.edge import Edge
from infra.local.processes import Supervisor, wait_until
from infra.local.services import Services
from transcoding import storage
from vod.playback.delivery.edge import EdgeToken

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(
    not local.installed(), reason="apt-get install nginx libnginx-mod-http-js"
)
FILM, OTHER = "film-1", "film-2"
OLD = "0" * 40
BYTES = os.urandom(300_000)
MINUTE = timedelta(minutes=1)


class Films(NamedTuple):
    nginx: Edge
    supervisor: Supervisor

    def log(self) -> str:
        return self.supervisor.tail("nginx", lines=10_000)

    def url(
        self,
        name: str,
        *,
        session: str = "S",
        until: datetime | None = None,
        secret: str | None = None,
    ) -> str:
        now = datetime.now(UTC)
        token = EdgeToken(
            self.nginx.url, self.nginx.secret.split(",")[0] if secret is None else secret
        )
        [url] = token.addresses([name], session_id=session, now=now, until=until or now + MINUTE)
        return url


def start(supervisor: Supervisor, directory: object, **changes: str) -> Edge:
    keys = (os.environ[f"VOD_S3_{name}_KEY"] for name in ("ACCESS", "SECRET"))
    services = Services("", "", os.environ["VOD_S3_ENDPOINT"], *keys)
    nginx = Edge.beside(directory, services, bucket=os.environ["VOD_BUCKET_RENDITIONS"])  # type: ignore[arg-type]
    values = {name: getattr(nginx, name) for name in nginx.__dataclass_fields__}
    nginx = Edge(**values | {"secret": f"{nginx.secret},{OLD}"} | changes)
    nginx.start(supervisor)
    wait_until(nginx.ready, seconds=20, what="nginx", alive=supervisor.check)
    return nginx


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Films]:
    directory = tmp_path_factory.mktemp("films")
    with Supervisor(directory / "log") as supervisor:
        yield Films(start(supervisor, directory), supervisor)


@pytest.fixture
def name() -> str:
    """A stored object that nobody has asked for yet."""
    found = f"{FILM}/7/1/{secrets.token_urlsafe(16)}.m4s"
    storage.put_rendition(found, BYTES, content_type="video/mp4")
    return found


def test_a_good_address_gives_the_object_from_the_private_store(films: Films, name: str) -> None:
    answer = httpx.get(films.url(name), headers={"Origin": "https://player.example.org"})
    assert (answer.status_code, answer.content) == (200, BYTES)
    assert answer.headers["Content-Type"] == "video/mp4"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Access-Control-Expose-Headers"] == "Content-Length, Content-Range"
    assert not [header for header in answer.headers if "amz" in header]


def test_a_second_session_takes_it_from_the_cache_though_its_address_differs(
    films: Films, name: str
) -> None:
    first, second = films.url(name, session="A"), films.url(name, session="B")
    assert first != second
    assert [httpx.get(url).headers["X-Cache"] for url in (first, second)] == ["MISS", "HIT"]


@pytest.mark.parametrize("filled", [False, True])
def test_a_range(films: Films, name: str, *, filled: bool) -> None:
    if filled:
        httpx.get(films.url(name))
    answer = httpx.get(films.url(name), headers={"Range": "bytes=10-19"})
    assert (answer.status_code, answer.content) == (206, BYTES[10:20])
    assert answer.headers["Content-Range"] == f"bytes 10-19/{len(BYTES)}"


def test_an_address_that_ran_out_is_gone(films: Films, name: str) -> None:
    httpx.get(films.url(name))  # in the cache, which changes nothing
    answer = httpx.get(films.url(name, until=datetime.now(UTC) - MINUTE))
    assert answer.status_code == 410
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def parts(url: str) -> list[str]:
    return url.split("/")


@pytest.mark.parametrize("place", [4, 5, 6, 7, 8])
def test_every_part_that_is_signed_counts(films: Films, name: str, place: int) -> None:
    """The secret's name, the end, the viewer, the token, the film."""
    whole = parts(films.url(name))
    whole[place] = ("0" if whole[place][0] != "0" else "1") + whole[place][1:]
    answer = httpx.get("/".join(whole))
    assert answer.status_code == 403
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_token_opens_no_other_film(films: Films, name: str) -> None:
    other = f"{OTHER}/7/1/{secrets.token_urlsafe(16)}.m4s"
    storage.put_rendition(other, BYTES, content_type="video/mp4")
    assert httpx.get(films.url(other)).status_code == 200
    assert httpx.get(films.url(name).replace(name, other)).status_code == 403


def test_a_secret_is_changed_without_a_film_stopping(films: Films, name: str) -> None:
    assert httpx.get(films.url(name, secret=OLD)).status_code == 200
    assert httpx.get(films.url(name, secret="f" * 40)).status_code == 403


def test_an_empty_secret_signs_nothing(films: Films, name: str) -> None:
    """Where the address names none of ours, nginx's own is empty: that must open nothing."""
    assert httpx.get(films.url(name, secret="")).status_code == 403
    whole = parts(films.url(name, secret=""))
    for named in ("toString", "00000000"):
        whole[4] = named
        assert httpx.get("/".join(whole)).status_code in {403, 404}


@pytest.mark.parametrize(
    ("method", "status"), [("HEAD", 200), ("OPTIONS", 204), ("POST", 405), ("DELETE", 405)]
)
def test_nothing_but_reading(films: Films, name: str, method: str, status: int) -> None:
    assert httpx.request(method, films.url(name)).status_code == status


@pytest.mark.parametrize(
    "path", ["/", "/renditions/film-1/a.m4s", "/_store", "/reel/x", "/_missing"]
)
def test_there_is_no_other_way_in(films: Films, path: str) -> None:
    assert httpx.get(films.nginx.url + path).status_code == 404


def test_what_is_not_there_is_said_without_the_stores_words(films: Films) -> None:
    answer = httpx.get(films.url(f"{FILM}/7/1/none.m4s"))
    assert answer.status_code == 404
    assert "Bucket" not in answer.text


def test_a_key_that_may_not_read_is_the_edges_fault(tmp_path: object) -> None:
    with Supervisor(tmp_path / "log") as supervisor:  # type: ignore[operator]
        films = Films(start(supervisor, tmp_path, secret_key="wrong" * 8), supervisor)
        answer = httpx.get(films.url(f"{FILM}/7/1/any.m4s"))
    assert answer.status_code == 502
    assert "Signature" not in answer.text


def test_no_line_is_written_for_a_request_not_even_when_the_store_is_down(
    tmp_path: object, name: str
) -> None:
    with Supervisor(tmp_path / "log") as supervisor:  # type: ignore[operator]
        films = Films(start(supervisor, tmp_path, store="http://127.0.0.1:9"), supervisor)
        url = films.url(name)
        assert httpx.get(url).status_code == 502
        assert httpx.get(url + "x").status_code == 502
        assert httpx.get(films.nginx.url + "/reel/nonsense").status_code == 404
        log = films.log()
    assert "start worker process" in log
    assert "reel" not in log
    assert "client" not in log
