"""An edition that people really watched, and what is left of them two months after it.

They come by HTTP: whatever a request brings along may have been kept, an address or an agent.
"""

import logging
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from catalog.models import Edition, EditionState, Ticket
from tests.accounts.visitors import by_page, person
from tests.catalog.rows import make_offer, make_screening, real_now
from tests.playback.rows import Show, make_show
from tests.vod.remains import dump, remembered
from vod import privacy
from vod.playback.models import PlaybackSession

pytestmark = pytest.mark.django_db(transaction=True)
VIEWERS = 6  # tests/vod/test_privacy.py ages two hundred, past HTTP
AGENT = "CanaryAgent/7.0"
TOKEN = re.compile(r"/play/([\w-]+)/")


class Visit:
    """One person, from the log-in to the last key."""

    def __init__(self, number: int, show: Show, closed: Any) -> None:
        self.address = f"2001:db8:77::{number:x}"
        self.user = person(f"canary{number}@example.org")
        self.browser = by_page(self.user, REMOTE_ADDR=self.address, headers={"User-Agent": AGENT})
        self.made(f"/api/v1/offers/{show.offer.public_id}/tickets/")
        begun = self.made(f"/api/v1/screenings/{show.screening.public_id}/playback/")
        found = TOKEN.search(begun.content.decode())
        assert found is not None
        self.token = found[1]
        assert self.browser.get(f"/play/{self.token}/key/{show.secret_id}/0").status_code == 200
        assert self.browser.post(f"/play/{self.token}/heartbeat").status_code == 200
        self.made(f"/api/v1/screenings/{closed.public_id}/support-codes/")

    def made(self, path: str) -> Any:
        answer = self.browser.post(path, {}, content_type="application/json")
        assert answer.status_code == 201, answer.content
        return answer

    def traces(self) -> set[str]:
        """What would tell that it was she."""
        return {self.address, self.token, AGENT}


@pytest.fixture
def visits() -> list[Visit]:
    show = make_show()
    show.ticket.delete()
    closed = make_screening()
    make_offer(closed, opens=real_now() + timedelta(days=1))
    return [Visit(number, show, closed) for number in range(VIEWERS)]


def left_of(visits: list[Visit], text: str) -> set[str]:
    return {trace for visit in visits for trace in visit.traces() if trace in text}


def test_nothing_of_a_visit_is_kept_but_what_its_ticket_needs(
    visits: list[Visit], caplog: pytest.LogCaptureFixture
) -> None:
    """At no time, not only in the end, and in no log."""
    assert left_of(visits, dump()) == set()
    assert left_of(visits, remembered().decode(errors="replace")) == set()
    with caplog.at_level(logging.DEBUG):
        again = Client(REMOTE_ADDR=visits[0].address, headers={"User-Agent": AGENT})
        assert again.get("/films/no-such-film/").status_code == 404
        assert again.get(f"/play/{visits[0].token}/key/x/0").status_code in {403, 404}
    assert left_of(visits, caplog.text) == set()
    assert not any(AGENT in str(message.message()) for message in mail.outbox)


def test_two_months_later_a_dump_links_nobody_to_a_film(visits: list[Visit]) -> None:
    Edition.objects.update(state=EditionState.CLOSED)
    assert Ticket.objects.exclude(holder=None).count() == VIEWERS
    holders = dict(Ticket.objects.values_list("holder__public_id", "pk"))

    privacy.retain(real_now() + timedelta(days=90))

    assert not PlaybackSession.objects.exists()
    assert Ticket.objects.filter(holder=None).count() == VIEWERS
    lines = dump().splitlines()
    for public_id in holders:
        about = [line for line in lines if public_id in line]
        assert len(about) == 1, "an account, and nothing beside it"
    assert left_of(visits, remembered().decode(errors="replace")) == set()
    assert not any(visit.token in line for visit in visits for line in lines)
