"""The audit log in the admin: found by model, act and actor; read, never written."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts import audit
from accounts.models import AuditAction, AuditEntry, User
from tests.catalog.rows import make_edition, make_user
from tests.staff.desk import change, desk_of, page

pytestmark = pytest.mark.django_db
LIST = "/admin/accounts/auditentry/"
AT = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)


@pytest.fixture
def client() -> Client:
    return desk_of("programmer")[0]


def written(actor: User | None = None, **fields: Any) -> AuditEntry:
    values: dict[str, Any] = {
        "action": AuditAction.CHANGED,
        "model": "catalog.offer",
        "target": "offer-1",
        "now": AT,
        "before": {"close_mode": "last_start"},
        "after": {"close_mode": "hard_stop"},
    }
    entry = audit.record(actor=actor, **values | fields)
    assert entry is not None
    return entry


def listed(client: Client, **query: str) -> set[AuditEntry]:
    answer = client.get(LIST, query)
    assert answer.status_code == 200
    return set(answer.context["cl"].result_list)


def test_entries_are_found_by_model_act_and_actor(client: Client) -> None:
    staff = make_user("programmer")
    first = written(staff)
    second = written(model="catalog.edition", target="2026", action=AuditAction.CREATED)
    assert listed(client) == {first, second}
    assert listed(client, model="catalog.offer") == {first}
    assert listed(client, action__exact="created") == {second}
    assert listed(client, actor=first.actor) == {first}
    assert listed(client, q="2026") == {second}


def test_before_and_after_stand_side_by_side(client: Client) -> None:
    entry = written()
    text = client.get(page(AuditEntry, "change", entry.pk)).content.decode()
    assert "<del>last_start</del>" in text
    assert "<ins>hard_stop</ins>" in text


def test_what_is_written_in_an_entry_is_no_markup(client: Client) -> None:
    entry = written(after={"name": "<script>alert(1)</script>"})
    text = client.get(page(AuditEntry, "change", entry.pk)).content.decode()
    assert "<script>alert(1)" not in text


def test_nothing_is_added_changed_or_deleted(client: Client) -> None:
    entry = written()
    root, _ = desk_of("admin")
    assert root.get(page(AuditEntry, "add")).status_code == 403
    assert root.post(page(AuditEntry, "change", entry.pk), {"model": "x"}).status_code == 403
    assert root.post(page(AuditEntry, "delete", entry.pk), {"post": "yes"}).status_code == 403
    assert b"delete_selected" not in root.get(LIST).content


def test_whom_an_entry_concerns_is_named_until_she_is_erased(client: Client) -> None:
    somebody = make_user()
    entry = written(subject=somebody, naming={"user": somebody.public_id})
    url = page(AuditEntry, "change", entry.pk)
    assert somebody.public_id in client.get(url).content.decode()
    somebody.delete()
    text = client.get(url).content.decode()
    assert somebody.public_id not in text
    assert "somebody whose account was erased" in text


def test_times_are_in_the_zone_that_the_reader_has_chosen(client: Client) -> None:
    written()
    assert "Nov. 20, 2026, 11:30 p.m." in client.get(LIST).content.decode()
    client.post(reverse("desk:zone"), {"zone": "Asia/Shanghai"})
    assert "Nov. 21, 2026, 7:30 a.m." in client.get(LIST).content.decode()


def test_a_row_leads_to_its_own_history(client: Client) -> None:
    edition = make_edition()
    change(client, edition, state="closed")
    written()
    answer = client.get(page(type(edition), "history", edition.pk), follow=True)
    assert {entry.target for entry in answer.context["cl"].result_list} == {edition.slug}


def test_viewers_and_filmmakers_read_nothing_of_it() -> None:
    for role in ("filmmaker", "viewer"):
        client, _ = desk_of(*([role] if role == "filmmaker" else []))
        assert client.get(LIST).status_code == 302


def test_a_longer_log_asks_no_more(client: Client, django_assert_max_num_queries) -> None:
    for number in range(5):
        written(target=f"offer-{number}")
    with django_assert_max_num_queries(12):
        client.get(LIST)
