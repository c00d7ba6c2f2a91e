"""Fragments as FFmpeg emits them become segments as a playlist lists them."""

from fractions import Fraction
from functools import partial
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from infra.local.hls import count_frames
from tests.transcoding.films import PICTURE, drawn, ffmpeg, tone
from transcoding.boxes import (
    NON_SYNC,
    SYNC,
    Fragment,
    MalformedBoxes,
    Sample,
    box,
    build_fragment,
    parse_fragment,
    parse_init,
    read_box,
)
from transcoding.schedule import Chunk, Grid
from transcoding.segments import ClearSegment, cut_audio, cut_stills, cut_video, read_track

GOP, FRAMES = 12, 131  # eleven fragments, the last one frame short
SOUND_SECONDS = 5
AAC_PRIMING = 1024
Pairs = list[tuple[bytes, bytes]]
FRAGMENTED = ("-movflags", "+empty_moov+default_base_moof+frag_keyframe", "-f", "mp4")


def split(stream: bytes) -> tuple[bytes, Pairs]:
    head, *pairs = read_track(BytesIO(stream))
    return head, pairs  # type: ignore[return-value]


@pytest.fixture(scope="module")
def picture() -> tuple[bytes, Pairs]:
    """Eleven fragments of half a second."""
    gop = ("-g", str(GOP), "-keyint_min", str(GOP), "-sc_threshold", "0")
    return split(ffmpeg(*drawn(frames=FRAMES), *PICTURE, *gop, *FRAGMENTED, "pipe:1"))


@pytest.fixture(scope="module")
def sound() -> tuple[bytes, Pairs]:
    """Five seconds of AAC from second ten on, as all our tracks begin."""
    muxing = ("-f", "mp4", "-movflags", "+empty_moov+default_base_moof+frag_discont")
    timing = ("-frag_duration", "1000000", "-output_ts_offset", "10", "-use_editlist", "0")
    options = (*muxing, *timing, "-avoid_negative_ts", "disabled")
    return split(ffmpeg(*tone(SOUND_SECONDS), "-c:a", "aac", *options, "pipe:1"))


class TestReadTrack:
    def test_the_initialisation_segment_comes_first(self, picture: tuple[bytes, Pairs]) -> None:
        head, pairs = picture
        assert parse_init(head).width == 160
        assert len(pairs) == 11
        assert all(moof[4:8] == b"moof" and mdat[4:8] == b"mdat" for moof, mdat in pairs)

    def test_boxes_that_are_not_of_the_track_are_left_out(self) -> None:
        stream = box("ftyp", b"") + box("moov", b"") + box("sidx", b"") + box("free", b"")
        assert list(read_track(BytesIO(stream))) == [box("ftyp", b"") + box("moov", b"")]


class TestVideo:
    def test_three_fragments_make_a_segment(self, picture: tuple[bytes, Pairs]) -> None:
        segments = list(cut_video(picture[1], first_segment=4))
        assert [segment.index for segment in segments] == [4, 5, 6, 7]
        assert [segment.samples for segment in segments] == [36, 36, 36, 23]

    def test_the_bytes_are_the_encoders(self, picture: tuple[bytes, Pairs]) -> None:
        segments = list(cut_video(picture[1], first_segment=0))
        assert b"".join(s.data for s in segments) == b"".join(map(b"".join, picture[1]))

    def test_each_begins_where_the_one_before_ended(self, picture: tuple[bytes, Pairs]) -> None:
        segments = list(cut_video(picture[1], first_segment=0))
        assert all(a.decode_time + a.ticks == b.decode_time for a, b in pairwise(segments))

    @pytest.mark.parametrize("missing", range(1, 10))
    def test_a_missing_fragment_is_noticed(
        self, picture: tuple[bytes, Pairs], missing: int
    ) -> None:
        pairs = [pair for place, pair in enumerate(picture[1]) if place != missing]
        with pytest.raises(MalformedBoxes, match="expected"):
            list(cut_video(pairs, first_segment=0))

    def test_a_fragment_out_of_order_is_noticed(self, picture: tuple[bytes, Pairs]) -> None:
        first, second, third, *rest = picture[1]
        with pytest.raises(MalformedBoxes, match="expected"):
            list(cut_video([first, third, second, *rest], first_segment=0))

    def test_a_fragment_without_an_idr_is_noticed(self) -> None:
        short = ("-g", "48", "-frag_duration", "500000", "-movflags", "+empty_moov", "-f", "mp4")
        _, pairs = split(ffmpeg(*drawn(frames=48), *PICTURE, *short, "pipe:1"))
        with pytest.raises(MalformedBoxes, match="no IDR"):
            list(cut_video(pairs, first_segment=0))


STILLS = Grid(frame_rate=Fraction(24), frames=130)


def still(start: int, *, samples: int = 1, flags: int = SYNC) -> tuple[bytes, bytes]:
    """A fragment as the encoder writes it, with a length that means nothing."""
    sample = Sample(b"I", 1, 2000, flags)
    data = build_fragment(Fragment(1, 1, 238_000 + start * 1000, (sample,) * samples))
    at = data.index(b"mdat") - 4
    return data[:at], data[at:]


