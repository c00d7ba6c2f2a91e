"""One platform for all clients, with a film of four key periods in two languages."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from infra.lines.film import make_film
from infra.local.people import Person
from tests.browser.conftest import chromium
from tests.cinema import Cinema, open_cinema
from tests.clients.seat import Seat
from tests.clients.shaka import Shaka, hosted

__all__ = ["chromium"]

HEIGHT = 360


@pytest.fixture(scope="session")
def cinema(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cinema]:
    """It is opened once for all of them; the real film's transcode is their longest wait."""
    directory = tmp_path_factory.mktemp("clients")
    with open_cinema(directory, make_film(directory / "film.mp4", height=HEIGHT)) as opened:
        yield opened


@pytest.fixture(scope="session")
def admin(cinema: Cinema) -> Iterator[Person]:
    """Who may take a ticket away; a second factor's code works once, so she comes in once."""
    person = Person(cinema.base_url)
    person.log_in(cinema.accounts["admin"], cinema.viewer_password)
    yield person
    person.http.close()


@pytest.fixture
def seats() -> Iterator[ExitStack]:
    """Whoever sits down in a test has left after it."""
    with ExitStack() as taken:
        yield taken


@pytest.fixture
def seat(cinema: Cinema, seats: ExitStack) -> Seat:
    """A viewer with a ticket, who has pressed play."""
    return seats.enter_context(Seat.taken(cinema))


@pytest.fixture(scope="session")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For what players write."""
    return tmp_path_factory.mktemp("players")


@pytest.fixture
def shaka(chromium: Browser) -> Iterator[Shaka]:
    """A browser's page with the player and nothing else."""
    context = chromium.new_context(locale="en")
    with hosted() as address:
        page = context.new_page()
        page.goto(address)
        # The browser wants a viewer's own act before anything sounds.
        page.mouse.click(10, 10)
        yield Shaka(page)
        context.close()
