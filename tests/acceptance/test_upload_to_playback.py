"""From an uploaded film to a watched film, over the real processes of the whole platform."""

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, LiteralString

import boto3
import httpx
import imageio_ffmpeg
import psycopg
import pytest
from psycopg import sql
from psycopg.rows import dict_row

from infra.local import viewer as visit
from infra.local.demo import send
from infra.local.hls import get, read_media, read_multivariant
from infra.local.people import Filmmaker, Person, expect
from infra.local.platform import ROOT
from infra.local.processes import wait_until
from infra.local.viewer import Viewer
from tests.cinema import Cinema

pytestmark = pytest.mark.xdist_group("cinema")
# What fourteen seconds make of segments of six and key periods of two.
SEGMENTS, PERIODS = 3, 2
# An address on loopback that no service of ours has, so that it can be looked for.
CLIENT = "127.66.0.66"
# An access log's line, as web servers and stores write it.
REQUEST = re.compile(r"\b(?:GET|POST|PUT|HEAD|DELETE) /\S*|127\.0\.0\.1[^\n]* HTTP/1\.")


def programme(cinema: Cinema) -> dict[str, Any]:
    return {"screenings": cinema.screenings, "offers": cinema.offers}


@pytest.fixture
def viewer(cinema: Cinema) -> Iterator[Viewer]:
    """A viewer with an account of her own and a ticket, after every refusal on the way to it."""
    newcomer = Viewer(cinema.base_url)
    with closing(newcomer.http):
        visit.meet_refusals(newcomer, programme(cinema), cinema.mails, at=print)
        yield newcomer


@pytest.fixture
def filmmaker(cinema: Cinema) -> Iterator[Filmmaker]:
    person = Filmmaker(cinema.base_url)
    with closing(person.http):
        person.log_in(cinema.accounts["filmmaker"], cinema.viewer_password)
        yield person


def decode(viewer: Viewer, session: dict[str, Any], cinema: Cinema, directory: Path) -> None:
    """Every rung, sound and subtitle, whole, against the numbers of the master."""
    visit.decode_everything(
        viewer,
        session,
        directory,
        frames=cinema.film_frames,
        seconds=cinema.film_seconds,
        at=print,
        least_periods=PERIODS,
        least_segments=SEGMENTS,
    )


