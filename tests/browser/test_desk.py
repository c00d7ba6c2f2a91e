"""The desk in Chromium: the schedule by keyboard, in both languages, from no host but our own."""

import os
from collections.abc import Iterator

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from playwright.sync_api import Browser, Page

from catalog.models import Edition
from tests.browser.conftest import SCREENSHOTS
from tests.browser.test_watch import Watcher
from tests.catalog.rows import make_offer, make_user
from tests.staff.edition import DAY, OPENING, grant, make_autumn, make_strand, plan

# Playwright keeps an event loop in this thread, which Django takes for an async view.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def edition(transactional_db: None) -> Edition:
    """Two strands; rights that end too early, that begin too late, and none at all."""
    edition = make_autumn()
    strand = make_strand(edition, "river", en="Along the river", zh="沿河而下")
    film, screening, _ = plan(strand, "River")
    grant(film, begins=OPENING, ends=OPENING + 5 * DAY, holdback_until=OPENING + DAY)
    make_offer(screening, opens=OPENING + DAY, closes=OPENING + 3 * DAY, audience="press")
    whole, *_ = plan(strand, "Mountain")
    grant(whole, begins=OPENING - DAY, ends=OPENING + 9 * DAY)
    night = make_strand(edition, "night", en="Nights", zh="长夜")
    plan(night, "Night")
    return edition


@pytest.fixture(params=["en", "zh-CN"])
def desk(request: pytest.FixtureRequest, chromium: Browser, live_server, edition) -> Iterator[Page]:
    """A programmer's browser, logged in."""
    client = Client()
    client.force_login(make_user("admin"))
    assert client.session[SESSION_KEY]
    context = chromium.new_context(
        locale=request.param, viewport={"width": 1400, "height": 900}, base_url=live_server.url
    )
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    yield context.new_page()
    context.close()


def test_the_pages_of_the_desk(desk: Page, edition: Edition) -> None:
    watcher = Watcher(desk)
    language = str(desk.evaluate("navigator.language"))
    pages = {
        "index": "/admin/",
        "editions": "/admin/catalog/edition/",
        "edition": f"/admin/catalog/edition/{edition.pk}/change/",
        "schedule": f"/admin/schedule/{edition.slug}/",
        "week": f"/admin/schedule/{edition.slug}/?zoom=days&from=2026-11-20",
        "day": f"/admin/schedule/{edition.slug}/?zoom=hours&from=2026-11-20",
        "explain": f"/admin/explain/?edition={edition.slug}",
        "audit": "/admin/accounts/auditentry/",
        "grant": "/admin/catalog/rightsgrant/add/",
    }
    for name, path in pages.items():
        desk.goto(path)
        desk.screenshot(path=SCREENSHOTS / f"desk-{name}-{language}.png", full_page=True)
    assert watcher.complaints == []
    assert watcher.hosts() == {desk.evaluate("location.host")}
