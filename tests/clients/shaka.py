"""Shaka Player in Chromium, on a page of somebody else's: not ours, not our origin."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from playwright.sync_api import Page

from infra.lines.film import TONES
from infra.local.platform import ROOT

LIBRARY = ROOT / "node_modules" / "shaka-player" / "dist" / "shaka-player.compiled.js"
PAGE = b"""<!doctype html><meta charset="utf-8"><title>Shaka Player</title>
<link rel="icon" href="data:,"><video></video><script src="shaka-player.js"></script>"""
OPEN = """async (manifest) => {
  const video = document.querySelector("video");
  window.errors = [];
  window.player = new shaka.Player();
  await player.attach(video);
  player.addEventListener("error", ({ detail }) => errors.push(detail));
  await player.load(manifest);
  const context = new AudioContext();
  window.listening = context.createAnalyser();
  listening.fftSize = 8192;
  context.createMediaElementSource(video).connect(listening);
  await video.play();
}"""
# The frequency that is loudest just now, in hertz.
LOUDEST = """() => {
  const levels = new Float32Array(listening.frequencyBinCount);
  listening.getFloatFrequencyData(levels);
  const place = levels.indexOf(Math.max(...levels));
  return (place * listening.context.sampleRate) / listening.fftSize;
}"""
CUES = """() => [...document.querySelector("video").textTracks]
  .filter((track) => track.mode === "showing")
  .flatMap((track) => [...(track.activeCues ?? [])].map((cue) => cue.text))"""
FRAMES = "document.querySelector('video').getVideoPlaybackQuality().totalVideoFrames"


class Shaka:
    """A player that has a page; all it is told is a manifest's address."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, manifest: str) -> None:
        """Load, and play from the start."""
        self.page.evaluate(OPEN, manifest)

    def do(self, script: str, *arguments: Any) -> Any:
        """Run a line of the player's own API."""
        return self.page.evaluate(script, *arguments)

    @property
    def at(self) -> float:
        """Seconds of film."""
        return float(self.do("document.querySelector('video').currentTime"))

    @property
    def frames(self) -> int:
        """Pictures decoded so far."""
        return int(self.do(FRAMES))

    def stands_still(self, *, seconds: float = 45) -> float:
        """Where the film stands, once two looks 1.5 s apart find it at the same instant."""
        end, before = time.monotonic() + seconds, -1.0
        while (now := self.at) != before:
            assert time.monotonic() < end, f"it plays on, at {now} s"
            before = now
            self.page.wait_for_timeout(1_500)
        return before

    def seek(self, seconds: float) -> None:
        """Go there; returns once pictures from there are decoded."""
        before = self.frames
        self.do("at => { document.querySelector('video').currentTime = at }", seconds)
        self.wait(f"!document.querySelector('video').seeking && {FRAMES} > {before} + 5")

    def hears(self, language: str, *, seconds: float = 10) -> None:
        """Wait until the tone of a language is the loudest."""
        end = time.monotonic() + seconds
        while abs(self.do(LOUDEST) - TONES[language]) > 10:
            assert time.monotonic() < end, f"{self.do(LOUDEST)} Hz is heard"
            self.page.wait_for_timeout(100)

    def wait(self, expression: str, *, seconds: float = 30) -> None:
        """Until something is so in the page."""
        end = time.monotonic() + seconds
        while not self.do(expression):
            assert time.monotonic() < end, f"{expression} did not come true in {seconds} s"
            self.page.wait_for_timeout(100)


@contextmanager
def hosted() -> Iterator[str]:
    """The page's address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Host)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


class _Host(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        """The page, or the player."""
        script = self.path.endswith(".js")
        body = LIBRARY.read_bytes() if script else PAGE
        self.send_response(200)
        self.send_header("Content-Type", "text/javascript" if script else "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Nobody reads it."""
