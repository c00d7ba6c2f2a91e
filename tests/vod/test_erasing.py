"""A film is erased: keys at once, then files, words and whatever else was written of it."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import IntegrityError, connection
from django.test import Client

from accounts.models import Profile, User
from catalog import services
from catalog.mentions import BLANK
from catalog.models import (
    Channel,
    Credit,
    CreditRole,
    Essay,
    EssayText,
    Film,
    FilmTeam,
    FilmText,
    FilmVersion,
    Level,
    Person,
    PersonName,
    Quota,
    Screening,
    ScreeningItem,
    Still,
    StruckText,
    Term,
    TermText,
    Ticket,
    Withdrawal,
)
from catalog.places import UNKNOWN
from catalog.services.code_words import agree
from catalog.services.withdrawal import ErasedForGood, FilmByFilm, lift, withdraw
from tests.catalog.facts import codes
from tests.catalog.history import a_film, a_person, a_still, an_essay
from tests.catalog.rows import (
    add_item,
    make_edition,
    make_grant,
    make_offer,
    make_screening,
    make_ticket,
    make_user,
    make_version,
    real_now,
)
from tests.playback.rows import make_show
from tests.transcoding.films import make_film
from tests.transcoding.visitors import hand_in
from tests.transcoding.workshop import assert_ready, claim_next, drain
from tests.vod.remains import contents, dump, pages_on_disk, remembered, stored
from transcoding import jobs, rotation, storage
from transcoding.models import ContentSecret, Job, JobStep, Master, Segment, Track
from transcoding.states import StepKind
from vod import tasks
from vod.erasing import Hindered, erase_due
from vod.playback.models import StaffView

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = ("CanaryFilm", "CanaryOnly", "CanaryNamed", "canary", "CanaryFilm影片", "CanaryOnly作者")


@pytest.fixture
def film(tmp_path: Path) -> Film:
    """Transcoded, with stills and essays, in a block, with tickets; named wherever one may."""
    only, named = a_person("canary-only", "CanaryOnly"), a_person("canary-named", "CanaryNamed")
    film = a_film("canary-film", "CanaryFilm", only, named)
    other = a_film("stays", "Stays", named)
    make_grant(other)
    make_grant(film, supersedes=make_grant(film))
    version = FilmVersion.objects.create(film=film)
    for _ in range(2):  # the one before was replaced
        services.attach_master(version=version, master=hand_in(sent(tmp_path)))
        drain()
    assert version.master is not None
    services.publish(version=version, publication=assert_ready(version.master))
    block = make_screening(version=version)
    Screening.objects.filter(pk=block.pk).update(slug="canary-film-and-others")
    add_item(block, make_version(other))
    make_ticket(make_offer(block), make_user())
    still = a_still(film, "CanaryFilm by night")
    for name in (str(still.image.name), services.stills.small_name(still)):
        storages["default"].save(name, ContentFile(b"CanaryFilm"))
    an_essay("canary-film", "Of CanaryFilm").films.add(film)
    an_essay("on-canary-film-too", "Of CanaryFilm and others").films.add(film, other)
    FilmTeam.objects.create(film=film, user=make_user(), role="director")
    StaffView.objects.create(film=film, viewer="x", role="admin", at=real_now())
    agree(film=film, now=real_now())
    Quota.objects.create(edition=block.edition, name="Seats of CanaryFilm", size=9)
    return film


def sent(directory: Path) -> Path:
    return make_film(directory / "film.mov", frames=48, options=["-metadata", "title=CanaryFilm"])


def erase(film: Film, **how: Any) -> Withdrawal:
    return withdraw(film=film, level=Level.ERASE, channel=Channel.FILMMAKER, now=real_now(), **how)


@pytest.fixture
def foreign() -> set[tuple[str, str]]:
    """What other tests left in the store."""
    return stored()


def carry_on() -> None:
    """As beat does: somebody, like PostgreSQL's autovacuum, may read a table just now."""
    while Withdrawal.objects.filter(level=Level.ERASE, emptied_at=None).exists():
        tasks.erase()


def found_in(text: str) -> set[str]:
    return {word for word in WORDS if word in text}


