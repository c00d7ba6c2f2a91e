"""The desk in Chromium: the schedule by keyboard, in both languages, from no host but our own."""

import os
from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from accounts.models import AuditEntry
from catalog.models import Edition
from catalog.places import UNKNOWN
from catalog.services import Asked, make_support_code
from tests.browser.conftest import SCREENSHOTS
from tests.browser.playing import Watcher
from tests.catalog.canned import begin_with_canned
from tests.catalog.rows import make_offer, make_user, real_now
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
    context = chromium.new_context(
        locale=request.param, viewport={"width": 1400, "height": 900}, base_url=live_server.url
    )
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    yield context.new_page()
    context.close()


def test_the_pages_of_the_desk(desk: Page, edition: Edition) -> None:
    """All of them, with nothing in red on the console and nothing from elsewhere."""
    watcher = Watcher(desk)
    language = str(desk.evaluate("navigator.language"))
    pages = {
        "index": "/admin/",
        "edition": f"/admin/catalog/edition/{edition.pk}/change/",
        "offers": "/admin/catalog/offer/",
        "schedule": f"/admin/schedule/{edition.slug}/",
        "day": f"/admin/schedule/{edition.slug}/?zoom=hours&from=2026-11-20",
        "explain": f"/admin/explain/?edition={edition.slug}",
        "grant": "/admin/catalog/rightsgrant/add/",
        "vouchers": "/admin/catalog/voucherbatch/add/",
        "audit": "/admin/accounts/auditentry/",
    }
    for name, path in pages.items():
        desk.goto(path)
        desk.screenshot(path=SCREENSHOTS / f"desk-{name}-{language}.png", full_page=True)
    assert watcher.complaints == []
    assert watcher.hosts() == {desk.evaluate("location.host")}


def test_an_offer_is_moved_from_the_schedule_by_keyboard(desk: Page, edition: Edition) -> None:
    """From the bar to the form, and what was moved is in the audit log."""
    desk.goto(f"/admin/schedule/{edition.slug}/")
    bar = desk.locator("svg a").first
    bar.focus()
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/admin/catalog/offer/*/change/")
    desk.fill("[name=closes_local]", "2026-11-25T20:00")
    desk.locator("[name=_save]").click()
    desk.wait_for_url("**/admin/catalog/offer/")
    desk.goto(f"/admin/schedule/{edition.slug}/")
    assert desk.locator("svg a").first.bounding_box() is not None
    entry = AuditEntry.objects.get()
    assert entry.after["closes_local"] == "2026-11-25T20:00"
    desk.goto(f"/admin/accounts/auditentry/{entry.pk}/change/")
    expect(desk.get_by_text("2026-11-25T20:00", exact=True)).to_be_visible()
    desk.screenshot(path=SCREENSHOTS / f"desk-entry-{desk.evaluate('navigator.language')}.png")


def test_what_a_viewer_would_see_is_explained(desk: Page, edition: Edition) -> None:
    desk.goto(f"/admin/explain/?edition={edition.slug}")
    desk.fill("[name=at]", "2026-11-22T20:00")
    desk.fill("[name=country]", "FR")
    desk.locator(".desk-button").first.click()
    summaries = desk.locator("summary")
    expect(summaries).to_have_count(3)
    summaries.first.click()
    expect(desk.locator(".desk-offer").first).to_be_visible()
    language = desk.evaluate("navigator.language")
    desk.screenshot(path=SCREENSHOTS / f"desk-explained-{language}.png", full_page=True)


def test_a_viewer_is_helped_by_her_code(desk: Page, edition: Edition) -> None:
    """Typed, read, and answered in canned words; nothing in red on the console."""
    begin_with_canned()
    watcher = Watcher(desk)
    language = desk.evaluate("navigator.language")
    trouble = {"error": "not_decodable", "rung": 720, "buffer_seconds": 3}
    asked = Asked(user=make_user(), place=UNKNOWN, language="zh-Hant", trouble=trouble)
    screening = edition.screenings.order_by("pk")[0]
    made = make_support_code(asked=asked, screening=screening, now=real_now())
    desk.goto("/admin/help/")
    desk.fill("[name=code]", made.code.lower())
    desk.locator(".desk-button").first.click()
    expect(desk.get_by_text("720")).to_be_visible()
    desk.screenshot(path=SCREENSHOTS / f"desk-help-{language}.png", full_page=True)
    desk.get_by_text("您的瀏覽器無法播放本片").click()
    desk.locator("button[value=answer]").click()
    expect(desk.locator(".desk-offer[lang=zh-Hant]")).to_contain_text("您的瀏覽器無法播放本片")
    desk.screenshot(path=SCREENSHOTS / f"desk-helped-{language}.png", full_page=True)
    assert watcher.complaints == []
