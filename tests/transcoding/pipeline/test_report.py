"""The report on a master: what is wrong with a film is found, shown, and held where it is grave."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from tests.transcoding.films import PICTURE, drawn, ffmpeg, grey, make_film, tone
from tests.transcoding.rows import real_now
from tests.transcoding.visitors import Filmmaker, hand_in, make_user
from tests.transcoding.workshop import (
    assert_ready,
    do_next,
    drain,
    listed_objects,
    objects_of,
    stored,
)
from transcoding import steering
from transcoding.models import Frame, JobStep, Master, QualityReport
from transcoding.pipeline.pictures import PictureBroken, read_pictures
from transcoding.states import MasterState, Problem, StepKind, StepState

pytestmark = pytest.mark.django_db(transaction=True)

QUIET_TONE = "volume=-6dB"
# Noise is what a camera has, and a drawn still has not.
NOISE = "noise=alls=12:allf=t"
NOISY = f"gblur=3,lutyuv=y='clip(val,40,180)':u='clip(val,80,176)':v='clip(val,80,176)',{NOISE}"
BLACKENED = "drawbox=c=black:t=fill:enable='between(t,4,8)'"
LOSSLESS = ("-c:v", "ffv1")
PRORES = ("-c:v", "prores_ks", "-pix_fmt", "yuv422p10le")


def film(path: Path, *, picture: str = NOISY, sound: str | None = QUIET_TONE, seconds: float = 14,
         heard: float | None = None, codec: tuple[str, ...] = PRORES) -> Path:  # fmt: skip
    """A film of noise and of a tone, with filters over each; `heard` seconds of sound."""
    inputs = drawn(size="160x120", frames=round(24 * seconds))
    outputs = ["-vf", picture, *codec]
    if sound is not None:
        inputs += tone(seconds if heard is None else heard)
        outputs += ["-af", sound, "-c:a", "pcm_s16le"]
    ffmpeg(*inputs, *outputs, path)
    return path


def reported(path: Path) -> tuple[Master, QualityReport]:
    master = hand_in(path)
    drain()
    master.refresh_from_db()
    return master, QualityReport.objects.get()


def found(report: QualityReport) -> dict[str, str]:
    """Level by code."""
    return {finding["code"]: finding["level"] for finding in report.findings}


SOUND_FILM: dict[str, str] = {"no_color_tags": "info", "small": "info"}
DEFECTS: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "nothing": ({}, {}),
    "four black seconds": ({"picture": f"{NOISY},{BLACKENED}"}, {"black": "warning"}),
    "black for the most part": (
        {"picture": f"{NOISY},drawbox=c=black:t=fill:enable='gt(t,3)'"},
        {"black": "blocks"},
    ),
    "a picture that stands": (
        {"picture": f"{NOISY},loop=loop=264:size=1:start=24,trim=end_frame=336"},
        {"frozen": "warning"},
    ),
    "bars": (
        {"picture": f"{NOISY},drawbox=y=0:h=16:c=black:t=fill,drawbox=y=104:h=16:c=black:t=fill"},
        {"bars": "info"},
    ),
    "white that is clipped": (
        {"picture": f"{NOISY},drawbox=w=60:c=white:t=fill", "codec": LOSSLESS},
        {"clipped": "warning"},
    ),
    "full range that says it is not": (
        {"picture": f"{NOISY},lutyuv=y='clip((val-40)*255/140,0,255)'"},
        {"out_of_range": "warning"},
    ),
    "no sound": ({"sound": None}, {"no_sound": "warning"}),
    "a silent track": ({"sound": "volume=0"}, {"silent_track": "blocks"}),
    "eleven silent seconds": (
        {"sound": f"{QUIET_TONE},volume=0:enable='between(t,2,13)'"},
        {"silence": "info"},
    ),
    "one channel": (
        {"sound": f"{QUIET_TONE},pan=stereo|c0=c0"},
        {"dead_channel": "warning"},
    ),
    "loud": ({"sound": "volume=21dB"}, {"loudness": "warning", "true_peak": "warning"}),
    "hardly to be heard": ({"sound": "volume=-30dB"}, {"loudness": "warning"}),
    "sound that ends first": ({"heard": 11}, {"sound_ends_early": "warning"}),
    "sound that goes on": ({"heard": 16}, {"sound_ends_late": "warning"}),
    "sound that goes on and on": ({"heard": 30}, {"sound_ends_late": "blocks"}),
}


@pytest.mark.parametrize(("made", "expected"), DEFECTS.values(), ids=DEFECTS.keys())
def test_a_defect_is_found_and_nothing_else(
    tmp_path: Path, made: dict[str, Any], expected: dict[str, str]
) -> None:
    master, report = reported(film(tmp_path / "film.mov", **made))
    assert found(report) == SOUND_FILM | expected
    blocked = "blocks" in expected.values()
    assert master.state == (MasterState.BLOCKED if blocked else MasterState.READY)
    for finding in report.findings:
        for start, end in finding["stretches"]:
            assert 0 <= start <= end <= 14.1


def test_a_stretch_is_where_it_is(tmp_path: Path) -> None:
    _, report = reported(film(tmp_path / "film.mov", picture=f"{NOISY},{BLACKENED}"))
    (black,) = [finding for finding in report.findings if finding["code"] == "black"]
    assert black["stretches"] == [[pytest.approx(4, abs=0.05), pytest.approx(8, abs=0.05)]]
    assert black["figures"] == {"seconds": pytest.approx(4, abs=0.1)}
    frame = Frame.objects.get(purpose="finding")
    assert frame.seconds == pytest.approx(6, abs=0.1)
    shown = grey(stored(frame.object_name))
    assert (shown.width, shown.height) == (frame.width, frame.height) == (160, 120)
    assert max(shown.pixels) < 40


def test_a_picture_shows_the_instant_of_its_finding(tmp_path: Path) -> None:
    """The brightest sample: grey comes in the tenth second."""
    shade = "geq=lum='if(gt(T,10),180,60)':cb=128:cr=128"
    bars = "drawbox=y=0:h=16:c=black:t=fill,drawbox=y=104:h=16:c=black:t=fill"
    _, report = reported(film(tmp_path / "film.mov", picture=f"{shade},{NOISY},{bars}"))
    (finding,) = [finding for finding in report.findings if finding["code"] == "bars"]
    assert finding["figures"] == {"across": 0, "down": 32}
    frame = Frame.objects.get(purpose="finding")
    shown = grey(stored(frame.object_name))
    middle = shown.pixels[160 * 16 : 160 * 104]
    assert sum(middle) / len(middle) == pytest.approx((180 - 16) * 255 / 219, abs=6)


class TestFigures:
    @pytest.fixture
    def report(self, tmp_path: Path) -> QualityReport:
        return reported(film(tmp_path / "film.mov"))[1]

    def test_loudness_is_that_of_the_tone(self, report: QualityReport) -> None:
        """A sine of FFmpeg's has a peak of -18 dBFS; mono counts once (ITU-R BS.1770)."""
        (sound,) = report.technical["sounds"]
        assert sound["true_peak"] == pytest.approx(-18.1 - 6, abs=0.2)
        assert sound["loudness"] == pytest.approx(-18.1 - 3 - 0.7 - 6, abs=1)
        assert sound["seconds"] == pytest.approx(14, abs=0.11)

    def test_plots_are_as_long_as_the_film(self, report: QualityReport) -> None:
        loudness, bits = report.series["loudness"][0], report.series["bit_rate"]
        assert loudness["seconds"] == bits["seconds"] == 1
        assert len(bits["values"]) == len(loudness["values"]) == 14

    def test_bit_rate_is_that_of_the_file(self, report: QualityReport) -> None:
        master = Master.objects.get()
        sound = 14 * 48000 * 16
        assert sum(report.series["bit_rate"]["values"]) == pytest.approx(
            8 * master.size - sound, rel=0.02
        )

    def test_technical_data_name_nobody(self, report: QualityReport) -> None:
        picture = report.technical["picture"]
        assert (picture["codec"], picture["pixel_format"]) == ("prores", "yuv422p10le")
        assert picture["frame_rate"] == [24, 1]
        assert report.technical["container"] == "mov"