class TestTheWord:
    def test_destroys_the_keys_before_it_returns(self, film: Film) -> None:
        erase(film)
        assert {bytes(secret.sealed) for secret in ContentSecret.objects.all()} == {b""}
        with pytest.raises(InvalidToken):
            jobs.secret_of(Job.objects.all()[0])

    def test_is_final(self, film: Film) -> None:
        erase(film)
        with pytest.raises(ErasedForGood):
            lift(film=film, now=real_now())
        assert erase(film).pk == Withdrawal.objects.get().pk

    def test_is_not_said_of_an_edition(self) -> None:
        with pytest.raises(FilmByFilm):
            withdraw(
                edition=make_edition(), level=Level.ERASE, channel=Channel.ADMIN, now=real_now()
            )

    def test_stops_who_works_on_it(self, tmp_path: Path) -> None:
        master = hand_in(sent(tmp_path))
        version = FilmVersion.objects.create(film=a_film("new", "New"), master=master)
        step = claim_next(StepKind.SURVEY)
        erase(version.film)
        step.refresh_from_db()
        assert step.state == "cancelled"

    def test_leaves_keys_that_can_be_rotated(self, film: Film) -> None:
        erase(film)
        rotation.require_keys()
        assert rotation.survey().lost == ()
        assert list(rotation.rotate()) == []


