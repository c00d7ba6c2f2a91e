"""GET /api/v1/screenings/: what is shown, and the caller's access to it."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from catalog.models import EditionState, ItemKind, OnUnavailable, ScreeningText, Visibility
from tests.catalog import test_places
from tests.catalog.rows import (
    add_item,
    client_of,
    make_edition,
    make_film,
    make_offer,
    make_screening,
    make_ticket,
    make_user,
    make_version,
    real_now,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
URL = "/api/v1/screenings/"


def listed(user: Any = None, **query: str) -> list[dict[str, Any]]:
    response = client_of(user).get(URL, query)
    assert response.status_code == 200, response.content
    results: list[dict[str, Any]] = response.json()["results"]
    return results


def codes(screening: dict[str, Any]) -> list[str]:
    return [reason["code"] for reason in screening["access"]["reasons"]]


class TestListing:
    def test_items_name_their_films(self) -> None:
        screening = make_screening(version=make_version(make_film(title="River")))
        ScreeningText.objects.create(screening=screening, language="en", note="With the director")
        [found] = listed()
        assert found["id"] == screening.public_id
        assert found["edition"] == screening.edition.slug
        assert found["texts"]["en"]["note"] == "With the director"
        [item] = found["items"]
        assert item["kind"] == "film"
        assert item["film"]["texts"] == {"en": {"title": "River"}, "zh-Hans": {"title": "河"}}

    def test_offers_name_their_terms(self) -> None:
        offer = make_offer(
            make_screening(), watch=2 * DAY, territory_rule="deny", territories=["US-CA"]
        )
        [found] = listed()[0]["offers"]
        assert found["id"] == offer.public_id
        assert found["watch_seconds"] == 172800
        assert found["unlock_seconds"] is None
        assert found["territories"] == ["US-CA"]
        assert found["opens"] == offer.window.lower.isoformat().replace("+00:00", "Z")

    def test_filter_by_edition(self) -> None:
        wanted, _other = make_screening(), make_screening()
        assert [s["id"] for s in listed(edition=wanted.edition.slug)] == [wanted.public_id]

    def test_no_answer_is_cached(self) -> None:
        assert "no-store" in client_of().get(URL)["Cache-Control"]

    def test_roles_open_nothing(self) -> None:
        make_offer(make_screening())
        assert codes(listed(make_user("admin", "programmer"))[0]) == ["no_ticket"]

    @pytest.mark.parametrize("logged_in", [True, False])
    def test_queries_do_not_grow_with_the_list(
        self, django_assert_num_queries: DjangoAssertNumQueries, *, logged_in: bool
    ) -> None:
        user = make_user() if logged_in else None
        edition = make_edition()
        queries = 6  # screenings, items, two kinds of texts, offers, facts

        def add_screening() -> None:
            screening = make_screening(edition=edition)
            add_item(screening, make_version(), kind=ItemKind.INTRODUCTION)
            make_ticket(make_offer(screening), user)
            make_offer(screening, audience="press")

        add_screening()
        for expected in (1, 5):
            client = client_of(user)
            with django_assert_num_queries(queries):
                assert len(client.get(URL).json()["results"]) == expected
            for _ in range(4):
                add_screening()


class TestInvisible:
    def seen(self, screening: Any) -> tuple[bool, bool]:
        """Tell whether it is in the list, and at its own address."""
        detail = client_of().get(f"{URL}{screening.public_id}/")
        return bool(listed()), detail.status_code == 200

    def test_draft_edition(self) -> None:
        edition = make_edition(EditionState.DRAFT)
        assert self.seen(make_screening(edition=edition)) == (False, False)

    @pytest.mark.parametrize("state", sorted(set(EditionState) - {EditionState.DRAFT}))
    def test_any_other_edition(self, state: str) -> None:
        assert self.seen(make_screening(edition=make_edition(state))) == (True, True)

    def test_hidden_film(self) -> None:
        film = make_film(visibility=Visibility.HIDDEN)
        assert self.seen(make_screening(version=make_version(film))) == (False, False)

    def test_film_to_be_revealed(self) -> None:
        film = make_film(reveal_at=real_now() + DAY)
        assert self.seen(make_screening(version=make_version(film))) == (False, False)

    def test_unlisted_film_is_found_at_its_address_only(self) -> None:
        film = make_film(visibility=Visibility.UNLISTED)
        assert self.seen(make_screening(version=make_version(film))) == (False, True)

    def test_a_hidden_film_goes_from_its_block_without_a_trace(self) -> None:
        screening = make_screening()
        hidden = make_film(visibility=Visibility.HIDDEN, title="Never named")
        add_item(screening, make_version(hidden), on_unavailable=OnUnavailable.SKIP)
        response = client_of().get(URL)
        assert len(response.json()["results"][0]["items"]) == 1
        assert b"Never named" not in response.content

    def test_offers_to_others(self) -> None:
        screening = make_screening()
        press = make_offer(screening, audience="press")
        journalist = make_user()
        make_ticket(press, journalist)
        assert listed()[0]["offers"] == []
        assert [offer["id"] for offer in listed(journalist)[0]["offers"]] == [press.public_id]

    def test_an_offer_whose_ticket_was_revoked(self) -> None:
        press, journalist = make_offer(make_screening(), audience="press"), make_user()
        make_ticket(press, journalist, revoked_at=real_now())
        assert listed(journalist)[0]["offers"] == []


class TestAccess:
    def test_granted(self) -> None:
        offer, user = make_offer(make_screening(), close_mode="hard_stop"), make_user()
        make_ticket(offer, user)
        [found] = listed(user)
        assert found["access"] == {
            "granted": True,
            "until": offer.window.upper.isoformat(),
            "warning": None,
            "reasons": [],
        }

    def test_denied_with_the_opening_and_the_remedy(self) -> None:
        opens = real_now() + DAY
        make_offer(make_screening(), opens=opens)
        [found] = listed(make_user())
        assert found["access"]["granted"] is False
        ticket, opening = found["access"]["reasons"]
        assert (ticket["code"], ticket["remedy"]) == ("no_ticket", "get_ticket")
        assert (opening["code"], opening["retry_at"]) == ("not_open_yet", opens.isoformat())

    def test_in_the_language_of_the_request(self) -> None:
        make_offer(make_screening())
        response = client_of().get(URL, headers={"Accept-Language": "zh-Hans"})
        [reason] = response.json()["results"][0]["access"]["reasons"]
        assert reason["message"] == "请先登录。还没有账号？注册只需一分钟。"

    @pytest.mark.parametrize("asked", ["zh-Hant", "zh-TW,zh;q=0.9,en;q=0.8", "fr, zh-HK;q=0.5"])
    def test_in_traditional_chinese(self, asked: str) -> None:
        screening = make_screening()
        make_offer(screening)
        client = client_of()
        headers = {"Accept-Language": asked}
        [shown] = client.get(URL, headers=headers).json()["results"]
        words = "請先登入。還沒有帳號？註冊只需一分鐘。"
        assert [reason["message"] for reason in shown["access"]["reasons"]] == [words]
        refused = client.post(f"{URL}{screening.public_id}/playback/", {}, headers=headers)
        assert refused.json()["detail"] == words

    def test_nobody_is_logged_in(self) -> None:
        make_offer(make_screening())
        assert codes(listed()[0]) == ["not_authenticated"]

    def test_no_offer(self) -> None:
        make_screening()
        assert codes(listed(make_user())[0]) == ["no_offer"]

    def test_edition_not_open(self) -> None:
        screening = make_screening(edition=make_edition(EditionState.CLOSED))
        user = make_user()
        make_ticket(make_offer(screening), user)
        assert codes(listed(user)[0]) == ["edition_not_open"]

    def test_place(self, tmp_path: Path, settings: Settings) -> None:
        path = tmp_path / "places.mmdb"
        test_places.write(path, test_places.RECORDS)
        settings.PLACE_DATABASE = str(path)
        offer = make_offer(make_screening(), territory_rule="deny", territories=["FR"])
        user = make_user()
        make_ticket(offer, user)
        answers = {
            address: client_of(user).get(URL, REMOTE_ADDR=address).json()["results"][0]
            for address in (test_places.GERMAN, test_places.FRENCH, "127.0.0.1")
        }
        assert codes(answers[test_places.GERMAN]) == []
        assert codes(answers[test_places.FRENCH]) == ["wrong_territory"]
        assert codes(answers["127.0.0.1"]) == ["unknown_place"]

    def test_detail_says_the_same(self) -> None:
        make_offer(make_screening(), opens=real_now() + DAY)
        user = make_user()
        [found] = listed(user)
        assert client_of(user).get(f"{URL}{found['id']}/").json() == found


class TestBlock:
    """A block of several films, one of which can't be played."""

    def access(self, *, on_unavailable: str, **film: Any) -> list[str]:
        screening, user = make_screening(), make_user()
        version = make_version(make_film(**film), published=bool(film))
        add_item(screening, version, on_unavailable=on_unavailable)
        make_ticket(make_offer(screening), user)
        return codes(listed(user)[0])

    def test_a_film_without_publication_is_skipped_if_so_set(self) -> None:
        assert self.access(on_unavailable=OnUnavailable.SKIP) == []

    def test_or_denies_the_block(self) -> None:
        assert self.access(on_unavailable=OnUnavailable.DENY) == ["not_ready"]

    @pytest.mark.parametrize(
        ("on_unavailable", "expected"),
        [(OnUnavailable.SKIP, []), (OnUnavailable.DENY, ["not_ready"])],
    )
    def test_a_hidden_film_is_not_played(self, on_unavailable: str, expected: list[str]) -> None:
        hidden = Visibility.HIDDEN
        assert self.access(on_unavailable=on_unavailable, visibility=hidden) == expected

    def test_an_introduction_alone_is_no_screening(self) -> None:
        version = make_version(published=False)
        screening, user = make_screening(version=version), make_user()
        screening.items.update(on_unavailable=OnUnavailable.SKIP)
        add_item(screening, make_version(), kind=ItemKind.INTRODUCTION)
        make_ticket(make_offer(screening), user)
        assert codes(listed(user)[0]) == ["not_ready"]
