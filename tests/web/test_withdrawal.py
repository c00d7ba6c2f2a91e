"""Taking a film back in the studio, and with the word that somebody was given."""

import re
import secrets
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from catalog.models import CallsOfDay, CodeWord, Film, FilmTeam, Level, Person, TeamRole, Withdrawal
from catalog.services.code_words import agree
from catalog.services.withdrawal import standing_of
from catalog.tries import MOST_CALLS
from tests.accounts.visitors import PASSWORD, by_page, person
from tests.catalog.history import a_film, a_person
from tests.catalog.rows import make_film, make_screening, make_version, real_now
from tests.staff.desk import desk_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def door() -> Client:
    """From a line where nobody has knocked yet: calls are counted by place."""
    return Client(REMOTE_ADDR=f"2001:db8:{secrets.token_hex(2)}:{secrets.token_hex(2)}::1")


@pytest.fixture
def film() -> Film:
    return a_film("canary", "Canary", a_person("shen", "Shen"))


def member(film: Film) -> User:
    user = person("member@example.org")
    FilmTeam.objects.create(film=film, user=user, role=TeamRole.DIRECTOR)
    return user


def page(film: Film) -> str:
    return f"/studio/films/{film.slug}/withdrawal/"


class TestTheTeamsPage:
    def test_leads_from_the_studio_and_is_nobody_elses(self, film: Film) -> None:
        assert page(film) in by_page(member(film)).get("/studio/").content.decode()
        stranger = by_page(person())
        assert stranger.get(page(film)).status_code == 404
        for act in ("set/", "lift/", "word/"):
            assert stranger.post(page(film) + act, {"level": "hide"}).status_code == 404
        assert not Withdrawal.objects.exists()

    def test_calls_people_by_their_names(self, film: Film) -> None:
        text = by_page(member(film)).get(page(film)).content.decode()
        assert "Shen" in text
        assert "> shen" not in text.replace("\n", " ")

    def test_does_nothing_without_the_yes(self, film: Film) -> None:
        answer = by_page(member(film)).post(f"{page(film)}set/", {"level": "hide"})
        assert answer.status_code == 200
        assert not Withdrawal.objects.exists()

    def test_hides_with_a_name_and_lifts(self, film: Film) -> None:
        other = a_film("other", "Other")
        shen = Person.objects.get()
        other.credits.create(person=shen, role="editor")
        browser = by_page(member(film))
        sent = {"level": "hide", "confirmed": "on", "people": [shen.pk]}
        browser.post(f"{page(film)}set/", sent)
        assert Client().get("/films/canary/").status_code == 404
        assert "Shen" not in Client().get("/films/other/").content.decode()
        assert "Canary" in browser.get(page(film)).content.decode()
        browser.post(f"{page(film)}lift/")
        assert Client().get("/films/canary/").status_code == 200

    def test_erases_once_the_address_is_typed(self, film: Film) -> None:
        browser, sent = by_page(member(film)), {"level": "erase", "confirmed": "on"}
        for typed in ("", "Canary"):
            answer = browser.post(f"{page(film)}set/", sent | {"address": typed})
            assert "To erase, type the film&#x27;s address: canary" in answer.content.decode()
        assert not Withdrawal.objects.exists()
        asked = browser.post(f"{page(film)}set/", sent | {"address": "canary"})["Location"]
        browser.post(asked, {"password": PASSWORD}, follow=True)
        text = browser.get(page(film)).content.decode()
        assert "It is being erased" in text
        assert "<form" not in text.split("<main")[1]

    def test_asks_for_the_password_before_it_erases(self, film: Film) -> None:
        browser, user = Client(), member(film)
        browser.force_login(user)  # long ago
        sent = {"level": "erase", "confirmed": "on", "address": "canary"}
        asked = browser.post(f"{page(film)}set/", sent)["Location"]
        assert asked.startswith("/accounts/reauthenticate/")
        assert not Withdrawal.objects.exists()
        browser.post(asked, {"password": "wrong"}, follow=True)
        assert not Withdrawal.objects.exists()
        browser.post(asked, {"password": PASSWORD}, follow=True)
        assert Withdrawal.objects.get().level == Level.ERASE

    def test_is_in_chinese_too(self, film: Film) -> None:
        chinese = {"Accept-Language": "zh-hans"}
        text = by_page(member(film)).get(page(film), headers=chinese).content.decode()
        assert "暂停" in text
        assert "隐藏" in text


