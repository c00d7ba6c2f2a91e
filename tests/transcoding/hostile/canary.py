"""A file that nobody may open: the kernel tells who did (inotify(7))."""

import ctypes
import os
from pathlib import Path
from types import TracebackType
from typing import Self

IN_ACCESS, IN_OPEN = 0x1, 0x20
_libc = ctypes.CDLL(None, use_errno=True)


class Canary:
    """Watches one file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> Self:
        self._watch = _libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        if _libc.inotify_add_watch(self._watch, bytes(self.path), IN_ACCESS | IN_OPEN) < 0:
            raise OSError(ctypes.get_errno(), "inotify_add_watch")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.close(self._watch)

    def sang(self) -> bool:
        """Whether anybody has opened it."""
        try:
            return bool(os.read(self._watch, 4096))
        except BlockingIOError:
            return False
