"""From an uploaded film to a watched film, over the real processes of the whole platform."""

import re
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import imageio_ffmpeg
import pytest

from infra.local import edge
from infra.local import viewer as visit
from infra.local.demo import send
from infra.local.hls import get, read_media, read_multivariant
from infra.local.people import Filmmaker, Person, expect
from infra.local.viewer import Viewer
from tests.acceptance import inside
from tests.acceptance.delivered import WAYS, delivered
from tests.cinema import Cinema
from transcoding.validation.report import Verdict, validate
from transcoding.validation.rules import Level

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


def publish(cinema: Cinema) -> str:
    """Play what was made last; the publication's id."""
    admin = Person(cinema.base_url)
    with closing(admin.http):
        admin.log_in(cinema.accounts["admin"], cinema.viewer_password)
        published = admin.post(f"/api/v1/versions/{cinema.version_id}/publish/")
    publication: str = published["publication"]
    return publication


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


def test_what_a_viewer_is_given_breaks_no_rule(cinema: Cinema, viewer: Viewer) -> None:
    """Over HTTP, from the real server and the real store: rules of delivery too."""
    session = visit.begin(viewer, programme(cinema))
    report = validate(session["manifest_url"])
    assert [f"{j.rule.item}: {j.measured}" for level in Level for j in report.failed(level)] == []
    of_delivery = {"8.18", "10.1", "11.1", "12.4", "§6.2.3"}
    applied = {j.rule.item for j in report.judged if j.verdict is Verdict.OK}
    assert of_delivery <= applied
    visit.leave(viewer, session)


@pytest.mark.parametrize("way", WAYS)
def test_nor_does_what_comes_by_another_way(cinema: Cinema, tmp_path: Path, way: str) -> None:
    """The same rules, and no object without its token."""
    if way == "edge" and not edge.installed():
        pytest.skip("apt-get install nginx libnginx-mod-http-js")
    with delivered(cinema, tmp_path, way=way) as url:
        person = Person(url)
        with closing(person.http):
            person.log_in(cinema.viewer_email, cinema.viewer_password)
            path = f"/api/v1/screenings/{cinema.screening_id}/playback/"
            session = person.post(path, status=201)
            report = validate(session["manifest_url"])
            listed = read_multivariant(get(session["manifest_url"], http=person.http).decode(),
                                       base=url)  # fmt: skip
            media = read_media(get(listed.variants[0].url, http=person.http).decode(), base=url)
            segment = media.segments[0].url
            shut = segment.replace("/reel/", "/reel/0") if way == "edge" else segment[:-20]
            refused = httpx.get(shut).status_code
            person.http.post(session["end_url"])
    assert [f"{j.rule.item}: {j.measured}" for level in Level for j in report.failed(level)] == []
    applied = {j.rule.item for j in report.judged if j.verdict is Verdict.OK}
    assert {"8.18", "10.1", "11.1", "12.4", "§6.2.3"} <= applied
    assert refused in {403, 404}


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
        inside.query(
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
        cut_off = inside.kill_while_encoding(cinema)
        inside.start_another(cinema)
        filmmaker.follow(master, on_progress=lambda _: None, seconds=120)
        attempts = {
            s["id"]: s["attempt"] for s in inside.steps(cinema, master) if s["kind"] == "video"
        }
        assert cut_off
        assert all(attempts.pop(step) > 1 for step in cut_off)
        assert set(attempts.values()) <= {1}
        inside.wait_for_sweep(cinema, master)
        assert inside.stored_objects(cinema, master) == inside.listed_objects(cinema, master)
        assert inside.publications(cinema, master) == [publish(cinema)]
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
            visit.be_told(newcomer, cinema.mails, at=print)
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
        written = inside.logs(cinema)
        assert "Started worker" in written["web"]
        for process, text in written.items():
            for secret in (token, log_in, from_afar.email, from_afar.password, CLIENT):
                assert secret not in text, f"{secret} in {process}.log"
        assert CLIENT not in inside.everything_stored(cinema)

    def test_hold_no_line_for_a_request(self, cinema: Cinema, from_afar: Viewer) -> None:
        self.watch(from_afar, cinema)
        for process, text in inside.logs(cinema).items():
            assert REQUEST.findall(text) == [], f"{process}.log"

    def test_name_neither_the_file_nor_the_filmmaker(
        self, cinema: Cinema, short_film: Path
    ) -> None:
        for process, text in inside.logs(cinema).items():
            for name in (short_film.name, *cinema.accounts.values()):
                assert name not in text, f"{name} in {process}.log"
