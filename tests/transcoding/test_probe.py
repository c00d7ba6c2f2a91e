"""What ffprobe says, in its own words, and what is made of it."""

import copy
from fractions import Fraction
from typing import Any

import pytest

from transcoding.probe import DEMUXERS, anonymous, read_source, recognised
from transcoding.states import MasterRefused, Problem

PICTURE = {
    "index": 0,
    "codec_name": "prores",
    "codec_type": "video",
    "width": 1920,
    "height": 1080,
    "sample_aspect_ratio": "1:1",
    "pix_fmt": "yuv422p10le",
    "r_frame_rate": "24/1",
    "avg_frame_rate": "24/1",
    "duration": "14.000000",
    "nb_frames": "336",
    "disposition": {"default": 1, "attached_pic": 0},
    "tags": {"language": "und", "handler_name": "Apple Video Media Handler"},
}
SOUND = {
    "index": 1,
    "codec_name": "pcm_s24le",
    "codec_type": "audio",
    "channels": 6,
    "r_frame_rate": "0/0",
    "avg_frame_rate": "0/0",
    "disposition": {"default": 1, "attached_pic": 0},
    "tags": {"language": "chi"},
}
COVER = {
    "index": 0,
    "codec_name": "mjpeg",
    "codec_type": "video",
    "width": 600,
    "height": 600,
    "r_frame_rate": "90000/1",
    "avg_frame_rate": "0/0",
    "disposition": {"default": 0, "attached_pic": 1},
}
MOV = {
    "filename": "http://127.0.0.1:40001/nonce",
    "format_name": "mov,mp4,m4a,3gp,3g2,mj2",
    "duration": "14.037000",
    "tags": {"com.apple.quicktime.location.ISO6709": "+31.2304+121.4737/"},
}
DISPLAY_MATRIX = {"side_data_type": "Display Matrix", "rotation": -90}


def answer(*streams: dict[str, Any], **form: Any) -> dict[str, Any]:
    return copy.deepcopy({"streams": list(streams), "format": MOV | form})


def picture(**changes: Any) -> dict[str, Any]:
    return answer(PICTURE | changes)


class TestSource:
    def test_a_prores_master(self) -> None:
        source = read_source(answer(PICTURE, SOUND))
        assert (source.demuxer, source.video_index, source.sounds[0].index) == ("mov", 0, 1)
        assert (source.width, source.height, source.frame_rate) == (1920, 1080, Fraction(24))
        assert (source.sounds[0].channels, source.sounds[0].language) == (6, "zh")
        assert (source.duration, source.declared_seconds) == (14.037, 14)

    def test_a_silent_film(self) -> None:
        assert read_source(answer(PICTURE)).sounds == ()

    def test_a_cover_is_not_the_picture(self) -> None:
        film = PICTURE | {"index": 2}
        assert read_source(answer(COVER, SOUND, film)).video_index == 2

    def test_several_sounds_in_their_order(self) -> None:
        second = SOUND | {"index": 2, "tags": {"language": "eng"}}
        source = read_source(answer(PICTURE, SOUND, second))
        assert [(sound.index, sound.language) for sound in source.sounds] == [(1, "zh"), (2, "en")]

    @pytest.mark.parametrize(
        ("names", "demuxer", "exact"),
        [
            ("mov,mp4,m4a,3gp,3g2,mj2", "mov", True),
            ("matroska,webm", "matroska", True),
            ("mxf", "mxf", True),
            ("mpegts", "mpegts", False),
            ("mpeg", "mpeg", False),
            ("avi", "avi", False),
        ],
    )
    def test_containers(self, names: str, demuxer: str, *, exact: bool) -> None:
        source = read_source(answer(PICTURE, format_name=names))
        assert (source.demuxer, source.exact_seek) == (demuxer, exact)

    @pytest.mark.parametrize(
        ("tag", "language"),
        [
            ("chi", "zh"),
            ("zho", "zh"),
            ("yue", "yue"),
            ("tib", "bo"),
            ("eng", "en"),
            ("jpn", "ja"),
            ("fre", "fr"),
            ("deu", "de"),
            ("uig", "ug"),
            ("zh-TW", "zh-Hant"),
            ("xyz", "und"),
            (None, "und"),
        ],
    )
    def test_languages_are_bcp_47(self, tag: str | None, language: str) -> None:
        tags = {"language": tag} if tag else {}
        assert read_source(answer(PICTURE, SOUND | {"tags": tags})).sounds[0].language == language

    def test_subtitles_are_text_or_pictures_of_it(self) -> None:
        kinds = ("subrip", "dvd_subtitle", "hdmv_pgs_subtitle", "mov_text", "dvb_subtitle")
        streams = [
            {"index": at, "codec_type": "subtitle", "codec_name": codec}
            for at, codec in enumerate(kinds, start=1)
        ]
        source = read_source(answer(PICTURE, *streams))
        assert [text.codec for text in source.texts] == ["subrip", "mov_text"]
        assert source.pictured_texts == 3

    @pytest.mark.parametrize(
        ("flag", "role"),
        [
            ("default", "main"),
            ("original", "main"),
            ("visual_impaired", "description"),
            ("descriptions", "description"),
            ("comment", "commentary"),
            ("dub", "dub"),
        ],
    )
    def test_what_a_sound_is_for(self, flag: str, role: str) -> None:
        flagged = SOUND | {"disposition": {"default": 0} | {flag: 1}}
        assert read_source(answer(PICTURE, flagged)).sounds[0].role == role


