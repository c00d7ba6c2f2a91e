"""A film whose packets tell every frame is decoded once, by its chunks, and proved all the same."""

from fractions import Fraction
from io import BytesIO
from pathlib import Path

import pytest

from infra.local.hls import count_frames
from tests.transcoding.films import drawn, ffmpeg, tone
from tests.transcoding.sources import make_source
from tests.transcoding.visitors import hand_in
from tests.transcoding.workshop import (
    assert_ready,
    claim_next,
    clear_tracks,
    do_next,
    drain,
    listed_objects,
    objects_of,
)
from transcoding import tasks
from transcoding.models import Frame, Job, JobStep, Master, QualityReport
from transcoding.pipeline.decode import digest
from transcoding.pipeline.gathered import gather
from transcoding.pipeline.proof import ByPackets
from transcoding.schedule import Chunk, Grid
from transcoding.states import MasterState, Problem, StepKind, StepState

pytestmark = pytest.mark.django_db(transaction=True)
PRORES = ("-c:v", "prores_ks", "-pix_fmt", "yuv422p10le")
NOISE = "gblur=3,noise=alls=12:allf=t"  # sharper, it would look like fields
STANDS = f"{NOISE},loop=loop=60:size=1:start=132,trim=end_frame=336"
GOES_BLACK = "drawbox=c=black:t=fill:enable='between(t,4,9)+between(t,11.5,12.4)'"


def film(path: Path, *, picture: str = NOISE, frames: int = 336, sound: bool = False) -> Path:
    """Fourteen seconds of ProRes: three chunks of one small rung."""
    inputs = [*drawn(frames=frames), *(tone(frames / 24) if sound else [])]
    ffmpeg(*inputs, "-vf", picture, *PRORES, "-c:a", "pcm_s16le", path)
    return path


def surveyed(path: Path) -> Master:
    master = hand_in(path)
    do_next(StepKind.SURVEY)
    return master


def chunk_at(start: int) -> JobStep:
    return JobStep.objects.get(kind=StepKind.VIDEO, parameters__start=start)


def tamper(step: JobStep) -> None:
    step.parameters["digest"] = "0" * 64
    step.save()


def frames_of(master: Master, tmp_path: Path) -> int:
    tracks = clear_tracks(assert_ready(master))
    return count_frames(tracks["h264-90"].write(tmp_path / "track.mp4"), stream="v:0")[0]


def spoil(path: Path, frames: range) -> Path:
    """Break the head of some ProRes frames, so that they can't be decoded."""
    data = bytearray(path.read_bytes())
    at = -1
    for place in range(frames.stop):
        at = data.index(b"icpf", at + 1)
        if place in frames:
            data[at : at + 4] = b"none"
    path.write_bytes(data)
    return path


class TestPlan:
    def test_is_made_without_a_decode(self, tmp_path: Path) -> None:
        surveyed(film(tmp_path / "film.mov"))
        plan = Job.objects.get().plan
        assert (plan["proof"], plan["grid"]["frames"]) == ("packets", 336)
        digests = {chunk_at(start).parameters["digest"] for start in (0, 144, 288)}
        assert len(digests) == 3
        assert not Frame.objects.exists()

    @pytest.mark.parametrize(
        "outputs",
        [("-c:v", "ffv1"), ("-c:v", "mpeg2video"), (*PRORES, "-flags", "+ildct"),
         (*PRORES, "-vf", f"{NOISE},select=not(eq(n\\,99))", "-fps_mode", "passthrough")],
        ids=["each may lean on another", "groups", "fields", "a frame is missing"],
    )  # fmt: skip
    def test_is_made_by_decoding_whatever_else_comes(
        self, tmp_path: Path, outputs: tuple[str, ...]
    ) -> None:
        ffmpeg(*drawn(frames=336), *outputs, tmp_path / "film.mov")
        master = surveyed(tmp_path / "film.mov")
        assert Job.objects.get().plan["proof"] == "frames"
        drain()
        assert frames_of(master, tmp_path) == 336

    @pytest.mark.parametrize("suffix", ["mov", "mkv", "mxf"])
    def test_holds_in_every_container_that_can_be_sought_in(
        self, tmp_path: Path, suffix: str
    ) -> None:
        master = surveyed(film(tmp_path / f"film.{suffix}"))
        assert Job.objects.get().plan["proof"] == "packets"
        drain()
        assert frames_of(master, tmp_path) == 336
        assert Job.objects.get().plan["generation"] == 0


@pytest.mark.parametrize("picture", [STANDS, f"{NOISE},{GOES_BLACK}"], ids=["stands", "black"])
def test_measured_in_chunks_it_is_the_same_as_measured_in_one(tmp_path: Path, picture: str) -> None:
    path = film(tmp_path / "film.mov", picture=picture)
    master = hand_in(path)
    drain()
    in_chunks, report = gather(Job.objects.get()), QualityReport.objects.get()
    assert_ready(master)
    other = hand_in(path)
    JobStep.objects.filter(job__master=other).update(parameters={"decode": True})
    drain()
    job = Job.objects.get(master=other)
    in_one = gather(job)
    assert Job.objects.get(master=master).plan["proof"] == "packets"
    assert (job.plan["proof"], in_one.picture) == ("frames", in_chunks.picture)
    assert in_one.picture is not None
    assert in_one.picture.black or in_one.picture.frozen
    assert QualityReport.objects.get(job=job).findings == report.findings
    instants = [[poster["seconds"] for poster in each.posters] for each in (in_one, in_chunks)]
    assert instants[0] == instants[1]
    assert len(instants[0]) > 5


