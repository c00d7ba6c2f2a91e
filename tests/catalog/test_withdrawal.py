"""Withdrawals: what follows from them at once, and what comes back when they are lifted."""

import pytest

from accounts.models import AuditEntry
from catalog import services
from catalog.mentions import BLANK
from catalog.models import (
    Channel,
    CodeWord,
    EssayText,
    Film,
    FilmTeam,
    FilmVersion,
    Level,
    OnUnavailable,
    Person,
    Screening,
    Still,
    StruckText,
    TeamRole,
    Ticket,
    Visibility,
    Withdrawal,
)
from catalog.places import UNKNOWN
from catalog.services import import_catalogue
from catalog.services.code_words import call
from catalog.services.concealing import conceal
from catalog.services.rights_to_tickets import take_ticket
from catalog.services.tickets import TicketRefused
from catalog.services.withdrawal import (
    LiftedByStaff,
    NothingWithdrawn,
    lift,
    standing_of,
    withdraw,
)
from tests.catalog.facts import codes
from tests.catalog.history import a_film, a_person, a_still, an_essay
from tests.catalog.rows import (
    add_item,
    client_of,
    make_film,
    make_offer,
    make_screening,
    make_ticket,
    make_user,
    make_version,
    real_now,
)

pytestmark = pytest.mark.django_db
FILMMAKER = Channel.FILMMAKER


def asked(screening: Screening) -> list[str]:
    user = Ticket.objects.get().holder
    verdict = services.verdict_for(screening=screening, user=user, place=UNKNOWN, now=real_now())
    return codes(verdict)


class TestABlock:
    @pytest.mark.parametrize(
        ("on_unavailable", "reasons"),
        [(OnUnavailable.SKIP, []), (OnUnavailable.DENY, ["not_shown"])],
    )
    def test_goes_on_without_a_film_or_is_denied_as_it_says(
        self, on_unavailable: str, reasons: list[str]
    ) -> None:
        screening, short = make_screening(), make_version()
        add_item(screening, short, on_unavailable=on_unavailable)
        make_ticket(make_offer(screening), make_user())
        withdraw(film=short.film, level=Level.PAUSE, channel=FILMMAKER, now=real_now())
        assert asked(screening) == reasons
        assert Screening.objects.withheld_at(real_now()).exists() is bool(reasons)

    def test_of_which_nothing_is_left_is_not_shown(self) -> None:
        screening = make_screening()
        screening.items.update(on_unavailable=OnUnavailable.SKIP)
        make_ticket(make_offer(screening), make_user())
        withdraw(film=Film.objects.get(), level=Level.PAUSE, channel=FILMMAKER, now=real_now())
        assert asked(screening) == ["not_shown"]
        assert Screening.objects.withheld_at(real_now()).exists()


def test_tickets_stay_and_new_ones_are_refused_until_it_is_lifted() -> None:
    offer = make_offer(make_screening())
    ticket = make_ticket(offer, make_user())
    withdraw(film=Film.objects.get(), level=Level.PAUSE, channel=FILMMAKER, now=real_now())
    with pytest.raises(TicketRefused) as refused:
        take_ticket(offer=offer, user=make_user(), now=real_now())
    assert codes(refused.value.denied) == ["not_shown"]
    ticket.refresh_from_db()
    assert ticket.revoked_at is None
    lift(film=Film.objects.get(), now=real_now())
    assert asked(offer.screening) == []
    take_ticket(offer=offer, user=make_user(), now=real_now())
    assert Ticket.objects.count() == 2