class TestPosters:
    def test_are_spread_over_the_film_and_not_black(self, tmp_path: Path) -> None:
        reported(film(tmp_path / "film.mov", picture=f"{NOISY},{BLACKENED}"))
        posters = Frame.objects.filter(purpose="poster").order_by("seconds")
        instants = [poster.seconds for poster in posters]
        assert len(instants) == 7
        assert not [at for at in instants if 4 <= at <= 8]
        assert instants[0] < 2
        assert instants[-1] > 12

    def test_are_jpegs_that_tell_nothing_of_their_making(self, tmp_path: Path) -> None:
        reported(film(tmp_path / "film.mov"))
        for poster in Frame.objects.filter(purpose="poster"):
            data = stored(poster.object_name)
            assert (grey(data).width, grey(data).height) == (160, 120)
            assert b"Lavc" not in data
            assert b"Exif" not in data


class TestStoryboard:
    @pytest.mark.parametrize(
        ("codec", "pictures"), [(LOSSLESS, [7]), (PRORES, [3, 3, 1])], ids=["survey", "chunks"]
    )
    def test_has_a_picture_every_two_seconds(
        self, tmp_path: Path, codec: tuple[str, ...], pictures: list[int]
    ) -> None:
        """Each darker than the one before: they are where they belong."""
        shade = "geq=lum='235-15*floor(T/2)':cb=128:cr=128"
        master, _ = reported(film(tmp_path / "film.mov", picture=shade, sound=None, codec=codec))
        assert_ready(master)
        track = master.tracks.get(kind="storyboard")
        assert track.tiles == {"columns": 5, "rows": 5, "seconds": 2.0, "pictures": pictures}
        rows = list(track.segments.order_by("position"))
        assert sum(sheet.ticks for sheet in rows) == 14_000
        seen = []
        for row, count in zip(rows, pictures, strict=True):
            sheet = grey(stored(row.object_name))
            seen += [sheet.at(160 * (n % 5) + 80, 120 * (n // 5) + 60) for n in range(count)]
        assert seen == [pytest.approx((235 - 15 * n - 16) * 255 / 219, abs=4) for n in range(7)]


class TestHeld:
    @pytest.fixture
    def master(self, tmp_path: Path) -> Master:
        return reported(film(tmp_path / "film.mov", sound="volume=0"))[0]

    def test_what_was_encoded_waits(self, master: Master) -> None:
        assert (master.state, master.problem) == (MasterState.BLOCKED, Problem.QUALITY)
        assert not master.publications.exists()
        states = dict(JobStep.objects.values_list("kind", "state"))
        assert states[StepKind.PACKAGE] == StepState.HELD
        assert states[StepKind.SWEEP] == StepState.WAITING
        assert drain() == []

    def test_staff_lets_it_through_and_nothing_is_encoded_again(self, master: Master) -> None:
        steering.let_through(master=master, now=real_now())
        assert [step.kind for step in drain()] == [StepKind.PACKAGE, StepKind.SWEEP]
        assert_ready(master)
        assert set(objects_of(master)) == listed_objects()

    def test_said_twice_changes_nothing(self, master: Master) -> None:
        first = steering.let_through(master=master, now=real_now())
        again = steering.let_through(master=master, now=real_now())
        assert again.quality_waived_at == first.quality_waived_at

    def test_cancelled_it_leaves_nothing(self, master: Master) -> None:
        steering.cancel(master=master, now=real_now())
        drain()
        master.refresh_from_db()
        assert master.state == MasterState.CANCELLED
        assert JobStep.objects.get(kind=StepKind.PACKAGE).state == StepState.CANCELLED

    def test_one_that_nothing_blocks_can_not_be_let_through(self, tmp_path: Path) -> None:
        master, _ = reported(film(tmp_path / "film.mov"))
        with pytest.raises(steering.SteeringConflict) as conflict:
            steering.let_through(master=master, now=real_now())
        assert conflict.value.get_codes() == "master_not_blocked"

    def test_it_can_not_be_tried_again(self, master: Master) -> None:
        with pytest.raises(steering.SteeringConflict) as conflict:
            steering.retry(master=master, now=real_now())
        assert conflict.value.get_codes() == "master_blocked"


class TestApi:
    def test_the_owner_reads_it_in_both_languages(self, tmp_path: Path) -> None:
        maker = Filmmaker(film(tmp_path / "film.mov", sound="volume=0").read_bytes())
        maker.send(1)
        assert maker.client.get(f"{maker.url}report/").status_code == 404
        maker.complete()
        drain()
        report = maker.client.get(f"{maker.url}report/").json()
        assert report["blocks"]
        first = report["findings"][0]
        assert (first["code"], first["level"], first["track"]) == ("silent_track", "blocks", 0)
        assert first["title"] == {"en": "A sound track is silent", "zh-Hans": "声轨完全无声"}
        assert set(first["advice"]) == {"en", "zh-Hans"}
        assert len(report["posters"]) == 9
        assert maker.client.get(maker.url).json()["state"] == "blocked"

    def test_nobody_else_does(self, tmp_path: Path) -> None:
        maker = Filmmaker(film(tmp_path / "film.mov").read_bytes())
        maker.send(1)
        maker.complete()
        drain()
        stranger = Filmmaker.client_of(make_user("filmmaker"))
        assert stranger.get(f"{maker.url}report/").status_code == 404
        assert Filmmaker.client_of(None).get(f"{maker.url}report/").status_code == 401
        assert (
            Filmmaker.client_of(make_user("programmer")).get(f"{maker.url}report/").status_code
            == 200
        )

    def test_only_staff_waives_it(self, tmp_path: Path) -> None:
        maker = Filmmaker(film(tmp_path / "film.mov", sound="volume=0").read_bytes())
        maker.send(1)
        maker.complete()
        drain()
        assert maker.client.post(f"{maker.url}waive/").status_code == 403
        staff = Filmmaker.client_of(make_user("programmer"))
        assert staff.post(f"{maker.url}waive/").json()["state"] == "processing"
        drain()
        assert maker.client.get(maker.url).json()["state"] == "ready"
        assert not maker.client.get(f"{maker.url}report/").json()["blocks"]


def test_without_quality_control_there_are_pictures_and_no_judgement(
    tmp_path: Path, settings: Any
) -> None:
    settings.QUALITY_CONTROL = False
    master, report = reported(film(tmp_path / "film.mov", sound="volume=0"))
    assert master.state == MasterState.READY
    assert (report.examined, report.findings) == (False, [])
    assert Frame.objects.filter(purpose="poster").count() == 9


def test_damage_is_told_with_its_place(tmp_path: Path) -> None:
    """Bytes of the picture turned over: FFmpeg shows something, and goes on."""
    options = (*PICTURE, "-g", "12", "-bf", "0")
    path = make_film(tmp_path / "film.mkv", frames=24 * 60, sound=60, options=options)
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 8] = bytes(8)
    path.write_bytes(data)
    _, report = reported(path)
    (damaged,) = [finding for finding in report.findings if finding["code"] == "damaged"]
    assert damaged["level"] == "warning"
    assert 1 <= damaged["figures"]["frames"] < 12
    assert damaged["stretches"]


def test_what_is_no_picture_is_refused() -> None:
    part = b"--ffmpeg\r\nContent-type: image/jpeg\r\nContent-length: 9\r\n\r\nshort"
    with pytest.raises(PictureBroken, match="5 of 9 bytes"):
        list(read_pictures(BytesIO(part)))
    with pytest.raises(PictureBroken, match="a picture of 99999999 bytes"):
        list(read_pictures(BytesIO(part.replace(b" 9", b" 99999999"))))


def test_do_next_is_the_report(tmp_path: Path) -> None:
    """After the last chunk, before the packaging."""
    hand_in(make_film(tmp_path / "film.mov", frames=48))
    do_next(StepKind.SURVEY)
    do_next(StepKind.VIDEO)
    assert do_next(StepKind.REPORT).result == {"findings": 4, "blocks": False}
