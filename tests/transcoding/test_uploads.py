"""A master's way in, over HTTP and into a real store."""

import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.db import transaction

from tests.transcoding.films import make_film
from tests.transcoding.rows import at_once, real_now
from tests.transcoding.visitors import Filmmaker, hand_in, make_user, open_upload, sha256
from tests.transcoding.workshop import do_next
from transcoding import leases, storage, tasks, uploads
from transcoding.models import Job, JobStep, Master
from transcoding.states import MasterState, Problem, StepKind, StepState
from transcoding.storage import StoreUnavailable
from transcoding.uploads import LARGEST_MASTER, UploadConflict, UploadInvalid, part_size

pytestmark = pytest.mark.django_db
MIB = 1024**2
WEBVTT = "WEBVTT\n\n00:01.000 --> 00:04.000\n江水\n"


@pytest.fixture(autouse=True)
def small_parts(settings: Any) -> None:
    settings.UPLOAD_PART_BYTES = 5 * MIB


@pytest.fixture
def filmmaker() -> Filmmaker:
    """With a film of three parts, the last of them a short one."""
    return Filmmaker(secrets.token_bytes(10 * MIB + 1000))


def assert_problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    """RFC 9457, as every error of ours."""
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert body["type"] == f"urn:cife:problem:{code}"
    assert (body["status"], body["code"]) == (status, code)
    assert body["title"]
    assert body["detail"]
    return body


class TestWholeWay:
    def test_parts_become_a_master_and_work_begins(self, filmmaker: Filmmaker) -> None:
        filmmaker.send(1, 2, 3)
        answer = filmmaker.complete()
        assert answer.status_code == 200
        assert answer.json()["state"] == "processing"
        master = filmmaker.stored()
        assert (master.state, master.upload_id) == (MasterState.PROCESSING, "")
        assert master.completed_at is not None
        assert storage.master_size(master.object_key) == len(filmmaker.film)
        step = JobStep.objects.get()
        assert (step.kind, step.state, step.queue) == (StepKind.SURVEY, StepState.READY, "encode")
        assert (step.owner, step.priority) == (master.owner, master.priority)

    def test_the_stored_bytes_are_the_films(self, filmmaker: Filmmaker) -> None:
        filmmaker.send(3, 1, 2)
        filmmaker.complete()
        key, end = filmmaker.stored().object_key, len(filmmaker.film) - 1
        assert b"".join(storage.read_master(key=key, start=0, end=end)) == filmmaker.film

    def test_a_small_film_is_one_part(self) -> None:
        filmmaker = Filmmaker(b"film")
        filmmaker.send(1)
        assert filmmaker.complete().status_code == 200

    def test_encoders_are_rung_for_when_it_is_written(
        self, filmmaker: Filmmaker, monkeypatch: pytest.MonkeyPatch,
        django_capture_on_commit_callbacks: Any,
    ) -> None:  # fmt: skip
        bells: list[str] = []
        monkeypatch.setattr(tasks, "_ring_now", bells.append)
        filmmaker.send(1, 2, 3)
        with django_capture_on_commit_callbacks(execute=True):
            filmmaker.complete()
            assert bells == []
        assert bells == ["encode"]


class TestResume:
    def test_only_what_is_missing_is_sent(self, filmmaker: Filmmaker) -> None:
        filmmaker.send(1, 3)
        arrived = {part["PartNumber"]: part["Size"] for part in filmmaker.listed()}
        assert arrived == {1: 5 * MIB, 3: 1000}
        filmmaker.send(*{1, 2, 3} - set(arrived))
        assert filmmaker.complete().status_code == 200

    def test_the_part_size_stays_what_it_was(self, filmmaker: Filmmaker, settings: Any) -> None:
        settings.UPLOAD_PART_BYTES = 64 * MIB
        assert filmmaker.client.get(filmmaker.url).json()["part_size"] == 5 * MIB

    def test_a_part_may_be_sent_again(self, filmmaker: Filmmaker) -> None:
        filmmaker.send(1, 2, 2, 3)
        assert filmmaker.complete().status_code == 200

    def test_a_list_names_parts_as_uppy_expects_them(self, filmmaker: Filmmaker) -> None:
        filmmaker.send(1)
        (part,) = filmmaker.listed()
        assert part.keys() >= {"PartNumber", "ETag", "Size"}

    def test_a_list_tells_of_which_file_a_part_is(self, filmmaker: Filmmaker) -> None:
        filmmaker.send(1)
        (part,) = filmmaker.listed()
        assert part["sha256"] == sha256(filmmaker.part(1))


