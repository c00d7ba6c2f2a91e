"""One fault of each kind while a real film is transcoded: nothing lost, doubled or left."""

import json
import subprocess
import sys
from pathlib import Path

from infra.chaos.faults import FAULTS
from infra.local.platform import ROOT


def test_a_short_run_of_every_kind(tmp_path: Path) -> None:
    result = tmp_path / "chaos.json"
    options = {"seed": 7, "faults": len(FAULTS), "seconds": 20, "height": 240, "step-seconds": 25}
    command = [sys.executable, "-m", "infra.chaos", "--result", str(result)]
    for name, value in options.items():
        command += [f"--{name}", str(value)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    figures = json.loads(result.read_text())
    assert figures["faults"] == len(FAULTS)
    assert set(figures["by_kind"]) == set(FAULTS)
    assert {"faults", "lost", "doubled", "left_behind", "recovery_p95_s"} <= set(figures)
    assert figures["recovery_p95_s"] > 0
    assert (figures["lost"], figures["doubled"], figures["left_behind"]) == (0, 0, 0)
