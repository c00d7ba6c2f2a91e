"""What can be known of a master before it is decoded."""

import json
from typing import Any

from transcoding import runner
from transcoding.commands import inspect
from transcoding.probe import read_source, recognised
from transcoding.runner import EncoderFailed
from transcoding.source import Source
from transcoding.states import MasterRefused, Problem


def look_at(*, url: str, limits: runner.Bounds) -> tuple[dict[str, Any], Source]:
    """Ffprobe's answer and the facts in it; raises `MasterRefused`."""
    facts = _probe(url=url, limits=limits)
    return facts, read_source(facts)


def _probe(*, url: str, limits: runner.Bounds) -> dict[str, Any]:
    command = inspect.probe(binaries=runner.binaries(), url=url)
    try:
        facts: dict[str, Any] = json.loads(runner.capture(command, bounds=limits))
    except EncoderFailed as failure:
        if failure.killed:
            raise
        problem = Problem.DAMAGED if recognised(failure.log) else Problem.NOT_A_FILM
        raise MasterRefused(problem, str(failure)) from failure
    return facts
