"""Progress on standard error: bars where somebody looks on, plain lines where a log does."""

import time
from types import TracebackType
from typing import Any, Protocol, Self, TextIO

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn

STEP = 10  # per cent between two plain lines
STILL_SECONDS = 120.0
STILL = (
    "Nothing has moved for two minutes: are the workers running? It is safe to stop here with "
    "Ctrl-C; the same command goes on later."
)


class Show(Protocol):
    """What is told while it goes on."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

    def say(self, words: str) -> None:
        """A line of its own."""

    def moved(self, act: str, fraction: float, *, stage: str = "", note: str = "") -> None:
        """How far an act is, 0 to 1; `stage` is what is being done, `note` is by the way."""


def show_on(stream: TextIO) -> "Show":
    """Fit for whoever reads the stream."""
    return Bars(stream) if stream.isatty() else Lines(stream)


class Bars:
    """A bar for each act."""

    def __init__(self, stream: TextIO) -> None:
        self._console = Console(file=stream, highlight=False, soft_wrap=True)
        self._bars = Progress(
            TextColumn("{task.description:<12}"),
            BarColumn(bar_width=40),
            TextColumn("{task.percentage:>3.0f} %"),
            TextColumn("{task.fields[note]}"),
            console=self._console,
        )
        self._acts: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bars.stop()

    def say(self, words: str) -> None:
        """Above the bars; brackets are no markup."""
        self._bars.print(words, markup=False)

    def moved(self, act: str, fraction: float, *, stage: str = "", note: str = "") -> None:
        """Draw it."""
        if act not in self._acts:
            self._acts[act] = self._bars.add_task(act, total=1, note="")
        told = f"{stage}  {note}".strip()
        self._bars.update(self._acts[act], completed=fraction, note=told)


class Lines:
    """A line at each tenth, and at each change of what is being done."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._told: dict[str, tuple[int, str]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stream.flush()

    def say(self, words: str) -> None:
        """At once, so that whoever reads along does."""
        self._stream.write(f"{words}\n")
        self._stream.flush()

    def moved(self, act: str, fraction: float, *, stage: str = "", note: str = "") -> None:
        """Tell it if it is news."""
        percent = int(fraction * 100)
        news = (percent // STEP, stage)
        if self._told.get(act) != news:
            self._told[act] = news
            self.say("  ".join(part for part in (f"{act} {percent} %", stage, note) if part))


class Stillness:
    """Says once that nothing moves: a missing worker looks like a slow one."""

    def __init__(self, show: Show) -> None:
        self._show = show
        self._seen: Any = None
        self._since = time.monotonic()

    def notice(self, seen: Any) -> None:
        """Look at what should change."""
        now = time.monotonic()
        if seen != self._seen:
            self._seen, self._since = seen, now
        elif now - self._since > STILL_SECONDS:
            self._show.say(STILL)
            self._since = float("inf")


def megabytes(count: int) -> str:
    """Rounded as people say it."""
    return f"{count / 1e6:.1f} MB" if count < 1e9 else f"{count / 1e9:.2f} GB"  # noqa: PLR2004


def note_of(progress: dict[str, Any]) -> str:
    """Speed and what is left of a master's progress, in a few words."""
    parts = [f"{progress['speed']:.2f} x real time"] if progress["speed"] else []
    if progress["eta_seconds"] is not None:
        parts.append(f"about {progress['eta_seconds']} s left")
    return "  ".join(parts)