class TestTheWord:
    def word_of(self, film: Film) -> str:
        answer = by_page(member(film)).post(f"{page(film)}word/")
        found = re.search(r"<code>((?:\w{4}-){3}\w{4})</code>", answer.content.decode())
        assert found
        return found[1]

    def test_pauses_at_once_and_waits_for_us(self, film: Film, door: Client) -> None:
        word = self.word_of(film)
        door.post("/word/", {"code": f" {word.lower()} "})
        standing = standing_of(film=film)
        assert standing is not None
        assert (standing.level, standing.channel) == (Level.PAUSE, "proxy")
        assert list(Withdrawal.objects.to_verify()) == [standing]
        team = by_page(User.objects.get(email="member@example.org"))
        team.post(f"{page(film)}lift/")
        assert standing_of(film=film) == standing

    def test_is_worthless_once_there_is_a_new_one(self, film: Film, door: Client) -> None:
        old = agree(film=film, now=real_now())
        agree(film=film, now=real_now())
        door.post("/word/", {"code": old})
        assert standing_of(film=film) is None
        assert old.encode() not in bytes(CodeWord.objects.get().digest)

    def test_no_answer_and_no_work_tells_right_from_wrong(self, film: Film, door: Client) -> None:
        right = agree(film=film, now=real_now())
        make_film()
        answers, statements = set(), []
        for typed in ("3ACD-EF4G-HJ67-KMNP", right, "A", "词"):
            with CaptureQueriesContext(connection) as caught:
                answer = door.post("/word/", {"code": typed})
            answers.add((answer.status_code, plain(answer)))
            statements.append([shape(one["sql"]) for one in caught])
        assert len(answers) == 1
        first, *others = statements[1:]  # the first call of a day makes its row
        assert all(abs(len(one) - len(first)) <= 1 for one in others)
        assert standing_of(film=film) is not None
        assert Withdrawal.objects.count() == 1
        assert CallsOfDay.objects.get().calls == 4

    def test_calls_are_counted_by_place_right_ones_too(self, film: Film, door: Client) -> None:
        right = agree(film=film, now=real_now())
        for _ in range(MOST_CALLS):
            assert door.post("/word/", {"code": right}).status_code == 200
        assert door.post("/word/", {"code": right}).status_code == 429

    def test_staff_see_it_waiting_and_verify_it(self, film: Film, door: Client) -> None:
        door.post("/word/", {"code": agree(film=film, now=real_now())})
        desk, _ = desk_of("programmer")
        waiting = desk.get("/admin/catalog/withdrawal/?state=verify").content.decode()
        standing = Withdrawal.objects.get()
        assert standing.public_id in waiting
        chosen = {"_selected_action": [standing.pk]}
        desk.post("/admin/catalog/withdrawal/", {"action": "verify", **chosen})
        assert not Withdrawal.objects.to_verify().exists()
        desk.post("/admin/catalog/withdrawal/", {"action": "lift", **chosen})
        assert standing_of(film=film) is None


def test_staff_hide_an_edition_by_form(film: Film) -> None:
    screening = make_screening(version=make_version(film))
    desk, _ = desk_of("programmer")
    sent = {"edition": screening.edition.pk, "level": "hide"}
    desk.post("/admin/catalog/withdrawal/add/", sent)
    assert not Withdrawal.objects.exists()
    desk.post("/admin/catalog/withdrawal/add/", sent | {"confirmed": "on"})
    assert Client().get("/films/canary/").status_code == 404
    assert Withdrawal.objects.get().channel == "admin"


def test_staff_erase_a_film_by_form_and_no_edition(film: Film) -> None:
    screening = make_screening(version=make_version(film))
    desk, _ = desk_of("programmer")
    sent = {"level": "erase", "confirmed": "on"}
    whole = desk.post(
        "/admin/catalog/withdrawal/add/", sent | {"edition": screening.edition.pk}
    ).content.decode()
    assert "name each of its films" in whole
    desk.post("/admin/catalog/withdrawal/add/", sent | {"film": film.pk})
    assert not Withdrawal.objects.exists()
    desk.post("/admin/catalog/withdrawal/add/", sent | {"film": film.pk, "address": "canary"})
    assert Withdrawal.objects.get().level == "erase"


def plain(answer: Any) -> str:
    """The page without what is random in every page."""
    return re.sub(r'(value|nonce|content)="[\w-]{20,}"', "", answer.content.decode())


def shape(sql: str) -> str:
    return " ".join(sql.split()[:3])
