"""Running PostgreSQL from a root shell, which it refuses: as the owner of its data instead.

The wheel's own launcher adds a system user and makes every parent directory of the data and of
the binaries readable to all. We change nothing on the machine: an account that is already there
owns the data, and where it may not enter a parent directory the process (not the directory) gets
the right to do so, as the one capability CAP_DAC_READ_SEARCH.
"""

from __future__ import annotations

import os
import pwd
import shutil
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

ACCOUNTS = ("postgres", "nobody")
_ROOT = 0


class NoAccount(Exception):
    """Root has no account, or no `setpriv`, to run PostgreSQL with."""


@dataclass(frozen=True)
class Runner:
    """Who runs a program: `prefix` goes before its argv, its files go to `uid` and `gid`."""

    uid: int
    gid: int
    prefix: tuple[str, ...] = ()

    def own(self, path: Path) -> None:
        """Hand a file or a directory to the account the program runs as."""
        os.chown(path, self.uid, self.gid)


def choose_runner(*, data: Path, program: Path) -> Runner:
    """Return ourselves, or for root the owner of `data` (a system account when there is none)."""
    if os.geteuid() != _ROOT:
        return Runner(uid=os.geteuid(), gid=os.getegid())
    account = _account(data)
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        message = "PostgreSQL does not run as root, and setpriv (util-linux) is not installed"
        raise NoAccount(message)
    # The change of user drops the parent death signal, so it is asked for again after it.
    prefix = [setpriv, f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}"]
    prefix += ["--clear-groups", "--pdeathsig=KILL"]
    if not (_everyone_may_enter(data) and _everyone_may_enter(program)):
        prefix += ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]
    return Runner(uid=account.pw_uid, gid=account.pw_gid, prefix=(*prefix, "--"))


def _account(data: Path) -> pwd.struct_passwd:
    if data.exists() and data.stat().st_uid != _ROOT:
        return pwd.getpwuid(data.stat().st_uid)
    for name in ACCOUNTS:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    message = f"PostgreSQL does not run as root, and there is no account {' or '.join(ACCOUNTS)}"
    raise NoAccount(message)


def _everyone_may_enter(path: Path) -> bool:
    return all(parent.stat().st_mode & stat.S_IXOTH for parent in path.parents)
