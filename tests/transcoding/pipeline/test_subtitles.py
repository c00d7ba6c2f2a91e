"""A text becomes a track of subtitles."""

import pytest

from tests.transcoding.films import make_film
from tests.transcoding.rows import real_now
from tests.transcoding.visitors import hand_in
from tests.transcoding.workshop import assert_ready, clear_tracks, do_next, drain, stored
from transcoding import storage, subtitling
from transcoding.models import Job, JobStep, Master
from transcoding.states import MasterState, StepKind, StepState, TrackKind

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "WEBVTT\n\n00:05.000 --> 00:07.000\n江水\n"
LONGEST = "en-Latn-GB-fonipa-oxendict-scotland"


@pytest.fixture
def master(tmp_path) -> Master:
    """A film of 7 s at an odd rate, surveyed; its picture is put aside."""
    master = hand_in(make_film(tmp_path / "film.mov", frames=210, rate="30000/1001"))
    do_next(StepKind.SURVEY)
    JobStep.objects.filter(kind=StepKind.VIDEO).delete()
    return master


def hand(master: Master, *, language: str = "zh-Hans", kind: str = "subtitles") -> None:
    now = real_now()
    subtitling.add_subtitle(
        master=master, language=language, kind=kind, data=TEXT.encode(), now=now
    )


def add(master: Master, *, kind: str = "subtitles") -> JobStep:
    hand(master, kind=kind)
    return do_next(StepKind.SUBTITLE)


def test_its_segments_are_those_of_the_picture(master: Master) -> None:
    step = add(master)
    (track,) = step.tracks.values()
    assert [segment["ticks"] for segment in track["segments"]] == [6006, 1001]
    texts = [stored(segment["object"]).decode() for segment in track["segments"]]
    assert all("00:00:15.000 --> 00:00:17.000" in text for text in texts)  # films begin at ten
    assert [segment["size"] for segment in track["segments"]] == [len(t.encode()) for t in texts]


def test_it_is_stored_as_what_it_is(master: Master, settings) -> None:
    (track,) = add(master).tracks.values()
    name = track["segments"][0]["object"]
    assert name.endswith(".vtt")
    head = storage.client().head_object(Bucket=settings.BUCKET_RENDITIONS, Key=name)
    assert head["ContentType"] == "text/vtt; charset=utf-8"


@pytest.mark.parametrize("kind", ["subtitles", "captions"])
def test_it_has_its_language_and_role(master: Master, kind: str) -> None:
    (track,) = add(master, kind=kind).tracks.values()
    assert (track["language"], track["role"]) == ("zh-Hans", kind)


def test_two_of_one_language_do_not_hide_each_other(master: Master) -> None:
    hand(master)
    hand(master)
    drain()
    labels = [set(step.tracks) for step in JobStep.objects.filter(kind=StepKind.SUBTITLE)]
    assert len(labels) == 2
    assert labels[0].isdisjoint(labels[1])


def test_it_is_a_job_of_its_own_with_the_films_plan(master: Master) -> None:
    step = add(master)
    film, later = Job.objects.order_by("pk")
    assert step.job == later
    assert later.plan == film.plan
    kinds = {(s.kind, s.state) for s in later.steps.exclude(pk=step.pk)}
    assert kinds == {("package", StepState.READY), ("sweep", StepState.WAITING)}


def test_a_language_may_be_as_long_as_bcp_47_has_them(tmp_path) -> None:
    """It stands in no name that has less room."""
    assert len(LONGEST) == 35
    master = hand_in(make_film(tmp_path / "film.mov", frames=48))
    hand(master, language=LONGEST)
    drain()
    tracks = clear_tracks(assert_ready(master)).values()
    (subtitle,) = [track.row for track in tracks if track.row.kind == TrackKind.SUBTITLE]
    assert subtitle.language == LONGEST


def test_one_that_can_not_be_stored_harms_no_film(
    tmp_path, monkeypatch: pytest.MonkeyPatch, settings
) -> None:
    settings.STEP_ATTEMPTS = 1
    master = hand_in(make_film(tmp_path / "film.mov", frames=48))
    hand(master)
    put = storage.put_rendition

    def refuse_texts(key: str, data: bytes, *, content_type: str) -> None:
        if key.endswith(".vtt"):
            raise RuntimeError("torn")
        put(key, data, content_type=content_type)

    monkeypatch.setattr(storage, "put_rendition", refuse_texts)
    drain()
    assert set(clear_tracks(assert_ready(master))) == {"h264-90", "h264-90-stills", "storyboard"}
    assert JobStep.objects.get(kind=StepKind.SUBTITLE).state == StepState.FAILED
    assert Master.objects.get().state == MasterState.READY
