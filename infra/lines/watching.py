"""A viewer at the far end of a line, with the real watch page in the real browser, and a watch."""

from __future__ import annotations

import re
import shutil
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page, Request, Response

    from infra.lines.line import Line

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--autoplay-policy=document-user-activation-required",
)
LOOK = """() => {
  const video = document.querySelector("video");
  const { videoHeight, currentTime, seeking, paused } = video;
  return { height: videoHeight, at: currentTime, seeking, paused };
}"""
SEEK = "seconds => { document.querySelector('video').currentTime = seconds }"
EVERY_MS = 100
A_STALL = 0.5  # seconds without a new picture; less is a busy machine's doing
MOVED = 0.05
REFUSALS = (401, 403, 404, 409, 410)


@dataclass
class Watched:
    """A stretch of watching: seconds until the picture moved, and how it went on."""

    begins: float
    seconds: float = 0.0
    film: float = 0.0
    stalls: list[float] = field(default_factory=list)
    heights: Counter[int] = field(default_factory=Counter)

    @property
    def stalled(self) -> float:
        """Seconds in which nothing moved, of those after the beginning."""
        return sum(self.stalls)


class Watcher:
    """Has the watch page open. `asked` counts requests by what they are for."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: Counter[str] = Counter()
        self.refused = 0
        page.on("request", self._note)
        page.on("response", self._note_refusal)

    def log_in(self, base_url: str, email: str, password: str) -> None:
        """Come in; the page of the programme follows."""
        self.page.goto(f"{base_url}/accounts/login/")
        self.page.fill("[name=login]", email)
        self.page.fill("[name=password]", password)
        self.page.click("main form button[type=submit]")
        self.page.wait_for_url(f"{base_url}/")

    def open(self, base_url: str, screening: str) -> None:
        """Go to the film's page, whole: what follows a press of play is what is timed."""
        self.page.goto(f"{base_url}/watch/{screening}/", wait_until="networkidle")

    def play(self) -> float:
        """Press play; seconds until the picture moves."""
        pressed = time.monotonic()
        at = self._look()["at"]
        self._press()
        return self._moves(after=at, since=pressed)

    def pause(self) -> None:
        """The same button."""
        self._press()

    def _press(self) -> None:
        self.page.locator("media-play-button:visible").first.click()

    def seek(self, seconds: float) -> float:
        """Go to a place in the film; seconds until the picture moves there."""
        asked = time.monotonic()
        self.page.evaluate(SEEK, seconds)
        return self._moves(after=seconds, since=asked)

    def watch(self, seconds: float, *, begins: float) -> Watched:
        """Look on, and note every time that the picture stands."""
        started = moved = time.monotonic()
        first = at = self._look()["at"]
        seen = Watched(begins=begins)
        while (now := time.monotonic()) - started < seconds:
            look = self._look()
            if look["at"] - at > MOVED:
                if now - moved > A_STALL:
                    seen.stalls.append(now - moved)
                at, moved = look["at"], now
                seen.heights[int(look["height"])] += 1
            self.page.wait_for_timeout(EVERY_MS)
        if now - moved > A_STALL:
            seen.stalls.append(now - moved)
        seen.seconds, seen.film = now - started, at - first
        return seen

    def goes_on(self) -> float:
        """Seconds from now until the picture moves."""
        return self._moves(after=self._look()["at"], since=time.monotonic())

    def _look(self) -> dict[str, float]:
        found: dict[str, float] = self.page.evaluate(LOOK)
        return found

    def _moves(self, *, after: float, since: float, patience: float = 300) -> float:
        while True:
            look = self._look()
            if not look["seeking"] and look["at"] > after + MOVED:
                return time.monotonic() - since
            if time.monotonic() - since > patience:
                raise TimeoutError(f"nothing moved within {patience:.0f} s: {look}")
            self.page.wait_for_timeout(EVERY_MS)

    def _note_refusal(self, response: Response) -> None:
        self.refused += response.status in REFUSALS

    def _note(self, request: Request) -> None:
        kinds = {
            "log-in": r"/accounts/login/",
            "session": r"/playback/$",
            "key": r"/play/[^/]+/key/",
            "segment": r"\.m4s",
            "heartbeat": r"/heartbeat$",
        }
        for kind, pattern in kinds.items():
            if re.search(pattern, request.url):
                self.asked[kind] += 1


@contextmanager
def watcher(line: Line, directory: Path) -> Iterator[Watcher]:
    """A browser at the far end of the line, with nothing remembered."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        raise FileNotFoundError("There is no Chromium here: apt-get install chromium")
    # Playwright starts one program with its own arguments: this one goes to the far end first.
    there = directory / "chromium-at-the-far-end"
    inside = " ".join(line.at_the_far_end([program]))
    there.write_text(f'#!/bin/sh\nexec {inside} "$@"\n')
    there.chmod(0o700)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=there, args=list(ARGUMENTS))
        context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900})
        context.set_default_timeout(120_000)
        yield Watcher(context.new_page())
        browser.close()
