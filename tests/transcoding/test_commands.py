"""Every command line, whole: what is not in it FFmpeg is not told."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest

from tests.transcoding.sources import SOUND, make_source
from transcoding.commands import inspect, picture, sound, survey
from transcoding.commands.base import Binaries
from transcoding.commands.picture import Watch
from transcoding.commands.takes import GALLERY, QUALITY, Take, Taking, within
from transcoding.gallery import gallery
from transcoding.ladder import rungs, stills
from transcoding.schedule import Chunk, Grid
from transcoding.sound import sounds
from transcoding.source import Source

URL = "http://127.0.0.1:40001/nonce"
BINARIES = Binaries(ffmpeg="/opt/ffmpeg", ffprobe="/opt/ffprobe")
SOURCE = make_source()
GRID = Grid(frame_rate=Fraction(24), frames=336)
NTSC = Grid(frame_rate=Fraction(30000, 1001), frames=900)

INPUT = ["-copyts", "-format_whitelist", "mov,matroska,mxf,mpegts,mpeg,avi",
         "-max_pixels", "37748736", "-max_streams", "128",
         "-protocol_whitelist", "http,tcp"]  # fmt: skip
INPUT_WITH_SEEK = [*INPUT[:7], "-noaccurate_seek", *INPUT[7:]]
INPUT_FROM_ZERO = [*INPUT, "-i", URL]
HASHES = ["-f", "framehash", "-flush_packets", "0", "-fps_mode", "passthrough", "-hash", "CRC32",
          "pipe:1"]  # fmt: skip
LAST = ["-hide_banner", "-nostdin", "-loglevel", "error", "-progress", "pipe:2", "-nostats"]
LAST_OF_SURVEY = ["warning" if flag == "error" else flag for flag in LAST]
PACKETS = ["-map", "0:0", "-f", "framecrc", "-c", "copy", "-flush_packets", "0"]
MOVFLAGS = "+empty_moov+default_base_moof+skip_trailer+frag_discont"


def taking(source: Source, takes: Sequence[Take], *, pipe: int, first: int = 0) -> Taking:
    return Taking(
        source=source,
        gallery=gallery(source),
        rate=source.frame_rate,
        pipes=dict(zip(takes, range(pipe, pipe + len(takes)), strict=True)),
        first=first,
    )


def surveyed(source: Source = SOURCE, *, takes: Sequence[Take] = tuple(Take)) -> list[str]:
    return survey.survey(
        binaries=BINARIES,
        url=URL,
        source=source,
        taking=taking(source, takes, pipe=5),
        packets=5 + len(takes),
    )


def video(
    chunk: Chunk,
    *,
    source: Source = SOURCE,
    grid: Grid = GRID,
    height: int = 360,
    with_stills: bool = False,
    watch: Watch | None = None,
) -> list[str]:
    ladder = rungs(profile="h264", width=height * 16 // 9, height=height)
    return picture.video_chunk(
        binaries=BINARIES,
        url=URL,
        source=source,
        grid=grid,
        chunk=chunk,
        rungs=ladder,
        stills=[stills(ladder)] if with_stills else [],
        pipes=range(7, 7 + len(ladder) + with_stills),
        threads=1,
        watch=watch,
    )


def audio(source: Source = SOURCE, *, groups: tuple[str, ...] = ("stereo",)) -> list[str]:
    tracks = [track for track in sounds(source) if track.group in groups]
    pipes = range(5, 5 + len(tracks))
    return sound.audio_tracks(
        binaries=BINARIES, url=URL, source=source, grid=GRID, sounds=tracks, pipes=pipes
    )


def aac(*, label: str, bit_rate: int, pipe: int) -> list[str]:
    """What FFmpeg is told of one output of the sound."""
    return [
        *("-map", label, "-f", "mp4", "-avoid_negative_ts", "disabled", "-b:a", str(bit_rate)),
        *("-c:a", "aac", "-fflags", "+bitexact", "-flags", "+bitexact", "-flush_packets", "1"),
        *("-frag_duration", "1000000", "-map_chapters", "-1", "-map_metadata", "-1"),
        *("-map_metadata:s", "-1", "-movflags", MOVFLAGS, "-output_ts_offset", "10"),
        *("-use_editlist", "0", f"pipe:{pipe}"),
    ]


def rung(*, label: str, crf: int, cap: int, gop: int, timescale: int, offset: str, pipe: int,
         preset: str = "slow") -> list[str]:  # fmt: skip
    """What FFmpeg is told of one output of the picture."""
    return [
        *("-map", label, "-f", "mp4", "-avoid_negative_ts", "disabled", "-bufsize", str(cap)),
        *("-c:v", "libx264", "-crf", str(crf), "-enc_time_base", f"1:{timescale}"),
        *("-fflags", "+bitexact", "-flags", "+bitexact", "-flush_packets", "1"),
        *("-fps_mode", "passthrough", "-g", str(gop), "-keyint_min", str(gop)),
        *("-map_chapters", "-1", "-map_metadata", "-1", "-map_metadata:s", "-1"),
        *("-maxrate", str(cap), "-movflags", MOVFLAGS + "+frag_keyframe"),
        *("-output_ts_offset", offset, "-preset", preset, "-profile:v", "high"),
        *("-threads", "1", "-tune", "film", "-use_editlist", "0"),
        *("-video_track_timescale", str(timescale)),
        *("-x264-params", "scenecut=0:open-gop=0:rc-lookahead=24", f"pipe:{pipe}"),
    ]


def sized(place: int, size: tuple[int, int], *, after: int | None = None) -> str:
    """The filters of one rung: its size, and BT.709 in limited range."""
    to = "out_color_matrix=bt709:out_range=tv"
    steps = [
        f"scale=flags=lanczos:h={size[1]}:in_color_matrix=bt709:in_range=tv:{to}:w={size[0]}",
        *("setsar=sar=1", "format=pix_fmts=yuv420p", "sidedata=mode=delete"),
        "setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:field_mode=prog:range=tv",
    ]
    first = place + 1 if after is None else after + 1
    labels = [place, *range(first, first + len(steps))]
    return ";".join(f"[s{labels[i]}]{step}[s{labels[i + 1]}]" for i, step in enumerate(steps))


def jpeg(place: int, size: tuple[int, int]) -> str:
    """The filters of a picture that is looked at by itself: then full range and BT.601."""
    ways = "in_color_matrix=bt709:in_range=tv:out_color_matrix=bt601:out_range=pc"
    last = place + 5
    return (
        f"{sized(place, size)};[s{last}]scale={ways}[s{last + 1}];"
        f"[s{last + 1}]format=pix_fmts=yuv420p[s{last + 2}];"
        f"[s{last + 2}]setparams=colorspace=smpte170m:range=pc[s{last + 3}]"
    )


def shown(label: str, *, pipe: int) -> list[str]:
    """What FFmpeg is told of one output of JPEGs."""
    return [
        *("-map", label, "-f", "mpjpeg", "-c:v", "mjpeg", "-fflags", "+bitexact"),
        *("-flags", "+bitexact", "-flush_packets", "1", "-fps_mode", "passthrough"),
        *("-map_chapters", "-1", "-map_metadata", "-1", "-map_metadata:s", "-1"),
        *("-q:v", "4", "-threads", "1", f"pipe:{pipe}"),
    ]


class TestWhole:
    def test_probe(self) -> None:
        assert inspect.probe(binaries=BINARIES, url=URL) == [
            *("/opt/ffprobe", "-v", "warning", "-protocol_whitelist", "http,tcp"),
            *("-format_whitelist", "mov,matroska,mxf,mpegts,mpeg,avi"),
            *("-max_streams", "128", "-max_pixels", "37748736", "-threads", "1"),
            *("-show_format", "-show_streams", "-show_packets", "-read_intervals", "%+#8"),
            *("-of", "json", URL),
        ]

    @pytest.mark.parametrize(
        ("seconds", "glances"),
        [(10, [(None, 120)]), (60, [("10.000000", 15), ("30.000000", 15), ("50.000000", 15)])],
    )
    def test_looks(self, seconds: float, glances: list[tuple[str | None, int]]) -> None:
        """A short film once, a longer one at three places."""
        source = make_source(duration=seconds)
        graph = "[0:0]idet=rep_thres=2[s0];[s0]metadata=file=pipe\\\\:1:mode=print[s1]"
        assert inspect.looks(binaries=BINARIES, url=URL, source=source) == [
            [
                *("/opt/ffmpeg", *(INPUT_WITH_SEEK if at else INPUT)),
                *(("-ss", at) if at else ()),
                *("-i", URL, "-filter_complex", graph, "-map", "[s1]", "-f", "null"),
                *("-frames:v", str(frames), "-", *LAST),
            ]
            for at, frames in glances
        ]

    def test_looks_at_pictures_that_stand_by_themselves_decode_no_more(self) -> None:
        source = make_source(duration=60, codec="prores")
        argv = inspect.looks(binaries=BINARIES, url=URL, source=source)[1]
        assert argv[argv.index("-ss") : argv.index("-i")] == [
            *("-ss", "30.000000", "-t", "0.708333")
        ]

    def test_survey(self) -> None:
        posters = "+".join(f"eq(n\\,{frame})" for frame in range(18, 336, 37))
        whole = surveyed(make_source(duration=Fraction(333, 24)))
        graph = (
            "[0:0]fps=fps=24:round=near:start_time=0.000000[s0];"
            "[s0]split=5[s1][s2][s3][s4][s5];"
            f"[s2]select=not(mod(n\\,48))[s6];{jpeg(6, (160, 90))};[s14]tile=5x5[s15];"
            f"[s3]select={posters}[s16];{jpeg(16, (640, 360))};"
            "[s4]scale=flags=area:h=-2:in_range=tv:out_range=tv:w=320[s25];"
            "[s25]format=pix_fmts=yuv420p[s26];"
            "[s26]blackdetect=d=0:pic_th=0.98:pix_th=0.1[s27];"
            "[s27]freezedetect=d=0:n=-60dB[s28];"
            "[s28]metadata=direct=1:file=pipe\\\\:7:mode=print[s29];"
            "[s5]select=not(mod(n\\,24))[s30];[s30]scale=in_range=tv:out_range=tv[s31];"
            "[s31]format=pix_fmts=yuv420p[s32];[s32]signalstats=stat=brng[s33];"
            "[s33]cropdetect=limit=24:reset=0:round=2:skip=0[s34];"
            "[s34]metadata=direct=1:file=pipe\\\\:8:mode=print[s35]"
        )
        null = ["-f", "null", "-fps_mode", "passthrough", "-"]
        assert whole == [
            *("/opt/ffmpeg", *INPUT_FROM_ZERO, "-filter_complex", graph),
            *("-map", "[s1]", *HASHES, *shown("[s15]", pipe=5), *shown("[s24]", pipe=6)),
            *("-map", "[s29]", *null, "-map", "[s35]", *null),
            *PACKETS,
            *("pipe:9", *LAST_OF_SURVEY),
        ]

    def test_survey_of_packets(self) -> None:
        """Nothing is decoded."""
        assert survey.leaf_through(binaries=BINARIES, url=URL, source=SOURCE) == [
            *("/opt/ffmpeg", *INPUT_FROM_ZERO, *PACKETS, "pipe:1", *LAST_OF_SURVEY)
        ]

    def test_video_chunk(self) -> None:
        graph = (
            "[0:0]fps=fps=24:round=near:start_time=6.000000[s0];[s0]trim=end_frame=144[s1];"
            "[s1]setpts=PTS-STARTPTS[s2];[s2]split=3[s3][s4][s5];"
            f"{sized(4, (416, 234), after=5)};{sized(5, (640, 360), after=10)}"
        )
        fixed: dict[str, Any] = {"gop": 48, "timescale": 24000, "offset": "16.000000"}
        assert video(Chunk(start=144, end=288)) == [
            *("/opt/ffmpeg", *INPUT_WITH_SEEK, "-ss", "4.000000", "-i", URL),
            *("-filter_complex", graph, "-map", "[s3]", *HASHES),
            *rung(label="[s10]", crf=26, cap=125_000, pipe=7, **fixed),
            *rung(label="[s15]", crf=24, cap=730_000, pipe=8, **fixed),
            *LAST,
        ]

    def test_video_chunk_that_is_told_by_its_packets(self) -> None:
        """Two frames more at either end; of stretches one more is seen, of the rest none."""
        source = replace(SOURCE, codec="prores", duration=333 / 24)
        watch = Watch(decoded=8, taking=taking(source, tuple(Take), pipe=9, first=144))
        posters = "+".join(f"eq(n\\,{frame - 144})" for frame in range(166, 336, 37))
        graph = (
            "[0:0]split=2[s0][s1];[s0]crop=h=min(16\\,ih):w=min(16\\,iw)[s2];"
            "[s1]fps=fps=24:round=near:start_time=6.000000[s3];[s3]split=2[s4][s5];"
            "[s5]trim=end_frame=145[s6];[s6]setpts=PTS-STARTPTS[s7];"
            "[s7]scale=flags=area:h=-2:in_range=tv:out_range=tv:w=320[s8];"
            "[s8]format=pix_fmts=yuv420p[s9];[s9]blackdetect=d=0:pic_th=0.98:pix_th=0.1[s10];"
            "[s10]freezedetect=d=0:n=-60dB[s11];"
            "[s11]metadata=direct=1:file=pipe\\\\:11:mode=print[s12];"
            "[s4]trim=end_frame=144[s13];[s13]setpts=PTS-STARTPTS[s14];"
            "[s14]split=4[s15][s16][s17][s18];"
            f"[s15]select=not(mod(n+144\\,48))[s19];{jpeg(19, (160, 90))};[s27]tile=5x5[s28];"
            f"[s16]select={posters}[s29];{jpeg(29, (640, 360))};"
            "[s17]select=not(mod(n+144\\,24))[s38];[s38]scale=in_range=tv:out_range=tv[s39];"
            "[s39]format=pix_fmts=yuv420p[s40];[s40]signalstats=stat=brng[s41];"
            "[s41]cropdetect=limit=24:reset=0:round=2:skip=0[s42];"
            "[s42]metadata=direct=1:file=pipe\\\\:12:mode=print[s43];"
            f"{sized(18, (320, 180), after=43)}"
        )
        null = ["-f", "null", "-fps_mode", "passthrough", "-"]
        argv = video(Chunk(start=144, end=288), source=source, height=180, watch=watch)
        assert argv == [
            *("/opt/ffmpeg", *INPUT_WITH_SEEK, "-ss", "5.916667", "-t", "6.166667", "-i", URL),
            *("-filter_complex", graph, *PACKETS, "pipe:1"),
            *("-map", "[s2]", "-f", "framehash", "-enc_time_base", "filter"),
            *("-flush_packets", "0", "-fps_mode", "passthrough", "-hash", "CRC32", "pipe:8"),
            *("-map", "[s12]", *null, *shown("[s28]", pipe=9), *shown("[s37]", pipe=10)),
            *("-map", "[s43]", *null),
            *rung(label="[s48]", crf=26, cap=125_000, pipe=7, gop=48, timescale=24000,
                  offset="16.000000"),
            *LAST_OF_SURVEY,
        ]  # fmt: skip

    def test_video_chunk_at_an_odd_rate_from_a_container_without_exact_seeks(self) -> None:
        graph = (
            "[0:0]fps=fps=30000/1001:round=near:start_time=18.018000[s0];"
            "[s0]trim=end_frame=180[s1];[s1]setpts=PTS-STARTPTS[s2];[s2]split=2[s3][s4];"
            f"{sized(4, (320, 180))}"
        )
        chunk, source = Chunk(start=540, end=720), replace(SOURCE, demuxer="mpegts")
        assert video(chunk, source=source, grid=NTSC, height=180) == [
            *("/opt/ffmpeg", *INPUT_WITH_SEEK, "-ss", "8.018000", "-i", URL),
            *("-filter_complex", graph, "-map", "[s3]", *HASHES),
            *rung(label="[s9]", crf=26, cap=125_000, pipe=7, gop=60, timescale=30000,
                  offset="28.018000"),
            *LAST,
        ]  # fmt: skip

    def test_stills_are_chosen_before_they_are_scaled(self) -> None:
        argv = video(Chunk(start=144, end=288), height=180, with_stills=True)
        graph = argv[argv.index("-filter_complex") + 1]
        first, chosen = graph.split(";")[:-5], graph.split(";")[-6]
        assert "[s2]split=3[s3][s4][s5]" in first
        assert chosen == r"[s5]select=not(mod(n\,24))[s11]"
        assert graph.endswith(sized(11, (320, 180)))
        assert argv[argv.index("pipe:7") + 1 : -len(LAST)] == [
            *("-map", "[s16]", "-f", "mp4", "-avoid_negative_ts", "disabled", "-bf", "0"),
            *("-c:v", "libx264", "-crf", "28", "-enc_time_base", "1:24000"),
            *("-fflags", "+bitexact", "-flags", "+bitexact", "-flush_packets", "1"),
            *("-fps_mode", "passthrough", "-g", "1", "-map_chapters", "-1"),
            *("-map_metadata", "-1", "-map_metadata:s", "-1"),
            *("-movflags", MOVFLAGS + "+frag_keyframe", "-output_ts_offset", "16.000000"),
            *("-preset", "slow", "-profile:v", "high", "-threads", "1", "-tune", "film"),
            *("-use_editlist", "0", "-video_track_timescale", "24000", "pipe:8"),
        ]

    def test_large_rungs_are_coded_faster(self) -> None:
        argv = video(Chunk(start=144, end=288), height=1080)
        presets = [word for flag, word in pairwise(argv) if flag == "-preset"]
        assert presets == ["slow"] * 3 + ["medium"] * 3

    def test_sound(self) -> None:
        left, right = "c0\\\\=1*c0+0.7071*c2+0.7071*c4", "c1\\\\=1*c1+0.7071*c2+0.7071*c5"
        limiter = "alimiter=attack=5:latency=1:level=0:limit=0.891:release=50"
        graph = (
            "[0:1]aresample=48000:first_pts=0[s0];[s0]asplit=2[s1][s2];"
            f"[s1]pan=args=stereo|{left}|{right}[s3];[s3]{limiter}[s4];"
            "[s4]aformat=sample_fmts=fltp[s5];[s5]apad[s6];[s6]atrim=end=14.000000[s7];"
            f"[s2]pan=args=stereo|{left}|{right}[s8];[s8]{limiter}[s9];[s9]aresample=24000[s10];"
            "[s10]aformat=sample_fmts=fltp[s11];[s11]apad[s12];[s12]atrim=end=14.000000[s13]"
        )
        assert audio(groups=("stereo", "low")) == [
            *("/opt/ffmpeg", *INPUT_FROM_ZERO, "-filter_complex", graph),
            *aac(label="[s7]", bit_rate=128_000, pipe=5),
            *aac(label="[s13]", bit_rate=32_000, pipe=6),
            *LAST,
        ]

    def test_channels_in_streams_of_their_own(self) -> None:
        """Put side by side without labels, by which they would be sorted."""
        monos = tuple(replace(SOUND, index=index, channels=1, layout="mono") for index in (1, 2))
        graph = (
            "[0:1]aresample=48000:first_pts=0[s0];[s0]pan=args=mono|c0\\\\=c0[s1];[s1]apad[s2];"
            "[0:2]aresample=48000:first_pts=0[s3];[s3]pan=args=mono|c0\\\\=c0[s4];[s4]apad[s5];"
            "[s2][s5]amerge=inputs=2[s6];[s6]pan=args=stereo|c0\\\\=1*c0|c1\\\\=1*c1[s7];"
            "[s7]aformat=sample_fmts=fltp[s8];[s8]apad[s9];[s9]atrim=end=14.000000[s10]"
        )
        argv = audio(replace(SOURCE, sounds=monos))
        assert argv[argv.index("-filter_complex") + 1] == graph


class TestSeek:
    @pytest.mark.parametrize(
        ("demuxer", "start", "seek"),
        [
            ("mov", 0, None),
            ("mov", 144, "4.000000"),
            ("mxf", 288, "10.000000"),
            ("mpegts", 144, None),
            ("mpegts", 288, "2.000000"),
            ("avi", 288, "2.000000"),
        ],
    )
    def test_the_preroll_is_longer_where_a_seek_is_not_exact(
        self, demuxer: str, start: int, seek: str | None
    ) -> None:
        argv = video(Chunk(start=start, end=start + 144), source=replace(SOURCE, demuxer=demuxer))
        assert (argv[argv.index("-ss") + 1] if "-ss" in argv else None) == seek

    def test_it_stands_before_the_input(self) -> None:
        argv = video(Chunk(start=144, end=288))
        assert argv.index("-ss") < argv.index("-i")


class TestWithin:
    """FFmpeg fails where an output gets no frame at all."""

    def test_a_chunk_has_what_falls_into_it(self) -> None:
        plan = gallery(make_source(duration=3 * 3600))
        assert plan.spacing == 360
        for start, end, expected in (
            (0, 144, {Take.SHEETS, *QUALITY}),
            (144, 288, {*QUALITY}),
            (288, 432, {Take.SHEETS, *QUALITY}),
            (361, 370, {Take.STRETCHES}),
            (plan.posters[0], plan.posters[0] + 1, {*GALLERY, *QUALITY}),
        ):
            chunk = Chunk(start=start, end=end)
            taken = within(chunk, gallery=plan, rate=Fraction(24), quality=True)
            assert set(taken) == expected, chunk

    def test_without_quality_control_there_are_pictures(self) -> None:
        plan = gallery(SOURCE)
        whole = Chunk(start=0, end=336)
        assert within(whole, gallery=plan, rate=Fraction(24), quality=False) == GALLERY


COMMANDS = {
    "probe": inspect.probe(binaries=BINARIES, url=URL),
    "survey": surveyed(),
    "packets": survey.leaf_through(binaries=BINARIES, url=URL, source=SOURCE),
    "video": video(Chunk(start=144, end=288), height=1080, with_stills=True),
    "audio": audio(groups=("stereo", "low", "surround")),
}


@pytest.mark.parametrize("argv", COMMANDS.values(), ids=COMMANDS.keys())
class TestEachCommand:
    def test_opens_one_address_under_the_positive_lists(self, argv: list[str]) -> None:
        at = argv.index(URL)
        assert argv.count(URL) == 1
        before = argv[:at]
        assert before[before.index("-protocol_whitelist") + 1] == "http,tcp"
        formats = before[before.index("-format_whitelist") + 1]
        assert formats == "mov,matroska,mxf,mpegts,mpeg,avi"

    def test_writes_to_pipes_alone(self, argv: list[str]) -> None:
        ends = [word for word in argv if "/" in word and word not in {URL, argv[0]}]
        assert not [word for word in ends if not word.startswith("[")]

    def test_every_encoded_output_is_anonymous(self, argv: list[str]) -> None:
        encoded = argv.count("mp4") + argv.count("mpjpeg")
        assert encoded == {"video": 7, "audio": 3, "survey": 2}.get(
            next(name for name, known in COMMANDS.items() if known is argv), 0
        )
        pairs = list(pairwise(argv))
        for pair in [
            ("-map_metadata", "-1"),
            ("-map_metadata:s", "-1"),
            ("-map_chapters", "-1"),
            ("-fflags", "+bitexact"),
            ("-flags", "+bitexact"),
        ]:
            assert pairs.count(pair) == encoded
