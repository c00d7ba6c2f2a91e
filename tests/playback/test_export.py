"""A copy of a publication: what anybody can play, and nobody else may read."""

import stat
from pathlib import Path
from typing import Any

import pytest

from infra.local.hls import count_frames
from tests.transcoding.films import ffmpeg, make_film
from tests.transcoding.visitors import hand_in
from tests.transcoding.workshop import assert_ready, drain
from transcoding import storage
from transcoding.models import Publication, Segment
from transcoding.validation.report import validate
from vod.playback.export import ExportRefused, export

pytestmark = pytest.mark.django_db(transaction=True)
FRAMES = 312  # 13 s: three segments, two key periods


@pytest.fixture
def publication(tmp_path: Path, settings: Any) -> Publication:
    master = hand_in(make_film(tmp_path / "film.mov", frames=FRAMES, sound=13))
    drain()
    return assert_ready(master)


@pytest.mark.parametrize("clear", [True, False])
def test_a_copy_plays_to_the_last_frame(
    publication: Publication, tmp_path: Path, *, clear: bool
) -> None:
    playlist = export(publication, tmp_path / "copy", clear=clear)
    film = tmp_path / "film.mkv"
    allowed = ("-allowed_extensions", "ALL", "-protocol_whitelist", "file,crypto")
    ffmpeg(*allowed, "-i", playlist, "-map", "0:v:0", "-map", "0:a:0", "-c", "copy", film)
    assert count_frames(film, stream="v:0")[0] == FRAMES
    assert count_frames(film, stream="a:0")[1] == pytest.approx(13, abs=0.05)


def test_an_encrypted_copy_has_its_keys_beside_it(publication: Publication, tmp_path: Path) -> None:
    copy = export(publication, tmp_path / "copy", clear=False).parent
    assert len(list(copy.glob("*.key"))) == 3  # two periods, and one of the I-frames
    first = Segment.objects.filter(track__kind="video", position=0).get()
    assert (copy / "h264-90" / "00000.m4s").read_bytes() == storage.get_rendition(first.object_name)


def test_a_clear_one_has_none(publication: Publication, tmp_path: Path) -> None:
    copy = export(publication, tmp_path / "copy", clear=True).parent
    assert not list(copy.glob("*.key"))
    assert not [path for path in copy.glob("*.m3u8") if "EXT-X-KEY" in path.read_text()]
    assert validate(str(copy / "main.m3u8")).failed() == []


def test_the_storyboard_is_in_it(publication: Publication, tmp_path: Path) -> None:
    copy = export(publication, tmp_path / "copy", clear=True).parent
    assert "storyboard/00000.jpg#xywh=0,0,160,90" in (copy / "storyboard.vtt").read_text()
    assert (copy / "storyboard" / "00000.jpg").read_bytes()[:2] == b"\xff\xd8"


def test_only_its_owner_may_read_it(publication: Publication, tmp_path: Path) -> None:
    copy = export(publication, tmp_path / "copy", clear=True).parent
    for path in [copy, *copy.rglob("*")]:
        assert not stat.S_IMODE(path.stat().st_mode) & 0o077


def test_what_is_there_stays(publication: Publication, tmp_path: Path) -> None:
    there = tmp_path / "copy"
    there.mkdir()
    (there / "mine").write_text("mine")
    with pytest.raises(ExportRefused, match="not empty"):
        export(publication, there, clear=True)
    assert [path.name for path in there.iterdir()] == ["mine"]


def test_half_a_copy_is_none(
    publication: Publication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = [3]

    def fail_later(name: str) -> bytes:
        left[0] -= 1
        if left[0] < 0:
            raise storage.StoreUnavailable("gone")
        return b"x"

    monkeypatch.setattr(storage, "get_rendition", fail_later)
    before = set(tmp_path.iterdir())
    with pytest.raises(storage.StoreUnavailable):
        export(publication, tmp_path / "copy", clear=False)
    assert set(tmp_path.iterdir()) == before
