"""A filmmaker's upload in Chromium: over a line that breaks, on another day, of the wrong file."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, expect

from accounts.models import User
from catalog.models import FilmTeam, FilmVersion, TeamRole
from tests.browser.conftest import SCREENSHOTS
from tests.catalog.rows import make_film, make_user
from transcoding import storage
from transcoding.models import Master

# Playwright keeps an event loop in this thread, which Django takes for an async view.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
pytestmark = pytest.mark.django_db(transaction=True)

MEBIBYTE = 1024 * 1024
PART = 5 * MEBIBYTE
SIZE = 4 * PART + MEBIBYTE  # five parts


@pytest.fixture
def filmmaker(transactional_db: None) -> User:
    return make_user()


@pytest.fixture
def version(filmmaker: User) -> FilmVersion:
    film = make_film()
    FilmTeam.objects.create(film=film, user=filmmaker, role=TeamRole.DIRECTOR)
    return FilmVersion.objects.create(film=film)


@pytest.fixture
def studio(
    chromium: Browser, live_server, filmmaker: User, settings, version: FilmVersion
) -> Iterator[BrowserContext]:
    """Her browser, logged in, and a store that takes parts from this server's pages alone."""
    settings.UPLOAD_PART_BYTES = PART
    settings.PUBLIC_URLS = [live_server.url]
    storage.set_cross_origin_rules()
    client = Client()
    client.force_login(filmmaker)
    context = chromium.new_context(locale="zh-CN", base_url=live_server.url)
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    yield context
    context.close()


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "我的名字.mov"
    path.write_bytes(os.urandom(SIZE))
    return path


class Parts:
    """The parts that a page sends, by number."""

    def __init__(self, page: Page) -> None:
        self.numbers: list[int] = []
        page.on("request", self._take)

    def _take(self, request: Request) -> None:
        if request.method == "PUT":
            self.numbers.append(int(re.findall(r"partNumber=(\d+)", request.url)[0]))


def said(page: Page) -> Locator:
    return page.locator("[data-part=said]")


def choose(page: Page, film: Path) -> None:
    page.locator("[data-part=file]").set_input_files(film)


def test_all_of_a_film_arrives_and_is_handed_in(
    studio: BrowserContext, version: FilmVersion, film: Path
) -> None:
    page = studio.new_page()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.url} {request.post_data_buffer!r}"))
    parts = Parts(page)
    page.goto("/studio/")
    page.screenshot(path=SCREENSHOTS / "upload-before.png")
    choose(page, film)
    expect(page.get_by_text("正在检查母版")).to_be_visible(timeout=20_000)
    version.refresh_from_db()
    master = version.master
    assert master is not None
    assert (master.state, master.size) == ("processing", SIZE)
    kept = storage.read_master(key=master.object_key, start=0, end=SIZE)
    assert b"".join(kept) == film.read_bytes()
    assert sorted(parts.numbers) == [1, 2, 3, 4, 5]
    assert not [one for one in sent if "%E6%88%91" in one or "我的名字" in one]


def test_a_line_that_breaks_takes_nothing_along(studio: BrowserContext, film: Path) -> None:
    """Parts fail; the page says so, and goes on by itself."""
    page = studio.new_page()
    page.goto("/studio/")
    away = True
    page.route(
        lambda url: "partNumber=" in url,
        lambda route: route.abort("connectionreset") if away else route.continue_(),
    )
    choose(page, film)
    expect(said(page)).to_contain_text("线路中断")
    page.screenshot(path=SCREENSHOTS / "upload-away.png")
    away = False
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_text("正在检查母版")).to_be_visible(timeout=20_000)


def begun(studio: BrowserContext, film: Path) -> Master:
    """Two parts are there when the page is closed in the middle of it."""
    page = studio.new_page()
    page.goto("/studio/")
    page.route(
        lambda url: bool(re.search(r"partNumber=[345]&", url)),
        lambda route: route.abort("connectionreset"),
    )
    choose(page, film)
    expect(said(page)).to_contain_text("线路中断")
    master = Master.objects.get()
    while len(storage.list_parts(key=master.object_key, upload_id=master.upload_id)) < 2:
        page.evaluate("1")  # lets the browser's requests go on: they pass through this process
    page.close(run_before_unload=False)
    return master


def test_it_goes_on_on_another_day(studio: BrowserContext, film: Path) -> None:
    master = begun(studio, film)
    page = studio.new_page()
    parts = Parts(page)
    page.goto("/studio/")
    choose(page, film)
    expect(page.get_by_text("正在检查母版")).to_be_visible(timeout=20_000)
    assert sorted(parts.numbers) == [3, 4, 5]
    assert Master.objects.get().pk == master.pk


@pytest.mark.parametrize("size", [SIZE, SIZE + 1], ids=["same size", "another size"])
def test_another_file_is_found_out(
    studio: BrowserContext, film: Path, tmp_path: Path, size: int
) -> None:
    """Nothing of it is sent. Whoever means it throws the first one away."""
    begun(studio, film)
    other = tmp_path / "other.mov"
    other.write_bytes(os.urandom(size))
    page = studio.new_page()
    parts = Parts(page)
    page.goto("/studio/")
    choose(page, other)
    expect(said(page)).to_contain_text("这不是先前开始上传的那个文件")
    page.screenshot(path=SCREENSHOTS / "upload-another.png")
    assert not {1, 2} & set(parts.numbers)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="丢弃并上传这个文件").click()
    expect(page.get_by_text("正在检查母版")).to_be_visible(timeout=20_000)
    assert sorted(Master.objects.values_list("state", flat=True)) == ["aborted", "processing"]


def test_it_can_be_paused(studio: BrowserContext, film: Path) -> None:
    page = studio.new_page()
    page.goto("/studio/")
    page.route(lambda url: "partNumber=" in url, lambda route: route.abort("connectionreset"))
    choose(page, film)
    expect(said(page)).to_contain_text("线路中断")
    page.get_by_role("button", name="暂停").click()
    expect(said(page)).to_contain_text("已暂停")
    page.unroute_all()
    choose(page, film)
    expect(page.get_by_text("正在检查母版")).to_be_visible(timeout=20_000)
    assert Master.objects.count() == 1
