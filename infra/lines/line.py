"""A line between two network namespaces: real packets of the kernel's own TCP, carried by us.

Where the kernel has no `netem`, a program may stand in the packets' way: each end is a TUN device,
and whatever the kernel sends into one comes out of the other late, or never. Retransmission,
back-off and congestion control are the kernel's. What this does not show: loss below IP (a radio
link's own repeats), and re-ordering.

The far end sees this end's loopback as its own: whoever runs there asks 127.0.0.1 and is answered
over the line, so that every address means the same on both sides, a signature's host too.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import shutil
import struct
import subprocess
import threading
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from infra.lines.terms import Terms, Way

if TYPE_CHECKING:
    from collections.abc import Iterator

TUN = Path("/dev/net/tun")
TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000  # linux/if_tun.h
MTU = 1500
NEAR, FAR = "line-near", "line-far"
NEAR_ADDRESS, FAR_ADDRESS = "192.0.2.1", "192.0.2.2"  # RFC 5737: nobody's


class NoLine(Exception):
    """This machine lets nobody lay a line; the message says what is missing."""


class Line:
    """A line whose terms may change while packets are on their way."""

    def __init__(self, *, holder: int, near: int, far: int, seed: int) -> None:
        self.terms = Terms()
        self.down, self.up = Way(Random(seed)), Way(Random(seed + 1))  # noqa: S311 - dice
        self._holder = holder
        self._ends = near, far
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._carry, name="line", daemon=True)

    def at_the_far_end(self, argv: list[str]) -> list[str]:
        """The command, to be run at the far end."""
        nsenter = shutil.which("nsenter") or "nsenter"
        return [nsenter, f"--target={self._holder}", "--net", "--", *argv]

    def start(self) -> None:
        """Begin to carry packets."""
        self._thread.start()

    def stop(self) -> None:
        """Carry no more."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        for end in self._ends:
            os.close(end)

    def _carry(self) -> None:
        near, far = self._ends
        self._loop.add_reader(near, self._take, near, far, self.down)
        self._loop.add_reader(far, self._take, far, near, self.up)
        self._loop.run_forever()

    def _take(self, source: int, target: int, way: Way) -> None:
        try:
            packet = os.read(source, MTU + 64)
        except BlockingIOError:
            return
        now = self._loop.time()
        leaves = way.leaves_at(len(packet), now=now, terms=self.terms)
        if leaves is not None and leaves > now:
            self._loop.call_at(leaves, _give, target, packet)
        elif leaves is not None:
            _give(target, packet)


@contextmanager
def laid(*, seed: int = 1, congestion_control: str | None = None) -> Iterator[Line]:
    """A line from this network, which is to be one of our own, to a new one at its far end."""
    if not TUN.exists() or shutil.which("ip") is None:
        raise NoLine("a line needs /dev/net/tun and ip (Debian: iproute2)")
    sleeper = ["unshare", "--net", "--", "sleep", "infinity"]
    with subprocess.Popen(sleeper) as holder:
        try:
            _wait_for_namespace(holder.pid)
            near, far = _device(NEAR), _device(FAR)
            _ip("link", "set", FAR, "netns", str(holder.pid))
            line = Line(holder=holder.pid, near=near, far=far, seed=seed)
            _address(NEAR, NEAR_ADDRESS, FAR_ADDRESS, prefix=[])
            inside = line.at_the_far_end([])
            _address(FAR, FAR_ADDRESS, NEAR_ADDRESS, prefix=inside)
            _lead_loopback_over_the_line(inside)
            if congestion_control is not None:
                for prefix in ([], inside):
                    _tell("net.ipv4.tcp_congestion_control", congestion_control, prefix=prefix)
            line.start()
            try:
                yield line
            finally:
                line.stop()
        finally:
            holder.kill()


def _device(name: str) -> int:
    end = os.open(TUN, os.O_RDWR | os.O_NONBLOCK)
    request = struct.pack("16sH22x", name.encode(), IFF_TUN | IFF_NO_PI)
    try:
        fcntl.ioctl(end, TUNSETIFF, request)
    except PermissionError as refused:
        os.close(end)
        raise NoLine("a line needs the right to make network devices") from refused
    return end


def _address(device: str, own: str, other: str, *, prefix: list[str]) -> None:
    _ip("address", "add", own, "peer", other, "dev", device, prefix=prefix)
    _ip("link", "set", device, "mtu", str(MTU), "up", prefix=prefix)
    _tell(f"net.ipv4.conf.{device}.route_localnet", "1", prefix=prefix)


def _lead_loopback_over_the_line(inside: list[str]) -> None:
    """At the far end 127.0.0.1 is this end's; that of the far end itself stays down."""
    _ip("route", "add", "127.0.0.0/8", "dev", FAR, "src", FAR_ADDRESS, prefix=inside)


def _give(target: int, packet: bytes) -> None:
    try:
        os.write(target, packet)
    except OSError:  # its queue is full, or the device goes down: a lost packet like others
        return


def _ip(*arguments: str, prefix: list[str] | None = None) -> None:
    subprocess.run([*(prefix or []), "ip", *arguments], check=True)


def _tell(name: str, value: str, *, prefix: list[str]) -> None:
    path = "/proc/sys/" + name.replace(".", "/")
    subprocess.run([*prefix, "sh", "-c", f"echo {value} > {path}"], check=True)


def _wait_for_namespace(pid: int) -> None:
    """`unshare` has to have made it before anything is moved there."""
    ours = Path("/proc/self/ns/net").readlink()
    pause = threading.Event()
    while Path(f"/proc/{pid}/ns/net").readlink() == ours:
        pause.wait(0.01)
