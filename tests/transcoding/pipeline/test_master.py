"""A master in the store, opened for FFmpeg."""

import threading
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.transcoding.rows import make_step
from tests.transcoding.troubles import break_store
from tests.transcoding.visitors import hand_in
from transcoding.leases import Lease
from transcoding.models import Master
from transcoding.pipeline.master import bounds, open_master
from transcoding.storage import StoreUnavailable

pytestmark = pytest.mark.django_db
FILM = bytes(range(256)) * 4


@pytest.fixture
def master(tmp_path: Path) -> Master:
    (tmp_path / "film").write_bytes(FILM)
    return hand_in(tmp_path / "film")


def test_its_bytes_are_at_a_loopback_address(master: Master) -> None:
    with open_master(master) as reader:
        assert reader.url.startswith("http://127.0.0.1:")
        assert master.object_key not in reader.url
        assert httpx.get(reader.url, trust_env=False).content == FILM
        answer = httpx.get(reader.url, headers={"Range": "bytes=10-19"}, trust_env=False)
        assert answer.content == FILM[10:20]
        reader.check()


def test_a_read_that_failed_is_told_afterwards(
    master: Master, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_store(monkeypatch, breaks_at=100, times=10**6)
    with open_master(master) as reader:
        with pytest.raises(httpx.RemoteProtocolError):
            httpx.get(reader.url, trust_env=False)
        with pytest.raises(StoreUnavailable, match="connection reset"):
            reader.check()


def test_work_stops_when_the_lease_is_lost_or_the_time_is_up(settings: Any) -> None:
    settings.STEP_SECONDS = 3600
    lease = Lease(make_step())
    limits = bounds(lease)
    assert (limits.over, limits.seconds) == (False, 3600)
    assert isinstance(limits.stop, threading.Event)
    lease.lost.set()
    assert limits.over
