"""What staff change by form is in the audit log once, with the difference; people's acts are not."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db.models import Model

from accounts import audit
from accounts.models import AuditAction, AuditEntry
from catalog.models import (
    Edition,
    EditionText,
    Offer,
    Organisation,
    PassKind,
    Programme,
    Quota,
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
from tests.staff.desk import add, change, desk_of, page
from vod.staff.base import StaffAdmin

pytestmark = pytest.mark.django_db


def an_offer() -> Offer:
    return make_offer(make_screening())


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


CHANGES: list[tuple[Callable[[], Model], dict[str, str], dict[str, Any], dict[str, Any]]] = [
    (make_edition, {"state": "closed"}, {"state": "open"}, {"state": "closed"}),
    (a_programme, {"position": "4"}, {"position": 0}, {"position": 4}),
    (make_screening, {"items-0-on_unavailable": "skip"}, {}, {}),
    (an_offer, {"close_mode": "hard_stop"}, {"close_mode": "last_start"}, {"close_mode": "hard_stop"}),
    (a_group, {"territories": "BE,NL,LU"}, {"territories": ["BE", "NL"]}, {"territories": ["BE", "NL", "LU"]}),
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
    assert entry.before.items() >= before.items()


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
    strangers = {m for m, shown in admin.site._registry.items() if not isinstance(shown, StaffAdmin)}
    assert strangers == set()
