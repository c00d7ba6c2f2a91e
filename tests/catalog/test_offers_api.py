"""Offers for staff: made, moved, checked."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import AuditEntry
from catalog.models import Offer, Quota, Screening, TerritoryGroup
from tests.catalog.rows import (
    client_of,
    make_film,
    make_grant,
    make_offer,
    make_screening,
    make_ticket,
    make_user,
    make_version,
    real_now,
)

pytestmark = pytest.mark.django_db
TERMS: dict[str, Any] = {
    "audience": "public",
    "opens_local": "2026-11-20T20:00",
    "closes_local": "2026-11-27T20:00",
    "time_zone": "Europe/Berlin",
}


def make(screening: Screening, *, status: int = 201, **terms: Any) -> dict[str, Any]:
    client = client_of(make_user("programmer"))
    response = client.post(f"/api/v1/screenings/{screening.public_id}/offers/", TERMS | terms)
    assert response.status_code == status, response.content
    body: dict[str, Any] = response.json()
    return body


def change(offer: Offer, *, status: int = 200, **terms: Any) -> dict[str, Any]:
    client = client_of(make_user("programmer"))
    response = client.patch(f"/api/v1/offers/{offer.public_id}/", terms)
    assert response.status_code == status, response.content
    body: dict[str, Any] = response.json()
    return body


class TestWho:
    @pytest.mark.parametrize("role", [None, "filmmaker"])
    def test_staff_alone(self, role: str | None) -> None:
        offer = make_offer(make_screening())
        client = client_of(make_user(role) if role else None)
        offers = f"/api/v1/screenings/{offer.screening.public_id}/offers/"
        for answer in (
            client.get(offers),
            client.post(offers, TERMS),
            client.get(f"/api/v1/offers/{offer.public_id}/"),
            client.patch(f"/api/v1/offers/{offer.public_id}/", {}),
        ):
            assert answer.status_code == (403 if role else 401)
        assert Offer.objects.count() == 1


class TestMake:
    def test_wall_times_become_instants(self) -> None:
        made = make(make_screening(), watch_seconds=172800, unlock_seconds=86400)
        assert (made["opens"], made["closes"]) == ("2026-11-20T19:00:00Z", "2026-11-27T19:00:00Z")
        assert made["opens_local"] == "2026-11-20T20:00"
        assert (made["watch_seconds"], made["unlock_seconds"]) == (172800, 86400)

    def test_a_window_over_the_change_of_clocks(self) -> None:
        made = make(
            make_screening(), opens_local="2026-10-25T02:30", closes_local="2026-10-25T02:30"
        )
        assert (made["opens"], made["closes"]) == ("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z")

    @pytest.mark.parametrize(
        ("terms", "field"),
        [
            ({"opens_local": "2026-03-29T02:30"}, "non_field_errors"),
            ({"opens_local": "2026-02-30T02:30"}, "non_field_errors"),
            ({"opens_local": "2026-11-20 20:00"}, "opens_local"),
            ({"opens_local": "2026-11-20T20:00:00Z"}, "opens_local"),
            ({"closes_local": "2026-11-20T20:00"}, "closes_local"),
            ({"time_zone": "Berlin"}, "time_zone"),
            ({"audience": "friends"}, "audience"),
            ({"territory_rule": "allow"}, "territories"),
            ({"territory_rule": "allow", "territories": ["XX"]}, "territories"),
            ({"territory_groups": ["nowhere"]}, "territory_groups"),
            ({"watch_seconds": 0}, "watch_seconds"),
            ({"watch_seconds": 1e300}, "watch_seconds"),
            ({"audience": "press", "free_tickets": True}, "free_tickets"),
        ],
    )
    def test_what_makes_no_sense_is_refused(self, terms: dict[str, Any], field: str) -> None:
        assert field in make(make_screening(), status=400, **terms)["errors"]

    def test_groups(self) -> None:
        TerritoryGroup.objects.create(slug="dach", territories=["DE", "AT", "CH"])
        screening = make_screening()
        made = make(screening, territory_rule="allow", territory_groups=["dach"])
        assert (made["territories"], made["territory_groups"]) == ([], ["dach"])
        [shown] = client_of().get("/api/v1/screenings/").json()["results"]
        assert shown["offers"][0]["territories"] == ["AT", "CH", "DE"]

    def test_a_cap_that_was_granted_before_holds(self) -> None:
        film = make_film(cleared=False)
        make_grant(film, cap=300)
        made = make(make_screening(version=make_version(film)))
        assert Quota.objects.get(offers__public_id=made["id"]).size == 300

    def test_it_is_audited(self) -> None:
        made = make(make_screening())
        entry = AuditEntry.objects.get(model="catalog.offer", target=made["id"])
        assert (entry.action, entry.after["opens_local"]) == ("created", "2026-11-20T20:00")


class TestChange:
    def test_moving_moves_the_window(self) -> None:
        offer = Offer.objects.get(public_id=make(make_screening())["id"])
        moved = change(offer, opens_local="2026-11-22T20:00")
        assert moved["opens"] == "2026-11-22T19:00:00Z"
        assert moved["closes"] == "2026-11-27T19:00:00Z"
        entry = AuditEntry.objects.get(model="catalog.offer", action="changed")
        assert entry.before["opens_local"] == "2026-11-20T20:00"
        assert set(entry.after) == {"opens_local", "window"}

    def test_another_zone_is_another_instant(self) -> None:
        offer = Offer.objects.get(public_id=make(make_screening())["id"])
        assert change(offer, time_zone="Asia/Shanghai")["opens"] == "2026-11-20T12:00:00Z"

    def test_nothing_changed_is_not_audited(self) -> None:
        offer = Offer.objects.get(public_id=make(make_screening())["id"])
        change(offer, opens_local="2026-11-20T20:00")
        assert not AuditEntry.objects.filter(action="changed").exists()

    @pytest.mark.parametrize(
        ("terms", "field"),
        [
            ({"closes_local": "2026-11-20T19:00"}, "closes_local"),
            ({"audience": "press"}, "free_tickets"),
            ({"territory_rule": "deny"}, "territories"),
        ],
    )
    def test_is_checked_with_what_stays(self, terms: dict[str, Any], field: str) -> None:
        offer = Offer.objects.get(public_id=make(make_screening(), free_tickets=True)["id"])
        assert field in change(offer, status=400, **terms)["errors"]

    def test_a_period_can_be_taken_away(self) -> None:
        offer = Offer.objects.get(public_id=make(make_screening(), watch_seconds=60)["id"])
        assert change(offer, watch_seconds=None)["watch_seconds"] is None

    def test_caps_follow(self) -> None:
        film = make_film(cleared=False)
        make_grant(film, cap=300, territory_rule="allow", territories=["FR"])
        terms: dict[str, Any] = {"territory_rule": "allow", "territories": ["DE"]}
        made = make(make_screening(version=make_version(film)), **terms)
        offer = Offer.objects.get(public_id=made["id"])
        assert not offer.quotas.exists()
        change(offer, territories=["FR"])
        assert offer.quotas.get().size == 300
        change(offer, territories=["DE"])
        assert not offer.quotas.exists()

    def test_priorities_follow(self) -> None:
        version = make_version()
        offer = make_offer(make_screening(version=version), opens=real_now())
        soon = datetime.now(UTC) + timedelta(days=5, hours=1)
        change(
            offer,
            opens_local=f"{soon:%Y-%m-%dT%H:%M}",
            closes_local=f"{soon + timedelta(days=1):%Y-%m-%dT%H:%M}",
        )
        assert version.master is not None
        version.master.refresh_from_db()
        assert version.master.priority == 5


def test_the_list_is_of_all_audiences_in_as_many_queries_for_any_number(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    screening, staff = make_screening(), make_user("programmer")
    for expected in (1, 5):
        while screening.offers.count() < expected:
            make_ticket(make_offer(screening, audience="press"), make_user())
        with django_assert_num_queries(5):
            client = client_of(staff)
            found = client.get(f"/api/v1/screenings/{screening.public_id}/offers/").json()
        assert len(found["results"]) == expected
        assert "holder" not in str(found)
