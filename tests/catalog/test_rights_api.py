"""Films' rights sheets, and screenings against them."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from pytest_django import DjangoAssertNumQueries

from accounts.models import AuditEntry, User
from catalog import services
from catalog.models import (
    Film,
    FilmTeam,
    Offer,
    Quota,
    RightsGrant,
    TeamRole,
    TerritoryGroup,
    Visibility,
)
from tests.catalog.rows import (
    add_item,
    client_of,
    make_edition,
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
DAY = timedelta(days=1)
TERMS = {"use": "public", "consent_version": "2026-11", "consent_on": "2026-01-01"}


def sheet_of(film: Film) -> str:
    return f"/api/v1/films/{film.slug}/rights/"


def make_filmmaker(film: Film) -> User:
    user = make_user("filmmaker")
    FilmTeam.objects.create(film=film, user=user, role=TeamRole.DIRECTOR)
    return user


def grant(film: Film, user: User | None, *, status: int = 201, **terms: Any) -> dict[str, Any]:
    response = client_of(user).post(sheet_of(film), TERMS | terms)
    assert response.status_code == status, response.content
    body: dict[str, Any] = response.json()
    return body


class TestWho:
    def test_the_films_team_and_staff(self) -> None:
        film = make_film(cleared=False)
        for user in (make_filmmaker(film), make_user("programmer"), make_user("admin")):
            grant(film, user)
            assert client_of(user).get(sheet_of(film)).status_code == 200

    def test_nobody_else(self) -> None:
        film, other = make_film(cleared=False), make_film()
        for user in (make_user(), make_filmmaker(other)):
            assert grant(film, user, status=403)["code"] == "not_on_team"
            assert client_of(user).get(sheet_of(film)).status_code == 403
        assert grant(film, None, status=401)
        assert not film.rights.exists()

    def test_a_hidden_film_exists_for_its_team_alone(self) -> None:
        film = make_film(visibility=Visibility.HIDDEN)
        assert client_of(make_user()).get(sheet_of(film)).status_code == 404
        assert client_of(make_filmmaker(film)).get(sheet_of(film)).status_code == 200


class TestRecord:
    def test_a_grant_comes_back_as_it_was_given(self) -> None:
        film, edition = make_film(cleared=False), make_edition()
        TerritoryGroup.objects.create(slug="dach", territories=["DE", "AT", "CH"])
        terms: dict[str, Any] = {
            "edition": edition.slug,
            "begins": "2026-11-01T00:00:00Z",
            "ends": "2026-12-01T00:00:00Z",
            "territory_rule": "deny",
            "territories": ["US-CA"],
            "territory_groups": ["dach"],
            "cap": 300,
            "holdback_until": "2026-11-15T00:00:00Z",
            "holdback_territories": ["FR"],
        }
        made = grant(film, make_filmmaker(film), **terms)
        assert {name: made[name] for name in terms} == terms
        assert (made["supersedes"], made["superseded_by"]) == (None, None)

    def test_it_is_audited_by_an_audit_id(self) -> None:
        film = make_film(cleared=False)
        user = make_filmmaker(film)
        made = grant(film, user, cap=5)
        entry = AuditEntry.objects.get(model="catalog.rightsgrant", target=made["id"])
        assert (entry.action, entry.after["cap"]) == ("created", 5)
        assert entry.actor not in {"", user.public_id}

    def test_it_can_not_be_changed(self) -> None:
        film = make_film(cleared=False)
        row = make_grant(film)
        with pytest.raises(DatabaseError), transaction.atomic():
            RightsGrant.objects.filter(pk=row.pk).update(cap=1)

    @pytest.mark.parametrize(
        ("terms", "field"),
        [
            ({"use": "broadcast"}, "use"),
            ({"territory_rule": "allow"}, "territories"),
            ({"territory_rule": "allow", "territories": ["UK"]}, "territories"),
            ({"territory_rule": "deny", "territories": ["CN-HK"]}, "territories"),
            ({"holdback_territories": ["us"]}, "holdback_territories"),
            ({"begins": "2026-12-01T00:00:00Z", "ends": "2026-12-01T00:00:00Z"}, "ends"),
            ({"consent_on": "2999-01-01"}, "consent_on"),
            ({"cap": -1}, "cap"),
            ({"supersedes": "nothing"}, "supersedes"),
        ],
    )
    def test_what_makes_no_sense_is_refused(self, terms: dict[str, Any], field: str) -> None:
        film = make_film(cleared=False)
        assert field in grant(film, make_filmmaker(film), status=400, **terms)["errors"]

    def test_consent_has_to_be_named(self) -> None:
        film = make_film(cleared=False)
        response = client_of(make_filmmaker(film)).post(sheet_of(film), {"use": "public"})
        assert set(response.json()["errors"]) == {"consent_version", "consent_on"}


class TestSuperseding:
    def test_a_later_grant_takes_the_place_of_the_first(self) -> None:
        film = make_film(cleared=False)
        user = make_filmmaker(film)
        first = grant(film, user)
        second = grant(film, user, supersedes=first["id"], ends="2026-01-02T00:00:00Z")
        latest, older = client_of(user).get(sheet_of(film)).json()["results"]
        assert (latest["id"], latest["supersedes"]) == (second["id"], first["id"])
        assert older["superseded_by"] == second["id"]
        assert [g.public_id for g in RightsGrant.objects.in_force()] == [second["id"]]

    def test_once_only(self) -> None:
        film = make_film(cleared=False)
        user = make_filmmaker(film)
        first = grant(film, user)
        grant(film, user, supersedes=first["id"])
        again = grant(film, user, status=409, supersedes=first["id"])
        assert again["code"] == "already_superseded"

    def test_only_for_the_same_use(self) -> None:
        film = make_film(cleared=False)
        user = make_filmmaker(film)
        first = grant(film, user, use="press")
        other = grant(film, user, status=409, supersedes=first["id"])
        assert other["code"] == "supersedes_other"

    def test_a_superseded_grant_opens_nothing(self) -> None:
        film, viewer = make_film(cleared=False), make_user()
        make_ticket(make_offer(make_screening(version=make_version(film))), viewer)
        user = make_filmmaker(film)

        def granted() -> bool:
            [found] = client_of(viewer).get("/api/v1/screenings/").json()["results"]
            return bool(found["access"]["granted"])

        assert not granted()
        first = grant(film, user)
        assert granted()
        grant(film, user, supersedes=first["id"], ends="2026-01-02T00:00:00Z")
        assert not granted()


class TestCap:
    """A grant's cap is a quota of the offers that make use of it."""

    def offers(self, made: dict[str, Any]) -> set[Offer]:
        return set(Offer.objects.filter(quotas__grant__public_id=made["id"]))

    def test_is_attached_to_the_offers_there_are(self) -> None:
        film = make_film(cleared=False)
        screening = make_screening(version=make_version(film))
        offer, _press = make_offer(screening), make_offer(screening, audience="press")
        made = grant(film, make_filmmaker(film), cap=300)
        assert self.offers(made) == {offer}
        quota = Quota.objects.get()
        assert (quota.size, quota.edition) == (300, screening.edition)
        entry = AuditEntry.objects.get(model="catalog.quota")
        assert entry.after["offers"] == [offer.public_id]

    def test_is_shared_by_all_screenings_of_the_edition(self) -> None:
        film, edition = make_film(cleared=False), make_edition()
        version = make_version(film)
        offers = {make_offer(make_screening(edition=edition, version=version)) for _ in range(2)}
        made = grant(film, make_filmmaker(film), cap=300)
        assert self.offers(made) == offers
        assert Quota.objects.count() == 1

    def test_not_to_offers_elsewhere_or_at_other_times(self) -> None:
        film = make_film(cleared=False)
        screening = make_screening(version=make_version(film))
        make_offer(screening, territory_rule="allow", territories=["FR"])
        make_offer(screening, opens=real_now() + 30 * DAY)
        ends = (real_now() + 20 * DAY).isoformat()
        made = grant(
            film,
            make_filmmaker(film),
            cap=300,
            ends=ends,
            territory_rule="deny",
            territories=["FR"],
        )
        assert self.offers(made) == set()

    def test_of_what_supersedes_takes_the_place_of_the_first(self) -> None:
        film = make_film(cleared=False)
        offer = make_offer(make_screening(version=make_version(film)))
        user = make_filmmaker(film)
        first = grant(film, user, cap=300)
        second = grant(film, user, cap=200, supersedes=first["id"])
        assert (self.offers(first), self.offers(second)) == (set(), {offer})
        assert [quota.size for quota in offer.quotas.all()] == [200]
        grant(film, user, supersedes=second["id"])
        assert not Quota.objects.exists()


