"""`manage.py ingest` as a technician runs it: a process of its own, before a running platform."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from infra.local.demo import seed
from infra.local.hls import count_frames
from infra.local.platform import ROOT, start_platform
from infra.local.processes import Supervisor
from tests.acceptance import inside
from tests.acceptance.gate import Gate, gate
from tests.cinema import IMPATIENT, House
from tests.transcoding.films import drawn, ffmpeg, make_film, tone
from transcoding.validation.report import validate

FRAMES, SECONDS = 312, 13  # three segments, two key periods
NAME = "a-telling-name"
PART_BYTES = 5 * 1024 * 1024
COPY = ("-allowed_extensions", "ALL", "-protocol_whitelist", "file,crypto")


@dataclass(frozen=True)
class Run:
    """How the command ended, and what it printed."""

    code: int
    told: str
    json: dict[str, Any]


@dataclass(frozen=True)
class Open(House):
    """A platform without films, with a gate before its store."""

    gate: Gate

    def start(self, *arguments: object) -> subprocess.Popen[str]:
        # A run of tests in the background ignores Ctrl-C, and would hand that down.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        return subprocess.Popen(
            [sys.executable, "manage.py", "ingest", *map(str, arguments)],
            env={**os.environ, **self.platform.environment},
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def ingest(self, *arguments: object) -> Run:
        return ended(self.start(*arguments))


def ended(process: subprocess.Popen[str]) -> Run:
    printed, told = process.communicate(timeout=300)
    assert "Traceback" not in told, told
    return Run(process.returncode, told, json.loads(printed))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    directory = tmp_path_factory.mktemp("house")
    with gate() as opened, Supervisor(directory / "log") as supervisor:
        settings = {"VOD_S3_PUBLIC_ENDPOINT": opened.url, "VOD_UPLOAD_PART_BYTES": str(PART_BYTES)}
        platform = start_platform(
            supervisor, directory, durable=False, port=None, settings=IMPATIENT | settings
        )
        opened.store = platform.environment["VOD_S3_ENDPOINT"]
        seed(platform, password="of-nobody-here")
        yield Open(platform, supervisor, opened)


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("films")


@pytest.fixture(scope="module")
def film(films: Path) -> Path:
    return make_film(films / f"{NAME}.mov", frames=FRAMES, sound=SECONDS)


@pytest.fixture(scope="module")
def handed_in(house: Open, film: Path, films: Path) -> Run:
    """A good film the whole way, with a subtitle and a clear copy."""
    subtitle = films / f"{NAME}.srt"
    subtitle.write_text("1\n00:00:01,000 --> 00:00:09,000\n一条河\n", encoding="gb18030")
    return house.ingest(
        *(film, "--title", "River", "--title", "zh-Hans=河", "--subtitle", f"zh-Hans={subtitle}"),
        *("--wait", "--publish", "--export", films / "copy"),
    )


def assert_plays(playlist: Path, directory: Path) -> None:
    """To its last frame, for a player that has nothing but the directory."""
    copy = directory / "played.mkv"
    ffmpeg(*COPY, "-i", playlist, "-map", "0:v:0", "-map", "0:a:0", "-c", "copy", copy)
    assert count_frames(copy, stream="v:0")[0] == FRAMES
    assert count_frames(copy, stream="a:0")[1] == pytest.approx(SECONDS, abs=0.05)


class TestAGoodFilm:
    def test_is_ready_and_published(self, house: Open, handed_in: Run) -> None:
        assert handed_in.code == 0, handed_in.told
        said = handed_in.json
        assert (said["state"], said["published"], said["revision"]) == ("ready", True, 1)
        (row,) = inside.query(
            house,
            "SELECT f.public_id AS film, f.visibility, m.public_id AS master,"
            " p.public_id AS publication FROM catalog_filmversion v"
            " JOIN catalog_film f ON f.id = v.film_id"
            " JOIN transcoding_master m ON m.id = v.master_id"
            " JOIN transcoding_publication p ON p.id = v.publication_id WHERE v.public_id = %s",
            said["version"],
        )
        assert row.pop("visibility") == "hidden"
        assert row == {name: said[name] for name in ("film", "master", "publication")}

    def test_is_told_of_while_it_goes(self, handed_in: Run) -> None:
        assert "upload 100 %" in handed_in.told
        assert "transcode 100 %  ready" in handed_in.told
        assert "Ready and published." in handed_in.told

    def test_has_the_findings_of_its_report_in_both_languages(self, handed_in: Run) -> None:
        findings = handed_in.json["findings"]
        assert "small" in {finding["code"] for finding in findings}
        assert all(finding["title"].keys() == {"en", "zh-Hans"} for finding in findings)

    def test_its_copy_plays_to_the_last_frame(self, handed_in: Run, tmp_path: Path) -> None:
        assert_plays(Path(handed_in.json["playlist"]), tmp_path)

    def test_its_copy_is_clear_and_breaks_no_rule(self, handed_in: Run) -> None:
        playlist = Path(handed_in.json["playlist"])
        assert not list(playlist.parent.glob("*.key"))
        assert validate(str(playlist)).failed() == []
        assert 'LANGUAGE="zh-Hans"' in playlist.read_text()
        assert "一条河" in next(playlist.parent.glob("subtitles-*/00000.vtt")).read_text()

    def test_run_again_nothing_is_sent_and_an_encrypted_copy_plays_as_well(
        self, house: Open, handed_in: Run, film: Path, tmp_path: Path
    ) -> None:
        before = list(house.gate.parts)
        again = house.ingest(
            *(film, "--title", "River", "--title", "zh-Hans=河", "--wait"),
            *("--export", tmp_path / "copy", "--encrypted"),
        )
        assert again.code == 0, again.told
        assert house.gate.parts == before
        assert again.json | {"playlist": None} == handed_in.json | {"playlist": None}
        assert list((tmp_path / "copy").glob("*.key"))
        assert_plays(Path(again.json["playlist"]), tmp_path)

    def test_leaves_nothing_of_its_name_and_no_log_in(self, house: Open, handed_in: Run) -> None:
        assert handed_in.code == 0
        assert NAME not in inside.everything_stored(house)
        assert not [name for name, text in inside.logs(house).items() if NAME in text]
        assert inside.query(house, "SELECT * FROM accounts_loginsession") == []


def test_a_text_by_the_name_of_a_film_is_bad_input(house: Open, tmp_path: Path) -> None:
    letter = tmp_path / "film.mov"
    letter.write_text("Dear festival, this is the film.")
    run = house.ingest(letter, "--title", "Letter", "--wait", "--export", tmp_path / "copy")
    assert run.code == 3
    assert (run.json["state"], run.json["problem"]) == ("failed", "not_a_film")
    assert "不是我们能读取的影片" in run.told
    assert not (tmp_path / "copy").exists()


def test_what_the_quality_report_holds_back_is_refused(house: Open, tmp_path: Path) -> None:
    film = tmp_path / "film.mov"
    ffmpeg(*drawn(frames=96), "-f", "lavfi", "-i", "anullsrc", "-t", "4", film)
    run = house.ingest(film, "--title", "Silence", "--wait", "--export", tmp_path / "copy")
    assert run.code == 2
    assert run.json["state"] == "blocked"
    assert run.json["publication"] is None
    grave = [finding["code"] for finding in run.json["findings"] if finding["level"] == "blocks"]
    assert grave == ["silent_track"]
    assert "- Blocks publishing: A sound track is silent." in run.told
    assert not (tmp_path / "copy").exists()


def test_without_a_server_it_fails(house: Open, film: Path) -> None:
    run = house.ingest(film, "--title", "Nowhere", "--server", "http://127.0.0.1:9", "--wait")
    assert run.code == 4
    assert "No server answers" in run.json["error"]


def test_wrong_usage_is_bad_input(house: Open) -> None:
    process = house.start("--wait")
    assert process.communicate(timeout=300)[0] == ""
    assert process.returncode == 3


def test_after_ctrl_c_only_what_is_missing_is_sent(house: Open, tmp_path: Path) -> None:
    film = tmp_path / "film.mkv"
    ffmpeg(*drawn(size="320x180", frames=150), *tone(6), "-c:v", "rawvideo", film)
    house.gate.parts.clear()
    house.gate.waits.clear()
    house.gate.shut_at = 2
    process = house.start(film, "--title", "Long river")
    assert house.gate.waits.wait(300), process.communicate()
    process.send_signal(signal.SIGINT)
    stopped = ended(process)
    assert stopped.code == 130
    assert (stopped.json["state"], house.gate.parts) == ("uploading", [1])
    assert "Run the same command again to go on where it was." in stopped.told
    house.gate.shut_at = 0
    run = house.ingest(film, "--title", "Long river")
    assert run.code == 0, run.told
    assert house.gate.parts == [1, 2, 3]
    assert run.json["master"] == stopped.json["master"]
    assert run.json["state"] == "processing"
