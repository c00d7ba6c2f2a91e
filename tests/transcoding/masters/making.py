"""Small masters of every kind, made from the real film, and what comes of them in a chunk."""

import base64
import json
import subprocess
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from infra.local.hls import decrypt
from tests.transcoding.films import ffmpeg
from tests.transcoding.visitors import hand_in
from tests.transcoding.workshop import do_next, stored
from transcoding import jobs, keys
from transcoding.models import Job, JobStep
from transcoding.runner import binaries
from transcoding.scan import Look, read_look
from transcoding.source import Source
from transcoding.states import StepKind

REEL_FRAMES, REEL_SIZE = 132, "320:180"
SIDE = 4  # of a thumbnail
FAST = ("-preset", "ultrafast")


@dataclass(frozen=True, kw_only=True)
class Row:
    """A kind of master: what it shows of the reel, how it carries that, and what comes out."""

    name: str
    suffix: str = "mov"
    codec: tuple[str, ...] = ("-c:v", "libx264", *FAST, "-crf", "8")
    rate: str = "24"
    shows: str = "null"
    carries: str = "null"
    options: tuple[str, ...] = ()
    size: tuple[int, int] = (320, 180)
    frame_rate: Fraction | None = None  # of the output, where it is another
    scan: str = "progressive"
    tolerance: int = 6
    inputs: tuple[str, ...] = field(default=())

    @property
    def out_rate(self) -> Fraction:
        """Frames a second that are expected."""
        return self.frame_rate or Fraction(self.rate)

    def make(self, reel: Path, folder: Path, *, seconds: int = 2) -> Path:
        """The master."""
        path = folder / f"master.{self.suffix}"
        frames = -(-Fraction(self.rate) * (seconds + Fraction(1, 10)) // 1)
        filters = f"trim=end_frame={frames},{self.shows},{self.carries}"
        picture = ["-vf", filters, *self.codec, *self.options]
        ffmpeg("-r", self.rate, "-i", reel, *self.inputs, *picture, path)
        return path


@dataclass(frozen=True)
class Result:
    """A chunk of the highest rung, as a player has it after decryption."""

    source: Source
    plan: dict[str, Any]
    file: Path

    @property
    def stream(self) -> dict[str, Any]:
        """What ffprobe says of its picture, and `times`: when each frame is shown, in order."""
        (stream,) = _probed(self.file, "-show_streams")["streams"]
        return {**stream, "times": frame_times(self.file)}

    @property
    def beside_the_picture(self) -> set[str]:
        """Kinds of side data that the first frame has."""
        (frame, *_) = _probed(self.file, "-show_frames", "-read_intervals", "%+#1")["frames"]
        return {item["side_data_type"] for item in frame.get("side_data_list", [])}


def frame_times(file: Path) -> list[float]:
    """When each frame of a file with one stream is shown, in order; in seconds."""
    packets = _probed(file, "-show_packets")["packets"]
    return sorted(float(packet["pts_time"]) for packet in packets)


def combed(file: Path) -> Look:
    """What FFmpeg's detector of fields takes the frames for."""
    words = ffmpeg("-i", file, "-vf", "idet,metadata=mode=print:file=-", "-f", "null", "/dev/null")
    return read_look(words.decode().splitlines())


def through_a_chunk(master: Path) -> Result:
    """Upload, survey and encode the first chunk; the steps are the real ones."""
    hand_in(master)
    survey = do_next(StepKind.SURVEY)
    job = Job.objects.select_related("master").get()
    assert job.plan.get("source"), (survey.state, job.master.problem, job.master.detail)
    step = do_next(StepKind.VIDEO)
    assert step.tracks, (step.state, step.error, step.result)
    label = job.plan["rungs"][-1]["name"]
    track = step.tracks[label]
    file = master.with_name("chunk.mp4")
    clear = [_open(step, label, segment) for segment in track["segments"]]
    file.write_bytes(base64.b64decode(track["init"]) + b"".join(clear))
    return Result(source=Source.from_json(job.plan["source"]), plan=job.plan, file=file)


def thumbnails(film: Path, *, shows: str = "null", rate: str | None = None) -> list[bytes]:
    """Each frame as four by four averages of Y, U, V: small, and it tells place and colour."""
    into = f"{shows},scale={SIDE}:{SIDE}:flags=area+accurate_rnd,format=yuv444p"
    frames = ("-r", rate) if rate else ()
    raw = ffmpeg(*frames, "-i", film, "-vf", into, "-fps_mode", "passthrough",
                 "-f", "rawvideo", "-")  # fmt: skip
    length = 3 * SIDE * SIDE
    return [raw[at : at + length] for at in range(0, len(raw), length)]


def apart(one: bytes, other: bytes) -> int:
    """The largest difference between two thumbnails, in code values of eight bits."""
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def _open(step: JobStep, label: str, segment: dict[str, Any]) -> bytes:
    secret = jobs.secret_of(step.job)
    period = segment["index"] // step.job.plan["key_period_segments"]
    key = keys.period_key(secret, period=period)
    return decrypt(
        stored(segment["object"]), key, keys.period_iv(secret, track=label, period=period)
    )


def _probed(file: Path, *wanted: str) -> dict[str, Any]:
    command = [binaries().ffprobe, "-v", "error", *wanted, "-of", "json", str(file)]
    answer = subprocess.run(command, check=True, capture_output=True)
    return dict(json.loads(answer.stdout))
