"""What a program that reads a master may touch: Landlock, where the kernel has it (ADR 0019).

It may read and execute itself and the system's libraries, and connect to the ports of this machine
that its command line names. Every other file, and every other TCP connection, is refused by the
kernel, whatever a master made the program try. See landlock(7).
"""

import ctypes
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # the same on every architecture
GET_VERSION = 1
PATH_BENEATH, NET_PORT = 1, 2
PR_SET_NO_NEW_PRIVS = 38
EXECUTE, READ_FILE, READ_DIR = 1 << 0, 1 << 2, 1 << 3
BIND_TCP, CONNECT_TCP = 1 << 0, 1 << 1
ABSTRACT_SOCKETS, SIGNALS = 1 << 0, 1 << 1
# How many rights over files each version of the interface knows; later ones know no others.
FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
MOST_FILE_RIGHTS = 16
TCP_SINCE, SCOPES_SINCE = 4, 6
LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/etc/ld.so.cache")
LOOPBACK = re.compile(r"https?://127\.0\.0\.1:(\d+)(?:/|$)")
_libc = ctypes.CDLL(None, use_errno=True)


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _PathRule(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("directory", ctypes.c_int32))


class _PortRule(ctypes.Structure):
    _fields_ = (("allowed", ctypes.c_uint64), ("port", ctypes.c_uint64))


@cache
def version() -> int:
    """Of the kernel's interface; 0 where there is none, or where it is switched off."""
    found = _libc.syscall(CREATE_RULESET, None, ctypes.c_size_t(0), GET_VERSION)
    return max(int(found), 0)


def ports_named(command: Sequence[str]) -> set[int]:
    """The ports of this machine that a command line names: those of its range reader."""
    found = (LOOPBACK.match(word) for word in command)
    return {int(match[1]) for match in found if match}


@contextmanager
def ruleset(command: Sequence[str]) -> Iterator[int | None]:
    """The rules for one command, as a descriptor for `enter`; `None` where there is no Landlock."""
    if not version():
        yield None
        return
    made = _create()
    try:
        for path in (*_programs(Path(command[0])), *map(Path, LIBRARIES)):
            _allow_path(made, path)
        if version() >= TCP_SINCE:
            for port in ports_named(command):
                _add(made, NET_PORT, _PortRule(allowed=CONNECT_TCP, port=port))
        yield made
    finally:
        os.close(made)


def enter(rules: int) -> None:
    """Put this process, and what it will execute, under the rules; there is no way back."""
    _libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if _libc.syscall(RESTRICT_SELF, rules, 0):
        os._exit(126)  # rather not at all than unconfined


def _create() -> int:
    rights = FILE_RIGHTS.get(version(), MOST_FILE_RIGHTS)
    handled = _Ruleset(
        files=(1 << rights) - 1,
        net=BIND_TCP | CONNECT_TCP if version() >= TCP_SINCE else 0,
        scoped=ABSTRACT_SOCKETS | SIGNALS if version() >= SCOPES_SINCE else 0,
    )
    # An older kernel takes a longer structure as long as what it does not know is zero.
    made = _libc.syscall(CREATE_RULESET, ctypes.byref(handled), ctypes.sizeof(handled), 0)
    if made < 0:
        raise OSError(ctypes.get_errno(), "landlock_create_ruleset")
    os.set_inheritable(made, False)  # noqa: FBT003 - its only argument
    return int(made)


def _programs(path: Path) -> Iterable[Path]:
    """The program, its interpreter if it is a script, and the libraries that come with it."""
    program = path.resolve()
    yield program
    with program.open("rb") as opened:
        head = opened.readline(256)
    if head.startswith(b"#!"):
        yield Path(os.fsdecode(head[2:].split()[0]))
    yield program.parent.parent / "lib"


def _allow_path(rules: int, path: Path) -> None:
    try:
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        rights = EXECUTE | READ_FILE | (READ_DIR if path.is_dir() else 0)
        _add(rules, PATH_BENEATH, _PathRule(allowed=rights, directory=opened))
    finally:
        os.close(opened)


def _add(rules: int, kind: int, rule: ctypes.Structure) -> None:
    if _libc.syscall(ADD_RULE, rules, kind, ctypes.byref(rule), 0):
        raise OSError(ctypes.get_errno(), "landlock_add_rule")
