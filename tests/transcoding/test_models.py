"""What the database itself refuses."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from tests.transcoding.rows import make_job, make_master, real_now
from transcoding.models import Master, Publication, Segment, Track, UploadPart

pytestmark = pytest.mark.django_db


def make_track(**fields: Any) -> Track:
    values = {
        "master": fields.get("master") or make_master(),
        "kind": "video",
        "label": "h264-234",
        "codecs": "avc1.64000D",
        "peak_bandwidth": 1,
        "average_bandwidth": 1,
        "timescale": 24000,
    }
    return Track.objects.create(**values | fields)


def refused(constraint: str) -> Any:
    return pytest.raises(IntegrityError, match=constraint)


def test_a_master_has_bytes() -> None:
    with refused("master_has_bytes"), transaction.atomic():
        make_master(size=0)


def test_no_two_masters_share_an_object() -> None:
    make_master(object_key="key")
    with refused("object_key"), transaction.atomic():
        make_master(object_key="key")


def test_a_part_is_signed_once() -> None:
    master = make_master()
    UploadPart.objects.create(master=master, number=1, sha256="")
    with refused("part_once_a_master"), transaction.atomic():
        UploadPart.objects.create(master=master, number=1, sha256="")


def test_a_segment_stands_once_in_a_variant() -> None:
    track = make_track()
    for variant in ("A", "B"):
        Segment.objects.create(track=track, position=0, variant=variant, ticks=1, size=1)
    with refused("segment_once_a_variant"), transaction.atomic():
        Segment.objects.create(track=track, position=0, variant="A", ticks=1, size=1)


def test_a_revision_is_published_once() -> None:
    master = make_master()
    Publication.objects.create(master=master, revision=1, created_at=real_now())
    with refused("revision_once_a_master"), transaction.atomic():
        Publication.objects.create(master=master, revision=1, created_at=real_now())


def test_a_secret_stays_while_a_track_needs_it() -> None:
    job = make_job()
    make_track(master=job.master, secret=job.secret)
    with pytest.raises(ProtectedError):
        job.secret.delete()


def test_ids_tell_nothing() -> None:
    ids = {make_master().public_id for _ in range(20)}
    assert len(ids) == 20
    assert {len(public_id) for public_id in ids} == {22}


def test_rows_are_called_by_what_they_are() -> None:
    job = make_job()
    master = Master.objects.get()
    track = make_track(master=master)
    publication = Publication(master=master, revision=2)
    names = [str(master), str(job), str(track), str(publication), str(job.secret)]
    public_id = master.public_id
    assert names == [
        public_id,
        f"h264 of {public_id}",
        "video h264-234",
        f"{public_id} r2",
        f"secret {job.secret.pk}",
    ]
