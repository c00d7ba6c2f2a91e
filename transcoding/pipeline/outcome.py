"""What a performed step leaves behind."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """`result` is kept with the step; `after` runs in the transaction that completes it."""

    result: dict[str, Any]
    after: Callable[[], None] | None = None
