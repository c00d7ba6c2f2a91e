"""A viewer's session as the player keeps it: places, devices, ends, films one after another."""

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import SCREENSHOTS
from tests.browser.playing import (
    Beginning,
    Watcher,
    at,
    play,
    reach,
    seek,
    sit_down,
    wait_until,
)
from tests.cinema import Cinema

VIDEO = "document.querySelector('video')"
NOTICE, HINT = "#player-notice", "#player-hint"
DJANGO = """
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "vod.settings"
django.setup()
"""
BLOCK = """
from django.utils import timezone
from accounts.models import User
from catalog.models import *
from catalog.services import take_ticket
known = Screening.objects.get(public_id={screening!r})
block = Screening.objects.create(edition=known.edition, programme=known.programme, slug="block")
first = known.items.get().version
second = FilmVersion.objects.create(film=first.film, kind="restored", publication=first.publication)
for position, version in enumerate((first, second)):
    ScreeningItem.objects.create(screening=block, version=version, position=position)
offer = known.offers.get()
offer.pk, offer.public_id, offer.screening = None, Offer().public_id, block
offer.save()
take_ticket(offer=offer, user=User.objects.get(email={viewer!r}), now=timezone.now())
print(block.public_id)
"""
VISIBLE = """
from catalog.models import Film
Film.objects.filter(slug="big-buck-bunny").update(visibility={visibility!r})
"""


@pytest.fixture
def beginning(page: Page) -> Beginning:
    """What the play button is answered."""
    return Beginning(page)


@pytest.fixture
def watching(cinema: Cinema, page: Page, watcher: Watcher, beginning: Beginning) -> Page:
    """The film's page in Chinese, after logging in."""
    sit_down(page, cinema)
    return page


@pytest.fixture
def other(chromium: Browser, cinema: Cinema) -> Iterator[Page]:
    """The same viewer's other device, in English; what she saw on the first is known to it."""
    context = chromium.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    Beginning(page, resuming=True)
    yield page
    context.close()


def test_the_film_goes_on_where_it_was_left_on_another_device(
    watching: Page, cinema: Cinema, other: Page
) -> None:
    play(watching)
    reach(watching, 1)
    seek(watching, 11)
    with watching.expect_response("**/heartbeat") as kept:
        watching.keyboard.press("k")
    assert kept.value.ok
    stood = at(watching)
    sit_down(other, cinema, language="en")
    play(other)
    question = other.get_by_role("dialog")
    expect(question).to_contain_text("You have begun to watch “Big Buck Bunny”")
    other.screenshot(path=SCREENSHOTS / "session-go-on-en.png")
    question.get_by_role("button", name="Go on at 0:11").click()
    reach(other, int(stood) + 0.5)
    assert at(other) < stood + 2


def test_one_device_takes_over_from_another(watching: Page, cinema: Cinema, other: Page) -> None:
    """The one that asks is told what plays where; the other, where the film went."""
    play(watching)
    reach(watching, 1)
    sit_down(other, cinema, language="en", alone=False)
    play(other)
    question = other.get_by_role("dialog")
    expect(question).to_contain_text("Big Buck Bunny, since")
    other.screenshot(path=SCREENSHOTS / "session-crowded-en.png")
    question.get_by_role("button", name="Not now").click()
    expect(other.locator(NOTICE)).to_contain_text("Press play to go on")
    play(other)
    question.get_by_role("button", name="Stop it there and watch here").click()
    if other.get_by_role("button", name="From the beginning").is_visible():
        other.get_by_role("button", name="From the beginning").click()
    expect(watching.locator(NOTICE)).to_contain_text("影片已转到另一台设备上播放", timeout=30_000)
    assert watching.evaluate(f"{VIDEO}.buffered.length") == 0
    watching.screenshot(path=SCREENSHOTS / "session-moved-zh.png")


