"""Seconds that requests take, one after another over one connection: the server is measured."""

from __future__ import annotations

import statistics
import time
from http.client import HTTPConnection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

OK = 200


def rounds(
    port: int,
    asked: Mapping[str, str],
    *,
    headers: dict[str, str],
    turns: int,
    each: int,
) -> dict[str, float]:
    """The median seconds of each address, asked `each` times in each of `turns` turns.

    All take part in every turn, so that what else the machine does falls on all of them.
    """
    taken: dict[str, list[float]] = {name: [] for name in asked}
    connection = HTTPConnection("127.0.0.1", port)
    for turn in range(turns + 1):
        for name, path in asked.items():
            seconds = [_once(connection, path, headers) for _ in range(each)]
            if turn:  # the first warms
                taken[name] += seconds
    connection.close()
    return {name: statistics.median(seconds) for name, seconds in taken.items()}


def _once(connection: HTTPConnection, path: str, headers: dict[str, str]) -> float:
    started = time.perf_counter()
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    ended = time.perf_counter()
    if answer.status != OK:
        raise RuntimeError(f"{path}: {answer.status} {body[:300]!r}")
    return ended - started
