"""The log of a step: what each attempt said last, without what must not be kept."""

import re
from collections.abc import Sequence

LOG_CHARACTERS = 16_000
# The reader's address holds a nonce, and a file may name any other address in its bytes.
ADDRESS = re.compile(r"\b[a-z][a-z0-9+.-]*://[^\s'\"|]+", re.IGNORECASE)
# FFmpeg prints a file's tags as `title   : words`; its messages have no blank before a colon.
TAG = re.compile(r"^\s*[\w-]+\s+: ")
LINE_CHARACTERS = 500


def clean(text: str) -> str:
    """Without addresses; PostgreSQL takes no NUL."""
    return ADDRESS.sub("…", text).replace("\x00", "")


def entry(attempt: int, error: str, lines: Sequence[str] = ()) -> str:
    """What one attempt leaves in the log of its step."""
    kept = [clean(line)[:LINE_CHARACTERS] for line in lines if line and not TAG.match(line)]
    head = f"attempt {attempt}: {clean(error)[:LINE_CHARACTERS]}"
    return "".join(f"{line}\n" for line in (head, *kept))