class TestHiding:
    def test_takes_stills_and_those_who_have_no_other_film(self) -> None:
        both, only = a_person("both", "Both"), a_person("only", "Only")
        film = a_film("gone", "Gone", both, only)
        a_film("stays", "Stays", both)
        a_still(film, "A street")
        withdraw(film=film, level=Level.HIDE, channel=FILMMAKER, now=real_now())
        assert list(Person.objects.seen_at(real_now())) == [both]
        assert not Still.objects.seen_at(real_now()).exists()

    def test_takes_whom_the_makers_name(self) -> None:
        both = a_person("both", "Both")
        film = a_film("gone", "Gone", both)
        a_film("stays", "Stays", both)
        withdraw(film=film, level=Level.HIDE, channel=FILMMAKER, people=[both], now=real_now())
        assert not Person.objects.seen_at(real_now()).exists()
        lift(film=film, now=real_now())
        assert Person.objects.seen_at(real_now()).exists()

    def test_holds_whatever_staff_or_files_say_of_visibility(self) -> None:
        film = a_film("gone", "Gone")
        withdraw(film=film, level=Level.HIDE, channel=FILMMAKER, now=real_now())
        film.visibility = Visibility.PUBLIC
        film.save(update_fields=["visibility"])
        document = (
            b'{"format": "cife-catalogue", "version": 1, "edition": [{"slug": "x", "year": 2026,'
            b' "time_zone": "UTC", "state": "draft"}],'
            b' "films": [{"slug": "gone", "year": 2026, "visibility": "public"}]}'
        )
        report = import_catalogue(data=document, actor=None, now=real_now(), dry_run=False)
        assert {finding.code for finding in report.errors} == {"hidden_here"}
        assert not Film.objects.reachable_at(real_now()).exists()

    def test_strikes_its_words_out_of_essays_and_puts_them_back(self) -> None:
        film = a_film("gone", "Gone", a_person("only", "Only"))
        an_essay("on-two", "Of Gone and others").films.add(film, a_film("stays", "Stays"))
        text = EssayText.objects.get()
        withdraw(film=film, level=Level.HIDE, channel=FILMMAKER, now=real_now())
        text.refresh_from_db()
        assert text.title == f"Of {BLANK} and others"
        text.body = "Somebody writes of Gone anew."
        text.save()
        assert conceal() == 1
        text.refresh_from_db()
        assert text.body == f"Somebody writes of {BLANK} anew."
        lift(film=film, now=real_now())
        text.refresh_from_db()
        assert (text.title, text.body) == ("Of Gone and others", "Somebody writes of Gone anew.")
        assert not StruckText.objects.exists()

    def test_takes_an_essay_that_is_about_nothing_else(self) -> None:
        film = a_film("gone", "Gone")
        essay = an_essay("of-one", "Of one")
        essay.films.add(film)
        withdraw(film=film, level=Level.HIDE, channel=FILMMAKER, now=real_now())
        essay.refresh_from_db()
        assert essay.concealed_at is not None


class TestAnEdition:
    def test_pausing_it_stops_its_screenings_and_no_other_editions(self) -> None:
        version = make_version()
        here, there = make_screening(version=version), make_screening(version=version)
        make_ticket(make_offer(here), make_user())
        withdraw(edition=here.edition, level=Level.PAUSE, channel=Channel.ADMIN, now=real_now())
        assert asked(here) == ["not_shown"]
        assert list(Screening.objects.withheld_at(real_now())) == [here]
        assert there.items.playable_at(real_now()).exists()

    def test_hiding_it_takes_all_its_films_and_those_that_are_added(self) -> None:
        screening = make_screening()
        edition = screening.edition
        withdraw(edition=edition, level=Level.HIDE, channel=Channel.ADMIN, now=real_now())
        assert not Film.objects.reachable_at(real_now()).exists()
        assert not type(edition).objects.seen(real_now()).exists()
        make_screening(edition=edition, version=make_version(make_film()))
        conceal()
        assert not Film.objects.reachable_at(real_now()).exists()
        lift(edition=edition, now=real_now())
        assert Film.objects.reachable_at(real_now()).count() == 2


