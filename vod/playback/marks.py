"""The visible mark of a session: a short code over the picture, read off a photograph of a screen.

It is drawn at random and tells nothing by itself. Letters that look or sound like others are left
out, and so are vowels, so that no word comes about.
"""

import secrets

ALPHABET = "CDFHJKMNPRTVWXY"
LENGTH = 6
# Whose screens show it: those who see films before everybody else does.
AUDIENCES = frozenset({"press", "jury", "industry", "staff"})


def new_mark() -> str:
    """Six letters: one of eleven million."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
