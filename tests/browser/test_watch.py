"""A viewer logs in, in Chinese, and watches a film."""

from itertools import islice
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import SCREENSHOTS
from tests.browser.playing import (
    FRAMES,
    Watcher,
    at,
    log_in,
    play,
    reach,
    seek,
    sit_down,
    wait_until,
)
from tests.cinema import Cinema

# Two key periods of two segments of six seconds lie before and after these instants.
FORWARD, BACK = 12.5, 1.0
PIXELS = """() => {
  const video = document.querySelector("video");
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [64, 36];
  const context = canvas.getContext("2d");
  context.drawImage(video, 0, 0, 64, 36);
  return [...context.getImageData(0, 0, 64, 36).data];
}"""


@pytest.fixture
def watching(cinema: Cinema, page: Page, watcher: Watcher) -> Page:
    """The film's page, after logging in."""
    sit_down(page, cinema)
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")
    return page


def test_nothing_is_loaded_before_play(watching: Page, watcher: Watcher) -> None:
    """Merely to look at the page takes no session and no key."""
    watching.wait_for_timeout(500)
    assert watcher.count("/playback/") == 0
    assert watcher.count("/play/") == 0


def test_the_film_plays_seeks_and_shows_subtitles(
    cinema: Cinema, watching: Page, watcher: Watcher
) -> None:
    """Decoded, decrypted across key periods, subtitled, and from nowhere but our hosts."""
    play(watching)
    reach(watching, 1.5)
    first, frames = watching.evaluate(PIXELS), watching.evaluate(FRAMES)
    reach(watching, 2.5)
    assert watching.evaluate(FRAMES) > frames
    assert watching.evaluate(PIXELS) != first
    assert len(set(first)) > 16, "the picture is one flat colour"
    wait_until(
        watching,
        "[...document.querySelector('video').textTracks].some("
        "t => t.mode === 'showing' && t.activeCues?.length > 0)",
    )
    watching.screenshot(path=SCREENSHOTS / "watch-playing-zh.png")
    seek(watching, FORWARD)
    assert at(watching) >= FORWARD
    watching.screenshot(path=SCREENSHOTS / "watch-sought-zh.png")
    seek(watching, BACK)
    assert BACK <= at(watching) < FORWARD
    duration = watching.evaluate("document.querySelector('video').duration")
    assert duration == pytest.approx(cinema.film_seconds, abs=0.25)
    assert watcher.count(r"/play/[^/]+/key/") >= 2
    store = cinema.platform.environment["VOD_S3_PUBLIC_ENDPOINT"]
    assert watcher.hosts() <= {urlsplit(cinema.base_url).netloc, urlsplit(store).netloc}
    assert watcher.complaints == []


def test_a_session_that_is_over_stops_the_film(watching: Page) -> None:
    """On 410 the buffer is dropped, the words are shown, and play begins another session."""
    play(watching)
    reach(watching, 1)
    over = '{"code": "closed", "detail": "放映结束了。", "reasons": [{"message": "放映结束了。"}]}'
    watching.route(
        "**/heartbeat",
        lambda route: route.fulfill(status=410, body=over, content_type="application/problem+json"),
    )
    expect(watching.locator("#player-notice")).to_contain_text("放映结束了。", timeout=30_000)
    assert watching.evaluate("document.querySelector('video').buffered.length") == 0
    watching.screenshot(path=SCREENSHOTS / "watch-over-zh.png")
    watching.unroute("**/heartbeat")
    play(watching)
    wait_until(watching, f"{FRAMES} > 10")
    expect(watching.locator("#player-notice")).to_be_hidden()


class Tunnel:
    """A line that carries each track's first segment and breaks; meanwhile the lease runs out."""

    def __init__(self, page: Page) -> None:
        self.inside, self.lapsed = True, True
        self.first: set[str] = set()
        page.route("**/playback/", self.begin)
        page.route("**/play/**.m3u8", self.playlist)
        page.route("**/renditions/**.m4s*", self.segment)
        page.route("**/heartbeat", self.heartbeat)

    def begin(self, route: Route) -> None:
        """A heartbeat a second, so that two seconds of silence are long."""
        answer = route.fetch()
        route.fulfill(response=answer, json=answer.json() | {"heartbeat_seconds": 1})

    def playlist(self, route: Route) -> None:
        answer = route.fetch()
        lines = (line for line in answer.text().splitlines() if line and not line.startswith("#"))
        self.first.update(islice(lines, 1))
        route.fulfill(response=answer)

    def segment(self, route: Route) -> None:
        if self.inside and route.request.url not in self.first:
            route.abort("internetdisconnected")
        else:
            route.continue_()

    def heartbeat(self, route: Route) -> None:
        if self.inside:
            route.abort("internetdisconnected")
        elif self.lapsed:
            self.lapsed = False
            route.fulfill(status=410, json={"code": "session_over", "detail": "over"})
        else:
            route.continue_()


def test_a_tunnel_only_interrupts(watching: Page, watcher: Watcher) -> None:
    """The viewer is told; with the line back the film goes on where it was, by a new session."""
    tunnel = Tunnel(watching)
    play(watching)
    notice = watching.locator("#player-notice")
    expect(notice).to_contain_text("网络连接已中断", timeout=120_000)
    wait_until(watching, "document.querySelector('video').readyState <= 2")  # what was here played
    stood = at(watching)
    assert 1 < stood < 8
    watching.screenshot(path=SCREENSHOTS / "watch-tunnel-zh.png")
    tunnel.inside = False
    reach(watching, 9)
    expect(notice).to_be_hidden()
    assert watcher.count("/playback/$") == 2
    subtitles = "[...document.querySelector('video').textTracks].filter(t => t.kind !== 'metadata')"
    assert sorted(watching.evaluate(f"{subtitles}.map(t => t.mode)")) == ["disabled", "showing"]


def test_a_refusal_is_told_with_all_its_reasons(
    cinema: Cinema, page: Page, watcher: Watcher
) -> None:
    """The page of a screening that has not opened has words and no player."""
    log_in(page, cinema)
    page.goto(f"{cinema.base_url}/watch/{cinema.screenings['later']}/")
    expect(page.locator("video")).to_have_count(0)
    expect(page.locator(".obstacles li").first).to_be_visible()
    page.screenshot(path=SCREENSHOTS / "watch-refused-zh.png")
    assert watcher.complaints == []


@pytest.mark.parametrize("path", ["/", "/films/big-buck-bunny/", "/accounts/login/", "/nothing/"])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_pages_fit_a_phone(cinema: Cinema, page: Page, path: str, language: str) -> None:
    """Nothing is wider than 375 pixels."""
    cookie = {"name": "django_language", "value": language, "url": cinema.base_url}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    page.set_viewport_size({"width": 375, "height": 800})
    page.goto(cinema.base_url + path)
    name = path.strip("/").replace("/", "-") or "programme"
    page.screenshot(path=SCREENSHOTS / f"{name}-{language}-375.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
