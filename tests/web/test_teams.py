"""A film's team in the studio, and the page behind an invitation."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from catalog import services
from catalog.models import Film, FilmTeam, TeamInvitation, TeamRole
from tests.accounts.stored import everything_stored
from tests.accounts.visitors import PASSWORD, by_page, person
from tests.catalog.rows import make_film, real_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def film() -> Film:
    return make_film(title="River")


def member(film: Film, email: str = "member@example.org") -> User:
    user = person(email)
    FilmTeam.objects.create(film=film, user=user, role=TeamRole.DIRECTOR)
    return user


def team(film: Film) -> str:
    return f"/studio/films/{film.slug}/team/"


def link_on(page: str) -> str:
    found = re.search(r"http://testserver(/invitations/[\w-]{43}/)", page)
    assert found, page
    return found[1]


class TestTeamPage:
    def test_leads_from_the_studio(self, film: Film) -> None:
        assert team(film) in by_page(member(film)).get("/studio/").content.decode()

    def test_shows_who_is_on_it_without_an_address(self, film: Film) -> None:
        browser = by_page(member(film))
        member(film, "second@example.org")
        text = browser.get(team(film)).content.decode()
        assert "example.org" not in text
        assert text.count("Director") >= 2

    def test_does_not_exist_for_others(self, film: Film) -> None:
        member(film)
        stranger = by_page(person())
        assert stranger.get(team(film)).status_code == 404
        for act in ("invite/", "withdraw/x/", "remove/x/"):
            assert stranger.post(f"{team(film)}{act}", {"role": "producer"}).status_code == 404
        assert not TeamInvitation.objects.exists()

    def test_makes_a_link_and_shows_it_once(self, film: Film) -> None:
        browser = by_page(member(film))
        answer = browser.post(f"{team(film)}invite/", {"role": "producer"})
        token = link_on(answer.content.decode()).split("/")[-2]
        assert token not in browser.get(team(film)).content.decode()
        assert token not in everything_stored()

    def test_a_role_that_there_is_not(self, film: Film) -> None:
        browser = by_page(member(film))
        assert browser.post(f"{team(film)}invite/", {"role": "admin"}).status_code == 404

    def test_withdraws_one(self, film: Film) -> None:
        browser = by_page(member(film))
        services.invite(film=film, role=TeamRole.PRODUCER, now=real_now())
        public_id = TeamInvitation.objects.get().public_id
        browser.post(f"{team(film)}withdraw/{public_id}/")
        assert not TeamInvitation.objects.exists()

    def test_takes_a_member_off_and_leaves_the_last(self, film: Film) -> None:
        browser = by_page(user := member(film))
        second = member(film, "second@example.org")
        assert browser.post(f"{team(film)}remove/{second.public_id}/")["Location"] == team(film)
        answer = browser.post(f"{team(film)}remove/{user.public_id}/", follow=True)
        assert "The last member stays" in answer.content.decode()
        assert [m.user for m in film.team.all()] == [user]

    def test_whoever_leaves_is_in_the_studio(self, film: Film) -> None:
        browser = by_page(user := member(film))
        member(film, "second@example.org")
        assert browser.post(f"{team(film)}remove/{user.public_id}/")["Location"] == "/studio/"


class TestInvitation:
    def opened(self, film: Film, browser: Client) -> Any:
        token = services.invite(film=film, role=TeamRole.PRODUCER, now=real_now()).token
        return browser.get(f"/invitations/{token}/", follow=True)

    def test_leaves_the_address_bar_at_once(self, film: Film) -> None:
        answer = self.opened(film, Client())
        assert answer.redirect_chain == [("/invitations/", 302)]

    def test_tells_a_stranger_no_title(self, film: Film) -> None:
        text = self.opened(film, Client()).content.decode()
        assert "River" not in text
        assert film.slug not in text
        assert "/accounts/signup/?next=/invitations/" in text

    @pytest.mark.parametrize(
        ("language", "words"), [("en", "Join the team"), ("zh-hans", "加入团队")]
    )
    def test_tells_who_is_logged_in_and_asks(self, film: Film, language: str, words: str) -> None:
        browser = by_page(person())
        browser.cookies["django_language"] = language
        text = self.opened(film, browser).content.decode()
        assert ("River" if language == "en" else "河") in text
        assert words in text
        assert not film.team.exists()

    def test_lets_in_whoever_says_yes(self, film: Film) -> None:
        browser = by_page(user := person())
        self.opened(film, browser)
        assert browser.post("/invitations/accept/")["Location"] == "/studio/"
        assert [(m.user, m.role) for m in film.team.all()] == [(user, "producer")]
        assert "River" in browser.get("/studio/").content.decode()

    def test_lets_in_whoever_signs_up_for_it(self, film: Film) -> None:
        browser = Client()
        self.opened(film, browser)
        body = {"email": "new@example.org", "password1": PASSWORD, "next": "/invitations/"}
        assert browser.post("/accounts/signup/", body)["Location"] == "/invitations/"
        assert "River" in browser.get("/invitations/").content.decode()
        browser.post("/invitations/accept/")
        assert film.team.get().user.email == "new@example.org"

    def test_does_nothing_by_itself(self, film: Film) -> None:
        browser = by_page(person())
        self.opened(film, browser)
        assert browser.get("/invitations/accept/").status_code == 302
        assert not film.team.exists()

    def test_says_that_it_is_gone(self, film: Film) -> None:
        browser = by_page(person())
        self.opened(film, browser)
        TeamInvitation.objects.all().delete()
        assert "has expired" in browser.get("/invitations/").content.decode()
        answer = browser.post("/invitations/accept/", follow=True)
        assert "has expired" in answer.content.decode()

    def test_without_a_link_there_is_nothing(self) -> None:
        assert "has expired" in by_page(person()).get("/invitations/").content.decode()
