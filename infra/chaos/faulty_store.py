"""A TCP proxy before the store, which fails when it is told to."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from typing import TYPE_CHECKING, Self

from infra.local.processes import LOOPBACK

if TYPE_CHECKING:
    from types import TracebackType

PIECE_BYTES = 256 * 1024
HEAD_SECONDS = 5.0
REFUSAL = b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class FaultyStore:
    """Hands everything through; while it fails, open lines break and new ones get a 500."""

    def __init__(self, *, port: int, target: int) -> None:
        self.url = f"http://{LOOPBACK}:{port}"
        self._port = port
        self._target = target
        self._failing = False
        self._lines: set[asyncio.BaseTransport] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._open(), self._loop).result(HEAD_SECONDS)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(HEAD_SECONDS)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def fail(self, *, seconds: float) -> None:
        """Fail for a while; returns when that is over."""
        self._failing = True
        self._loop.call_soon_threadsafe(self._break)
        time.sleep(seconds)
        self._failing = False

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    async def _open(self) -> None:
        self._server = await asyncio.start_server(self._serve, LOOPBACK, self._port)

    async def _close(self) -> None:
        self._server.close()
        self._break()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.gather(*others, return_exceptions=True)

    def _break(self) -> None:
        for line in list(self._lines):
            line.abort()  # type: ignore[attr-defined]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, TimeoutError):
            if self._failing:
                await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), HEAD_SECONDS)
                writer.write(REFUSAL)
                await writer.drain()
            else:
                await self._through(reader, writer)
        writer.close()

    async def _through(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        store_reader, store_writer = await asyncio.open_connection(LOOPBACK, self._target)
        lines = {writer.transport, store_writer.transport}
        self._lines |= lines
        try:
            await asyncio.gather(_pump(reader, store_writer), _pump(store_reader, writer))
        finally:
            self._lines -= lines
            store_writer.close()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while piece := await reader.read(PIECE_BYTES):
            writer.write(piece)
            await writer.drain()
    finally:
        writer.close()