class TestSize:
    @pytest.mark.parametrize(
        ("coded", "aspect", "shown"),
        [
            ((1920, 1080), "1:1", (1920, 1080)),
            ((720, 576), "64:45", (1024, 576)),
            ((720, 480), "8:9", (640, 480)),
            ((1440, 1080), "4:3", (1920, 1080)),
            ((720, 576), "0:1", (720, 576)),
            ((720, 576), "N/A", (720, 576)),
        ],
    )
    def test_pixels_become_square(
        self, coded: tuple[int, int], aspect: str, shown: tuple[int, int]
    ) -> None:
        found = read_source(picture(width=coded[0], height=coded[1], sample_aspect_ratio=aspect))
        assert (found.width, found.height) == shown

    @pytest.mark.parametrize(
        ("degrees", "shown"),
        [
            (90, (1080, 1920)),
            (-90, (1080, 1920)),
            (270, (1080, 1920)),
            (180, (1920, 1080)),
            (0, (1920, 1080)),
        ],
    )
    def test_a_picture_filmed_upright_is_shown_upright(
        self, degrees: int, shown: tuple[int, int]
    ) -> None:
        found = read_source(picture(side_data_list=[DISPLAY_MATRIX | {"rotation": degrees}]))
        assert (found.width, found.height) == shown

    def test_other_side_data_turn_nothing(self) -> None:
        data = [{"side_data_type": "Content light level metadata", "max_content": 1000}]
        assert read_source(picture(side_data_list=data)).width == 1920


class TestFrameRate:
    @pytest.mark.parametrize(
        ("real", "average", "rate"),
        [
            ("24000/1001", "24000/1001", Fraction(24000, 1001)),
            ("5/1", "5/1", Fraction(5)),
            ("60/1", "60/1", Fraction(60)),
            ("90000/1", "2997/125", Fraction(24000, 1001)),
            ("0/0", "25/1", Fraction(25)),
            ("2997/125", "2997/125", Fraction(24000, 1001)),
            ("18/1", "18/1", Fraction(18)),
            ("120/1", "2676/89", Fraction(30)),
            ("120/1", "22/1", Fraction(24000, 1001)),
            ("359/12", "2670/90", Fraction(30000, 1001)),
            ("30000/1001", "24000/1001", Fraction(24000, 1001)),
        ],
    )
    def test_the_real_one_or_else_the_average(
        self, real: str, average: str, rate: Fraction
    ) -> None:
        found = read_source(picture(r_frame_rate=real, avg_frame_rate=average))
        assert found.frame_rate == rate

    def test_fields_are_not_frames(self) -> None:
        rates = {"r_frame_rate": "50/1", "avg_frame_rate": "25/1"}
        assert read_source(picture(**rates, field_order="tt")).frame_rate == 25
        assert read_source(picture(**rates)).frame_rate == 50

    @pytest.mark.parametrize(
        ("real", "average", "variable"),
        [("25/1", "25/1", False), ("30/1", "251/10", True), ("90000/1", "24/1", True)],
    )
    def test_it_says_whether_it_varies(self, real: str, average: str, *, variable: bool) -> None:
        found = read_source(picture(r_frame_rate=real, avg_frame_rate=average))
        assert found.variable_rate is variable


class TestScan:
    @pytest.mark.parametrize(
        ("said", "scan"),
        [
            ("tt", "tff"),
            ("tb", "tff"),
            ("bb", "bff"),
            ("bt", "bff"),
            ("progressive", "progressive"),
        ],
    )
    def test_as_declared(self, said: str, scan: str) -> None:
        assert read_source(picture(field_order=said)).scan == scan


