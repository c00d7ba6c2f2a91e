"""What the figures mean for a film: findings, each with how grave it is.

The filmmaker's intent is kept: a black or a silent minute may be meant. So little blocks, only what
would hardly be shown on purpose, and staff may let even that through (ADR 0014).
"""

from collections.abc import Sequence

from transcoding.quality.findings import Finding, Level
from transcoding.quality.measures import Picture, Sound
from transcoding.quality.pictures import of_picture
from transcoding.quality.sounds import of_sounds
from transcoding.source import Source


def findings(
    source: Source, *, seconds: float, picture: Picture, sounds: Sequence[Sound]
) -> tuple[Finding, ...]:
    """Everything worth a word about a film of so many seconds, the gravest first."""
    found = [
        *of_picture(source, picture, seconds=seconds),
        *of_sounds(sounds, seconds=seconds),
    ]
    order = [Level.BLOCKS, Level.WARNING, Level.INFO]
    return tuple(sorted(found, key=lambda finding: order.index(finding.level)))
