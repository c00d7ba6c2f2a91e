"""Two stories over HTTP: a lecture whose students nobody can name, and a viewer at the desk."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest

from accounts.models import User
from catalog.models import Audience, Offer, Ticket
from infra.local.people import expect
from infra.local.platform import HOME_COUNTRY, place_database
from tests.catalog.rows import make_offer, make_screening, make_ticket, make_user
from tests.catalog.seats import make_organisation, make_quota
from tests.served import served, tokens

pytestmark = pytest.mark.django_db(transaction=True)
PLACES = 40


class House:
    """The served platform, and the browsers that look at it."""

    def __init__(self, url: str, open_browsers: ExitStack) -> None:
        self.url = url
        self.open_browsers = open_browsers

    def known(self, user: User) -> httpx.Client:
        """Somebody who is logged in."""
        (token,) = tokens([user])
        return self.browser({"X-Session-Token": token})

    def browser(self, headers: dict[str, str] | None = None) -> httpx.Client:
        """Somebody who was never here."""
        client = httpx.Client(base_url=self.url, headers=headers, timeout=60)
        return self.open_browsers.enter_context(client)


@pytest.fixture
def house(tmp_path: Path, transactional_db: None) -> Iterator[House]:
    """A server for which loopback lies in `HOME_COUNTRY`."""
    places = place_database(tmp_path / "place.mmdb")
    with (
        served(tmp_path, VOD_PLACE_DATABASE=str(places)) as url,
        ExitStack() as open_browsers,
    ):
        yield House(url, open_browsers)


def access(client: httpx.Client, offer: Offer) -> Any:
    path = f"/api/v1/screenings/{offer.screening.public_id}/"
    return expect(client.get(path), 200)["access"]


def readable(client: httpx.Client, names: dict[str, list[str]]) -> str:
    """Everything that the API answers to GET, with every known id at every place."""
    schema = client.get("/api/v1/schema/", headers={"Accept": "application/json"}).json()
    said = []
    for path, operations in schema["paths"].items():
        if "get" not in operations or path.endswith("/schema/"):
            continue
        for value in names["ids"] if "{" in path else [""]:
            filled = "/".join(value if part.startswith("{") else part for part in path.split("/"))
            query = {"edition": names["editions"][0]}
            said.append(client.get(filled, params=query).text)
    assert len(said) > len(schema["paths"])
    return "\n".join(said)


def test_a_lecturer_books_students_come_and_nobody_can_list_them(house: House) -> None:
    offer = make_offer(make_screening(), audience=Audience.SCHOOL)
    make_quota(offer, size=PLACES)
    lecturer = make_user()
    organisation = make_organisation(lecturer)
    desk = house.known(lecturer)
    booked = expect(
        desk.post(
            f"/api/v1/organisations/{organisation.public_id}/bookings/",
            json={"offer": offer.public_id, "seats": PLACES},
        ),
        201,
    )
    students = [house.browser() for _ in range(PLACES)]
    return_codes = []
    body = {"code": booked["join_code"].lower(), "accept_terms": True}
    for student in students:
        joined = expect(student.post("/api/v1/bookings/join/", json=body), 201)
        return_codes.append(joined["return_code"])
        assert access(student, offer)["granted"]
    late = house.browser().post("/api/v1/bookings/join/", json=body)
    assert expect(late, 409)["code"] == "booking_full"
    assert not User.objects.exclude(pk=lecturer.pk).exclude(email=None).exists()
    # Another browser, by the code that was shown once.
    phone = house.browser()
    expect(phone.post("/api/v1/return/", json={"code": return_codes[0]}), 204)
    assert access(phone, offer)["granted"]
    # A number, and nothing else, to lecturer and staff alike.
    booking = expect(desk.get(f"/api/v1/bookings/{booked['id']}/"), 200)
    assert (booking["seats"], booking["taken"]) == (PLACES, PLACES)
    tickets = list(Ticket.objects.values_list("public_id", flat=True))
    people = list(User.objects.filter(tickets__booking__isnull=False).values_list("public_id"))
    secrets = [*tickets, *(public_id for (public_id,) in people)]
    assert len(secrets) == 2 * PLACES
    ids = [booked["id"], offer.public_id, offer.screening.public_id, organisation.public_id]
    names = {"ids": [*ids, tickets[0]], "editions": [offer.screening.edition.slug]}
    for client in (desk, house.known(make_user("programmer")), house.known(make_user("admin"))):
        said = readable(client, names)
        assert booked["id"] in said or client is not desk
        assert [secret for secret in secrets if secret in said] == []


@pytest.mark.parametrize("grant", ["ticket", "extend"])
def test_refused_for_the_country_the_desk_helps_in_one_step(house: House, grant: str) -> None:
    screening = make_screening()
    offer = make_offer(screening, territory_rule="deny", territories=[HOME_COUNTRY])
    make_offer(screening, audience=Audience.STAFF)
    user = make_user()
    ticket = make_ticket(offer, user)
    viewer, desk = house.known(user), house.known(make_user("programmer"))
    refused = access(viewer, offer)
    assert [reason["code"] for reason in refused["reasons"]] == ["wrong_territory"]
    made = expect(viewer.post(f"/api/v1/screenings/{screening.public_id}/support-codes/"), 201)
    # The desk sees that one verdict, and who or which ticket it was of stands nowhere.
    path = f"/api/v1/support-codes/{made['code']}/"
    shown = desk.get(path)
    said = expect(shown, 200)
    assert said["access"]["reasons"] == refused["reasons"]
    assert [fact["values"]["country"] for fact in said["facts"] if fact["point"] == "place"] == [
        HOME_COUNTRY
    ]
    for secret in (user.public_id, str(user.email), ticket.public_id, "127.0.0.1"):
        assert secret not in shown.text
    # One step, whichever it is; its answer is empty.
    until = "2099-01-01T00:00:00Z"
    body = {"kind": grant} | ({"until": until} if grant == "extend" else {})
    answer = desk.post(f"{path}grant/", json=body)
    assert (answer.status_code, answer.content) == (204, b"")
    if grant == "ticket":
        assert access(viewer, offer)["granted"]
    else:
        mine = expect(viewer.get(f"/api/v1/tickets/{ticket.public_id}/"), 200)
        assert mine["extended_until"] == until
