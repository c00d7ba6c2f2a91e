"""The whole way of a master in this process: every step claimed and done, the result fetched."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from infra.local.hls import decrypt
from transcoding import keys, leases, storage, tasks
from transcoding.models import Frame, JobStep, Master, Publication, Segment, Track
from transcoding.states import DEFAULT_QUEUE, ENCODE_QUEUE, MasterState, StepKind

MOST_STEPS = 60


def drain(*, most: int = MOST_STEPS) -> list[JobStep]:
    """Do what can be claimed until nothing can; the steps, as they were left."""
    done: list[int] = []
    while step := leases.claim(queue=ENCODE_QUEUE) or leases.claim(queue=DEFAULT_QUEUE):
        tasks.do(step)
        done.append(step.pk)
        if len(done) >= most:
            break
    kept = JobStep.objects.in_bulk(done)
    return [kept[pk] for pk in done if pk in kept]


def do_next(kind: StepKind) -> JobStep:
    """Claim and do one step, which has to be of this kind."""
    step = claim_next(kind)
    tasks.do(step)
    return JobStep.objects.get(pk=step.pk)


def claim_next(kind: StepKind) -> JobStep:
    """Claim a step, which has to be of this kind."""
    step = leases.claim(queue=ENCODE_QUEUE) or leases.claim(queue=DEFAULT_QUEUE)
    assert step is not None
    assert step.kind == kind, f"{step} was next"
    return step


def stored(name: str) -> bytes:
    """An object of the renditions' bucket."""
    bucket = settings.BUCKET_RENDITIONS
    body: bytes = storage.client().get_object(Bucket=bucket, Key=name)["Body"].read()
    return body


def objects_of(master: Master) -> dict[str, bytes]:
    """Every object that was stored for a master, by name."""
    return {
        name: stored(name)
        for job in master.jobs.all()
        for name in storage.list_renditions(f"{job.prefix}/")
    }


def listed_objects() -> set[str]:
    """Every object that some row names: what a sweep leaves."""
    inits = Track.objects.exclude(init_object="").values_list("init_object", flat=True)
    return {
        *inits,
        *Segment.objects.values_list("object_name", flat=True),
        *Frame.objects.values_list("object_name", flat=True),
    }


@dataclass(frozen=True)
class ClearTrack:
    """A published track as a player has it: decrypted, in order."""

    row: Track
    init: bytes
    segments: list[bytes]
    names: list[str]
    ticks: list[int]

    def write(self, path: Path) -> Path:
        """As one file, which FFmpeg can read."""
        path.write_bytes(self.init + b"".join(self.segments))
        return path


def clear_tracks(publication: Publication) -> dict[str, ClearTrack]:
    """The tracks of a publication by label; decrypted with what a playlist would name."""
    return {track.label: _clear(track) for track in publication.tracks.order_by("pk")}


def _clear(track: Track) -> ClearTrack:
    rows = list(track.segments.order_by("position"))
    return ClearTrack(
        row=track,
        init=stored(track.init_object) if track.init_object else b"",
        segments=[_open(track, row.position, stored(row.object_name)) for row in rows],
        names=[row.object_name for row in rows],
        ticks=[row.ticks for row in rows],
    )


def _open(track: Track, position: int, data: bytes) -> bytes:
    if track.secret is None:
        return data
    secret = keys.unseal(
        bytes(track.secret.sealed), key_encryption_keys=settings.KEY_ENCRYPTION_KEYS
    )
    per_period = track.key_period_segments
    key, iv = keys.of_segment(secret, track=track.label, position=position, per_period=per_period)
    return decrypt(data, key, iv)


def assert_ready(master: Master) -> Publication:
    """The newest publication of a master that came through."""
    master.refresh_from_db()
    steps = [(str(step), step.state, step.error) for step in JobStep.objects.order_by("pk")]
    assert master.state == MasterState.READY, (master.problem, master.detail, steps)
    return master.publications.latest("revision")
