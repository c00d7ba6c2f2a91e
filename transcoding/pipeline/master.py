"""A master in the store, opened for FFmpeg."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from transcoding import storage
from transcoding.leases import Lease
from transcoding.models import Master
from transcoding.reader import RangeReader
from transcoding.runner import Bounds, Stopped


class MasterReader(RangeReader):
    """A range reader that can say whether everything asked of it was delivered."""

    def check(self) -> None:
        """Raise what the store failed with: FFmpeg took it for the end of the film."""
        if self.failure:
            raise self.failure


@contextmanager
def open_master(master: Master) -> Iterator[MasterReader]:
    """The master's bytes at a loopback URL; what goes wrong while the store fails is its fault."""

    def read(start: int, end: int) -> Iterator[bytes]:
        return storage.read_master(key=master.object_key, start=start, end=end)

    with MasterReader(size=master.size, read=read) as reader:
        try:
            yield reader
        except Stopped:
            raise
        except Exception:
            reader.check()
            raise


def bounds(lease: Lease) -> Bounds:
    """Stop when the lease is lost, or when a step takes longer than any may."""
    return Bounds(stop=lease.lost, seconds=settings.STEP_SECONDS)