def played(session: dict[str, Any], stream: str, *options: str) -> list[list[str]]:
    """What FFmpeg decodes of the manifest: stream, DTS, PTS, duration, size, checksum."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-xerror"]
    command += ["-i", session["manifest_url"], "-map", f"0:{stream}", *options]
    command += ["-f", "framecrc", "-"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [line.split(",") for line in done.stdout.splitlines() if not line.startswith("#")]


def pictures(session: dict[str, Any]) -> list[str]:
    """A checksum for each decoded frame."""
    return [row[5] for row in played(session, "v:0", "-fps_mode", "passthrough")]


def test_a_viewer_meets_every_refusal_and_then_sees_the_film(
    cinema: Cinema, viewer: Viewer, tmp_path: Path
) -> None:
    session = visit.begin(viewer, programme(cinema))
    visit.meet_closed_doors(viewer, session, cinema.master_url, at=print)
    decode(viewer, session, cinema, tmp_path)
    visit.leave(viewer, session)


class TestFFmpeg:
    """A client that knows nothing of us: it is given an address and no more."""

    def test_plays_every_frame_of_the_picture(self, cinema: Cinema, viewer: Viewer) -> None:
        session = visit.begin(viewer, programme(cinema))
        assert len(played(session, "v:0", "-fps_mode", "passthrough")) == cinema.film_frames

    def test_plays_the_sound_to_its_end(self, cinema: Cinema, viewer: Viewer) -> None:
        session = visit.begin(viewer, programme(cinema))
        samples = sum(int(row[3]) for row in played(session, "a:0"))
        assert abs(samples / 48_000 - cinema.film_seconds) < 2 * visit.AUDIO_FRAME_SECONDS


def test_a_session_cannot_be_played_on_once_its_ticket_is_revoked(
    cinema: Cinema, viewer: Viewer
) -> None:
    session = visit.begin(viewer, programme(cinema))
    with httpx.Client() as http:
        manifest = read_multivariant(http.get(session["manifest_url"]).text, base=cinema.base_url)
        playlist = read_media(http.get(manifest.variants[0].url).text, base=cinema.base_url)
        first, second = playlist.key_urls
        assert len(get(first, http=http)) == 16
        query(
            cinema,
            "UPDATE catalog_ticket SET revoked_at = now() WHERE holder_id = "
            "(SELECT id FROM accounts_user WHERE email = %s)",
            viewer.email,
        )
        refused = expect(http.get(second), 403)
        assert [reason["code"] for reason in refused["reasons"]] == ["ticket_revoked"]
        expect(http.get(second), 410)
        expect(http.get(session["manifest_url"]), 410)


class TestWorkerKilled:
    """SIGKILL to the encoding worker, its pool and its FFmpegs, in the middle of a film."""

    def test_the_film_is_whole_and_there_once(
        self,
        cinema: Cinema,
        filmmaker: Filmmaker,
        viewer: Viewer,
        short_film: Path,
        tmp_path: Path,
    ) -> None:
        undisturbed = pictures(visit.begin(viewer, programme(cinema)))
        master = send(filmmaker, cinema.version_id, short_film, on_bytes=lambda _: None)
        cut_off = kill_while_encoding(cinema)
        start_another(cinema)
        filmmaker.follow(master, on_progress=lambda _: None, seconds=120)
        attempts = {s["id"]: s["attempt"] for s in steps(cinema, master) if s["kind"] == "video"}
        assert cut_off
        assert all(attempts.pop(step) > 1 for step in cut_off)
        assert set(attempts.values()) <= {1}
        wait_for_sweep(cinema, master)
        assert stored_objects(cinema, master) == listed_objects(cinema, master)
        assert publications(cinema, master) == [publish(cinema)]
        session = visit.begin(viewer, programme(cinema))
        decode(viewer, session, cinema, tmp_path)
        assert pictures(session) == undisturbed


class TestLogs:
    """What the processes wrote down, after a viewer has come, watched and left."""

    @pytest.fixture
    def from_afar(self, cinema: Cinema) -> Iterator[Viewer]:
        """A newcomer who comes from an address that can be looked for."""
        newcomer = Viewer(cinema.base_url)
        newcomer.http.close()
        newcomer.http = httpx.Client(
            base_url=cinema.base_url, transport=httpx.HTTPTransport(local_address=CLIENT)
        )
        with closing(newcomer.http):
            visit.meet_refusals(newcomer, programme(cinema), cinema.mails, at=print)
            yield newcomer

    def watch(self, viewer: Viewer, cinema: Cinema) -> str:
        """Play, knock at every door that is shut too, and leave; the session's token."""
        session = visit.begin(viewer, programme(cinema))
        token: str = session["manifest_url"].split("/")[-2]
        http = viewer.http
        manifest = read_multivariant(http.get(session["manifest_url"]).text, base=cinema.base_url)
        playlist = read_media(http.get(manifest.variants[0].url).text, base=cinema.base_url)
        for url in (*playlist.key_urls, playlist.init_url, playlist.segments[0].url):
            assert http.get(url).status_code == 200
        for shut in ("nothing.m3u8", "key/0/0", "key/x", "no/such/place"):
            assert http.get(f"/play/{token}/{shut}").status_code == 404
        assert http.get(f"{playlist.segments[0].url}0").status_code == 403
        visit.leave(viewer, session)
        return token

    def test_tell_nothing_of_the_viewer(self, cinema: Cinema, from_afar: Viewer) -> None:
        token = self.watch(from_afar, cinema)
        log_in = from_afar.http.headers["X-Session-Token"]
        written = logs(cinema)
        assert "Started worker" in written["web"]
        for process, text in written.items():
            for secret in (token, log_in, from_afar.email, from_afar.password, CLIENT):
                assert secret not in text, f"{secret} in {process}.log"
        assert CLIENT not in everything_stored(cinema)

    def test_hold_no_line_for_a_request(self, cinema: Cinema, from_afar: Viewer) -> None:
        self.watch(from_afar, cinema)
        for process, text in logs(cinema).items():
            assert REQUEST.findall(text) == [], f"{process}.log"

    def test_name_neither_the_file_nor_the_filmmaker(
        self, cinema: Cinema, short_film: Path
    ) -> None:
        for process, text in logs(cinema).items():
            for name in (short_film.name, *cinema.accounts.values()):
                assert name not in text, f"{name} in {process}.log"


def query(cinema: Cinema, text: LiteralString, *values: object) -> list[dict[str, Any]]:
    """Ask the platform's own database, from beside it."""
    url = cinema.platform.environment["VOD_DATABASE_URL"]
    with psycopg.connect(url, autocommit=True, row_factory=dict_row) as connection:
        answer = connection.execute(text, values)
        return answer.fetchall() if answer.description else []


