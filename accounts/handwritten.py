"""Codes that people read aloud and copy by hand. Pure, but for the dice.

People type what they see, on keyboards of their own: small letters, dashes, the wide letters of a
Chinese keyboard, Cyrillic letters that look like ours, and signs that our alphabet leaves out.
"""

import secrets
import unicodedata
from itertools import islice, product

# No 0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V.
ALPHABET = "34679ACDEFGHJKMNPQRTWXY"
GROUP = 4
# What somebody who typed a sign outside the alphabet may have seen.
READ_AS = {"0": "DQ", "O": "DQ", "1": "7", "2": "7", "Z": "7", "8": "3", "B": "3"}
READ_AS |= {"U": "Y", "V": "Y"}
CYRILLIC_AND_GREEK = str.maketrans("АСЕНКМРТХУΑΕΗΚΜΝΡΤΧΥ", "ACEHKMPTXYAEHKMNPTXY")
MOST_READINGS = 64


def new_code(length: int) -> str:
    """Random signs of the alphabet, 4.5 bits each."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def grouped(code: str) -> str:
    """The code as it is shown: "3ACD-EF4G-HJ67"."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def readings(typed: str, *, length: int) -> list[str]:
    """Every code that `typed` may mean, the most literal first; none where it can't be one."""
    upper = unicodedata.normalize("NFKC", typed[: 4 * length]).upper()
    signs = [s for s in upper.translate(CYRILLIC_AND_GREEK) if s.isalnum()]
    if len(signs) != length:
        return []
    choices = [sign if sign in ALPHABET else READ_AS.get(sign, "") for sign in signs]
    return ["".join(signs) for signs in islice(product(*choices), MOST_READINGS)]