def test_a_film_that_rests_takes_its_place_again(watching: Page, watcher: Watcher) -> None:
    """Silence gives the place back; play asks for it at once."""
    play(watching)
    reach(watching, 1)
    with watching.expect_response("**/heartbeat"):
        watching.keyboard.press("k")
    watching.wait_for_timeout(500)
    before = watcher.count("/heartbeat$")
    watching.wait_for_timeout(3_000)
    assert watcher.count("/heartbeat$") == before, "a film at rest holds its place"
    with watching.expect_response("**/heartbeat") as asked:
        watching.keyboard.press("k")
    assert asked.value.ok
    reach(watching, 3)


def test_a_film_that_finds_no_place_again_is_asked_for_anew(
    watching: Page, beginning: Beginning, watcher: Watcher
) -> None:
    """Its own session ends for the new one; the film goes on where it rested."""
    play(watching)
    reach(watching, 1)
    seek(watching, 8)
    with watching.expect_response("**/heartbeat"):
        watching.keyboard.press("k")
    stood = at(watching)
    taken = {"code": "too_many_streams", "detail": "…"}
    watching.route("**/heartbeat", lambda route: route.fulfill(status=409, json=taken), times=1)
    with watching.expect_response("**/playback/") as begun:
        watching.keyboard.press("k")
    assert len(json.loads(begun.value.request.post_data or "{}")["end"]) == 1
    wait_until(watching, f"!{VIDEO}.paused && {VIDEO}.readyState > 2")
    assert stood <= at(watching) < stood + 4
    assert watcher.count("/playback/$") == 2


def test_a_withdrawn_film_stops_by_itself(watching: Page, cinema: Cinema) -> None:
    """Hidden by the staff while it plays; heartbeats come every 2 seconds here, not every 20."""
    play(watching)
    reach(watching, 1)
    try:
        cinema.platform.python("-c", DJANGO + VISIBLE.format(visibility="hidden"))
        began = time.monotonic()
        expect(watching.locator(NOTICE)).to_be_visible(timeout=10_000)
        assert time.monotonic() - began < 10
        assert watching.evaluate(f"{VIDEO}.paused && {VIDEO}.buffered.length === 0")
        watching.screenshot(path=SCREENSHOTS / "session-withdrawn-zh.png")
    finally:
        cinema.platform.python("-c", DJANGO + VISIBLE.format(visibility="public"))


def test_the_end_is_told_ten_minutes_before_by_the_servers_clock(
    watching: Page, beginning: Beginning
) -> None:
    """This device's clock is an hour behind; the film closes in nine minutes all the same."""
    closes = datetime.now(tz=UTC) + timedelta(hours=1, minutes=9, seconds=5)
    beginning.offset = 3600
    beginning.changes["closes_at"] = closes.isoformat()
    watching.route("**/heartbeat", lambda route: route.abort())
    play(watching)
    expect(watching.locator(HINT)).to_contain_text("影片将在 9 分钟后")
    reach(watching, 1)
    watching.screenshot(path=SCREENSHOTS / "session-closes-zh.png")


def test_addresses_are_renewed_unseen(
    watching: Page, beginning: Beginning, watcher: Watcher
) -> None:
    """The playlists are asked for again while the film plays; nothing stops and nothing is lost."""
    soon = datetime.now(tz=UTC) + timedelta(seconds=12)
    beginning.changes["urls_until"] = soon.isoformat()
    play(watching)
    reach(watching, 1)
    watching.evaluate(
        f"""() => {{ window.stops = []; for (const kind of ["emptied", "waiting", "pause"])
        {VIDEO}.addEventListener(kind, () => {VIDEO}.ended || window.stops.push(kind)) }}"""
    )
    before = watcher.count(r"/play/[^/]+/[^/]+\.m3u8")
    wait_until(watching, f"{VIDEO}.ended", seconds=40)
    assert watcher.count(r"/play/[^/]+/[^/]+\.m3u8") >= before + 2, "picture and sound"
    assert watcher.count("/playback/$") == 1
    assert watching.evaluate("window.stops") == []
    assert watcher.complaints == []