def steps(cinema: Cinema, master: str) -> list[dict[str, Any]]:
    return query(
        cinema,
        "SELECT s.id, s.kind, s.state, s.attempt, j.prefix FROM transcoding_jobstep s"
        " JOIN transcoding_job j ON j.id = s.job_id"
        " JOIN transcoding_master m ON m.id = j.master_id WHERE m.public_id = %s",
        master,
    )


def kill_while_encoding(cinema: Cinema) -> list[int]:
    """Wait for chunks to be encoded and kill the worker with all its processes; whom it cut off."""

    def running() -> list[int]:
        known = "SELECT id FROM transcoding_jobstep WHERE kind = 'video' AND state = 'running'"
        return [step["id"] for step in query(cinema, known)]

    worker = encoding_worker(cinema).process.pid
    wait_until(
        lambda: bool(running()), seconds=60, what="a chunk being encoded", alive=lambda: None
    )
    os.killpg(worker, signal.SIGKILL)
    os.waitid(os.P_PID, worker, os.WEXITED | os.WNOWAIT)  # it is left for the supervisor to bury
    return running()


def encoding_worker(cinema: Cinema) -> Any:
    children = [c for c in cinema.supervisor._children if c.name.startswith("worker-encode")]
    return children[-1]


def start_another(cinema: Cinema) -> None:
    killed = encoding_worker(cinema)
    cinema.supervisor.start(
        f"{killed.name}-again",
        killed.process.args,
        environment=cinema.platform.environment,
        cwd=ROOT,
        stop_signal=killed.stop_signal,
    )


def publications(cinema: Cinema, master: str) -> list[str]:
    made = query(
        cinema,
        "SELECT p.public_id AS id FROM transcoding_publication p"
        " JOIN transcoding_master m ON m.id = p.master_id WHERE m.public_id = %s",
        master,
    )
    return [publication["id"] for publication in made]


def wait_for_sweep(cinema: Cinema, master: str) -> None:
    def swept() -> bool:
        return any(s["kind"] == "sweep" and s["state"] == "done" for s in steps(cinema, master))

    wait_until(swept, seconds=60, what="the sweep", alive=lambda: None)


def listed_objects(cinema: Cinema, master: str) -> list[str]:
    """What the master's tracks are made of."""
    listed = query(
        cinema,
        "SELECT s.object_name AS name FROM transcoding_segment s"
        " JOIN transcoding_track t ON t.id = s.track_id"
        " JOIN transcoding_master m ON m.id = t.master_id WHERE m.public_id = %s"
        " UNION ALL SELECT t.init_object FROM transcoding_track t"
        " JOIN transcoding_master m ON m.id = t.master_id"
        " WHERE m.public_id = %s AND t.init_object <> ''",
        master,
        master,
    )
    return sorted(row["name"] for row in listed)


def stored_objects(cinema: Cinema, master: str) -> list[str]:
    """What lies in the store of the master's jobs, whoever put it there."""
    environment = cinema.platform.environment
    store = boto3.client(
        "s3",
        endpoint_url=environment["VOD_S3_ENDPOINT"],
        region_name=environment["VOD_S3_REGION"],
        aws_access_key_id=environment["VOD_S3_ACCESS_KEY"],
        aws_secret_access_key=environment["VOD_S3_SECRET_KEY"],
    )
    with closing(store):
        pages = store.get_paginator("list_objects_v2")
        return sorted(
            item["Key"]
            for prefix in {step["prefix"] for step in steps(cinema, master)}
            for page in pages.paginate(Bucket="renditions", Prefix=f"{prefix}/")
            for item in page.get("Contents", [])
        )


def publish(cinema: Cinema) -> str:
    """Play what was made last; the publication's id."""
    admin = Person(cinema.base_url)
    with closing(admin.http):
        admin.log_in(cinema.accounts["admin"], cinema.viewer_password)
        published = admin.post(f"/api/v1/versions/{cinema.version_id}/publish/")
    publication: str = published["publication"]
    return publication


def logs(cinema: Cinema) -> dict[str, str]:
    """What each process has written, by its name."""
    directory = cinema.supervisor.log_directory
    return {path.stem: path.read_text(errors="replace") for path in directory.glob("*.log")}


def everything_stored(cinema: Cinema) -> str:
    """Every row of every table of the platform."""
    tables = query(cinema, "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'")
    url = cinema.platform.environment["VOD_DATABASE_URL"]
    rows: list[str] = []
    with psycopg.connect(url) as connection:
        for table in tables:
            every = sql.SQL("SELECT t::text FROM {} t").format(sql.Identifier(table["name"]))
            rows += (row for (row,) in connection.execute(every))
    return "\n".join(rows)
