"""Chromium as the machine has it: nothing is downloaded."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import imageio_ffmpeg
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.playing import Watcher
from tests.conftest import REAL_FILM, SHORT_SECONDS

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--autoplay-policy=document-user-activation-required",
]
SCREENSHOTS = Path(__file__).resolve().parents[2] / "var" / "screenshots"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A browser; its absence is a failure, not a reason to skip what nobody else tests."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.fail("There is no Chromium here. Please install it: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page of a reader of Chinese, with nothing remembered."""
    context = chromium.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture
def watcher(page: Page) -> Watcher:
    """From the first request on."""
    return Watcher(page)


@pytest.fixture(scope="session")
def short_film(shared_directory: Path) -> Path:
    """The short film of the other tests, larger: its ladder has rungs that a data saver forbids."""
    path = shared_directory / "short-540.mp4"
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(REAL_FILM)]
    command += ["-t", str(SHORT_SECONDS), "-vf", "scale=960:540", "-c:a", "copy"]
    command += ["-c:v", "libx264", "-preset", "veryfast", "-crf", "23", str(path)]
    subprocess.run(command, check=True)
    return path
