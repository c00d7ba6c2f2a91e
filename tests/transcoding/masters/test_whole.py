"""Five masters as they come, from upload to publication: everything at once."""

import json
import subprocess
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.transcoding.films import ffmpeg, tone
from tests.transcoding.masters.making import Row, apart, thumbnails
from tests.transcoding.visitors import hand_in
from tests.transcoding.workshop import assert_ready, clear_tracks, drain
from transcoding.models import Job
from transcoding.runner import binaries
from transcoding.source import Source
from transcoding.validation.report import validate
from vod.playback.export import export

pytestmark = pytest.mark.django_db
SRT = "1\n00:00:00,500 --> 00:00:01,500\n江水\n"
FIELDS = ("-c:v", "mpeg2video", "-q:v", "2", "-pix_fmt", "yuv420p", "-flags", "+ildct+ilme")
HDR = "zscale=transfer=smpte2084:primaries=bt2020:matrix=bt2020nc:npl=203,format=yuv420p10"
X265 = ("-c:v", "libx265", "-preset", "ultrafast", "-crf", "6",
        "-x265-params", "log-level=error:pools=1", "-color_primaries", "bt2020",
        "-color_trc", "smpte2084", "-colorspace", "bt2020nc", "-color_range", "tv")  # fmt: skip


def published(film: Path, folder: Path) -> tuple[Source, dict[str, Any], list[bytes]]:
    """The source, the tracks, and thumbnails of the highest rung; the stream breaks no rule."""
    master = hand_in(film)
    drain()
    publication = assert_ready(master)
    report = validate(str(export(publication, folder / "copy", clear=False)))
    assert [f"{judged.rule.item}: {judged.measured}" for judged in report.failed()] == []
    tracks = clear_tracks(publication)
    plan = Job.objects.get().plan
    picture = tracks[plan["rungs"][-1]["name"]].write(folder / "picture.mp4")
    return Source.from_json(plan["source"]), tracks, thumbnails(picture)


def sounds(tracks: dict[str, Any]) -> list[Any]:
    return [track for track in tracks.values() if track.row.kind == "audio"]


def nearest(frames: list[bytes], reel: list[bytes]) -> int:
    """The largest distance of any frame from the reel's frame of the same place."""
    return max(apart(one, other) for one, other in zip(frames, reel, strict=False))


def test_interlaced_mpeg_2_in_ts_with_late_sound(reel: Path, tmp_path: Path) -> None:
    row = Row(name="", suffix="ts", rate="50", carries="interlace=scan=tff", codec=FIELDS,
              options=("-r", "25", "-c:a", "mp2", "-map", "0:v", "-map", "1:a"),
              inputs=("-itsoffset", "0.3", *tone(1.5)))  # fmt: skip
    source, tracks, frames = published(row.make(reel, tmp_path), tmp_path)
    assert (source.scan, source.frame_rate) == ("tff", Fraction(25))
    assert len(sounds(tracks)) >= 1
    assert nearest(frames, thumbnails(reel)[::2]) <= 14


def test_hdr_in_matroska_with_two_languages_and_subtitles(reel: Path, tmp_path: Path) -> None:
    subtitle = tmp_path / "text.srt"
    subtitle.write_text(SRT)
    languages = ("-metadata:s:a:0", "language=chi", "-metadata:s:a:1", "language=eng",
                 "-metadata:s:s:0", "language=chi")  # fmt: skip
    row = Row(name="", suffix="mkv", carries=HDR, codec=X265,
              inputs=(*tone(2), *tone(3), "-i", str(subtitle)),
              options=("-map", "0:v", "-map", "1:a", "-map", "2:a", "-map", "3:s",
                       "-c:a", "flac", "-c:s", "srt", *languages))  # fmt: skip
    source, tracks, frames = published(row.make(reel, tmp_path), tmp_path)
    assert source.color.transfer == "smpte2084"
    assert [sound.language for sound in source.sounds] == ["zh", "en"]
    assert [text.language for text in source.texts] == ["zh"]
    assert sounds(tracks)[0].row.language == "zh"
    assert len(frames) == 51


def test_turned_film_of_a_telephone_at_a_varying_rate(reel: Path, tmp_path: Path) -> None:
    """Every third frame of the second half is lost, as in the dark."""
    row = Row(name="", suffix="mp4", rate="30", carries="select='lt(n,30)+mod(n,3)'",
              options=("-fps_mode", "vfr", "-map", "0:v", "-map", "1:a", "-c:a", "aac"),
              inputs=tuple(tone(2.1)))  # fmt: skip
    upright = row.make(reel, tmp_path)
    turned = tmp_path / "turned.mp4"
    ffmpeg("-display_rotation", "90", "-i", upright, "-c", "copy", turned)
    source, _, frames = published(turned, tmp_path)
    assert source.rotation in {90, 270}
    assert (source.width, source.height) == (180, 320)
    wanted = thumbnails(reel, shows="transpose=cclock")
    assert len(frames) == pytest.approx(63, abs=2)
    assert nearest(frames[:29], wanted) <= 6
    kept = [frames[at] for at in range(31, 60) if at % 3]
    assert nearest(kept, [wanted[at] for at in range(31, 60) if at % 3]) <= 6


def test_dnxhr_in_mxf_with_eight_mono_tracks(reel: Path, tmp_path: Path) -> None:
    maps = [part for _ in range(8) for part in ("-map", "1:a")]
    row = Row(name="", suffix="mxf", rate="25", codec=("-c:v", "dnxhd", "-profile:v", "dnxhr_hq"),
              inputs=tuple(tone(2)),
              options=("-map", "0:v", *maps, "-ac", "1", "-c:a", "pcm_s24le",
                       "-timecode", "10:00:00:00"))  # fmt: skip
    source, tracks, frames = published(row.make(reel, tmp_path), tmp_path)
    assert [sound.channels for sound in source.sounds] == [1] * 8
    assert len(sounds(tracks)) >= 1
    assert nearest(frames, thumbnails(reel)) <= 6


def test_prores_4444_in_mov_without_sound_with_time_code(reel: Path, tmp_path: Path) -> None:
    row = Row(name="", suffix="mov", codec=("-c:v", "prores_ks", "-profile:v", "4"),
              carries="format=yuva444p10", options=("-timecode", "01:00:00:00"))  # fmt: skip
    film = row.make(reel, tmp_path)
    command = [binaries().ffprobe, "-v", "error", "-show_streams", "-of", "json", str(film)]
    answer = subprocess.run(command, check=True, capture_output=True).stdout
    assert "tmcd" in {stream.get("codec_tag_string") for stream in json.loads(answer)["streams"]}
    source, tracks, frames = published(film, tmp_path)
    assert source.sounds == ()
    assert sounds(tracks) == []
    assert nearest(frames, thumbnails(reel)) <= 6
    assert not any(b"01:00:00" in track.init for track in tracks.values())