def test_the_second_film_of_a_block_begins_by_itself(
    cinema: Cinema, page: Page, watcher: Watcher, beginning: Beginning
) -> None:
    """Under one session; the list says where one is, and leads to each film."""
    script = BLOCK.format(screening=cinema.screening_id, viewer=cinema.viewer_email)
    sit_down(page, cinema, screening=cinema.platform.python("-c", DJANGO + script).strip())
    links = page.locator("[data-item]")
    expect(links).to_have_count(2)
    play(page)
    reach(page, 1)
    expect(links.nth(0)).to_have_attribute("aria-current", "true")
    seek(page, 12.5)
    card = page.get_by_role("dialog")
    expect(card).to_contain_text("下一部：大雄兔", timeout=30_000)
    page.screenshot(path=SCREENSHOTS / "session-next-zh.png")
    expect(card).to_have_count(0, timeout=15_000)
    expect(links.nth(1)).to_have_attribute("aria-current", "true")
    expect(links.nth(0)).not_to_have_attribute("aria-current", "true")
    reach(page, 1)
    assert at(page) < 12
    assert watcher.count("/playback/$") == 1
    with page.expect_response("**/heartbeat") as beat:
        pass
    said = json.loads(beat.value.request.post_data or "{}")
    assert said["item"] == links.nth(1).get_attribute("data-item")
    links.nth(0).click()
    expect(links.nth(0)).to_have_attribute("aria-current", "true")
    reach(page, 1)
    assert watcher.count("/playback/$") == 1
    assert watcher.complaints == []


def test_quality_is_told_to_our_collector_alone(
    cinema: Cinema, watching: Page, watcher: Watcher
) -> None:
    """CMCD v2 in event mode: how it began, plays and rests; nothing that names viewer or film."""
    play(watching)
    reach(watching, 2)
    with watching.expect_request("**/cmcd"):
        watching.keyboard.press("k")
    sent = [request for request in watcher.requests if request.url.endswith("/cmcd")]
    assert {r.headers["content-type"] for r in sent} == {"application/cmcd"}
    assert all(r.url.startswith(f"{cinema.base_url}/play/") for r in sent)
    lines = "".join(r.post_data or "" for r in sent).splitlines()
    fields = [dict(part.partition("=")[::2] for part in line.split(",")) for line in lines]
    states = [line["sta"] for line in fields if line.get("e") == "ps"]
    assert states[0] == "s"
    over_the_first_frames = ["k", "r", "p"]  # a tenth of a second: hls.js may have to jump there
    assert states[1:] in (["p", "a"], ["p", *over_the_first_frames, "a"])
    delays = [int(line["msd"]) for line in fields if "msd" in line]
    assert len(delays) == 1
    assert 0 < delays[0] < 60_000
    assert int(fields[-1]["pt"]) >= 2000
    known = {"v", "e", "ts", "sid", "sn", "sf", "st", "sta", "br", "bl", "mtp", "pt", "msd", "pr"}
    assert {name for line in fields for name in line} <= known
    assert len({line["sid"] for line in fields}) == 1
    assert not any("CMCD" in request.url for request in watcher.requests)


def test_whoever_leaves_the_page_gives_her_place_back(
    watching: Page, cinema: Cinema, beginning: Beginning
) -> None:
    """The browser says so after the page is gone; and where she was, which no heartbeat had."""
    beginning.changes["heartbeat_seconds"] = 60
    play(watching)
    seek(watching, 9)
    reach(watching, 9.2)
    sessions = f"{cinema.base_url}/api/v1/playback/sessions/"
    assert len(watching.request.get(sessions).json()) == 1
    watching.goto("about:blank")
    end = time.monotonic() + 10
    while watching.request.get(sessions).json():
        assert time.monotonic() < end, "the session goes on"
        watching.wait_for_timeout(100)
    play_again = f"{cinema.base_url}/api/v1/screenings/{cinema.screening_id}/playback/"
    token = next(c["value"] for c in watching.context.cookies() if c["name"] == "csrftoken")
    headers = {"X-CSRFToken": token, "Referer": cinema.base_url}
    again = watching.request.post(play_again, headers=headers).json()
    watching.request.post(again["end_url"])
    assert 9 <= again["items"][0]["resume_seconds"] <= 12