class TestStills:
    chunk = Chunk(start=48, end=130)

    def cut(self, pairs: Pairs) -> list[ClearSegment]:
        return list(cut_stills(pairs, grid=STILLS, chunk=self.chunk))

    def test_each_lasts_until_the_next_is_shown(self) -> None:
        made = self.cut([still(48), still(72), still(96), still(120)])
        assert [segment.index for segment in made] == [2, 3, 4, 5]
        assert [segment.ticks for segment in made] == [24_000, 24_000, 24_000, 10_000]
        assert [s.decode_time for s in made] == [240_000 + n * 1000 for n in (48, 72, 96, 120)]

    def test_its_fragment_says_so(self) -> None:
        """And shows it when it is decoded: there is nothing to wait for."""
        (segment,) = self.cut([still(48)])
        boxes = BytesIO(segment.data)
        (_, moof), (_, mdat) = iter(lambda: read_box(boxes), None)
        fragment = parse_fragment(moof, mdat)
        assert (fragment.decode_time, fragment.ticks) == (288_000, 24_000)
        assert fragment.samples == (Sample(b"I", 24_000, 0, SYNC),)

    @pytest.mark.parametrize(
        "pairs",
        [
            [still(48, flags=NON_SYNC)],
            [still(48, samples=2)],
            [still(start) for start in (48, 72, 96, 120, 144)],
        ],
        ids=["not an IDR", "two pictures", "one too many"],
    )
    def test_anything_else_is_noticed(self, pairs: Pairs) -> None:
        with pytest.raises(MalformedBoxes, match="no still"):
            self.cut(pairs)


def cut_sound(pairs: Pairs, *, last: int, seconds: Fraction = Fraction(2)) -> list[ClearSegment]:
    return list(cut_audio(pairs, timescale=48000, segment_seconds=seconds, last=last))


class TestAudio:
    def test_a_segment_holds_the_sound_of_its_pictures(self, sound: tuple[bytes, Pairs]) -> None:
        segments = cut_sound(sound[1], last=2)
        assert [segment.index for segment in segments] == [0, 1, 2]
        for segment in segments[1:]:
            boundary = (10 + 2 * segment.index) * 48000
            assert segment.decode_time <= boundary < segment.decode_time + 1024

    def test_nothing_is_lost_between_them(self, sound: tuple[bytes, Pairs]) -> None:
        segments = cut_sound(sound[1], last=2)
        assert all(a.decode_time + a.ticks == b.decode_time for a, b in pairwise(segments))
        assert segments[0].decode_time == 10 * 48000 - AAC_PRIMING
        end = segments[-1].decode_time + segments[-1].ticks
        assert 0 <= end - (10 + SOUND_SECONDS) * 48000 < 1024

    def test_ffmpeg_decodes_every_frame_of_them(
        self, sound: tuple[bytes, Pairs], tmp_path: Path
    ) -> None:
        segments = cut_sound(sound[1], last=2)
        track = tmp_path / "sound.mp4"
        track.write_bytes(sound[0] + b"".join(segment.data for segment in segments))
        frames, _ = count_frames(track, stream="a:0")
        assert frames == sum(segment.samples for segment in segments)

    def test_each_is_one_fragment(self, sound: tuple[bytes, Pairs]) -> None:
        for segment in cut_sound(sound[1], last=2):
            reading = iter(partial(read_box, BytesIO(segment.data)), None)
            assert [kind for kind, _ in reading] == ["moof", "mdat"]

    def test_what_comes_after_the_last_boundary_stays_in_the_last(
        self, sound: tuple[bytes, Pairs]
    ) -> None:
        assert [segment.index for segment in cut_sound(sound[1], last=1)] == [0, 1]

    @given(
        st.sampled_from([Fraction(24), Fraction(30000, 1001), Fraction(60000, 1001)]),
        st.integers(1, 1500),
    )
    @example(Fraction(60000, 1001), 721)
    def test_there_are_as_many_as_of_the_picture(self, rate: Fraction, frames: int) -> None:
        """Even where the last segment of the picture is shorter than a frame of AAC."""
        grid = Grid(frame_rate=rate, frames=frames)
        count = -(-int(grid.seconds * 48000) // 1024) + 1
        times = [10 * 48000 - AAC_PRIMING + 1024 * place for place in range(count)]
        made = [
            build_fragment(Fragment(1, 1, time, (Sample(b"a", 1024, 0, SYNC),))) for time in times
        ]
        pairs = [
            (data[: data.index(b"mdat") - 4], data[data.index(b"mdat") - 4 :]) for data in made
        ]
        seconds = grid.seconds_at(grid.segment_frames)
        segments = cut_sound(pairs, last=grid.segments - 1, seconds=seconds)
        assert [segment.index for segment in segments] == list(range(grid.segments))
