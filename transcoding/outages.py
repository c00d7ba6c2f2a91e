"""What is the machinery's fault and no step's: store, database, a full disk."""

import errno
import logging
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.core.cache import cache
from django.db import InterfaceError, OperationalError, connection

from transcoding.storage import StoreUnavailable

logger = logging.getLogger(__name__)
T = TypeVar("T")
DATABASE = (OperationalError, InterfaceError)
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE}
PATIENCE_SECONDS, LONGEST_PAUSE_SECONDS = 900.0, 5.0
REFUSING = "transcoding/refusing"  # cache: workers whose disk is full, and how full
REFUSING_SECONDS = 60


def is_outage(failure: BaseException) -> bool:
    """Whether trying again later may well succeed, whatever the film."""
    full = isinstance(failure, OSError) and failure.errno in NO_ROOM
    return full or isinstance(failure, (StoreUnavailable, *DATABASE))


def insist(act: Callable[[], T], *, patience: float = PATIENCE_SECONDS) -> T:
    """What `act` gives, as soon as the database answers: finished work is not thrown away.

    `act` is one transaction that may be said twice. Raises the database's error in the end.
    """
    started, pause = time.monotonic(), 0.2
    while True:
        try:
            return act()
        except DATABASE as failure:
            connection.close()
            if time.monotonic() - started > patience:
                raise
            logger.warning("the database does not answer, trying again: %s", failure)
        time.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE_SECONDS)


def disk_is_full() -> bool:
    """Whether this worker should take no step; says so in the log and where staff look."""
    free = shutil.disk_usage(tempfile.gettempdir()).free
    if free >= settings.MIN_FREE_BYTES:
        return False
    node = os.uname().nodename
    logger.error("%s has %s bytes free in its temporary directory, takes no step", node, free)
    try:
        cache.set(REFUSING, {**refusing(), node: free}, REFUSING_SECONDS)
    except Exception as failure:  # noqa: BLE001 - the cache is away: the log has it
        logger.warning("cache: %s", failure)
    return True


def refusing() -> dict[str, int]:
    """Workers that took no step of late for want of disk space, with their free bytes."""
    known: dict[str, int] = cache.get(REFUSING) or {}
    return known
