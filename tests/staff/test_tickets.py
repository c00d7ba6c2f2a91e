"""Tickets, vouchers, passes, accreditation at the desk: given, taken, never read by holder."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib import admin
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEntry, User
from catalog.models import (
    Accreditation,
    AccreditationState,
    Booking,
    Offer,
    Organisation,
    Pass,
    PassKind,
    Quota,
    Ticket,
    TicketOrigin,
    Voucher,
    VoucherBatch,
)
from tests.catalog.rows import make_offer, make_screening, make_ticket, make_user
from tests.staff.desk import add, desk_of, filled, page

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.fixture
def client() -> Client:
    return desk_of("admin")[0]


@pytest.fixture
def offer() -> Offer:
    return make_offer(make_screening())


def batch_form(offer: Offer, **fields: Any) -> dict[str, Any]:
    edition = str(offer.screening.edition_id)
    return {"edition": edition, "offers": [str(offer.pk)], "count": "3", "max_uses": "1"} | fields


def act(client: Client, row: Model, action: str) -> None:
    chosen = {"action": action, "_selected_action": [str(row.pk)]}
    client.post(page(type(row), "changelist"), chosen)


def test_a_batch_is_made_with_its_codes_and_an_entry_without_them(client, offer) -> None:
    add(
        client,
        VoucherBatch,
        **batch_form(offer, tag="friends", begins_0="2026-11-01", begins_1="00:00"),
    )
    batch = VoucherBatch.objects.get()
    assert batch.vouchers.count() == 3
    entry = AuditEntry.objects.get()
    assert entry.after["vouchers"] == 3
    codes = Voucher.objects.values_list("code", flat=True)
    assert not any(code in str(entry.after) for code in codes)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"count": "0"}, "count"),
        ({"count": "10001"}, "count"),
        ({"offers": []}, "offers"),
        ({"begins_0": "2026-11-02", "ends_0": "2026-11-01"}, "ends"),
    ],
)
def test_a_batch_that_makes_no_sense_is_refused(client, offer, fields, wrong) -> None:
    times = {"begins_1": "00:00", "ends_1": "00:00"} if "ends_0" in fields else {}
    url = page(VoucherBatch, "add")
    data = filled(client.get(url)) | batch_form(offer) | fields | times
    answer = client.post(url, data)
    assert wrong in answer.context["adminform"].form.errors
    assert not VoucherBatch.objects.exists()


def test_no_seats_are_promised_that_there_are_not(client, offer) -> None:
    quota = Quota.objects.create(edition=offer.screening.edition, name="hall", size=2)
    quota.offers.add(offer)
    url = page(VoucherBatch, "add")
    data = filled(client.get(url)) | batch_form(offer, reserves_seats="on")
    assert client.post(url, data, follow=True).status_code == 200
    assert not VoucherBatch.objects.exists()


def test_the_codes_are_downloaded_as_a_table(client, offer) -> None:
    add(client, VoucherBatch, **batch_form(offer))
    batch = VoucherBatch.objects.get()
    answer: Any = client.get(page(VoucherBatch, "csv", batch.pk))
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert len(lines) == 4
    assert "no-store" in answer["Cache-Control"]
    shown = client.get(page(VoucherBatch, "change", batch.pk)).content.decode()
    assert not any(code in shown for code in batch.vouchers.values_list("code", flat=True))


def test_a_table_is_for_staff_alone(client, offer) -> None:
    add(client, VoucherBatch, **batch_form(offer))
    url = page(VoucherBatch, "csv", VoucherBatch.objects.get().pk)
    assert desk_of("filmmaker")[0].get(url).status_code == 302
    assert Client().get(url).status_code == 302


def test_a_batch_is_revoked_and_not_deleted(client, offer) -> None:
    add(client, VoucherBatch, **batch_form(offer))
    batch = VoucherBatch.objects.get()
    act(client, batch, "delete_selected")
    act(client, batch, "revoke")
    batch.refresh_from_db()
    assert batch.revoked_at is not None
    assert [entry.action for entry in AuditEntry.objects.order_by("pk")] == ["created", "changed"]


@pytest.mark.parametrize(("action", "state"), [("approve", "approved"), ("decline", "declined")])
def test_an_application_is_decided(client, offer, action, state) -> None:
    applied = Accreditation.objects.create(
        edition=offer.screening.edition, user=make_user(), kind="press", applied_at=AT
    )
    act(client, applied, action)
    applied.refresh_from_db()
    assert applied.state == AccreditationState(state)
    assert AuditEntry.objects.get().after["state"] == state


def test_a_ticket_is_issued_under_the_quotas(client, offer) -> None:
    quota = Quota.objects.create(edition=offer.screening.edition, name="hall", size=1)
    quota.offers.add(offer)
    first, second = make_user(), make_user()
    add(client, Ticket, offer=str(offer.pk), account=first.public_id)
    assert Ticket.objects.get().origin == TicketOrigin.STAFF
    url = page(Ticket, "add")
    data = filled(client.get(url)) | {"offer": str(offer.pk), "account": second.public_id}
    client.post(url, data)
    assert Ticket.objects.get().holder == first
    assert not AuditEntry.objects.exists()


def test_a_ticket_is_revoked_and_its_row_stays(client, offer) -> None:
    ticket = make_ticket(offer, make_user())
    act(client, ticket, "revoke")
    ticket.refresh_from_db()
    assert ticket.revoked_at is not None
    assert client.post(page(Ticket, "delete", ticket.pk), {"post": "yes"}).status_code == 403


def belongings(holder: User, offer: Offer) -> list[Model]:
    """One of everything that somebody may have."""
    edition, now = offer.screening.edition, timezone.now()
    kind = PassKind.objects.create(edition=edition, slug="friends")
    organisation = Organisation.objects.create(name="University")
    organisation.members.create(user=holder)
    return [
        make_ticket(offer, holder),
        Pass.objects.create(kind=kind, holder=holder, issued_at=now),
        Accreditation.objects.create(edition=edition, user=holder, kind="jury", applied_at=AT),
        Booking.objects.create(
            organisation=organisation, offer=offer, seats=40, join_code="34679ACDEFGH",
            created_at=now,
        ),
    ]  # fmt: skip


def test_no_list_and_no_page_names_who_has_something(client, offer) -> None:
    holder = make_user()
    for row in belongings(holder, offer):
        for url in (page(type(row), "changelist"), page(type(row), "change", row.pk)):
            text = client.get(url).content.decode()
            assert row._meta.label_lower.split(".")[1] in text
            assert holder.public_id not in text
            assert str(holder.email) not in text
            assert "34679ACDEFGH" not in text


def test_nothing_is_found_by_who_has_it(client, offer) -> None:
    holder = make_user()
    for row in belongings(holder, offer):
        for asked in (holder.public_id, str(holder.email), str(holder.pk)):
            listed = client.get(page(type(row), "changelist"), {"q": asked})
            assert list(listed.context["cl"].result_list) == []


def test_no_list_can_be_filtered_by_who_has_it(client, offer) -> None:
    holder = make_user()
    for row in belongings(holder, offer):
        for field in ("holder", "user", "holder__email", "holder__public_id", "user__email"):
            answer = client.get(page(type(row), "changelist"), {field: str(holder.pk)})
            assert answer.status_code == 400, (row, field)


def test_accounts_are_not_listed_by_what_they_hold(client, offer) -> None:
    row, *_ = belongings(make_user(), offer)
    for field in ("tickets", "tickets__offer", "passes", "accreditations", "support_codes"):
        answer = client.get(page(User, "changelist"), {field: str(row.pk)})
        assert answer.status_code == 400, field


def test_passes_bookings_and_tickets_have_no_history_to_read(client, offer) -> None:
    for row in belongings(make_user(), offer):
        assert client.get(page(type(row), "history", row.pk)).status_code == 404
        assert type(row) in admin.site._registry
