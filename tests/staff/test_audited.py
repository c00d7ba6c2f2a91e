"""What staff change by form is in the audit log, once; what viewers do is not."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db.models import Model

from accounts import audit
from accounts.models import AuditAction, AuditEntry
from catalog.models import (
    Edition,
    EditionState,
    EditionText,
    Film,
    Offer,
    Organisation,
    PassKind,
    Programme,
    Quota,
    RightsGrant,
    Screening,
    TerritoryGroup,
)
from tests.catalog.rows import (
    make_edition,
    make_film,
    make_offer,
    make_screening,
    make_ticket,
    make_user,
)
from tests.staff.desk import add, change, desk_of, filled, page
from vod.staff.base import StaffAdmin

pytestmark = pytest.mark.django_db


def an_offer() -> Offer:
    return make_offer(make_screening(), opens=datetime(2026, 11, 20, 20, tzinfo=UTC))


def a_programme() -> Programme:
    return Programme.objects.create(edition=make_edition(), slug="nights")


def a_group() -> TerritoryGroup:
    return TerritoryGroup.objects.create(slug="benelux", territories=["BE", "NL"])


def a_quota() -> Quota:
    return Quota.objects.create(edition=make_edition(), name="hall", size=300)


def a_pass_kind() -> PassKind:
    return PassKind.objects.create(edition=make_edition(), slug="friends")


def an_organisation() -> Organisation:
    return Organisation.objects.create(name="University")


STOP = "hard_stop"
CHANGES: list[tuple[Callable[[], Model], dict[str, str], dict[str, Any], dict[str, Any]]] = [
    (make_edition, {"state": "closed"}, {"state": "open"}, {"state": "closed"}),
    (a_programme, {"position": "4"}, {"position": 0}, {"position": 4}),
    (make_screening, {"items-0-on_unavailable": "skip"}, {}, {}),
    (an_offer, {"close_mode": STOP}, {"close_mode": "last_start"}, {"close_mode": STOP}),
    (a_group, {"territories": "BE"}, {"territories": ["BE", "NL"]}, {"territories": ["BE"]}),
    (a_quota, {"size": "200"}, {"size": 300}, {"size": 200}),
    (a_pass_kind, {"most_tickets": "5"}, {"most_tickets": None}, {"most_tickets": 5}),
    (an_organisation, {"country": "FR"}, {"country": ""}, {"country": "FR"}),
]  # fmt: skip
each_change = pytest.mark.parametrize(
    ("make", "fields", "before", "after"), CHANGES, ids=[make.__name__ for make, *_ in CHANGES]
)


@each_change
def test_a_change_by_form_is_one_entry(
    make: Callable[[], Model], fields: dict[str, str], before: Any, after: Any
) -> None:
    row = make()
    client, staff = desk_of("programmer")
    change(client, row, **fields)
    entry = AuditEntry.objects.get()
    assert entry.model == row._meta.label_lower
    assert entry.action == AuditAction.CHANGED
    assert entry.actor == audit.subject_of(staff).audit_id
    if after:
        assert (entry.before, entry.after) == (before, after)


@each_change
def test_a_form_that_changes_nothing_leaves_no_entry(
    make: Callable[[], Model], fields: dict[str, str], before: Any, after: Any
) -> None:
    client, _ = desk_of("programmer")
    change(client, make())
    assert not AuditEntry.objects.exists()


@each_change
def test_what_is_deleted_is_kept_with_all_it_was(
    make: Callable[[], Model], fields: dict[str, str], before: Any, after: Any
) -> None:
    row = make()
    client, _ = desk_of("admin")
    url = page(type(row), "delete", row.pk)
    assert client.post(url, {"post": "yes"}).status_code == 302
    entry = AuditEntry.objects.get()
    assert entry.action == AuditAction.DELETED
    assert {name: entry.before.get(name) for name in before} == before


def test_an_edition_goes_its_way_step_by_step() -> None:
    edition = make_edition(EditionState.DRAFT)
    client, _ = desk_of("programmer")
    url = page(Edition, "change", edition.pk)
    answer: Any = client.post(url, filled(client.get(url)) | {"state": "open"})
    assert "state" in answer.context["adminform"].form.errors
    assert not AuditEntry.objects.exists()


def test_rows_deleted_from_the_list_have_an_entry_each() -> None:
    rows = [make_edition(), make_edition()]
    client, _ = desk_of("admin")
    chosen = {"action": "delete_selected", "_selected_action": [row.pk for row in rows]}
    client.post(page(Edition, "changelist"), chosen | {"post": "yes"})
    assert {entry.target for entry in AuditEntry.objects.all()} == {row.slug for row in rows}


def test_a_new_row_is_told_whole() -> None:
    client, _ = desk_of("programmer")
    add(client, TerritoryGroup, slug="nordic", territories="SE,NO")
    entry = AuditEntry.objects.get()
    assert entry.action == AuditAction.CREATED
    assert entry.after == {"slug": "nordic", "territories": ["SE", "NO"]}


def test_an_item_of_a_screening_is_told_field_by_field() -> None:
    screening = make_screening()
    client, _ = desk_of("programmer")
    change(client, screening, **{"items-0-on_unavailable": "skip"})
    entry = AuditEntry.objects.get()
    name = f"screeningitem[{screening.items.get().public_id}].on_unavailable"
    assert (entry.before, entry.after) == ({name: "deny"}, {name: "skip"})


def test_what_an_edition_refers_to_is_told_by_name() -> None:
    quota, offer = a_quota(), an_offer()
    client, _ = desk_of("programmer")
    change(client, quota, offers=[str(offer.pk)])  # type: ignore[arg-type]
    assert AuditEntry.objects.get().after == {"offers": [offer.public_id]}


def test_of_words_the_log_knows_only_the_languages() -> None:
    edition = make_edition()
    EditionText.objects.create(edition=edition, language="en", title="Secret title")
    client, _ = desk_of("programmer")
    change(client, edition, **{"texts-0-title": "Another"})
    entry = AuditEntry.objects.get()
    assert (entry.before, entry.after) == ({}, {"reworded": ["en"]})


def test_roles_are_told_without_a_name() -> None:
    somebody = make_user()
    client, _ = desk_of("admin")
    new = {"roles-TOTAL_FORMS": "1", "roles-0-role": "programmer", "roles-0-user": str(somebody.pk)}
    change(client, somebody, **new)
    given = AuditEntry.objects.get()
    assert (given.model, given.action) == ("accounts.userrole", AuditAction.CREATED)
    assert given.after == {"role": "programmer"}
    assert audit.naming_of(given) == {"user": somebody.public_id}
    change(client, somebody, **{"roles-0-DELETE": "on"})
    _, taken = AuditEntry.objects.order_by("pk")
    assert taken.action == AuditAction.DELETED
    assert somebody.public_id not in str(
        list(AuditEntry.objects.values("before", "after", "target"))
    )


def test_teams_are_told_without_a_name() -> None:
    somebody, film = make_user(), make_film()
    client, _ = desk_of("programmer")
    new = {"team-TOTAL_FORMS": "1", "team-0-role": "producer", "team-0-account": somebody.public_id}
    change(client, film, **new | {"team-0-film": str(film.pk)})
    joined = AuditEntry.objects.get()
    assert (joined.model, joined.action) == ("catalog.filmteam", AuditAction.CREATED)
    assert joined.target == film.public_id
    change(client, film, **{"team-0-DELETE": "on"})
    _, left = AuditEntry.objects.order_by("pk")
    assert left.action == AuditAction.DELETED
    assert not film.team.exists()


def test_who_books_for_an_organisation_is_told_without_a_name() -> None:
    somebody, organisation = make_user(), an_organisation()
    client, _ = desk_of("programmer")
    new = {"members-TOTAL_FORMS": "1", "members-0-account": somebody.public_id}
    change(client, organisation, **new | {"members-0-organisation": str(organisation.pk)})
    assert organisation.members.get().user == somebody
    change(client, organisation, **{"members-0-DELETE": "on"})
    assert not organisation.members.exists()
    entries = AuditEntry.objects.order_by("pk").values_list("model", "action", "target")
    model, target = "catalog.organisationmember", organisation.public_id
    assert list(entries) == [(model, "created", target), (model, "deleted", target)]


def test_nobody_is_put_on_a_team_by_a_wrong_id() -> None:
    film = make_film()
    client, _ = desk_of("programmer")
    url = page(Film, "change", film.pk)
    new = {"team-TOTAL_FORMS": "1", "team-0-role": "producer", "team-0-account": "nobody"}
    answer: Any = client.post(url, filled(client.get(url)) | new | {"team-0-film": str(film.pk)})
    assert answer.status_code == 200
    assert not film.team.exists()


def grant_form(film: Film, **fields: str) -> dict[str, str]:
    return {
        "film": str(film.pk),
        "use": "public",
        "begins_0": "2026-11-01",
        "begins_1": "00:00",
        "territory_rule": "everywhere",
        "consent_version": "2026-11",
        "consent_on": "2026-10-01",
    } | fields


def test_a_grant_is_recorded_and_superseded_never_changed() -> None:
    film = make_film(cleared=False)
    client, _ = desk_of("programmer")
    add(client, RightsGrant, **grant_form(film, cap="300"))
    first = RightsGrant.objects.get()
    assert (first.cap, first.dates.upper) == (300, None)
    add(client, RightsGrant, **grant_form(film, cap="200", supersedes=str(first.pk)))
    assert RightsGrant.objects.in_force().get().cap == 200
    assert [entry.action for entry in AuditEntry.objects.all()] == [AuditAction.CREATED] * 2
    url = page(RightsGrant, "change", first.pk)
    assert b'name="_save"' not in client.get(url).content
    assert client.post(url, grant_form(film, cap="999")).status_code == 403
    assert client.post(page(RightsGrant, "delete", first.pk), {"post": "yes"}).status_code == 403


def test_a_grant_is_superseded_once() -> None:
    film = make_film(cleared=False)
    client, _ = desk_of("programmer")
    add(client, RightsGrant, **grant_form(film))
    first = RightsGrant.objects.get()
    add(client, RightsGrant, **grant_form(film, supersedes=str(first.pk)))
    url = page(RightsGrant, "add")
    again = grant_form(film, supersedes=str(first.pk))
    answer: Any = client.post(url, filled(client.get(url)) | again)
    assert "supersedes" in answer.context["adminform"].form.errors


def test_a_new_offer_is_made_by_the_service() -> None:
    screening = make_screening()
    client, _ = desk_of("programmer")
    terms = {"opens_local": "2026-11-20T20:00", "closes_local": "2026-11-27T20:00"}
    add(client, Offer, screening=str(screening.pk), time_zone="Europe/Berlin", **terms)
    offer = Offer.objects.get()
    assert offer.window.lower == datetime(2026, 11, 20, 19, tzinfo=UTC)
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.target) == (AuditAction.CREATED, offer.public_id)


def test_tickets_leave_no_entry() -> None:
    ticket = make_ticket(an_offer(), make_user())
    client, _ = desk_of("admin")
    client.get(page(type(ticket), "change", ticket.pk))
    client.get(page(type(ticket), "changelist"))
    assert not AuditEntry.objects.exists()


def test_djangos_own_log_stays_empty() -> None:
    """It would keep who opened which row under that row's name, and staff's accounts with it."""
    client, _ = desk_of("admin")
    add(client, TerritoryGroup, slug="nordic", territories="SE,NO")
    change(client, make_film(), year="2001")
    user = make_user()
    change(client, user, is_active="")
    client.post(page(Screening, "delete", make_screening().pk), {"post": "yes"})
    assert not LogEntry.objects.exists()


def test_every_model_of_the_site_is_one_of_ours() -> None:
    """A library's own registration would write that log."""
    strangers = {
        m for m, shown in admin.site._registry.items() if not isinstance(shown, StaffAdmin)
    }
    assert strangers == set()
