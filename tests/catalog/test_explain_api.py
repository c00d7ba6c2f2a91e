"""POST /api/v1/explain/: what a kind of viewer would see, and every fact behind it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from catalog.models import Offer, PassKind, Screening
from tests.catalog.rows import (
    client_of,
    make_film,
    make_grant,
    make_offer,
    make_screening,
    make_user,
    make_version,
    real_now,
)

pytestmark = pytest.mark.django_db
URL = "/api/v1/explain/"
DAY = timedelta(days=1)


def ask(
    screening: Screening, viewer: dict[str, Any], *, language: str = "en", **question: Any
) -> dict[str, Any]:
    """Explain one screening to staff."""
    client = client_of(make_user("programmer"))
    body = {"edition": screening.edition.slug, "viewer": viewer} | question
    response = client.post(URL, body, headers={"Accept-Language": language})
    assert response.status_code == 200, response.content
    found: list[dict[str, Any]] = response.json()["results"]
    return next(each for each in found if each["screening"] == screening.public_id)


def codes(explained: dict[str, Any]) -> list[str]:
    return [reason["code"] for reason in explained["access"]["reasons"]]


def holder(offer: Offer, **ticket: Any) -> dict[str, Any]:
    return {"kind": "ticket_holder", "offer": offer.public_id} | ticket


class TestWho:
    @pytest.mark.parametrize("role", [None, "filmmaker"])
    def test_staff_alone(self, role: str | None) -> None:
        edition = make_screening().edition
        user: User | None = make_user(role) if role else None
        body = {"edition": edition.slug, "viewer": {"kind": "anonymous"}}
        assert client_of(user).post(URL, body).status_code == (401 if user is None else 403)


class TestKinds:
    @pytest.mark.parametrize(
        ("kind", "expected"),
        [
            ("anonymous", ["not_authenticated"]),
            ("unconfirmed", ["unconfirmed", "no_ticket"]),
            ("confirmed", ["no_ticket"]),
        ],
    )
    def test_without_a_ticket(self, kind: str, expected: list[str]) -> None:
        offer = make_offer(make_screening())
        assert codes(ask(offer.screening, {"kind": kind})) == expected

    def test_the_holder_of_a_ticket(self) -> None:
        offer = make_offer(make_screening(), audience="jury")
        assert ask(offer.screening, holder(offer))["access"]["granted"]
        assert codes(ask(offer.screening, {"kind": "confirmed"})) == ["no_offer"]

    def test_its_dates_are_the_tickets(self) -> None:
        offer = make_offer(make_screening(), watch=DAY)
        started = (real_now() - 2 * DAY).isoformat()
        assert codes(ask(offer.screening, holder(offer, started_at=started))) == ["watch_expired"]
        extended = (real_now() + DAY).isoformat()
        ticket = holder(offer, started_at=started, extended_until=extended)
        assert ask(offer.screening, ticket)["access"]["granted"]
        assert codes(ask(offer.screening, holder(offer, revoked=True))) == ["ticket_revoked"]

    def test_the_holder_of_a_pass(self) -> None:
        inside, outside = make_offer(make_screening()), make_screening()
        kind = PassKind.objects.create(edition=inside.screening.edition, slug="day")
        assert inside.screening.programme is not None
        kind.programmes.add(inside.screening.programme)
        viewer = {"kind": "pass_holder", "pass_kind": kind.public_id}
        assert ask(inside.screening, viewer)["access"]["granted"]
        outside.edition = inside.screening.edition
        outside.save()
        make_offer(outside)
        assert codes(ask(outside, viewer)) == ["no_ticket"]

    def test_somebody_accredited(self) -> None:
        offer = make_offer(make_screening(), audience="press")
        viewer = {"kind": "accredited", "accreditation": "press"}
        assert ask(offer.screening, viewer)["access"]["granted"]
        viewer = {"kind": "accredited", "accreditation": "jury"}
        assert codes(ask(offer.screening, viewer)) == ["no_offer"]

    @pytest.mark.parametrize(
        "viewer",
        [
            {"kind": "god"},
            {"kind": "ticket_holder"},
            {"kind": "confirmed", "accreditation": "press"},
            {"kind": "ticket_holder", "offer": "nothing"},
        ],
    )
    def test_others_are_refused(self, viewer: dict[str, Any]) -> None:
        body = {"edition": make_screening().edition.slug, "viewer": viewer}
        response = client_of(make_user("programmer")).post(URL, body)
        assert response.status_code == 400


class TestWhereAndWhen:
    def test_place(self) -> None:
        offer = make_offer(make_screening(), territory_rule="deny", territories=["US-CA"])

        def at(**place: str) -> list[str]:
            return codes(ask(offer.screening, holder(offer), place=place))

        assert at(country="US", region="US-CA") == ["wrong_territory"]
        assert at(country="US", region="US-NY") == []
        assert at(country="US") == ["unknown_place"]
        assert codes(ask(offer.screening, holder(offer))) == ["unknown_place"]

    @pytest.mark.parametrize(
        "place", [{"country": "US", "region": "DE-BE"}, {"country": "XX"}, {"region": "US-CA"}]
    )
    def test_no_such_place(self, place: dict[str, str]) -> None:
        body = {"edition": make_screening().edition.slug, "viewer": {"kind": "anonymous"}}
        response = client_of(make_user("programmer")).post(URL, body | {"place": place})
        assert response.status_code == 400

    def test_instant(self) -> None:
        offer = make_offer(make_screening(), close_mode="hard_stop")
        at = offer.window.upper.isoformat()
        assert codes(ask(offer.screening, holder(offer), at=at)) == ["closed"]


class TestFacts:
    def lines(self, explained: dict[str, Any]) -> dict[str, Any]:
        [offer] = explained["offers"]
        return {line["point"]: line for line in [*explained["facts"], *offer["facts"]]}

    def test_every_fact_is_named(self) -> None:
        film = make_film(cleared=False)
        make_grant(film, territory_rule="allow", territories=["DE"])
        offer = make_offer(
            make_screening(version=make_version(film)), unlock=DAY, watch=DAY, territories=["FR"]
        )
        lines = self.lines(ask(offer.screening, holder(offer), place={"country": "DE"}))
        assert set(lines) == {
            "viewer",
            "place",
            "edition",
            "films",
            "audience",
            "window",
            "territories",
            "network",
            "ticket",
            "unlock",
            "watch",
            "rights",
        }
        assert lines["place"]["values"]["country"] == "DE"
        assert lines["rights"]["values"]["area"]["territories"] == ["DE"]
        assert lines["rights"]["values"]["ends"] is None
        assert lines["films"]["values"]["runtime"] == 5400
        opens = datetime.fromisoformat(lines["window"]["values"]["opens"])
        assert opens == offer.window.lower

    def test_a_missing_grant_is_a_fact(self) -> None:
        film = make_film(cleared=False)
        offer = make_offer(make_screening(version=make_version(film)))
        explained = ask(offer.screening, holder(offer))
        assert codes(explained) == ["no_rights"]
        line = self.lines(explained)["no_grant"]
        assert line["message"] == f"{film.slug}: no rights for the public have been granted."

    def test_in_the_language_of_staff(self) -> None:
        offer = make_offer(make_screening())
        explained = ask(offer.screening, holder(offer), language="zh-Hans")
        assert self.lines(explained)["edition"]["message"] == "本届影展：开放中。"

    def test_each_offer_speaks_for_itself(self) -> None:
        screening = make_screening()
        public, press = make_offer(screening), make_offer(screening, audience="press")
        explained = ask(screening, holder(press))
        said = {each["offer"]: each["access"]["granted"] for each in explained["offers"]}
        assert said == {public.public_id: False, press.public_id: True}
        assert explained["access"]["granted"]


def test_nothing_is_written() -> None:
    offer = make_offer(make_screening())
    with CaptureQueriesContext(
        connection,
    ) as captured:
        ask(offer.screening, holder(offer))
    written = [q["sql"] for q in captured if not q["sql"].startswith(("SELECT", "SAVEPOINT"))]
    assert [sql for sql in written if "accounts_" not in sql and "SAVEPOINT" not in sql] == []


def test_in_as_many_queries_for_any_number(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    screening, staff = make_screening(), make_user("programmer")
    body = {"edition": screening.edition.slug, "viewer": {"kind": "anonymous"}}
    make_offer(screening)
    for expected in (1, 5):
        client = client_of(staff)
        with django_assert_num_queries(5):
            assert len(client.post(URL, body).json()["results"]) == expected
        for _ in range(4):
            make_offer(make_screening(edition=screening.edition))
