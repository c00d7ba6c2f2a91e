"""What a finding is put into."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """What it is called, what was found, what to do."""

    title: str
    text: str
    advice: str
