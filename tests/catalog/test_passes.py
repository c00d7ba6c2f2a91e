"""Passes and accreditation: rights by which a viewer takes tickets herself."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.audit import naming_of
from accounts.models import AuditEntry, User
from catalog import services
from catalog.models import (
    Accreditation,
    Audience,
    EditionState,
    Offer,
    Pass,
    Programme,
    Ticket,
    TicketOrigin,
)
from tests.catalog.rows import (
    client_of,
    make_edition,
    make_offer,
    make_screening,
    make_user,
    real_now,
)
from tests.catalog.seats import accredit, make_pass, make_pass_kind
from tests.catalog.test_tickets_api import at_once

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def take(offer: Offer, user: User, **body: Any) -> Any:
    return client_of(user).post(f"/api/v1/offers/{offer.public_id}/tickets/", body)


class TestPass:
    def test_it_gives_a_ticket_to_what_its_kind_opens(self) -> None:
        offer, user = make_offer(make_screening(), free_tickets=False), make_user()
        held = make_pass(make_pass_kind(offer.screening.edition), user)
        answer = take(offer, user)
        assert answer.status_code == 201, answer.json()
        ticket = Ticket.objects.get()
        assert (ticket.origin, ticket.held_pass) == (TicketOrigin.PASS, held)

    def test_it_opens_offers_that_others_do_not_know_of(self) -> None:
        offer, user = make_offer(make_screening(), audience=Audience.SCHOOL), make_user()
        assert take(offer, user).status_code == 404
        make_pass(make_pass_kind(offer.screening.edition, audience=Audience.SCHOOL), user)
        assert take(offer, user).status_code == 201

    @pytest.mark.parametrize("what", ["edition", "audience", "programme", "revoked"])
    def test_it_opens_nothing_else(self, what: str) -> None:
        offer, user = make_offer(make_screening(), free_tickets=False), make_user()
        edition = make_edition() if what == "edition" else offer.screening.edition
        audience = Audience.PRESS if what == "audience" else Audience.PUBLIC
        kind = make_pass_kind(edition, audience=audience)
        if what == "programme":
            other = make_screening(edition=offer.screening.edition)
            kind.programmes.set(Programme.objects.filter(screenings=other))
        held = make_pass(kind, user)
        if what == "revoked":
            services.revoke_pass(held=held, now=real_now())
        assert take(offer, user).json()["reasons"][0]["code"] == "no_ticket"

    def test_its_own_programme(self) -> None:
        offer, user = make_offer(make_screening(), free_tickets=False), make_user()
        kind = make_pass_kind(offer.screening.edition)
        kind.programmes.set(Programme.objects.filter(screenings=offer.screening))
        make_pass(kind, user)
        assert take(offer, user).status_code == 201

    def test_it_gives_so_many_and_one_given_back_may_be_taken_again(self) -> None:
        edition, user = make_edition(), make_user()
        offers = [make_offer(make_screening(edition=edition), free_tickets=False) for _ in "abc"]
        make_pass(make_pass_kind(edition, most_tickets=2), user)
        tickets = [take(offer, user).json()["id"] for offer in offers[:2]]
        refused = take(offers[2], user)
        assert (refused.status_code, refused.json()["code"]) == (409, "pass_used_up")
        assert client_of(user).delete(f"/api/v1/tickets/{tickets[0]}/").status_code == 204
        assert take(offers[2], user).status_code == 201

    def test_a_free_ticket_spends_no_pass_unless_it_is_named(self) -> None:
        offer, user = make_offer(make_screening()), make_user()
        held = make_pass(make_pass_kind(offer.screening.edition, most_tickets=1), user)
        take(offer, user)
        assert Ticket.objects.get().held_pass is None
        services.release(ticket=Ticket.objects.get(), now=real_now())
        take(offer, user, **{"pass": held.public_id})
        assert Ticket.objects.get(released_at=None).held_pass == held

    def test_somebody_elses_pass_is_not_there(self) -> None:
        offer = make_offer(make_screening())
        held = make_pass(make_pass_kind(offer.screening.edition), make_user())
        assert take(offer, make_user(), **{"pass": held.public_id}).status_code == 404

    def test_staff_give_one_to_who_told_them_her_id_and_take_it_away(self) -> None:
        user, staff = make_user(), client_of(make_user("programmer"))
        offer = make_offer(make_screening(), free_tickets=False)
        kind = make_pass_kind(offer.screening.edition)
        path = f"/api/v1/pass-kinds/{kind.public_id}/passes/"
        given = staff.post(path, {"user": user.public_id})
        assert given.status_code == 201
        assert staff.post(path, {"user": user.public_id}).json() == given.json()
        mine = client_of(user).get("/api/v1/passes/").json()["results"]
        assert mine == [given.json()]
        take(offer, user)
        gone = staff.post(f"/api/v1/passes/{given.json()['id']}/revoke/")
        assert gone.status_code == 204
        assert Ticket.objects.get().revoked_at is not None
        assert client_of(user).post(path, {"user": user.public_id}).status_code == 403

    def test_the_kinds_of_a_draft_are_not_known(self) -> None:
        kind = make_pass_kind(make_edition())
        make_pass_kind(make_edition(EditionState.DRAFT))
        listed = client_of().get("/api/v1/pass-kinds/").json()["results"]
        assert [row["id"] for row in listed] == [kind.public_id]


@pytest.mark.django_db(transaction=True)
def test_asked_at_once_a_pass_gives_no_more_than_its_kind() -> None:
    edition, user = make_edition(), make_user()
    offers = [make_offer(make_screening(edition=edition), free_tickets=False) for _ in range(6)]
    make_pass(make_pass_kind(edition, most_tickets=2), user)

    def ask(offer: Offer) -> int:
        status: int = take(offer, user).status_code
        return status

    answers = at_once(*[lambda offer=offer: ask(offer) for offer in offers])
    assert sorted(answers) == [201] * 2 + [409] * 4
    assert Pass.objects.get().tickets.count() == 2


class TestAccreditation:
    def apply(self, user: User, slug: str) -> Any:
        body = {"edition": slug, "kind": "press", "statement": "A weekly in Lyon."}
        return client_of(user).post("/api/v1/accreditations/", body)

    def test_from_application_to_ticket(self) -> None:
        offer, user = make_offer(make_screening(), audience=Audience.PRESS), make_user()
        staff = client_of(make_user("programmer"))
        made = self.apply(user, offer.screening.edition.slug)
        assert (made.status_code, made.json()["state"]) == (201, "applied")
        assert take(offer, user).status_code == 404
        waiting = staff.get("/api/v1/accreditations/applications/?state=applied").json()["results"]
        assert [row["id"] for row in waiting] == [made.json()["id"]]
        path = f"/api/v1/accreditations/{made.json()['id']}/decision/"
        assert staff.post(path, {"approved": True}).json()["state"] == "approved"
        assert take(offer, user).status_code == 201
        assert Ticket.objects.get().origin == TicketOrigin.ACCREDITATION

    def test_approval_withdrawn_takes_its_tickets_and_the_log_seals_whose(self) -> None:
        offer, user = make_offer(make_screening(), audience=Audience.PRESS), make_user()
        accreditation = accredit(user, offer.screening.edition)
        take(offer, user)
        services.decide_accreditation(
            accreditation=accreditation, approved=False, by=make_user("admin"), now=real_now()
        )
        assert Ticket.objects.get().revoked_at is not None
        entry = AuditEntry.objects.get()
        assert (entry.before["state"], entry.after["state"]) == ("approved", "declined")
        assert user.public_id not in f"{entry.before}{entry.after}{entry.target}"
        assert naming_of(entry) == {"user": user.public_id}

    @pytest.mark.parametrize(
        ("kind", "until"), [("jury", None), ("press", -DAY)], ids=["other kind", "lapsed"]
    )
    def test_another_kind_or_a_lapsed_one_opens_nothing(
        self, kind: str, until: timedelta | None
    ) -> None:
        offer, user = make_offer(make_screening(), audience=Audience.PRESS), make_user()
        valid_until = real_now() + until if until else None
        accredit(user, offer.screening.edition, kind, valid_until=valid_until)
        assert take(offer, user).status_code == 404

    def test_once_a_kind_but_again_after_a_refusal(self) -> None:
        edition, user = make_edition(), make_user()
        assert self.apply(user, edition.slug).status_code == 201
        again = self.apply(user, edition.slug)
        assert (again.status_code, again.json()["code"]) == (409, "already_applied")
        services.decide_accreditation(
            accreditation=Accreditation.objects.get(),
            approved=False,
            by=make_user("admin"),
            now=real_now(),
        )
        assert self.apply(user, edition.slug).status_code == 201
        listed = client_of(user).get("/api/v1/accreditations/").json()["results"]
        assert [row["state"] for row in listed] == ["applied", "declined"]

    def test_to_a_closed_edition_nobody_applies(self) -> None:
        edition = make_edition(EditionState.CLOSED)
        assert self.apply(make_user(), edition.slug).status_code == 400

    def test_only_staff_see_and_decide(self) -> None:
        row = accredit(make_user(), make_edition(), state="applied", decided_at=None)
        client = client_of(make_user("filmmaker"))
        path = f"/api/v1/accreditations/{row.public_id}/decision/"
        assert client.get("/api/v1/accreditations/applications/").status_code == 403
        assert client.post(path, {"approved": True}).status_code == 403
        assert client.get("/api/v1/accreditations/").json()["results"] == []
