"""Which part of a text was meant by a query: pieces, so that nobody has to trust markup."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from catalog.finding.folding import folded_character, is_han
from catalog.finding.readings import readings

BEFORE, AFTER = 30, 90  # characters of a long text round what was found


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A part of a text, and whether it is what was looked for."""

    text: str
    match: bool


def pieces(text: str, keys: Iterable[str], *, by_sound: bool = True) -> list[Piece]:
    """The text in pieces; put together again they are the text."""
    marked = [False] * len(text)
    for start, end in _spans(text, list(keys), by_sound=by_sound):
        marked[start:end] = [True] * (end - start)
    found: list[Piece] = []
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or marked[place] != marked[start]:
            found.append(Piece(text=text[start:place], match=marked[start]))
            start = place
    return found


def excerpt(text: str, keys: Iterable[str]) -> list[Piece]:
    """The surroundings of the first match in a long text, in pieces; empty without a match."""
    spans = sorted(_spans(text, list(keys), by_sound=False))
    if not spans:
        return []
    start, end = max(0, spans[0][0] - BEFORE), spans[0][0] + AFTER
    cut = text[start:end].replace("\n", " ")
    found = pieces(cut, keys, by_sound=False)
    before = [Piece(text="…", match=False)] if start else []
    after = [Piece(text="…", match=False)] if end < len(text) else []
    return [*before, *found, *after]


def _spans(text: str, keys: Sequence[str], *, by_sound: bool) -> Iterator[tuple[int, int]]:
    folded, places = _folded(text)
    for key in filter(None, keys):
        han = is_han(key)
        at = folded.find(key)
        while at >= 0:
            # A word is found from its beginning: "art" does not mean "party".
            if han or at == 0 or not folded[at - 1].isalnum() or is_han(folded[at - 1]):
                yield places[at], places[at + len(key) - 1] + 1
            at = folded.find(key, at + 1)
    if by_sound:
        yield from _sounds(text, [key for key in keys if key.isascii() and key.isalpha()])


def _folded(text: str) -> tuple[str, list[int]]:
    """Folded text, and for each of its characters the place it had before."""
    folded, places = [], []
    for place, character in enumerate(text):
        for part in folded_character(character):
            folded.append(part)
            places.append(place)
    return "".join(folded), places


def _sounds(text: str, keys: Sequence[str]) -> Iterator[tuple[int, int]]:
    start = 0
    while keys and start < len(text):
        end = start
        while end < len(text) and is_han(text[end]):
            end += 1
        if end > start:
            read = readings(text[start:end])
            for first in range(len(read)):
                for key in keys:
                    if last := _heard(read[first:], key):
                        yield start + first, start + first + last
        start = max(end, start + 1)


def _heard(read: Sequence[Sequence[str]], key: str) -> int:
    """How many characters, from the first, are read as `key`; 0 if they are not."""
    if not read:
        return 0
    for reading in read[0]:
        if reading == key:
            return 1
        if key.startswith(reading) and (more := _heard(read[1:], key[len(reading) :])):
            return more + 1
    return 0
