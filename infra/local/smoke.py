"""`make smoke`: a film's whole way, and every refusal on it, in a throw-away directory.

Acts over HTTP alone. Prints one line with seconds per phase and exits 0; on failure it names the
step and shows the end of the log concerned.
"""

from __future__ import annotations

import secrets
import shutil
import signal
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from infra.local import viewer
from infra.local.demo import FILM, hand_in, publish_film, seed
from infra.local.hls import count_frames
from infra.local.people import Filmmaker
from infra.local.platform import start_platform
from infra.local.processes import ProcessDied, Supervisor

if TYPE_CHECKING:
    from collections.abc import Iterator

console = Console(highlight=False, soft_wrap=True)
LOG_LINES = 30


class Smoke:
    """The run: its phases with their seconds, and the step that it is at."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.step = "nothing yet"
        self.log = "web"

    @contextmanager
    def phase(self, name: str, *, log: str = "web") -> Iterator[None]:
        """Time a phase; `log` is the process whose log is shown if it fails."""
        started, self.step, self.log = time.monotonic(), name, log
        yield
        self.seconds[name] = time.monotonic() - started

    def at(self, step: str) -> None:
        """Name the step within the phase."""
        self.step = step


def main() -> int:
    """Run it in a directory that is gone afterwards."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    directory = Path(tempfile.mkdtemp(prefix="cinema-smoke-"))
    smoke = Smoke()
    try:
        with Supervisor(directory / "log") as supervisor:
            try:
                _run(smoke, supervisor, directory)
            except Exception as failure:  # noqa: BLE001 - whatever it is, say where
                _report(smoke, supervisor, failure)
                return 1
        phases = "  ".join(f"{name} {took:.1f}s" for name, took in smoke.seconds.items())
        console.print(f"smoke ok: {phases}  total {sum(smoke.seconds.values()):.1f}s")
        return 0
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def _run(smoke: Smoke, supervisor: Supervisor, directory: Path) -> None:
    password = secrets.token_urlsafe(12)
    with smoke.phase("start"):
        platform = start_platform(supervisor, directory, durable=False, port=None)
        made = seed(platform, "--refusals", password=password) | {"password": password}
    hand_ins: list[Filmmaker] = []
    with smoke.phase("film", log="worker-encode"):
        publish_film(platform, made, film=FILM, show=lambda *a: _hand_in(hand_ins, *a))
    with smoke.phase("refusals"):
        somebody = viewer.Viewer(platform.url)
        viewer.meet_refusals(somebody, made, platform.mails, at=smoke.at)
    with smoke.phase("mail", log="worker-default"):
        viewer.be_told(somebody, platform.mails, at=smoke.at, alive=supervisor.check)
    with smoke.phase("watch"):
        smoke.at("begin playback")
        session = viewer.begin(somebody, made)
        viewer.meet_closed_doors(somebody, session, hand_ins[0].master_url, at=smoke.at)
    with smoke.phase("decode"):
        frames, length = count_frames(FILM, stream="v:0")
        viewer.decode_everything(
            somebody, session, directory, frames=frames, seconds=length, at=smoke.at
        )
    with smoke.phase("leave"):
        smoke.at("end of the session")
        viewer.leave(somebody, session)


def _hand_in(hand_ins: list[Filmmaker], filmmaker: Filmmaker, version: str, film: Path) -> str:
    hand_ins.append(filmmaker)
    return hand_in(filmmaker, version, film, on_bytes=lambda _: None, on_progress=lambda _: None)


def _report(smoke: Smoke, supervisor: Supervisor, failure: Exception) -> None:
    console.print(f"smoke FAILED at: {smoke.step}", markup=False)
    console.print(f"{type(failure).__name__}: {failure}", markup=False)
    if isinstance(failure, ProcessDied):
        return
    try:
        tail = supervisor.tail(smoke.log, LOG_LINES)
    except KeyError:
        return
    console.print(f"--- the end of {smoke.log}.log\n{tail}", markup=False)


if __name__ == "__main__":
    sys.exit(main())
