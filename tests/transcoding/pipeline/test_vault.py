"""The vault: encrypted, and under names that nobody can guess."""

import pytest

from infra.local.hls import decrypt
from tests.transcoding.rows import make_step
from tests.transcoding.workshop import stored
from transcoding import jobs, keys
from transcoding.models import JobStep
from transcoding.pipeline.vault import Vault
from transcoding.segments import ClearSegment

pytestmark = pytest.mark.django_db


@pytest.fixture
def step() -> JobStep:
    return make_step(attempt=3)


def clear(index: int) -> ClearSegment:
    return ClearSegment(index, 240_000 + index, 144_000, 144, b"moof and mdat")


def test_what_is_known_of_a_stored_segment(step: JobStep) -> None:
    kept = Vault(step, per_period=5).put(clear(7), track="h264-90")
    name = kept.pop("object")
    assert kept == {
        "index": 7, "decode_time": 240_007, "ticks": 144_000, "samples": 144, "size": 16,
    }  # fmt: skip
    assert len(stored(name)) == 16


@pytest.mark.parametrize(("index", "period"), [(0, 0), (4, 0), (5, 1), (12, 2)])
def test_a_segment_is_opened_with_its_periods_key_and_its_tracks_iv(
    step: JobStep, index: int, period: int
) -> None:
    kept = Vault(step, per_period=5).put(clear(index), track="stereo")
    secret = jobs.secret_of(step.job)
    key = keys.period_key(secret, period=period)
    iv = keys.period_iv(secret, track="stereo", period=period)
    assert decrypt(stored(kept["object"]), key, iv) == b"moof and mdat"


def test_names_tell_the_attempt_and_nothing_of_the_film(step: JobStep) -> None:
    vault = Vault(step, per_period=5)
    names = {vault.put(clear(0), track="h264-90")["object"] for _ in range(3)}
    assert len(names) == 3
    for name in names:
        *prefix, last = name.split("/")
        assert prefix == [step.job.prefix, str(step.pk), "3"]
        assert len(last) == len("a" * 22 + ".m4s")


def test_an_initialisation_segment_is_stored_in_clear(step: JobStep) -> None:
    """RFC 8216bis §4.4.4.5: `EXT-X-MAP` stands before the first key."""
    name = Vault(step, per_period=5).put_init(b"ftyp and moov")
    assert stored(name) == b"ftyp and moov"
    assert name.endswith(".mp4")
