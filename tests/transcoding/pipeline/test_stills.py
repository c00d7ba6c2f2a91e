"""The I-frame rendition: a picture a second, each a segment, under a key of its own."""

from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest

from infra.local.hls import decrypt
from tests.transcoding.films import ffmpeg, make_film
from tests.transcoding.visitors import hand_in
from tests.transcoding.workshop import ClearTrack, assert_ready, clear_tracks, drain, stored
from transcoding import jobs, keys
from transcoding.boxes import Fragment, parse_fragment, read_box
from transcoding.models import Job, Track
from transcoding.pipeline.video import FramesMissing, check_stills
from transcoding.schedule import START_SECONDS, Chunk, Grid

pytestmark = pytest.mark.django_db
FRAMES, TICKS = 330, 1000  # 13.75 s at 24 fps, in two chunks or more


@pytest.fixture
def film(tmp_path: Path) -> Path:
    return make_film(tmp_path / "film.mov", frames=FRAMES)


def published(film: Path) -> dict[str, ClearTrack]:
    master = hand_in(film)
    drain()
    return clear_tracks(assert_ready(master))


def fragment_of(segment: bytes) -> Fragment:
    stream = BytesIO(segment)
    (kind, moof), (_, mdat) = iter(lambda: read_box(stream), None)
    assert kind == "moof"
    return parse_fragment(moof, mdat)


def test_its_pictures_are_those_of_the_film(film: Path, tmp_path: Path) -> None:
    """HLS Authoring Specification 6.2, 6.10: one a second, whole, at its instant."""
    tracks = published(film)
    track = tracks["h264-90-stills"]
    assert (track.row.kind, track.row.profile) == ("i_frames", "h264")
    assert (track.row.width, track.row.height) == (160, 90)
    made = [fragment_of(segment) for segment in track.segments]
    assert [[sample.sync for sample in fragment.samples] for fragment in made] == [[True]] * 14
    assert [f.decode_time for f in made] == [
        (START_SECONDS + second) * 24 * TICKS for second in range(14)
    ]
    assert [f.ticks for f in made] == track.ticks == [24 * TICKS] * 13 + [18 * TICKS]
    still, whole = (
        track.write(tmp_path / "still.mp4"),
        tracks["h264-90"].write(tmp_path / "rung.mp4"),
    )
    graph = (
        "[1:v]select=not(mod(n\\,24)),setpts=N/TB[r];[0:v]setpts=N/TB[s];[s][r]ssim=stats_file=-"
    )
    told = ffmpeg("-i", still, "-i", whole, "-filter_complex", graph, "-f", "null", "-")
    scores = [float(row.split(b"All:")[1].split()[0]) for row in told.splitlines()]
    assert len(scores) == 14
    assert min(scores) > 0.8


def test_its_key_opens_nothing_else(film: Path) -> None:
    published(film)
    secret = jobs.secret_of(Job.objects.get())
    row = Track.objects.get(kind="i_frames")
    data = stored(row.segments.order_by("position")[0].object_name)
    iv = keys.stills_iv(secret, track=row.label)
    assert b"moof" in decrypt(data, keys.stills_key(secret), iv)[:16]
    assert row.secret == Job.objects.get().secret
    rung = Track.objects.get(kind="video")
    other = stored(rung.segments.order_by("position")[0].object_name)
    for period in range(3):
        assert keys.period_key(secret, period=period) != keys.stills_key(secret)
    with suppress(ValueError):  # one wrong key in 256 leaves what looks like padding
        iv = keys.period_iv(secret, track=rung.label, period=0)
        assert b"moof" not in decrypt(other, keys.stills_key(secret), iv)[:16]


GRID, CHUNK = Grid(frame_rate=24, frames=330), Chunk(start=288, end=330)  # type: ignore[arg-type]
PLANNED = [
    {"index": 12, "decode_time": (10 + 12) * 24_000},
    {"index": 13, "decode_time": (10 + 13) * 24_000},
]


def test_what_was_planned_passes() -> None:
    check_stills(PLANNED, grid=GRID, chunk=CHUNK)


@pytest.mark.parametrize(
    "seen",
    [
        [],
        PLANNED[:1],
        PLANNED[::-1],
        [PLANNED[0], PLANNED[1] | {"decode_time": 23 * 24_000 + 1}],
        [PLANNED[0] | {"index": 11}, PLANNED[1]],
    ],
)
def test_anything_else_does_not(seen: list[dict[str, int]]) -> None:
    with pytest.raises(FramesMissing, match="planned"):
        check_stills(seen, grid=GRID, chunk=CHUNK)