class TestOtherPackets:
    def test_the_film_is_surveyed_again_by_decoding(self, tmp_path: Path) -> None:
        master = surveyed(film(tmp_path / "film.mov", sound=True))
        tamper(chunk_at(144))
        drain()
        surveys = JobStep.objects.filter(kind=StepKind.SURVEY).order_by("pk")
        assert [survey.parameters for survey in surveys] == [{}, {"decode": True, "generation": 1}]
        plan = Job.objects.get().plan
        assert (plan["proof"], plan["generation"], plan["whole"]) == ("frames", 1, False)
        assert frames_of(master, tmp_path) == 336
        assert len(clear_tracks(assert_ready(master))) == 5
        assert set(objects_of(master)) == listed_objects()
        assert Frame.objects.filter(purpose="poster").count() == 9

    def test_two_chunks_that_find_it_have_it_surveyed_once(self, tmp_path: Path) -> None:
        master = surveyed(film(tmp_path / "film.mov"))
        tamper(chunk_at(0))
        tamper(chunk_at(144))
        first, second = claim_next(StepKind.VIDEO), claim_next(StepKind.VIDEO)
        tasks.do(first)
        tasks.do(second)
        waiting = JobStep.objects.filter(state=StepState.READY)
        assert [step.kind for step in waiting] == [StepKind.SURVEY]
        drain()
        assert frames_of(master, tmp_path) == 336

    def test_if_its_frames_are_others_too_it_is_encoded_in_one(self, tmp_path: Path) -> None:
        master = surveyed(film(tmp_path / "film.mov"))
        tamper(chunk_at(0))
        do_next(StepKind.VIDEO)
        do_next(StepKind.SURVEY)
        tamper(chunk_at(144))
        drain()
        assert Job.objects.get().plan["whole"]
        assert frames_of(master, tmp_path) == 336


class TestDamage:
    def test_is_told_with_its_place(self, tmp_path: Path) -> None:
        master = hand_in(spoil(film(tmp_path / "film.mov"), range(200, 202)))
        drain()
        assert frames_of(master, tmp_path) == 336
        found = {finding["code"]: finding for finding in QualityReport.objects.get().findings}
        assert found["damaged"]["figures"]["frames"] == 2
        assert Job.objects.get().plan["proof"] == "frames"

    @pytest.mark.parametrize("frames", [range(150, 160), range(336)], ids=["much", "all"])
    def test_is_refused_where_it_is_much(self, tmp_path: Path, frames: range) -> None:
        master = hand_in(spoil(film(tmp_path / "film.mov"), frames))
        drain()
        master.refresh_from_db()
        assert (master.state, master.problem) == (MasterState.FAILED, Problem.DAMAGED)
        assert objects_of(master) == {}


class TestProof:
    """What a chunk's process tells of itself has to be what was planned, in every respect."""

    GRID, CHUNK = Grid(frame_rate=Fraction(24), frames=96), Chunk(start=48, end=50)
    MARK = b"900,0x1"

    def held(self, *, packets: tuple[int, ...] = (47, 48, 49, 50),
             decoded: tuple[int, ...] = (47, 48, 49, 50), log: str = "", mark: bytes = MARK
             ) -> bool:  # fmt: skip
        step = JobStep(job=Job(plan={"quality": False}, prefix="p"), parameters={})
        source = make_source(codec="prores", duration=4)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr("transcoding.pipeline.proof.Vault", lambda *_, **__: None)
            proof = ByPackets(step, source=source, grid=self.GRID, chunk=self.CHUNK)
        proof.read(self.rows(packets, mark))
        proof.outputs[0](self.rows(decoded, b"8,ab"))
        proof.hear(log)
        return proof.holds(digest([self.MARK] * 2))

    def rows(self, places: tuple[int, ...], mark: bytes) -> BytesIO:
        head = b"#tb 0: 1/24\n"
        return BytesIO(head + b"".join(b"0, %d, %d, 1, %b\n" % (at, at, mark) for at in places))

    def test_holds(self) -> None:
        assert self.held()

    def test_other_bytes(self) -> None:
        assert not self.held(mark=b"900,0x2")

    @pytest.mark.parametrize("places", [(), (47, 49, 50), (48,), (48, 48, 49), (49, 48)])
    def test_other_packets(self, places: tuple[int, ...]) -> None:
        assert not self.held(packets=places)

    @pytest.mark.parametrize("places", [(), (47, 49, 50), (48,), (48, 48, 49), (49, 48)])
    def test_a_packet_of_which_no_frame_came(self, places: tuple[int, ...]) -> None:
        """The grid would show the frame before it for longer, and count as many."""
        assert not self.held(decoded=places)

    def test_a_frame_that_is_said_to_be_damaged(self) -> None:
        assert not self.held(log="[vist#0:0/prores] corrupt decoded frame")
