"""What the masters are made from."""

from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from tests.conftest import REAL_FILM
from tests.transcoding.films import ffmpeg
from tests.transcoding.masters.making import REEL_FRAMES, REEL_SIZE

TAGS = "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709"


@pytest.fixture(scope="session")
def reel(shared_directory: Path) -> Path:
    """Frames of the real film in which things move, small and without loss: BT.709 in 4:2:2."""
    path = shared_directory / "reel.mkv"
    with FileLock(f"{path}.lock"):
        if not path.exists():
            draft = path.with_suffix(".draft.mkv")
            size = f"scale={REEL_SIZE}:flags=area,format=yuv422p,{TAGS}"
            ffmpeg("-ss", "5", "-i", REAL_FILM, "-an", "-vf", size, "-frames:v", str(REEL_FRAMES),
                   "-c:v", "ffv1", draft)  # fmt: skip
            draft.rename(path)
    return path


@pytest.fixture(autouse=True)
def patience(settings: Any) -> None:
    """No beat is due while a step works: it would come over a connection that sees no test rows."""
    settings.LEASE_SECONDS = 600
