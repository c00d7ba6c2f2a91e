"""What the index keeps of a text: the value of a `tsvector`, and keys to compare whole titles.

In titles: each character, each pair of neighbours, each word, and under marks that no text can hold
the readings (~), the initials of the readings (=) and the year (#). All stand at the position of
their character, so that a phrase of pairs, or of readings, is found as a phrase. Trigrams find
nothing in one or two characters; pairs do.
In long texts: pairs and words alone, without positions.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from catalog.finding.folding import fold, is_han, tokens
from catalog.finding.readings import readings, spelled

READING, INITIALS, YEAR = "~", "=", "#"
LONGEST = 200  # characters of a lexeme; PostgreSQL takes 2046 bytes
GAP = 8  # positions between two titles: no phrase reaches over it
LAST_POSITION = 16_383  # PostgreSQL, section 12.1 "tsvector"
COMPOUND_NAME = 4  # characters: a surname of two, like 欧阳


def keys_of(titles: Iterable[str], *, personal: bool = False) -> list[str]:
    """Whole titles without spaces, as written and as read; names in both orders."""
    keys: dict[str, None] = {}
    for title in titles:
        for form in (title, *(_turned(title) if personal else ())):
            for key in (fold(form).replace(" ", ""), spelled(form)):
                if key:
                    keys[key[:LONGEST]] = None
    return list(keys)


def title_vector(titles: Iterable[str], *, personal: bool = False, year: int | None = None) -> str:
    """A `tsvector` of titles or names."""
    placed: dict[str, set[int]] = defaultdict(set)
    position = 1
    for title in dict.fromkeys(titles):
        for form in (title, *(_turned(title) if personal else ())):
            for lexeme, offset in _placed(form):
                placed[lexeme[:LONGEST]].add(min(position + offset, LAST_POSITION))
            position += len(form) + GAP
    for key in keys_of(titles, personal=personal):
        placed[key].add(min(position, LAST_POSITION))
    if year is not None:
        placed[f"{YEAR}{year}"].add(min(position, LAST_POSITION))
    return " ".join(
        f"{quoted(lexeme)}:{','.join(map(str, sorted(positions)[:255]))}"
        for lexeme, positions in sorted(placed.items())
    )


def text_vector(texts: Iterable[str]) -> str:
    """A `tsvector` of long texts."""
    found: set[str] = set()
    for text in texts:
        for token in tokens(text):
            found.update(pairs(token) if is_han(token) else (token[:LONGEST],))
    return " ".join(map(quoted, sorted(found)))


def words_of(titles: Iterable[str], *, personal: bool = False) -> set[str]:
    """Latin words and readings of titles: what a misspelt word may have meant."""
    words = {token for title in titles for token in tokens(title) if token.isascii()}
    words |= {key for key in keys_of(titles, personal=personal) if key.isascii()}
    if personal:  # a given name alone: Zhangke
        turned = [form for title in titles for form in _turned(title)]
        words |= {spelled(form[: -_surname(form)]) for form in turned if is_han(form)}
    return {word[:LONGEST] for word in words if not word.isdigit()}


def pairs(run: str) -> list[str]:
    """Neighbours in a run of characters; of a single character, itself."""
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


def quoted(lexeme: str) -> str:
    """A lexeme as `tsvector` and `tsquery` read it."""
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def _placed(title: str) -> Iterator[tuple[str, int]]:
    """Lexemes of one title, with their positions in it."""
    position, initials = 0, ""
    for token in tokens(title):
        if not is_han(token):
            yield token, position
            position += 1
            continue
        for offset, (character, read) in enumerate(zip(token, readings(token), strict=True)):
            yield character, position + offset
            yield from ((f"{READING}{reading}", position + offset) for reading in read)
            initials += read[0][0] if read else ""
        yield from ((pair, position + i) for i, pair in enumerate(pairs(token)))
        position += len(token)
    if len(initials) > 1:
        yield f"{INITIALS}{initials}", position


def _turned(name: str) -> Iterator[str]:
    """A name in the other order: 樟柯贾 as it is read abroad, Zhangke Jia as Jia Zhangke."""
    found = tokens(name)
    if len(found) == 1 and is_han(found[0]) and len(found[0]) > 1:
        surname = _surname(found[0])
        yield found[0][surname:] + found[0][:surname]
    elif len(found) > 1:
        yield " ".join([*found[1:], found[0]])
        yield " ".join([found[-1], *found[:-1]])


def _surname(name: str) -> int:
    """How many characters of a name are the family's."""
    return 2 if len(name) >= COMPOUND_NAME else 1
