"""What the stopping of a platform would hide is noticed before it."""

import shutil
import sys
from pathlib import Path

import pytest

from infra.chaos import faults
from infra.chaos.world import encoders
from infra.local.processes import Supervisor, wait_until

WORKER = "import subprocess, sys, time; subprocess.Popen([sys.argv[1], '60']); time.sleep(60)"


@pytest.fixture
def encoder(tmp_path: Path) -> Path:
    """Something long that has an encoder's name."""
    return Path(shutil.copy(shutil.which("sleep") or "", tmp_path / "ffmpeg-of-test"))


def test_an_encoder_that_outlives_its_step_is_noticed(tmp_path: Path, encoder: Path) -> None:
    with Supervisor(tmp_path / "log") as supervisor:
        supervisor.start("worker", [sys.executable, "-c", WORKER, str(encoder)])
        session = supervisor.group("worker")
        wait_until(
            lambda: bool(encoders({session})),
            seconds=10,
            what="an encoder",
            alive=supervisor.check,
        )
        assert encoders({session + 1}) == []
        (child,) = faults._children(session)
        assert faults._is_alive(child)
        with pytest.raises(faults.Outlived):
            faults._await_end([child], seconds=0)
    faults._await_end([child])