class TestZero:
    @pytest.mark.parametrize(
        ("container", "shown", "zero"),
        [
            ("0.000000", "0.000000", 0),
            ("1.400000", "1.400000", 1.4),
            ("1.400000", "1.421000", 1.421),
            ("1.400000", "1.921000", 1.421),
            ("0.000000", "0.042000", 0.000333),
        ],
    )
    def test_the_picture_falls_on_the_grid(self, container: str, shown: str, zero: float) -> None:
        source = read_source(answer(PICTURE | {"start_time": shown}, start_time=container))
        assert source.start == zero


class TestDeclaredLength:
    def test_matroska_has_it_in_a_tag(self) -> None:
        film = PICTURE | {"tags": {"DURATION": "01:30:00.500000000"}}
        del film["duration"]
        source = read_source(answer(film, format_name="matroska,webm"))
        assert source.declared_seconds == 5400.5

    def test_its_tag_says_when_it_ends(self) -> None:
        film = PICTURE | {"tags": {"DURATION": "00:00:19.000000000"}, "start_time": "5.0"}
        found = read_source(answer(film, format_name="matroska,webm", start_time="5.000000"))
        assert found.declared_seconds == 14

    def test_where_it_is_not_said_it_is_not_known(self) -> None:
        film = {name: value for name, value in PICTURE.items() if name != "duration"}
        assert read_source(answer(film, format_name="matroska,webm")).declared_seconds == 0

    @pytest.mark.parametrize("names", ["mpegts", "mpeg"])
    def test_a_stream_declares_nothing(self, names: str) -> None:
        assert read_source(answer(PICTURE, format_name=names)).declared_seconds == 0


class TestRefusal:
    @pytest.mark.parametrize(
        ("probe", "problem"),
        [
            ({}, Problem.NOT_A_FILM),
            (answer(PICTURE, format_name="hls"), Problem.NOT_A_FILM),
            (answer(PICTURE, format_name="concat"), Problem.NOT_A_FILM),
            (answer(PICTURE, format_name="image2"), Problem.NOT_A_FILM),
            (answer(PICTURE, format_name="dash"), Problem.NOT_A_FILM),
            (answer(), Problem.NO_PICTURE),
            (answer(SOUND), Problem.NO_PICTURE),
            (answer(COVER, SOUND), Problem.NO_PICTURE),
            (picture(r_frame_rate="90000/1", avg_frame_rate="0/0"), Problem.FRAME_RATE),
            (picture(r_frame_rate="4/1", avg_frame_rate="4/1"), Problem.FRAME_RATE),
            (picture(r_frame_rate="61/1", avg_frame_rate="61/1"), Problem.FRAME_RATE),
            (picture(width=15), Problem.DIMENSIONS),
            (picture(height=8193), Problem.DIMENSIONS),
            (picture(width=0, height=0), Problem.DIMENSIONS),
            (picture(sample_aspect_ratio="1:1000"), Problem.DIMENSIONS),
        ],
    )
    def test_each_problem_has_its_name(self, probe: dict[str, Any], problem: Problem) -> None:
        with pytest.raises(MasterRefused) as refusal:
            read_source(probe)
        assert refusal.value.problem is problem

    def test_no_demuxer_on_the_list_reads_other_files(self) -> None:
        readers = {"hls", "applehttp", "concat", "dash", "image2", "lavfi", "sdp", "rtsp", "tee"}
        assert readers.isdisjoint(DEMUXERS)


class TestRecognised:
    """ffprobe 8.1's own words."""

    @pytest.mark.parametrize(
        "line",
        [
            "[mov,mp4,m4a,3gp,3g2,mj2 @ 0x7f58c47b7040] moov atom not found",
            "[mxf @ 0x7f1b14591040] no essence",
            "[matroska,webm @ 0x55d1c0] EBML header parsing failed",
        ],
    )
    def test_a_broken_film(self, line: str) -> None:
        assert recognised([line, "http://127.0.0.1:1/n: Invalid data found"])

    @pytest.mark.parametrize(
        "line",
        [
            "[concat @ 0x7fce8a0ec040] Format not on whitelist 'mov,matroska,mxf'",
            "Not detecting m3u8/hls with non standard extension and non standard mime type",
            "http://127.0.0.1:1/n: Invalid data found when processing input",
        ],
    )
    def test_no_film(self, line: str) -> None:
        assert not recognised([line])


def test_what_is_kept_names_nobody() -> None:
    kept = anonymous(answer(PICTURE, SOUND))
    assert "tags" not in kept["format"]
    assert "filename" not in kept["format"]
    assert not any("tags" in stream for stream in kept["streams"])
    assert kept["streams"][0]["codec_name"] == "prores"
    assert kept["format"]["duration"] == "14.037000"
