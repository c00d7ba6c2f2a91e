"""The way of a file into the store, over the real API and the real store; nobody transcodes it."""

from pathlib import Path

import pytest

from accounts.models import LoginSession, User
from catalog.models import Film, FilmVersion, Visibility
from tests.catalog.rows import make_version, real_now
from tests.ingest.conftest import MIB, PARTS, Handed, Puts, Run, make_confirmed
from transcoding import storage
from transcoding.models import JobStep, Master

pytestmark = pytest.mark.django_db(transaction=True)
SRT = "1\n00:00:01,000 --> 00:00:02,000\nriver\n"


class TestAFilm:
    def test_is_in_and_worked_on(self, hand_in: Handed, programmer: User, puts: Puts) -> None:
        run = hand_in("--title", "River", "--title", "zh-CN=河", "--year", "1999")
        version = FilmVersion.objects.select_related("film", "master").get()
        assert (run.code, puts.count) == (0, PARTS)
        assert run.json["film"] == version.film.public_id
        assert run.json["version"] == version.public_id
        assert version.master is not None
        assert run.json["master"] == version.master.public_id
        assert run.json["state"] == version.master.state == "processing"
        assert version.master.owner == programmer.public_id
        assert version.film.year == 1999
        assert dict(version.film.texts.values_list("language", "title")) == {
            "en": "River",
            "zh-Hans": "河",
        }

    def test_is_seen_by_nobody_yet(self, hand_in: Handed) -> None:
        hand_in("--title", "River")
        assert Film.objects.get().visibility == Visibility.HIDDEN

    def test_has_an_address_even_if_another_has_it(self, hand_in: Handed) -> None:
        Film.objects.create(slug="river", year=1950)
        slug = hand_in("--title", "River").json["film_slug"]
        assert slug.startswith("river-")

    def test_is_on_its_filmmakers_team(self, hand_in: Handed) -> None:
        filmmaker = make_confirmed("filmmaker")
        assert hand_in("--title", "河", "--as", filmmaker.email).code == 0
        assert [member.user for member in Film.objects.get().team.all()] == [filmmaker]

    def test_can_be_one_that_is_there(self, hand_in: Handed) -> None:
        version = make_version(published=False)
        assert hand_in("--into", version.public_id).json["version"] == version.public_id
        assert Film.objects.count() == 1

    def test_of_the_very_same_titles_is_the_same_film(self, hand_in: Handed, film: Path) -> None:
        first = hand_in("--title", "River")
        film.write_bytes(b"a better export")
        second = hand_in("--title", "River")
        assert second.json["version"] == first.json["version"]
        assert second.json["master"] != first.json["master"]
        assert "It has a master already" in second.told
        assert hand_in("--title", "River", "--title", "fr=Rivière").json["film"] not in {
            first.json["film"],
            "",
        }


class TestInterrupted:
    @pytest.fixture
    def interrupted(self, hand_in: Handed, puts: Puts) -> Run:
        puts.stop_after = 2
        run: Run = hand_in("--title", "River")
        puts.stop_after, puts.count = None, 0
        return run

    def test_says_how_to_go_on(self, interrupted: Run) -> None:
        assert interrupted.code == 130
        assert interrupted.json["state"] == "uploading"
        assert "Run the same command again to go on where it was." in interrupted.told

    def test_goes_on_where_it_was(self, interrupted: Run, hand_in: Handed, puts: Puts) -> None:
        run = hand_in("--title", "River")
        assert (run.code, puts.count) == (0, PARTS - 2)
        assert run.json["master"] == interrupted.json["master"]
        assert run.json["film"] == interrupted.json["film"]
        assert storage.master_size(Master.objects.get().object_key) == 10 * MIB + 1

    def test_with_another_file_of_the_size_it_begins_anew(
        self, interrupted: Run, hand_in: Handed, puts: Puts, film: Path
    ) -> None:
        film.write_bytes(b"A" + film.read_bytes()[1:])
        run = hand_in("--title", "River")
        assert (run.code, puts.count) == (0, PARTS)
        assert "of another file" in run.told
        states = Master.objects.in_bulk(field_name="public_id")
        assert states[interrupted.json["master"]].state == "aborted"
        assert states[run.json["master"]].state == "processing"

    def test_leaves_no_log_in_behind(self, interrupted: Run) -> None:
        assert not LoginSession.objects.exists()

    def test_what_was_handed_in_whole_is_not_sent_again(
        self, interrupted: Run, hand_in: Handed, puts: Puts
    ) -> None:
        hand_in("--title", "River")
        puts.count = 0
        run = hand_in("--title", "River")
        assert (run.code, puts.count) == (0, 0)
        assert run.json["master"] == interrupted.json["master"]
        assert "handed in earlier" in run.told


class TestAfterAFailure:
    def fail(self, problem: str) -> None:
        Master.objects.update(state="failed", problem=problem)
        JobStep.objects.update(state="failed", finished_at=real_now())

    def test_of_ours_the_work_is_tried_again(self, hand_in: Handed, puts: Puts) -> None:
        first = hand_in("--title", "River")
        self.fail("internal")
        puts.count = 0
        run = hand_in("--title", "River")
        assert (run.code, puts.count) == (0, 0)
        assert (run.json["master"], run.json["state"]) == (first.json["master"], "processing")

    def test_of_the_films_it_is_taken_as_a_new_master(self, hand_in: Handed, puts: Puts) -> None:
        first = hand_in("--title", "River")
        self.fail("damaged")
        run = hand_in("--title", "River")
        assert (run.code, puts.count) == (0, 2 * PARTS)
        assert run.json["master"] != first.json["master"]


class TestSubtitles:
    @pytest.fixture
    def srt(self, tmp_path: Path) -> Path:
        path = tmp_path / "film.srt"
        path.write_text(SRT)
        return path

    def test_are_handed_in_once_however_often_it_is_run(
        self, hand_in: Handed, puts: Puts, srt: Path
    ) -> None:
        puts.stop_after = 0
        assert hand_in("--title", "River", "--subtitle", f"en={srt}").code == 130
        puts.stop_after = None
        assert hand_in("--title", "River", "--subtitle", f"en={srt}").code == 0
        assert hand_in("--title", "River", "--subtitle", f"en={srt}").code == 0
        assert list(Master.objects.get().subtitle_sources.values_list("language")) == [("en",)]

    def test_that_come_too_late_are_pointed_to_their_way(self, hand_in: Handed, srt: Path) -> None:
        hand_in("--title", "River")
        run = hand_in("--title", "River", "--subtitle", f"en={srt}")
        assert run.code == 3
        assert "docs/how-to/add-a-subtitle.md" in run.told

    def test_what_was_mended_is_told(self, hand_in: Handed, srt: Path) -> None:
        srt.write_text(f"{SRT}\n2\n00:00:00,500 --> 00:00:00,900\nfirst\n")
        assert "Subtitle en: " in hand_in("--title", "River", "--subtitle", f"en={srt}").told
