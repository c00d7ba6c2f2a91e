"""A real film from its upload to what a player decodes."""

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from infra.local.hls import count_frames
from tests.transcoding.films import ffmpeg
from tests.transcoding.rows import real_now
from tests.transcoding.visitors import hand_in
from tests.transcoding.workshop import (
    ClearTrack,
    assert_ready,
    clear_tracks,
    drain,
    objects_of,
)
from transcoding import subtitling
from transcoding.boxes import parse_fragment, parse_init, read_box
from transcoding.models import ContentSecret, JobStep, Master
from transcoding.runner import binaries
from transcoding.states import StepKind, StepState, TrackKind

# One run for all of them, hence on one worker.
pytestmark = pytest.mark.django_db
FRAMES, SECONDS, SEGMENT_FRAMES, TICKS = 336, 14, [144, 144, 48], 1000
CANARY = "Canary-7f3a-Zhang-San"
NEUTRAL = {"und", "VideoHandler", "SoundHandler", "Lavc libx264"}
RUNGS = ["h264-234", "h264-360"]
EARLY = "WEBVTT\n\n00:01.000 --> 00:07.500\n江水\n"
LATE = "WEBVTT\n\n00:02.000 --> 00:03.000\nThe river\n"


@dataclass(frozen=True)
class Way:
    """What was seen on it. Rows are as they were read: the database is empty again."""

    master: Master
    steps: list[JobStep]
    later_steps: list[JobStep]
    tracks: dict[str, ClearTrack]
    revised: dict[str, ClearTrack]
    revisions: list[tuple[int, set[str]]]
    objects: dict[str, bytes]


