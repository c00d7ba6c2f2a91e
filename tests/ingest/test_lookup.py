"""Who hands in, and for which film."""

from pathlib import Path

import pytest
from allauth.account.models import EmailAddress

from accounts.models import User
from catalog.models import Film, FilmVersion
from tests.catalog.rows import make_user, make_version
from tests.ingest.conftest import Ingest, make_confirmed
from vod.ingest import lookup
from vod.ingest.outcome import BadInput
from vod.ingest.submission import Submission

pytestmark = pytest.mark.django_db
TITLES = {"en": "River", "zh-Hans": "河"}  # as `make_version` has them


def version_for(user: User, *, into: str = "", titles: dict[str, str] | None = None) -> FilmVersion:
    submission = Submission(
        film=Path("film.mov"), size=1, titles=titles or {}, into=into, year=2026, subtitles=()
    )
    return lookup.version_for(submission, user=user)


class TestWhoActs:
    def test_an_address_names_somebody_in_whatever_case(self) -> None:
        user = make_confirmed("filmmaker")
        assert lookup.acting(str(user.email).upper()) == user

    def test_an_address_has_to_be_confirmed(self) -> None:
        user = make_user("filmmaker")
        EmailAddress.objects.create(user=user, email=user.email, verified=False)
        with pytest.raises(BadInput, match="no active, confirmed account"):
            lookup.acting(str(user.email))

    def test_an_account_that_was_shut_acts_no_more(self) -> None:
        user = make_confirmed("programmer")
        User.objects.update(is_active=False)
        with pytest.raises(BadInput, match="no active, confirmed account"):
            lookup.acting(str(user.email))
        with pytest.raises(BadInput, match="no programmer or admin"):
            lookup.acting("")

    def test_the_only_one_of_the_staff_needs_no_naming(self) -> None:
        make_user("filmmaker")
        programmer = make_user("programmer", "admin")
        assert lookup.acting("") == programmer

    def test_of_several_one_has_to_be_named(self) -> None:
        make_user("programmer")
        make_user("admin")
        with pytest.raises(BadInput, match="--as ADDRESS"):
            lookup.acting("")

    def test_without_staff_it_is_said_how_to_make_one(self) -> None:
        with pytest.raises(BadInput, match="create_user ADDRESS --role programmer"):
            lookup.acting("")


class TestForWhichFilm:
    def test_a_viewer_hands_in_nothing(self) -> None:
        with pytest.raises(BadInput, match="create_user ADDRESS --role filmmaker"):
            version_for(make_user(), titles=TITLES)
        assert not Film.objects.exists()

    def test_a_filmmaker_not_for_anothers_film(self) -> None:
        version = make_version(published=False)
        with pytest.raises(BadInput, match="not on the film's team"):
            version_for(make_user("filmmaker"), into=version.public_id)

    def test_nor_by_its_titles(self) -> None:
        version = make_version(published=False)
        assert version_for(make_user("filmmaker"), titles=TITLES) != version

    def test_staff_for_any(self) -> None:
        version = make_version(published=False)
        assert version_for(make_user("programmer"), into=version.public_id) == version
        assert version_for(make_user("programmer"), titles=TITLES) == version

    @pytest.mark.parametrize("titles", [{"en": "River"}, TITLES | {"fr": "Rivière"}])
    def test_titles_are_meant_as_a_whole(self, titles: dict[str, str]) -> None:
        version = make_version(published=False)
        assert version_for(make_user("programmer"), titles=titles).film != version.film

    def test_of_several_versions_one_has_to_be_named(self) -> None:
        version = make_version(published=False)
        FilmVersion.objects.create(film=version.film, kind="restored")
        with pytest.raises(BadInput, match=f"--into: {version.public_id}"):
            version_for(make_user("programmer"), titles=TITLES)

    def test_a_version_has_to_be_there(self) -> None:
        with pytest.raises(BadInput, match="no such version"):
            version_for(make_user("programmer"), into="nothing")


def test_a_filmmaker_does_not_publish(ingest: Ingest, film: Path) -> None:
    filmmaker = make_confirmed("filmmaker")
    run = ingest(film, "--title", "R", "--as", filmmaker.email, "--wait", "--publish")
    assert run.code == 3
    assert "neither a programmer's nor an admin's" in run.told


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "either --title"),
        (["--title", "R", "--into", "v"], "either --title"),
        (["--title", "R", "--publish"], "need --wait"),
        (["--title", "R", "--export", "new"], "need --wait"),
        (["--title", "R", "--wait", "--encrypted"], "needs --export"),
        (["--title", "R", "--wait", "--export", "."], "not empty"),
        (["--title", "R", "--server", "cinema.example"], "write an address like"),
    ],
)
def test_what_contradicts_itself_is_refused(
    ingest: Ingest, film: Path, arguments: list[str], words: str
) -> None:
    make_user("programmer")
    run = ingest(film, *arguments)
    assert run.code == 3
    assert words in run.json["error"]
    assert not Film.objects.exists()