class TestSheet:
    def sheet(self, offer: Offer, user: User | None = None) -> Any:
        client = client_of(user or make_user("programmer"))
        return client.get(f"/api/v1/screenings/{offer.screening.public_id}/rights/")

    def test_for_staff_alone(self) -> None:
        offer = make_offer(make_screening())
        assert self.sheet(offer, make_user("filmmaker")).status_code == 403
        assert (
            client_of().get(f"/api/v1/screenings/{offer.screening.public_id}/rights/").status_code
            == 401
        )
        assert self.sheet(offer).status_code == 200

    def test_shows_what_is_covered_and_what_is_not(self) -> None:
        film = make_film(cleared=False)
        offer = make_offer(
            make_screening(version=make_version(film)), territory_rule="allow", territories=["DE"]
        )
        end = offer.window.upper - DAY
        make_grant(film, dates=DateTimeTZRange(None, end), cap=300)
        [line] = self.sheet(offer).json()
        assert (line["offer"], line["use"], line["cap"]) == (offer.public_id, "public", 300)
        assert line["effective"][0]["area"] == {
            "rule": "allow",
            "territories": ["DE"],
            "but": [],
        }
        [conflict] = line["conflicts"]
        assert (conflict["code"], conflict["film"]) == ("after_rights", film.slug)
        assert conflict["message"] == "The offer closes after the rights end."

    def test_groups_are_resolved(self) -> None:
        film = make_film(cleared=False)
        offer = make_offer(make_screening(version=make_version(film)))
        dach = TerritoryGroup.objects.create(slug="dach", territories=["DE", "AT", "CH"])
        make_grant(film, territory_rule="allow").territory_groups.add(dach)
        [line] = self.sheet(offer).json()
        assert line["effective"][0]["area"]["territories"] == ["AT", "CH", "DE"]
        TerritoryGroup.objects.update(territories=["DE"])
        [line] = self.sheet(offer).json()
        assert line["effective"][0]["area"]["territories"] == ["DE"]

    def test_hidden_and_unfinished_films_are_looked_at_too(self) -> None:
        screening = make_screening()
        hidden = make_film(cleared=False, visibility=Visibility.HIDDEN)
        add_item(screening, make_version(hidden, published=False), on_unavailable="skip")
        [line] = self.sheet(make_offer(screening)).json()
        assert [(c["code"], c["film"]) for c in line["conflicts"]] == [("no_grant", hidden.slug)]

    def test_in_as_many_queries_for_any_number(
        self, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        screening = make_screening()
        for expected in (1, 5):
            while screening.offers.count() < expected:
                make_offer(screening)
                add_item(screening, make_version())
            with django_assert_num_queries(3):
                lines = services.screening_sheet(screening=screening)
                assert len(lines) == expected
