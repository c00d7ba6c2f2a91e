"""Who may watch what, when: stories of viewers, told through the API with the clock in hand."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test import Client
from pytest_django import Settings
from rest_framework.test import APIClient

from accounts.models import User
from catalog.models import Edition, EditionState, FilmVersion, Quota, Screening, Ticket, Use
from tests.catalog import test_places
from tests.catalog.rows import (
    client_of,
    make_film,
    make_grant,
    make_screening,
    make_ticket,
    make_user,
)
from tests.playback.rows import make_stream

pytestmark = pytest.mark.django_db
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
OPENS = datetime(2026, 11, 20, 19, tzinfo=UTC)  # 20:00 in Berlin
CLOSES = OPENS + 7 * DAY
RUNTIME = 90 * MINUTE
TERMS: dict[str, Any] = {
    "audience": "public",
    "opens_local": "2026-11-20T20:00",
    "closes_local": "2026-11-27T20:00",
    "time_zone": "Europe/Berlin",
    "free_tickets": True,
}


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """A clock that stands, six weeks before the opening, until it is moved."""
    with time_machine.travel(OPENS - 42 * DAY, tick=False) as standing:
        yield standing


@pytest.fixture
def screening(clock: time_machine.Traveller) -> Screening:
    """An announced screening of a film that can be played but has no rights yet."""
    stream = make_stream()
    film = make_film(cleared=False, runtime_seconds=int(RUNTIME.total_seconds()))
    version = FilmVersion.objects.create(film=film, master=stream.master, publication=stream)
    edition = Edition.objects.create(slug="2026", year=2026, state=EditionState.OPEN)
    return make_screening(edition=edition, version=version)


@pytest.fixture
def staff(clock: time_machine.Traveller) -> APIClient:
    return client_of(make_user("programmer"))


def clear(screening: Screening, use: str = Use.PUBLIC, *, until: datetime | None = None) -> None:
    film = screening.items.get().version.film
    make_grant(film, use, dates=DateTimeTZRange(None, until))


def offer(staff: APIClient, screening: Screening, **terms: Any) -> str:
    made = staff.post(f"/api/v1/screenings/{screening.public_id}/offers/", TERMS | terms)
    assert made.status_code == 201, made.content
    public_id: str = made.json()["id"]
    return public_id


class Viewer:
    """Somebody with an account, at an address."""

    def __init__(self, screening: Screening, address: str = "127.0.0.1") -> None:
        self.user: User = make_user()
        self.http = client_of(self.user)
        self.at = f"/api/v1/screenings/{screening.public_id}/"
        self.address: dict[str, Any] = {"REMOTE_ADDR": address}

    def take_ticket(self, offer_id: str) -> None:
        taken = self.http.post(f"/api/v1/offers/{offer_id}/tickets/", **self.address)
        assert taken.status_code == 201, taken.content

    def access(self) -> dict[str, Any]:
        access: dict[str, Any] = self.http.get(self.at, **self.address).json()["access"]
        return access

    def play(self) -> "Stream":
        begun = self.http.post(f"{self.at}playback/", {}, **self.address)
        assert begun.status_code == 201, begun.content
        return Stream(begun.json()["manifest_url"].rpartition("/")[0])

    def refused(self) -> dict[str, dict[str, Any]]:
        """Every reason why not, by its code; the play button says the same as the page."""
        response = self.http.post(f"{self.at}playback/", {}, **self.address)
        assert response.status_code == 403, response.content
        assert response.json()["reasons"] == self.access()["reasons"]
        return {reason["code"]: reason for reason in response.json()["reasons"]}


class Stream:
    """What plays, until it is told to stop."""

    def __init__(self, base: str) -> None:
        self.base = base

    def follow(self, clock: time_machine.Traveller, *, until: datetime) -> datetime | None:
        """Let the film run on, beat by beat; when it was stopped, if it was."""
        while datetime.now(UTC) < until:
            clock.shift(5 * MINUTE)
            beat = Client().post(f"{self.base}/heartbeat")
            if beat.status_code != 200:
                assert beat.status_code == 410
                return datetime.now(UTC)
        return None


class TestEarlyTicket:
    """A ticket taken 21 days early, to be started within three days of the opening."""

    @pytest.fixture
    def viewer(
        self, clock: time_machine.Traveller, screening: Screening, staff: APIClient
    ) -> Viewer:
        clear(screening)
        self.offer = offer(staff, screening, unlock_seconds=3 * DAY.total_seconds())
        viewer = Viewer(screening)
        clock.move_to(OPENS - 21 * DAY)
        viewer.take_ticket(self.offer)
        return viewer

    def test_plays_on_the_second_day(self, clock: time_machine.Traveller, viewer: Viewer) -> None:
        assert viewer.refused()["not_open_yet"]["retry_at"] == OPENS.isoformat()
        clock.move_to(OPENS + 2 * DAY)
        viewer.play()

    def test_and_not_after_the_third(self, clock: time_machine.Traveller, viewer: Viewer) -> None:
        clock.move_to(OPENS + 3 * DAY)
        assert set(viewer.refused()) == {"unlock_expired"}

    def test_postponing_the_opening_moves_it_too(
        self, clock: time_machine.Traveller, viewer: Viewer, staff: APIClient
    ) -> None:
        later = OPENS + 5 * DAY
        moved = staff.patch(
            f"/api/v1/offers/{self.offer}/",
            {"opens_local": "2026-11-25T20:00", "closes_local": "2026-12-02T20:00"},
        )
        assert moved.json()["opens"] == "2026-11-25T19:00:00Z"
        clock.move_to(OPENS + 2 * DAY)
        assert viewer.refused()["not_open_yet"]["retry_at"] == later.isoformat()
        clock.move_to(later + 2 * DAY)
        viewer.play()
        clock.move_to(later + 3 * DAY)
        assert set(viewer.refused()) == {"unlock_expired"}


class TestClosingBeforeTheEnd:
    """The film starts so late that the closing falls ten minutes before its end."""

    STARTS = CLOSES - RUNTIME + 10 * MINUTE

    def viewer(
        self, clock: time_machine.Traveller, screening: Screening, staff: APIClient, mode: str
    ) -> Viewer:
        offer_id = offer(staff, screening, close_mode=mode)
        viewer = Viewer(screening)
        clock.move_to(OPENS)
        viewer.take_ticket(offer_id)
        clock.move_to(self.STARTS)
        return viewer

    @pytest.fixture(autouse=True)
    def long_leases(self, settings: Settings) -> None:
        """A beat every five minutes is enough."""
        settings.LEASE_PLAYBACK_SECONDS = 600

    def test_last_start_lets_it_finish(
        self, clock: time_machine.Traveller, screening: Screening, staff: APIClient
    ) -> None:
        clear(screening)
        viewer = self.viewer(clock, screening, staff, "last_start")
        assert viewer.access()["warning"] is None
        assert viewer.play().follow(clock, until=self.STARTS + RUNTIME) is None
        assert "closed" in Viewer(screening).refused()

    def test_hard_stop_does_not_and_says_so_before(
        self, clock: time_machine.Traveller, screening: Screening, staff: APIClient
    ) -> None:
        clear(screening)
        viewer = self.viewer(clock, screening, staff, "hard_stop")
        told = viewer.access()
        assert (told["until"], told["warning"]["code"]) == (CLOSES.isoformat(), "closing")
        assert "27 November 2026 at 19:00 UTC" in told["warning"]["message"]
        assert viewer.play().follow(clock, until=self.STARTS + RUNTIME) == CLOSES
        assert set(viewer.refused()) == {"closed"}

    def test_nor_does_a_rights_end(
        self, clock: time_machine.Traveller, screening: Screening, staff: APIClient
    ) -> None:
        end = CLOSES - DAY
        clear(screening, until=end)
        viewer = self.viewer(clock, screening, staff, "last_start")
        clock.move_to(self.STARTS - DAY)
        told = viewer.access()
        assert (told["until"], told["warning"]["code"]) == (end.isoformat(), "rights_end")
        assert viewer.play().follow(clock, until=self.STARTS) == end
        assert set(viewer.refused()) == {"no_rights"}


def test_beyond_its_rights_a_screening_does_not_open(
    clock: time_machine.Traveller, screening: Screening, staff: APIClient
) -> None:
    """And programmers see it before anybody meets it."""
    viewer = Viewer(screening)
    viewer.take_ticket(offer(staff, screening))
    [line] = staff.get(f"/api/v1/screenings/{screening.public_id}/rights/").json()
    assert [conflict["code"] for conflict in line["conflicts"]] == ["no_grant"]
    clock.move_to(OPENS)
    assert set(viewer.refused()) == {"no_rights"}


class TestJury:
    """A member of the jury, abroad, before the opening."""

    @pytest.fixture(autouse=True)
    def places(self, tmp_path: Path, settings: Settings) -> None:
        path = tmp_path / "places.mmdb"
        test_places.write(path, test_places.RECORDS)
        settings.PLACE_DATABASE = str(path)

    def test_watches_while_the_public_waits(
        self, clock: time_machine.Traveller, screening: Screening, staff: APIClient
    ) -> None:
        clear(screening)
        clear(screening, Use.PRESS)
        germany = {"territory_rule": "allow", "territories": ["DE"]}
        public = offer(staff, screening, **germany)
        jury = offer(
            staff,
            screening,
            audience="jury",
            opens_local="2026-11-01T00:00",
            free_tickets=False,
        )
        quota = Quota.objects.create(edition=screening.edition, name="seats", size=1)
        quota.offers.add(row_of(screening, public))
        clock.move_to(OPENS - 7 * DAY)
        member = Viewer(screening, test_places.FRENCH)
        make_ticket(row_of(screening, jury), member.user)
        member.play()
        assert not Ticket.objects.filter(offer__quotas=quota).exists()
        visitor = Viewer(screening, test_places.GERMAN)
        visitor.take_ticket(public)
        [waiting] = visitor.refused().values()
        assert waiting["code"] == "not_open_yet"
        assert "It opens on 20 November 2026 at 19:00 UTC." in waiting["message"]


def row_of(screening: Screening, public_id: str) -> Any:
    return screening.offers.get(public_id=public_id)