class TestLevels:
    def test_the_farther_one_takes_the_place_of_the_nearer(self) -> None:
        film = make_film()
        for level in (Level.PAUSE, Level.HIDE, Level.PAUSE):
            withdraw(film=film, level=level, channel=FILMMAKER, now=real_now())
        standing = standing_of(film=film)
        assert standing is not None
        assert standing.level == Level.HIDE
        assert Withdrawal.objects.count() == 2

    def test_what_the_team_did_not_say_it_does_not_take_back(self) -> None:
        film, member = make_film(), make_user("filmmaker")
        withdraw(film=film, level=Level.PAUSE, channel=Channel.PROXY, now=real_now())
        with pytest.raises(LiftedByStaff):
            lift(film=film, actor=member, now=real_now())
        lift(film=film, actor=make_user("programmer"), now=real_now())
        with pytest.raises(NothingWithdrawn):
            lift(film=film, now=real_now())

    def test_the_log_has_no_word_of_it(self) -> None:
        film, actor = a_film("canary", "Canary"), make_user("admin")
        withdraw(film=film, level=Level.HIDE, channel=FILMMAKER, actor=actor, now=real_now())
        entry = AuditEntry.objects.get()
        assert entry.after["level"] == "hide"
        assert "canary" not in str(vars(entry)).lower()


def test_a_trailer_goes_with_its_film() -> None:
    version = make_version()
    FilmVersion.objects.update(kind="trailer")
    slug = version.film.slug
    page = services.film_page(slug=slug, sight=real_now(), now=real_now())
    assert page is not None
    assert page["trailer"]
    withdraw(film=version.film, level=Level.PAUSE, channel=FILMMAKER, now=real_now())
    page = services.film_page(slug=slug, sight=real_now(), now=real_now())
    assert page is not None
    assert page["trailer"] is None


class TestOverTheApi:
    def test_the_team_hides_and_lifts_and_others_are_told_of_nothing(self) -> None:
        film, user = make_film(), make_user("filmmaker")
        FilmTeam.objects.create(film=film, user=user, role=TeamRole.DIRECTOR)
        url = f"/api/v1/films/{film.slug}/withdrawal/"
        client = client_of(user)
        assert client.get(url).status_code == 404
        made = client.post(url, {"level": "hide"})
        assert made.status_code == 201
        assert client.get(url).json()["channel"] == "filmmaker"
        assert client_of(make_user("filmmaker")).get(url).status_code == 404
        assert client.delete(url).status_code == 204
        assert client.delete(url).json()["code"] == "nothing_withdrawn"

    def test_nothing_is_erased_by_a_slip(self) -> None:
        film, user = make_film(), make_user("filmmaker")
        FilmTeam.objects.create(film=film, user=user, role=TeamRole.DIRECTOR)
        url, client = f"/api/v1/films/{film.slug}/withdrawal/", client_of(user)
        for slip in ({}, {"confirm": "other"}):
            refused = client.post(url, {"level": "erase", **slip})
            assert (refused.status_code, list(refused.json()["errors"])) == (400, ["confirm"])
        assert not Withdrawal.objects.exists()
        made = client.post(url, {"level": "erase", "confirm": film.slug})
        assert made.status_code == 201
        assert client.delete(url).json()["code"] == "erased"

    def test_an_edition_is_erased_film_by_film(self) -> None:
        edition = make_screening().edition
        url = f"/api/v1/editions/{edition.slug}/withdrawal/"
        sent = {"level": "erase", "confirm": edition.slug}
        refused = client_of(make_user("programmer")).post(url, sent)
        assert (refused.status_code, refused.json()["code"]) == (409, "film_by_film")

    def test_a_word_is_told_once(self) -> None:
        film = make_film()
        staff = client_of(make_user("programmer"))
        told = staff.post(f"/api/v1/films/{film.slug}/code-word/").json()["word"]
        call(typed=told, now=real_now())
        assert Withdrawal.objects.get().channel == "proxy"
        staff.delete(f"/api/v1/films/{film.slug}/code-word/")
        assert not CodeWord.objects.exists()