def test_nothing_tells_of_it_any_more(
    foreign: set[tuple[str, str]], film: Film, caplog: pytest.LogCaptureFixture
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (FULL) catalog_filmtext")  # else nothing may be on the disk yet
    assert found_in(dump()) >= {"CanaryFilm", "CanaryOnly", "CanaryNamed", "canary"}
    assert b"CanaryFilm" in pages_on_disk()
    assert b"CanaryFilm" in contents(stored() - foreign)

    erase(film, people=[Person.objects.get(slug="canary-named")])
    carry_on()

    assert found_in(dump()) == set()
    pages = pages_on_disk()
    assert {word for word in WORDS if word.encode() in pages} == set()
    assert found_in(remembered().decode(errors="replace")) == set()
    assert stored() <= foreign
    assert found_in(caplog.text) == set()


class TestWhatStays:
    @pytest.fixture(autouse=True)
    def erased(self, film: Film) -> None:
        erase(film)
        carry_on()

    def test_tickets_and_their_seats(self) -> None:
        ticket = Ticket.objects.get()
        assert ticket.revoked_at is None
        screening = ticket.offer.screening
        verdict = services.verdict_for(
            screening=screening, user=ticket.holder, place=UNKNOWN, now=real_now()
        )
        assert codes(verdict) == ["not_shown"]

    def test_the_rest_of_the_block(self) -> None:
        assert ScreeningItem.objects.count() == 2
        kept = FilmVersion.objects.get(film__slug="stays")
        assert kept.publication is not None

    def test_those_who_have_another_film(self) -> None:
        assert set(Person.objects.values_list("slug", flat=True)) == {"canary-named"}
        assert Credit.objects.get().role == CreditRole.DIRECTOR

    def test_an_essay_on_others_too_without_its_words_and_its_address(self) -> None:
        essay = Essay.objects.get()
        assert EssayText.objects.get().title == f"Of {BLANK} and others"
        assert "canary-film" not in essay.slug
        assert not StruckText.objects.exists()

    def test_a_name_that_staff_gave_a_quota(self) -> None:
        assert Quota.objects.get().name == f"Seats of {BLANK}"

    def test_a_row_that_says_that_something_was_erased(self) -> None:
        withdrawal = Withdrawal.objects.get()
        assert withdrawal.emptied_at is not None
        assert withdrawal.film is not None
        assert withdrawal.film.slug.startswith("erased-")
        assert not Film.objects.reachable_at(real_now()).filter(pk=withdrawal.film.pk).exists()


def test_others_of_the_same_name_keep_it() -> None:
    """Another film, another person, a theme, a viewer: nothing would bring theirs back."""
    film = a_film("canary", "Canary", a_person("wang-wei", "Wang Wei"))
    other = a_film("red-canary", "Canary", a_person("wang-wei-two", "Wang Wei"))
    FilmText.objects.filter(film=other, language="en").update(synopsis="Unlike Canary, in red.")
    hidden = a_film("third", "Canary")
    withdraw(film=hidden, level=Level.HIDE, channel=Channel.FILMMAKER, now=real_now())
    term = Term.objects.create(kind="theme", slug="canary")
    TermText.objects.create(term=term, language="en", name="Canary")
    Profile.objects.create(user=make_user(), pseudonym="Wang Wei")
    erase(film)
    carry_on()
    lift(film=hidden, now=real_now())
    assert hidden.texts.get(language="en").title == "Canary"
    text = FilmText.objects.get(film=other, language="en")
    assert (text.title, text.synopsis) == ("Canary", f"Unlike {BLANK}, in red.")
    assert PersonName.objects.get(language="en").name == "Wang Wei"
    assert Film.objects.reachable_at(real_now()).filter(slug="red-canary").exists()
    assert Person.objects.get().slug == "wang-wei-two"
    assert (TermText.objects.get().name, Term.objects.get().slug) == ("Canary", "canary")
    assert Profile.objects.get().pseudonym == "Wang Wei"


def test_whoever_plays_it_is_refused_at_once_and_afterwards() -> None:
    show = make_show()
    at, client = f"/play/{show.begin().token}", Client()
    track = show.publication.tracks.get(label="stereo").public_id
    key = f"{at}/key/{show.secret_id}/0"
    assert client.get(key).status_code == 200
    erase(show.film)
    assert client.get(key).status_code == 403
    tasks.erase()
    for path in (key, f"{at}/master.m3u8", f"{at}/{track}.m3u8", f"{at}/storyboard.vtt"):
        answer = client.get(path)
        assert answer.status_code in {403, 404, 410}, (path, answer.content)
    for act in ("heartbeat", "end"):
        assert client.post(f"{at}/{act}").status_code < 500


def test_what_somebody_stored_meanwhile_goes_before_the_rows_that_lead_to_it(film: Film) -> None:
    erase(film)
    carry_on()
    prefix = Job.objects.values_list("prefix", flat=True)[0]
    storage.put_rendition(f"{prefix}/1/late.m4s", b"late", content_type="video/mp4")
    assert erase_due(now=real_now()) == 0
    assert list(storage.list_renditions(f"{prefix}/"))
    assert erase_due(now=real_now() + timedelta(seconds=settings.STEP_SECONDS + 1)) == 1
    assert not list(storage.list_renditions(f"{prefix}/"))
    for model in (Job, JobStep, Track, Segment, ContentSecret):
        assert not model._default_manager.exists()
    assert Master.objects.count() == 1  # of the other film
    assert Withdrawal.objects.get().erased_at is not None
    assert erase_due(now=real_now() + timedelta(days=1)) == 0


def test_one_without_a_title_loses_its_team_and_its_address_too() -> None:
    film = Film.objects.create(slug="canary", year=2004)
    FilmTeam.objects.create(film=film, user=make_user(), role="director")
    erase(film)
    tasks.erase()
    assert not FilmTeam.objects.exists()
    assert Film.objects.get().slug.startswith("erased-")


def test_what_is_in_the_way_of_one_holds_up_no_other_and_is_told_without_its_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stuck, other = a_film("stuck", "Stuck"), a_film("other", "Other")
    erase(stuck)
    erase(other)

    def refuse(*, film_id: int) -> None:
        if film_id == stuck.pk:
            raise IntegrityError("DETAIL: Key (title)=(Stuck)")

    with monkeypatch.context() as broken:
        broken.setattr("catalog.services.stills.destroy_all", refuse)
        with pytest.raises(Hindered) as told:
            tasks.erase()
    assert "IntegrityError" in str(told.value)
    assert "Stuck" not in str(told.value)
    assert told.value.__context__ is None
    assert not other.texts.exists()
    carry_on()
    assert not stuck.texts.exists()


def test_it_is_begun_again_where_the_store_was_away(
    film: Film, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as away:
        away.setattr(settings, "BUCKET_MASTERS", "no-such-bucket")
        erase(film)
        tasks.erase()
    assert Withdrawal.objects.get().emptied_at is None
    carry_on()
    assert not Still.objects.exists()
    assert not Segment.objects.exists()


@pytest.mark.parametrize("model", [FilmText, User])
def test_it_waits_for_whoever_reads_a_table_or_could_read_deleted_rows(
    film: Film, model: type[FilmText | User]
) -> None:
    with psycopg.connect(**connection.get_connection_params()) as reader:
        reader.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        reader.execute(str(model.objects.values("pk").query))
        erase(film)
        tasks.erase()
        assert Withdrawal.objects.get().emptied_at is None
    carry_on()