class TestComplete:
    def test_missing_parts_are_named(self, filmmaker: Filmmaker) -> None:
        filmmaker.send(2)
        body = assert_problem(filmmaker.complete(), 409, "upload_conflict")
        assert body["missing_parts"] == [1, 3]
        assert filmmaker.stored().state == MasterState.UPLOADING
        assert not Job.objects.exists()

    def test_a_part_of_the_wrong_size_is_missing(self, filmmaker: Filmmaker) -> None:
        filmmaker.send(1, 2)
        signed = filmmaker.sign(3, b"cut").json()
        put = httpx.put(signed["url"], content=b"cut", headers=signed["headers"], trust_env=False)
        assert put.status_code == 200
        body = assert_problem(filmmaker.complete(), 409, "upload_conflict")
        assert body["missing_parts"] == [3]

    def test_a_part_that_nobody_signed_for_is_missing(self, filmmaker: Filmmaker) -> None:
        filmmaker.send(1, 2, 3)
        filmmaker.master.parts.filter(number=2).delete()
        body = assert_problem(filmmaker.complete(), 409, "upload_conflict")
        assert body["missing_parts"] == [2]

    def test_a_second_time_changes_nothing(self, filmmaker: Filmmaker) -> None:
        filmmaker.send(1, 2, 3)
        first, second = filmmaker.complete(), filmmaker.complete()
        assert (first.status_code, second.status_code) == (200, 200)
        assert first.json()["completed_at"] == second.json()["completed_at"]
        assert Job.objects.count() == 1

    def test_it_is_taken_up_where_the_store_was_ahead_of_us(self, filmmaker: Filmmaker) -> None:
        """The store had made the object when we died before writing it down."""
        filmmaker.send(1, 2, 3)
        with transaction.atomic():
            filmmaker.complete()
            transaction.set_rollback(True)
        assert filmmaker.stored().state == MasterState.UPLOADING
        assert filmmaker.complete().status_code == 200
        assert Job.objects.count() == 1

    def test_of_an_aborted_upload(self, filmmaker: Filmmaker) -> None:
        filmmaker.client.delete(filmmaker.url)
        body = assert_problem(filmmaker.complete(), 409, "upload_conflict")
        assert body["state"] == "aborted"

    def test_a_store_that_is_away_may_be_asked_again(
        self, filmmaker: Filmmaker, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def away(_: str) -> None:
            raise StoreUnavailable("connection refused")

        monkeypatch.setattr(storage, "master_size", away)
        answer = filmmaker.complete()
        assert_problem(answer, 503, "store_unavailable")
        assert int(answer["Retry-After"]) > 0
        assert filmmaker.stored().state == MasterState.UPLOADING


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_concurrent_completions_make_one_job(self) -> None:
        filmmaker = Filmmaker(b"film")
        filmmaker.send(1)
        client_of, user = Filmmaker.client_of, filmmaker.user

        def complete(_: int) -> int:
            return client_of(user).post(f"{filmmaker.url}complete/").status_code

        assert at_once(complete, workers=4) == [200] * 4
        assert Job.objects.count() == 1
        assert JobStep.objects.count() == 1

    def test_completion_and_abortion_do_not_both_win(self) -> None:
        filmmaker = Filmmaker(b"film")
        filmmaker.send(1)

        def act(number: int) -> int:
            client = Filmmaker.client_of(filmmaker.user)
            if number:
                return client.delete(filmmaker.url).status_code
            return client.post(f"{filmmaker.url}complete/").status_code

        completed, aborted = at_once(act, workers=2)
        state = filmmaker.stored().state
        assert (completed, aborted, state) in {(200, 409, "processing"), (409, 204, "aborted")}
        assert Job.objects.count() == (state == "processing")


class TestSign:
    @pytest.mark.parametrize("number", [0, 4, 10**30])
    def test_a_part_that_does_not_exist(self, filmmaker: Filmmaker, number: int) -> None:
        answer = filmmaker.sign(number, b"x")
        body = assert_problem(answer, 400, "upload_invalid")
        assert "1 to 3" in body["detail"]

    @pytest.mark.parametrize(
        "digest", ["abc", "!" * 44, "", "河" * 14, "YWJj", "A" * 44 + "="],
        ids=["short", "not-base64", "empty", "not-ascii", "another-hash", "too-long"],
    )  # fmt: skip
    def test_what_is_no_sha256(self, filmmaker: Filmmaker, digest: str) -> None:
        answer = filmmaker.client.post(f"{filmmaker.url}parts/1/", {"sha256": digest})
        assert_problem(answer, 400, answer.json()["code"])
        assert answer.json()["code"] in {"upload_invalid", "invalid"}
        assert not filmmaker.master.parts.exists()

    def test_nothing_is_sent(self, filmmaker: Filmmaker) -> None:
        body = assert_problem(filmmaker.client.post(f"{filmmaker.url}parts/1/"), 400, "invalid")
        assert set(body["errors"]) == {"sha256"}

    def test_the_address_is_good_for_hours_on_a_bad_line(self, filmmaker: Filmmaker) -> None:
        signed = filmmaker.sign(1).json()
        assert set(signed) == {"url", "headers", "seconds"}
        assert signed["seconds"] == 6 * 3600
        assert "X-Amz-Expires=21600" in signed["url"]
        assert set(signed["headers"]) == {"x-amz-checksum-sha256"}

    def test_another_body_is_refused_by_the_store(self, filmmaker: Filmmaker) -> None:
        signed = filmmaker.sign(1).json()
        body = bytes(5 * MIB)
        put = httpx.put(signed["url"], content=body, headers=signed["headers"], trust_env=False)
        assert put.status_code == 400
        assert filmmaker.listed() == []

    def test_when_the_upload_is_over(self, filmmaker: Filmmaker) -> None:
        filmmaker.send(1, 2, 3)
        filmmaker.complete()
        assert_problem(filmmaker.sign(1), 409, "upload_conflict")
        assert_problem(filmmaker.client.get(f"{filmmaker.url}parts/"), 409, "upload_conflict")


class TestAbort:
    def test_what_had_arrived_is_thrown_away(self, filmmaker: Filmmaker) -> None:
        filmmaker.send(1)
        upload_id = filmmaker.master.upload_id
        assert filmmaker.client.delete(filmmaker.url).status_code == 204
        assert filmmaker.stored().state == MasterState.ABORTED
        with pytest.raises(StoreUnavailable):
            storage.list_parts(key=filmmaker.master.object_key, upload_id=upload_id)

    def test_a_second_time_changes_nothing(self, filmmaker: Filmmaker) -> None:
        for _ in range(2):
            assert filmmaker.client.delete(filmmaker.url).status_code == 204

    def test_a_film_that_is_worked_on_is_not_thrown_away(self, filmmaker: Filmmaker) -> None:
        filmmaker.send(1, 2, 3)
        filmmaker.complete()
        assert_problem(filmmaker.client.delete(filmmaker.url), 409, "upload_conflict")
        assert storage.master_size(filmmaker.stored().object_key) is not None


class TestWhoMay:
    def requests(self, filmmaker: Filmmaker, client: Any) -> list[Any]:
        url = filmmaker.url
        return [
            client.get(url),
            client.get(f"{url}parts/"),
            client.post(f"{url}parts/1/", {"sha256": "A" * 43 + "="}),
            client.post(f"{url}complete/"),
            client.delete(url),
        ]

    def test_a_foreign_master_does_not_exist(self, filmmaker: Filmmaker) -> None:
        stranger = Filmmaker.client_of(make_user("filmmaker"))
        for answer in self.requests(filmmaker, stranger):
            assert_problem(answer, 404, "not_found")
        assert filmmaker.stored().state == MasterState.UPLOADING

    def test_nor_does_one_that_never_was(self, filmmaker: Filmmaker) -> None:
        answer = filmmaker.client.get("/api/v1/masters/none/")
        assert_problem(answer, 404, "not_found")

    @pytest.mark.parametrize("role", ["programmer", "admin"])
    def test_staff_see_every_master(self, filmmaker: Filmmaker, role: str) -> None:
        answer = Filmmaker.client_of(make_user(role)).get(filmmaker.url)
        assert answer.status_code == 200
        assert answer.json()["id"] == filmmaker.master.public_id

    def test_nobody_else_gets_in(self, filmmaker: Filmmaker) -> None:
        for answer in self.requests(filmmaker, Filmmaker.client_of(None)):
            assert answer.status_code in {401, 403}
            assert answer["Content-Type"] == "application/problem+json"


class TestDetail:
    def test_a_master_as_its_owner_sees_it(self, filmmaker: Filmmaker) -> None:
        shown = filmmaker.client.get(filmmaker.url).json()
        assert shown["progress"] == {
            "stage": "uploading", "fraction": 0, "speed": 0, "eta_seconds": None, "rungs": [],
        }  # fmt: skip
        assert (shown["state"], shown["problem"], shown["message"]) == ("uploading", "", "")
        assert shown["size"] == len(filmmaker.film)

    def test_and_how_far_each_rung_is(self, tmp_path: Path) -> None:
        film = make_film(tmp_path / "film.mov", frames=48, options=("-vf", "scale=640:360"))
        user = make_user("filmmaker")
        master = hand_in(film, owner=user.public_id)
        do_next(StepKind.SURVEY)
        step = leases.claim(queue="encode")
        assert step is not None
        assert step.kind == StepKind.VIDEO
        assert leases.extend(step, progress=0.5, speed=1.5)
        shown = Filmmaker.client_of(user).get(f"/api/v1/masters/{master.public_id}/").json()
        told = shown["progress"]
        assert (told["stage"], told["speed"]) == ("encoding", 1.5)
        assert 0 < told["fraction"] < 0.6
        assert told["eta_seconds"] >= 0
        rungs = [(r["width"], r["height"], r["fraction"], r["seconds"]) for r in told["rungs"]]
        assert rungs == [(416, 234, 0.5, 1.0), (640, 360, 0.5, 1.0)]

    def test_where_it_lies_is_nobodys_business(self, filmmaker: Filmmaker) -> None:
        master = filmmaker.master
        content = filmmaker.client.get(filmmaker.url).content.decode()
        assert master.object_key not in content
        assert master.upload_id not in content

    @pytest.mark.parametrize(
        ("language", "words"), [("en", "damaged or incomplete"), ("zh-CN", "文件损坏")]
    )
    def test_a_problem_is_told_in_the_readers_language(
        self, filmmaker: Filmmaker, language: str, words: str
    ) -> None:
        Master.objects.update(
            state=MasterState.FAILED, problem=Problem.DAMAGED, detail="exit 1: moov"
        )
        answer = Filmmaker.client_of(filmmaker.user, language=language).get(filmmaker.url)
        assert words in answer.json()["message"]
        assert "moov" not in answer.content.decode()


class TestBegin:
    @pytest.mark.parametrize("size", [0, -1, LARGEST_MASTER + 1])
    def test_sizes_that_cannot_be(self, size: int) -> None:
        with pytest.raises(UploadInvalid):
            open_upload(owner="owner", size=size)
        assert not Master.objects.exists()

    def test_no_name_is_kept(self) -> None:
        master = open_upload(owner="owner", size=1)
        assert len(master.object_key) == 32
        assert not {"name", "filename"} & {field.name for field in Master._meta.get_fields()}

    @pytest.mark.parametrize(
        ("size", "setting", "expected"),
        [
            (1, 64 * MIB, 64 * MIB),
            (100 * 1024**3, 64 * MIB, 64 * MIB),
            (1, 1, 5 * MIB),
            (LARGEST_MASTER, 64 * MIB, -(-LARGEST_MASTER // 10_000)),
        ],
    )
    def test_parts_keep_within_what_s3_allows(
        self, settings: Any, size: int, setting: int, expected: int
    ) -> None:
        settings.UPLOAD_PART_BYTES = setting
        assert part_size(size) == expected
        assert -(-size // part_size(size)) <= 10_000


def test_a_conflict_carries_what_is_to_be_done() -> None:
    conflict = UploadConflict("missing_parts", missing_parts=[2])
    assert (conflict.status_code, conflict.extra["missing_parts"]) == (409, [2])


@pytest.mark.parametrize(
    ("language", "over", "part"),
    [("en", "This upload is over", "Part 9"), ("zh-CN", "此上传已结束", "第 9 个")],
)
def test_a_refusal_is_told_in_the_readers_language(language: str, over: str, part: str) -> None:
    filmmaker = Filmmaker(b"film")
    client = Filmmaker.client_of(filmmaker.user, language=language)
    asked = f"{filmmaker.url}parts/9/", {"sha256": sha256(b"film")}
    invalid = client.post(*asked).json()
    assert part in invalid["detail"]
    Master.objects.update(state=MasterState.PROCESSING)
    conflict = client.post(*asked).json()
    assert over in conflict["detail"]
    for problem in (invalid, conflict):
        assert set(problem["words"]) == {"en", "zh-Hans"}


def test_what_is_kept_is_kept_until_the_day_agreed() -> None:
    until = real_now() + timedelta(days=365)
    master = uploads.begin(owner="o", size=1, priority=3, retain_until=until, now=real_now())
    assert (master.retain_until, master.priority) == (until, 3)
