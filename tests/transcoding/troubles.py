"""A store and a network that fail where a test wants them to."""

import socket
from collections.abc import Iterator
from functools import partial
from types import TracebackType
from typing import Self

import pytest

from transcoding import storage
from transcoding.pipeline import master as opened_master
from transcoding.pipeline.master import MasterReader
from transcoding.storage import StoreUnavailable


class BreakingStore:
    """The real store, until byte `breaks_at` of any master; `times` says how often."""

    def __init__(self, *, breaks_at: int, times: int) -> None:
        self.breaks_at = breaks_at
        self.times = times
        self._read = storage.read_master

    def read_master(self, *, key: str, start: int, end: int) -> Iterator[bytes]:
        if not self.times or end < self.breaks_at:
            yield from self._read(key=key, start=start, end=end)
            return
        self.times -= 1
        if start < self.breaks_at:
            yield from self._read(key=key, start=start, end=self.breaks_at - 1)
        raise StoreUnavailable("connection reset by peer")


def break_store(monkeypatch: pytest.MonkeyPatch, *, breaks_at: int, times: int) -> BreakingStore:
    """Put it in the place of the real one, and let readers not wait between their tries."""
    store = BreakingStore(breaks_at=breaks_at, times=times)
    monkeypatch.setattr(storage, "read_master", store.read_master)
    monkeypatch.setattr(opened_master, "MasterReader", partial(MasterReader, pause_seconds=0))
    return store


class Eavesdropper:
    """Listens where a file may lure the encoder to."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.settimeout(0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._socket.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def heard(self) -> bool:
        """Whether anybody has connected: the kernel keeps the connection until it is asked."""
        try:
            self._socket.accept()[0].close()
        except BlockingIOError:
            return False
        return True
