"""The player under the viewer's hands: keys, subtitles, picture, and the mark over it."""

import json

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import SCREENSHOTS
from tests.browser.playing import (
    Beginning,
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

VIDEO = "document.querySelector('video')"
MARK = "media-controller .mark"
LINES = "[...document.querySelectorAll('#captions p')].map(p => [p.lang, p.innerText])"
PREVIEW = """() => {
  const range = document.querySelector("media-time-range").shadowRoot;
  const picture = range.querySelector("media-preview-thumbnail");
  const image = picture.shadowRoot.querySelector("img");
  const { visibility, opacity } = getComputedStyle(range.querySelector('[part~="preview-box"]'));
  return image.naturalWidth > 0 && visibility === "visible" && opacity === "1";
}"""


@pytest.fixture
def beginning(page: Page) -> Beginning:
    """What the play button is answered."""
    return Beginning(page)


@pytest.fixture
def watching(cinema: Cinema, page: Page, watcher: Watcher, beginning: Beginning) -> Page:
    """The film's page in Chinese, after logging in."""
    sit_down(page, cinema)
    return page


def choose(page: Page, name: str, value: str) -> None:
    """In the menu of settings."""
    page.locator("media-settings-menu-button").click()
    menu = page.locator(f'[data-choice="{name}"]')
    page.locator("media-settings-menu-item", has=menu).click()
    menu.locator(f'media-chrome-menu-item[value="{value}"]').click()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")


def test_every_key_works_from_the_page(watching: Page, watcher: Watcher) -> None:
    """Nothing has the focus, as after opening the page."""
    keys = watching.keyboard
    keys.press("k")
    reach(watching, 1)
    keys.press("l")
    reach(watching, 10)
    keys.press("ArrowLeft")
    wait_until(watching, f"{VIDEO}.currentTime < 7")
    keys.press(">")
    wait_until(watching, f"{VIDEO}.playbackRate === 1.25")
    keys.press("m")
    wait_until(watching, f"{VIDEO}.muted")
    wait_until(watching, f"{LINES}.length === 1")
    keys.press("c")
    wait_until(watching, f"{LINES}.length === 0")
    keys.press("Space")
    wait_until(watching, f"{VIDEO}.paused")
    keys.press("?")
    expect(watching.get_by_role("dialog")).to_contain_text("后退十秒")
    watching.screenshot(path=SCREENSHOTS / "player-keys-zh.png")
    keys.press("Escape")
    expect(watching.get_by_role("dialog")).to_have_count(0)
    wait_until(watching, "document.activeElement === document.body")  # keys go where the focus is
    keys.press("f")
    wait_until(watching, "document.fullscreenElement?.id === 'player'")
    assert watcher.complaints == []


def test_the_keys_leave_a_search_field_alone(watching: Page) -> None:
    watching.locator("#find").press_sequentially("k?l")
    assert watching.locator("#find").input_value() == "k?l"
    assert watching.evaluate(f"{VIDEO}.paused")


def test_two_languages_stand_one_above_the_other(watching: Page, watcher: Watcher) -> None:
    """In the order of the languages chosen; size and place are kept in this browser alone."""
    play(watching)
    reach(watching, 1)
    choose(watching, "second", "en")
    both = '[["zh-Hans","（清晨，鸟鸣）"],["en","(Early morning, birdsong)"]]'
    wait_until(watching, f"JSON.stringify({LINES}) === {json.dumps(both)}")
    boxes = [watching.locator("#captions p").nth(place).bounding_box() for place in (0, 1)]
    assert boxes[0]
    assert boxes[1]
    assert boxes[0]["y"] + boxes[0]["height"] <= boxes[1]["y"] + 1
    watching.screenshot(path=SCREENSHOTS / "player-two-subtitles-zh.png")
    choose(watching, "size", "large")
    larger = watching.locator("#captions p").first.bounding_box()
    assert larger
    assert larger["height"] > boxes[0]["height"] * 1.2
    choose(watching, "place", "top")
    seek(watching, 6.5)
    wait_until(watching, f"{LINES}.length === 2")
    top = watching.locator("#captions p").first.bounding_box()
    assert top
    assert top["y"] < boxes[0]["y"] - 100
    kept = json.loads(watching.evaluate("localStorage.getItem('player')"))
    assert kept.pop("line") > 0, "the line's speed, for the next film's first segment"
    assert kept == {"second": "en", "size": "large", "place": "top"}
    assert watcher.complaints == []


def test_the_data_saver_holds_from_the_first_segment(watching: Page) -> None:
    """Without it the line is fast enough for every rung."""
    play(watching)
    wait_until(watching, f"{VIDEO}.videoHeight === 540")
    finest = watching.evaluate(f"Math.max(...[...{VIDEO}.videoRenditions].map(r => r.height))")
    assert finest == 540
    choose(watching, "saver", "on")
    heights = watching.evaluate(f"[...{VIDEO}.videoRenditions].map(r => r.height)")
    assert heights
    assert max(heights) <= 432
    watching.reload()
    watching.evaluate(
        """() => { window.finest = 0; document.querySelector("video").addEventListener("resize",
        ({target}) => { window.finest = Math.max(window.finest, target.videoHeight) }) }"""
    )
    play(watching)
    reach(watching, 8)
    assert 0 < watching.evaluate("window.finest") <= 432


def test_a_browser_that_saves_data_saves_here_too(chromium: Browser, cinema: Cinema) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.add_init_script(
        "Object.defineProperty(navigator, 'connection', {value: {saveData: true}})"
    )
    log_in(page, cinema)
    page.goto(f"{cinema.base_url}/watch/{cinema.screening_id}/")
    on = page.locator('[data-choice="saver"] media-chrome-menu-item[value="on"]')
    expect(on).to_have_attribute("aria-checked", "true")
    assert page.evaluate("localStorage.getItem('player')") is None
    context.close()


def test_the_time_range_shows_the_film(watching: Page) -> None:
    play(watching)
    reach(watching, 1)
    watching.locator("media-time-range").hover(position={"x": 300, "y": 5})
    wait_until(watching, f"({PREVIEW})()")
    watching.screenshot(path=SCREENSHOTS / "player-preview-zh.png")


def test_the_mark_is_seen_in_full_screen_and_comes_back(
    watching: Page, beginning: Beginning, watcher: Watcher
) -> None:
    """As the server gives it for press screenings; whoever hides it from a script sees it again."""
    beginning.changes["mark"] = "CDFHJK"
    play(watching)
    reach(watching, 1)
    watching.keyboard.press("f")
    wait_until(watching, "document.fullscreenElement?.id === 'player'")
    mark = watching.locator(MARK)
    expect(mark).to_be_in_viewport()
    expect(mark).to_have_text("CDFHJK")
    watching.screenshot(path=SCREENSHOTS / "player-mark-zh.png")
    for harm in ("remove()", "hidden = true", "style.opacity = 0", "textContent = ''"):
        watching.evaluate(f"document.querySelector('{MARK}').{harm}")
        expect(mark).to_be_in_viewport()
        expect(mark).to_have_text("CDFHJK")
        assert float(mark.evaluate("mark => getComputedStyle(mark).opacity")) > 0.1
    assert watcher.complaints == []


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_player_fits_a_phone(cinema: Cinema, chromium: Browser, language: str) -> None:
    """Under fingers: two subtitles and the settings; nothing is wider than the page."""
    context = chromium.new_context(
        viewport={"width": 375, "height": 800}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    Beginning(page)
    sit_down(page, cinema, language=language)
    page.evaluate("localStorage.setItem('player', JSON.stringify({second: 'en'}))")
    if language == "en":
        page.evaluate("localStorage.setItem('player', JSON.stringify({second: 'zh-Hans'}))")
    page.reload()
    play(page)
    reach(page, 1)
    wait_until(page, f"{LINES}.length === 2")
    page.screenshot(path=SCREENSHOTS / f"player-{language}-375.png")
    page.locator("media-controller").tap(position={"x": 180, "y": 60})
    page.locator("media-settings-menu-button").tap()
    page.wait_for_timeout(400)
    page.screenshot(path=SCREENSHOTS / f"player-settings-{language}-375.png")
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert at(page) > 0
    context.close()
