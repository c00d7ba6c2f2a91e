"""Run a command in a network of its own: `python -m infra.lines.apart COMMAND …`.

Nothing outside is reached from there, and what lines are laid in it is gone with it. Root needs
nothing else; anybody else needs a kernel that lets users make namespaces, as most do.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

_ROOT = 0


def prefix() -> list[str]:
    """What goes before a command that is to have a network of its own."""
    unshare = shutil.which("unshare") or "unshare"
    if os.geteuid() == _ROOT:
        return [unshare, "--net", "--"]
    return [unshare, "--map-current-user", "--keep-caps", "--net", "--"]


def main() -> None:
    """Bring the loopback up and become the command."""
    inside, *command = sys.argv[1:]
    if inside != "--inside":
        again = [sys.executable, "-m", "infra.lines.apart", "--inside", *sys.argv[1:]]
        os.execvp(prefix()[0], [*prefix(), *again])  # noqa: S606 - no shell is wanted
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    os.execvp(command[0], command)  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    main()
