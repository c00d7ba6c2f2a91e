"""What a viewer does in front of the watch page, and what can be seen of it from outside."""

import re
import time
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request, Route

from tests.cinema import Cinema

FRAMES = "document.querySelector('video').getVideoPlaybackQuality().totalVideoFrames"


class Watcher:
    """Notes what a page asks for and complains about."""

    def __init__(self, page: Page) -> None:
        self.complaints: list[str] = []
        self.requests: list[Request] = []
        page.on("console", self.note)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        # Playwright marks the handler it is given, and a built-in method can't be marked.
        page.on("request", lambda request: self.requests.append(request))  # noqa: PLW0108

    def note(self, message: ConsoleMessage) -> None:
        """Keep what the console shows in red."""
        if message.type == "error":
            self.complaints.append(message.text)

    def hosts(self) -> set[str]:
        """Where anything was asked for; `blob:` and `data:` have no host."""
        return {urlsplit(r.url).netloc for r in self.requests} - {""}

    def count(self, pattern: str) -> int:
        """How many requests had an address like that."""
        return sum(re.search(pattern, request.url) is not None for request in self.requests)


class Beginning:
    """The answer of the play button, changed on its way: hours become seconds.

    Heartbeats go every two seconds; nothing is resumed, since tests share a ticket. `changes` are
    put over the answer; `offset` is by how many seconds the server's clock is ahead.
    """

    def __init__(self, page: Page, *, resuming: bool = False) -> None:
        self.resuming = resuming
        self.changes: dict[str, Any] = {"heartbeat_seconds": 2}
        self.offset = 0.0
        page.route("**/playback/", self.answer)

    def answer(self, route: Route) -> None:
        """Ask the server, and hand on what it said."""
        response = route.fetch()
        if not response.ok:
            route.fulfill(response=response)
            return
        body = response.json()
        if not self.resuming:
            for item in body["items"]:
                item["resume_seconds"] = 0
            body["resume_item"] = body["items"][0]["id"]
        headers = response.headers
        if self.offset:
            ahead = time.gmtime(time.time() + self.offset)
            headers = headers | {"date": time.strftime("%a, %d %b %Y %H:%M:%S GMT", ahead)}
        route.fulfill(response=response, headers=headers, json=body | self.changes)


def log_in(page: Page, cinema: Cinema) -> None:
    page.goto(f"{cinema.base_url}/accounts/login/")
    page.fill("[name=login]", cinema.viewer_email)
    page.fill("[name=password]", cinema.viewer_password)
    page.click("main form button[type=submit]")
    page.wait_for_url(f"{cinema.base_url}/")


def sit_down(
    page: Page,
    cinema: Cinema,
    *,
    screening: str = "",
    language: str = "zh-hans",
    alone: bool = True,
) -> None:
    """Log in and open the watch page. `alone`: end what plays elsewhere, as of an earlier test."""
    log_in(page, cinema)
    cookie = {"name": "django_language", "value": language, "url": cinema.base_url}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    sessions = f"{cinema.base_url}/api/v1/playback/sessions/"
    for session in page.request.get(sessions).json() if alone else ():
        page.request.delete(f"{sessions}{session['id']}/", headers={"X-CSRFToken": token(page)})
    page.goto(f"{cinema.base_url}/watch/{screening or cinema.screening_id}/")


def token(page: Page) -> str:
    """The one against forged requests."""
    cookies = page.context.cookies()
    return next(cookie["value"] for cookie in cookies if cookie["name"] == "csrftoken")


def play(page: Page) -> None:
    page.locator("media-play-button:visible").first.click()


def at(page: Page) -> float:
    return float(page.evaluate("document.querySelector('video').currentTime"))


def wait_until(page: Page, expression: str, *, seconds: float = 30) -> None:
    """Playwright's own `wait_for_function` evaluates in the page, which our policy forbids."""
    end = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < end, f"{expression} did not come true in {seconds} s"
        page.wait_for_timeout(100)


def reach(page: Page, seconds: float) -> None:
    wait_until(page, f"document.querySelector('video').currentTime >= {seconds}")


def seek(page: Page, seconds: float) -> None:
    """By the video element; then wait until a frame from there was decoded, and some more."""
    before = page.evaluate(FRAMES)
    page.evaluate("t => { document.querySelector('video').currentTime = t }", seconds)
    wait_until(page, f"!document.querySelector('video').seeking && {FRAMES} > {before} + 5")
