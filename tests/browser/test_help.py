"""A code for the desk from the player: one click, with what the player knew and nothing more."""

import json
from urllib.parse import parse_qs

from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import SCREENSHOTS
from tests.browser.playing import Beginning, Watcher, play, reach, sit_down
from tests.cinema import Cinema

NOTICE = "#player-notice"
KNOWN = {"error", "status", "rung", "line_kbps", "buffer_seconds"}


def refuse(route: Route) -> None:
    body = {"code": "access_denied", "detail": "Not any more."}
    route.fulfill(status=403, json=body, content_type="application/problem+json")


def test_a_code_from_a_film_that_was_stopped(cinema: Cinema, page: Page, watcher: Watcher) -> None:
    Beginning(page)
    sit_down(page, cinema, language="en")
    play(page)
    reach(page, 1)
    page.route("**/heartbeat", refuse)
    expect(page.locator(NOTICE)).to_contain_text("Not any more.", timeout=15_000)
    page.screenshot(path=SCREENSHOTS / "help-notice-en.png")
    with page.expect_request("**/support-code/") as asked:
        page.locator(NOTICE).get_by_role("button", name="Get a code for the desk").click()
    sent = json.loads(parse_qs(asked.value.post_data or "")["trouble"][0])
    assert set(sent) == KNOWN
    assert (sent["error"], sent["status"]) == ("access_denied", 403)
    assert sent["rung"] > 0
    assert sent["buffer_seconds"] > 0
    expect(page.locator(".code")).to_be_visible()
    page.screenshot(path=SCREENSHOTS / "help-code-en.png")


def test_a_code_from_below_the_player_without_an_error(cinema: Cinema, page: Page) -> None:
    sit_down(page, cinema)
    page.screenshot(path=SCREENSHOTS / "help-below-zh.png", full_page=True)
    page.locator("#player-trouble button").click()
    code = page.locator(".code").inner_text()
    page.screenshot(path=SCREENSHOTS / "help-code-zh.png")
    page.get_by_role("link", name="查看答复").click()
    page.fill("[name=code]", code)
    page.get_by_role("button", name="查看答复").click()
    expect(page.locator("main")).to_contain_text("这个代码还没有答复")
    page.screenshot(path=SCREENSHOTS / "help-answer-zh.png")
