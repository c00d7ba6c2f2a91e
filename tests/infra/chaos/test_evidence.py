"""Each thing that may go wrong in chaos would be noticed."""

from typing import Any

import pytest
from django.conf import settings

from infra.chaos import evidence
from infra.chaos.__main__ import _lost
from tests.transcoding.films import make_film
from tests.transcoding.rows import real_now
from tests.transcoding.visitors import hand_in, open_upload
from tests.transcoding.workshop import drain
from transcoding import storage
from transcoding.models import JobStep, Master, Segment, Track
from transcoding.states import MasterState, StepState

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def master(tmp_path: Any) -> Master:
    """A published film, with nothing left to do."""
    storage.delete_renditions(list(storage.list_renditions("")))
    uploads = storage.client().list_multipart_uploads(Bucket=settings.BUCKET_MASTERS)
    for upload in uploads.get("Uploads", []):
        storage.abort_upload(key=upload["Key"], upload_id=upload["UploadId"])
    masters = storage.client().list_objects_v2(Bucket=settings.BUCKET_MASTERS)
    for entry in masters.get("Contents", []):
        storage.delete_master(entry["Key"])
    master = hand_in(make_film(tmp_path / "film.mov", frames=48))
    drain()
    JobStep.objects.update(not_before=real_now())
    drain()
    return Master.objects.get(pk=master.pk)


def test_a_whole_film_is_found_whole(master: Master) -> None:
    found = evidence.film(master)
    assert found["state"] == MasterState.READY
    assert set(found["tracks"]) == {"h264-90", "h264-90-stills", "storyboard"}
    assert (evidence.doubled(), evidence.left_behind()) == ([], [])


def test_a_short_film_breaks_only_what_its_size_does(master: Master) -> None:
    """`validate_hls` has its say: two seconds of 160 by 90 make one rung, and no sound."""
    assert evidence.film(master)["broken"] == []


def test_a_stream_that_breaks_a_rule_is_lost(master: Master) -> None:
    good = evidence.film(master)
    bad = good | {"broken": ["8.6: no end"]}
    films = {"first": good, "second": bad}
    assert _lost(films, ["first", "second"]) == ["film second breaks 8.6: no end"]


def test_two_makings_of_a_film_are_the_same_in_clear(master: Master, tmp_path: Any) -> None:
    """So that bytes can be compared: nothing of the encode depends on time or place."""
    again = hand_in(make_film(tmp_path / "film.mov", frames=48))
    drain()
    again.refresh_from_db()
    assert evidence.film(again) == evidence.film(master)


def test_a_missing_segment_is_noticed(master: Master) -> None:
    Segment.objects.create(
        track=Track.objects.get(kind="video"),
        position=9,
        object_name="none/1/1/x.m4s",
        ticks=1,
        size=1,
    )
    with pytest.raises(LookupError, match="missing"):
        evidence.film(master)


def test_so_are_other_bytes(master: Master) -> None:
    segment = Segment.objects.get(track__kind="video")
    before = evidence.film(master)
    data = bytearray(evidence.stored(segment.object_name))
    data[16] ^= 1
    storage.put_rendition(segment.object_name, bytes(data), content_type="video/mp4")
    assert evidence.film(master) != before


def test_and_a_film_that_failed(master: Master) -> None:
    good = evidence.film(master)
    Master.objects.update(state=MasterState.FAILED)
    films = {"first": good, "second": evidence.film(Master.objects.get())}
    assert len(_lost(films, ["first", "second"])) == 1
    assert _lost({"first": good, "second": good}, ["first", "second"]) == []


def test_an_object_of_another_attempt_is_noticed(master: Master) -> None:
    step = JobStep.objects.get(kind="video")
    JobStep.objects.filter(pk=step.pk).update(attempt=step.attempt + 1)
    pictures = Segment.objects.filter(track__master=master, track__kind__in=["video", "i_frames"])
    listed = pictures.values_list("object_name", flat=True)
    assert sorted(evidence.doubled()) == sorted(listed)


def test_what_is_left_behind_is_noticed(master: Master) -> None:
    storage.put_rendition("prefix/1/1/lost.m4s", b"x", content_type="video/mp4")
    open_upload(owner=master.owner, size=9)
    JobStep.objects.filter(kind="video").update(state=StepState.FAILED)
    left = evidence.left_behind()
    assert "object prefix/1/1/lost.m4s" in left
    assert [words.split()[0] for words in left] == ["object", "upload", "step"]
    Master.objects.filter(pk=master.pk).update(object_key="another")
    assert f"master {master.object_key}" in evidence.left_behind()
