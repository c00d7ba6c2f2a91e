"""What can be known of a master before it is decoded."""

import json
from typing import Any

from django.conf import settings

from transcoding import runner, scan
from transcoding.commands import inspect
from transcoding.diagnosis import Signs
from transcoding.limits import check
from transcoding.probe import encrypted, read_source, recognised
from transcoding.runner import EncoderFailed
from transcoding.source import Source
from transcoding.states import MasterRefused, Problem

HIDDEN = frozenset({Problem.ELSEWHERE, Problem.TOO_MANY_TRACKS})  # from an ffprobe that ends well


def look_at(*, url: str, limits: runner.Bounds) -> tuple[dict[str, Any], Source]:
    """Ffprobe's answer and the facts in it; raises `MasterRefused`."""
    facts = _probe(url=url, limits=limits)
    source = read_source(facts)
    check(source, longest_seconds=settings.MAX_FILM_SECONDS)
    if scan.worth_a_look(source):
        source = _look_at_fields(source, url=url, limits=limits)
    return facts, source


def _look_at_fields(source: Source, *, url: str, limits: runner.Bounds) -> Source:
    """What can't be looked at stays as declared: the decode says what is wrong with it."""
    seen: list[scan.Look] = []
    for command in inspect.looks(binaries=runner.binaries(), url=url, source=source):
        try:
            answer = runner.capture(command, bounds=limits)
        except EncoderFailed as failure:
            if failure.killed:
                raise
            continue
        seen.append(scan.read_look(answer.decode().splitlines()))
    return scan.scanned(source, seen)


def _probe(*, url: str, limits: runner.Bounds) -> dict[str, Any]:
    command = inspect.probe(binaries=runner.binaries(), url=url)
    signs = Signs()
    try:
        answer = runner.capture(command, bounds=limits, log=signs.listen)
    except EncoderFailed as failure:
        if failure.killed:
            raise
        problem = Problem.DAMAGED if recognised(failure.log) else Problem.NOT_A_FILM
        raise MasterRefused(signs.problem or problem, str(failure)) from failure
    if signs.problem in HIDDEN:
        raise MasterRefused(signs.problem, "ffprobe left out what it said so of")
    facts: dict[str, Any] = json.loads(answer)
    if encrypted(facts):
        raise MasterRefused(Problem.PROTECTED, "the first packets are encrypted")
    return facts