@pytest.fixture(scope="module")
def named_film(short_film: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The short film with a name wherever a container has room for one."""
    path = tmp_path_factory.mktemp("named") / f"{CANARY}.mov"
    chapters = path.with_suffix(".txt")
    chapters.write_text(
        f";FFMETADATA1\ntitle={CANARY}\nartist={CANARY}\ncomment={CANARY}\n"
        f"[CHAPTER]\nTIMEBASE=1/1\nSTART=0\nEND=5\ntitle={CANARY}\n"
    )
    options = ["-map_metadata", "1", "-c", "copy", "-movflags", "use_metadata_tags"]
    for stream in ("v:0", "a:0"):
        options += [f"-metadata:s:{stream}", f"handler_name={CANARY}"]
        options += [f"-metadata:s:{stream}", f"title={CANARY}"]
    options += ["-metadata:s:a:0", "language=chi", "-metadata", f"director={CANARY}"]
    ffmpeg("-i", short_film, "-i", chapters, "-map", "0:v", "-map", "0:a", *options, path)
    assert path.read_bytes().count(CANARY.encode()) >= 5
    return path


@pytest.fixture(scope="module")
def way(named_film: Path, django_db_setup: None, django_db_blocker: Any) -> Iterator[Way]:
    """Upload, subtitle, every step; then another subtitle, when all was ready."""
    with django_db_blocker.unblock():
        try:
            yield go(named_film)
        finally:
            Master.objects.all().delete()
            ContentSecret.objects.all().delete()


def go(film: Path) -> Way:
    master = hand_in(film)
    add_subtitle(master, "zh-Hans", EARLY)
    steps = drain()
    tracks = clear_tracks(assert_ready(master))
    add_subtitle(master, "en", LATE)
    later_steps = drain()
    revised = clear_tracks(assert_ready(master))
    revisions = [
        (publication.revision, set(publication.tracks.values_list("label", flat=True)))
        for publication in master.publications.order_by("revision")
    ]
    objects = objects_of(master)
    return Way(master, steps, later_steps, tracks, revised, revisions, objects)


def add_subtitle(master: Master, language: str, text: str) -> None:
    subtitling.add_subtitle(
        master=master, language=language, kind="subtitles", data=text.encode(), now=real_now()
    )


def fragments(track: ClearTrack) -> list[Any]:
    """Every fragment of a track, in order."""
    stream = BytesIO(b"".join(track.segments))
    boxes = [box for _, box in iter(lambda: read_box(stream), None)]
    return [parse_fragment(moof, mdat) for moof, mdat in zip(boxes[::2], boxes[1::2], strict=True)]


def sound_of(way: Way) -> ClearTrack:
    return way.tracks["stereo"]


class TestSteps:
    def test_each_was_done_at_the_first_attempt(self, way: Way) -> None:
        assert {(step.state, step.attempt) for step in way.steps} == {(StepState.DONE, 1)}

    def test_in_their_order(self, way: Way) -> None:
        kinds = [StepKind(step.kind) for step in way.steps]
        assert kinds[0] is StepKind.SURVEY
        assert sorted(kinds[1:-3]) == sorted(
            [StepKind.VIDEO] * 3 + [StepKind.AUDIO, StepKind.SUBTITLE]
        )
        assert kinds[-3:] == [StepKind.REPORT, StepKind.PACKAGE, StepKind.SWEEP]

    def test_the_picture_was_worked_on_in_chunks_of_whole_segments(self, way: Way) -> None:
        chunks = sorted(
            (step.parameters["start"], step.parameters["end"])
            for step in way.steps
            if step.kind == StepKind.VIDEO
        )
        assert chunks == [(0, 144), (144, 288), (288, 336)]

    def test_nothing_was_left_to_sweep(self, way: Way) -> None:
        assert way.steps[-1].result == {"deleted": 0}


@pytest.mark.parametrize("label", RUNGS)
class TestPicture:
    def test_every_frame_is_there(self, way: Way, tmp_path: Path, label: str) -> None:
        path = way.tracks[label].write(tmp_path / "track.mp4")
        assert count_frames(path, stream="v:0") == (FRAMES, SECONDS)

    def test_segments_hold_their_frames(self, way: Way, label: str) -> None:
        track = way.tracks[label]
        assert track.ticks == [frames * TICKS for frames in SEGMENT_FRAMES]
        assert len(fragments(track)) == 7

    def test_decode_times_run_on_without_a_gap(self, way: Way, label: str) -> None:
        """HLS Authoring Specification 7.3."""
        made = fragments(way.tracks[label])
        assert all(a.decode_time + a.ticks == b.decode_time for a, b in pairwise(made))
        assert sum(fragment.ticks for fragment in made) == FRAMES * TICKS

    def test_the_first_frame_is_shown_at_ten_seconds(self, way: Way, label: str) -> None:
        first = fragments(way.tracks[label])[0]
        assert first.decode_time + first.samples[0].composition_offset == 10 * 24000

    def test_each_fragment_begins_with_an_idr_and_has_no_other(self, way: Way, label: str) -> None:
        """HLS Authoring Specification 1.13, 7.4; chunks seek and players switch at them."""
        for fragment in fragments(way.tracks[label]):
            assert [sample.sync for sample in fragment.samples].count(True) == 1
            assert fragment.samples[0].sync

    def test_the_track_says_what_its_init_segment_says(self, way: Way, label: str) -> None:
        row, init = way.tracks[label].row, parse_init(way.tracks[label].init)
        assert (row.codecs, row.width, row.height) == (init.codecs, init.width, init.height)
        assert row.timescale == init.timescale == 24000
        assert row.codecs.startswith("avc1.64")
        assert row.frame_rate == 24

    def test_bit_rates_are_measured(self, way: Way, label: str) -> None:
        """HLS Authoring Specification 1.26, 1.27: over the bytes that are stored."""
        row, ticks = way.tracks[label].row, way.tracks[label].ticks
        sizes = [len(way.objects[name]) for name in way.tracks[label].names]
        assert row.average_bandwidth == pytest.approx(sum(sizes) * 8 / SECONDS, rel=0.001)
        rates = [size * 8 * 24000 / t for size, t in zip(sizes, ticks, strict=True)]
        assert row.peak_bandwidth == round(max(rates[:-1]))

    def test_it_looks_like_the_film(
        self, way: Way, named_film: Path, tmp_path: Path, label: str
    ) -> None:
        """Frame by frame against the master: a frame off, or a wrong chunk, would show."""
        track = way.tracks[label]
        path = track.write(tmp_path / "track.mp4")
        size = f"{track.row.width}:{track.row.height}"
        graph = f"[1:v]scale={size}[m];[0:v]setpts=PTS-STARTPTS[t];[t][m]ssim=stats_file=-"
        told = ffmpeg("-i", path, "-i", named_film, "-filter_complex", graph, "-f", "null", "-")
        scores = [float(row.split(b"All:")[1].split()[0]) for row in told.splitlines()]
        assert len(scores) == FRAMES
        assert min(scores) > 0.8


class TestLadder:
    def test_a_publication_lists_the_rungs_sound_and_subtitle(self, way: Way) -> None:
        kinds = {label: track.row.kind for label, track in way.tracks.items()}
        (subtitle,) = [label for label, kind in kinds.items() if kind == TrackKind.SUBTITLE]
        assert kinds == {
            **dict.fromkeys(RUNGS, TrackKind.VIDEO),
            **dict.fromkeys(("stereo", "low", "surround"), TrackKind.AUDIO),
            "h264-360-stills": TrackKind.I_FRAMES,
            subtitle: TrackKind.SUBTITLE,
            "storyboard": TrackKind.STORYBOARD,
        }

    def test_rungs_are_cut_at_the_same_instants(self, way: Way) -> None:
        """HLS Authoring Specification 8.22."""
        starts = [[f.decode_time for f in fragments(way.tracks[label])] for label in RUNGS]
        assert starts[0] == starts[1]

    def test_sizes(self, way: Way) -> None:
        sizes = [(way.tracks[label].row.width, way.tracks[label].row.height) for label in RUNGS]
        assert sizes == [(416, 234), (640, 360)]

    def test_the_lowest_is_for_the_poorest_lines(self, way: Way) -> None:
        """HLS Authoring Specification 9.21: with the sound that goes with it."""
        low = way.tracks["low"].row
        assert low.peak_bandwidth <= 40_000
        assert way.tracks[RUNGS[0]].row.peak_bandwidth + low.peak_bandwidth <= 192_000


class TestSound:
    def test_is_as_long_as_the_picture(self, way: Way, tmp_path: Path) -> None:
        path = sound_of(way).write(tmp_path / "sound.mp4")
        _, seconds = count_frames(path, stream="a:0")
        assert abs(seconds - SECONDS) <= 2 * 1024 / 48000

    def test_has_a_segment_for_each_of_the_picture(self, way: Way) -> None:
        seconds = [ticks / 48000 for ticks in sound_of(way).ticks]
        for ours, pictures in zip(seconds, (6, 6, 2), strict=True):
            assert abs(ours - pictures) <= 2 * 1024 / 48000

    def test_decode_times_run_on_without_a_gap(self, way: Way) -> None:
        made = fragments(sound_of(way))
        assert len(made) == 3
        assert all(a.decode_time + a.ticks == b.decode_time for a, b in pairwise(made))
        assert made[0].decode_time == 10 * 48000 - 1024

    def test_is_stereo_aac_in_the_films_language(self, way: Way) -> None:
        row, init = sound_of(way).row, parse_init(sound_of(way).init)
        assert (row.codecs, row.channels, row.language) == ("mp4a.40.2", 2, "zh")
        assert (init.codecs, init.channels, init.timescale) == ("mp4a.40.2", 2, 48000)
        assert row.average_bandwidth < 150_000


class TestSubtitles:
    def only(self, tracks: dict[str, ClearTrack], language: str) -> ClearTrack:
        (found,) = [
            track
            for track in tracks.values()
            if track.row.kind == TrackKind.SUBTITLE and track.row.language == language
        ]
        return found

    def test_cover_the_whole_film_in_clear(self, way: Way) -> None:
        track = self.only(way.tracks, "zh-Hans")
        assert [Fraction(t, track.row.timescale) for t in track.ticks] == [6, 6, 2]
        assert track.row.secret is None
        assert ["江水" in segment.decode() for segment in track.segments] == [True, True, False]
        assert all(b"X-TIMESTAMP-MAP=MPEGTS:900000" in segment for segment in track.segments)

    def test_one_that_comes_later_makes_a_revision(self, way: Way) -> None:
        assert [revision for revision, _ in way.revisions] == [1, 2]
        before, after = way.revisions[0][1], way.revisions[1][1]
        assert before < after
        assert after - before == {self.only(way.revised, "en").row.label}

    def test_without_encoding_anything_again(self, way: Way) -> None:
        kinds = [StepKind(step.kind) for step in way.later_steps]
        assert kinds == [StepKind.SUBTITLE, StepKind.PACKAGE, StepKind.SWEEP]
        for label, track in way.tracks.items():
            assert way.revised[label].row.public_id == track.row.public_id

    def test_the_revised_film_still_decodes(self, way: Way, tmp_path: Path) -> None:
        path = way.revised[RUNGS[0]].write(tmp_path / "track.mp4")
        assert count_frames(path, stream="v:0") == (FRAMES, SECONDS)


class TestProtection:
    def test_picture_and_sound_are_stored_encrypted(self, way: Way) -> None:
        for label in (*RUNGS, "stereo"):
            track = way.tracks[label]
            for name, clear in zip(track.names, track.segments, strict=True):
                assert len(way.objects[name]) == (len(clear) // 16 + 1) * 16
                assert b"moof" not in way.objects[name][:64]

    def test_keys_change_with_the_period_and_ivs_with_the_track(self, way: Way) -> None:
        """Two segments a period in these tests: the first block is `moof`'s, the same in each."""
        first = way.objects[way.tracks[RUNGS[0]].names[0]][:16]
        later = way.objects[way.tracks[RUNGS[0]].names[2]][:16]
        other = way.objects[way.tracks[RUNGS[1]].names[0]][:16]
        assert len({first, later, other}) == 3

    def test_names_can_not_be_guessed(self, way: Way) -> None:
        names = [name.rsplit("/", 1)[-1].split(".")[0] for name in way.objects]
        assert len(set(names)) == len(names)
        assert {len(name) for name in names} == {22}

    def test_nothing_of_the_masters_metadata_is_in_any_object(self, way: Way) -> None:
        clear = b"".join(track.init + b"".join(track.segments) for track in way.revised.values())
        stored = b"".join(way.objects.values())
        for name in (CANARY, "Canary", "Zhang-San"):
            assert name.encode() not in clear
            assert name.encode() not in stored
            assert not any(name in key for key in way.objects)

    def test_nor_in_what_is_written_down_of_it(self, way: Way) -> None:
        rows = [(step.parameters, step.result, step.error) for step in way.steps]
        plans = [step.job.plan for step in way.steps]
        way.master.refresh_from_db()
        written = json.dumps([rows, plans, way.master.source, way.master.detail])
        assert "Canary" not in written

    def test_ffprobe_finds_no_name_in_a_track(self, way: Way, tmp_path: Path) -> None:
        for label in (*RUNGS, "stereo"):
            path = way.tracks[label].write(tmp_path / "track.mp4")
            command = [binaries().ffprobe, "-v", "error", "-show_format", "-show_streams",
                       "-show_chapters", "-of", "json", str(path)]  # fmt: skip
            told = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
            assert told["chapters"] == []
            tags = told["format"].get("tags", {}) | told["streams"][0].get("tags", {})
            brands = {"major_brand", "minor_version", "compatible_brands", "vendor_id"}
            assert {value for name, value in tags.items() if name not in brands} <= NEUTRAL
