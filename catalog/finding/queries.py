"""What somebody typed, as terms that PostgreSQL can look up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from catalog.finding.folding import is_han, tokens
from catalog.finding.lexemes import INITIALS, READING, YEAR, pairs, quoted
from catalog.finding.readings import readings, segmentations, spelled
from catalog.finding.stopwords import STOP_WORDS

LONGEST_QUERY = 200  # characters
MOST_TERMS = 8
SHORTEST_PREFIX = 3  # letters of a word that may be the beginning of one, unless it is the last
SHORTEST_SPLIT = 4  # characters of a run that may be several words written together
LONGEST_INITIALS = 8
YEAR_DIGITS = 4


@dataclass(frozen=True, kw_only=True)
class Term:
    """One thing to be found. `titles` and `texts` are in the syntax of `tsquery`.

    `keys` are compared with whole titles for the order of results; `word` is what may be misspelt.
    """

    titles: str
    texts: str
    keys: tuple[str, ...]
    word: str = ""


@dataclass(frozen=True, kw_only=True)
class Query:
    """A query in the order in which it is tried.

    `phrase`: all of it as one reading. `terms`: all must match. `close`: most must, and each more
    loosely; homophones count there, and characters written together may be several words. It looks
    at titles and names alone: in long texts anything is close to something.
    """

    text: str
    phrase: Term | None
    terms: tuple[Term, ...]
    close: tuple[Term, ...]
    whole: str


def parse(text: str) -> Query:
    """Read a query."""
    found = tokens(text[:LONGEST_QUERY])[:MOST_TERMS]
    telling = [token for token in found if token not in STOP_WORDS] or found
    last = len(telling) - 1
    terms = [_term(token, last=place == last) for place, token in enumerate(telling)]
    return Query(
        text=text[:LONGEST_QUERY].strip(),
        phrase=_phrase(telling),
        terms=tuple(terms),
        close=tuple(replace(t, texts="") for t in _loosely(telling, terms))[:MOST_TERMS],
        whole="".join(found),
    )


def widened(term: Term, words: Iterable[str]) -> Term:
    """Let a term find other words too: what it may have been a slip of."""
    others = [word for word in words if word != term.word]
    if not others:
        return term
    found = [quoted(word) for word in others]
    sounds = [_reading(way, unfinished=False) for word in others for way in segmentations(word)]
    return replace(
        term,
        titles=_any([term.titles, *found, *sounds]),
        keys=(*term.keys, *others),
    )


def _term(token: str, *, last: bool) -> Term:
    if is_han(token):
        found = [quoted(pair) for pair in pairs(token)]
        return Term(
            titles=" <-> ".join(found),
            texts=" & ".join(found) if len(token) > 1 else "",
            keys=(token,),
            word=spelled(token),
        )
    word = quoted(token)
    if len(token) >= SHORTEST_PREFIX or (last and len(token) > 1):
        word += ":*"
    ways = segmentations(token) or (segmentations(token, unfinished=True) if last else ())
    titles = [word, *(_reading(way, unfinished=last) for way in ways)]
    if len(token) == YEAR_DIGITS and token.isdigit():
        titles.append(quoted(f"{YEAR}{token}"))
    if not segmentations(token) and token.isalpha() and 1 < len(token) <= LONGEST_INITIALS:
        titles.append(f"{quoted(INITIALS + token)}:*")
    keys = dict.fromkeys((token, *("".join(way) for way in ways)))
    return Term(titles=_any(titles), texts=word, keys=tuple(keys), word=token)


def _phrase(found: Sequence[str]) -> Term | None:
    """Take words that are all pinyin as one phrase, the words themselves beside it."""
    ways = [segmentations(token) for token in found]
    if len(found) < 2 or not all(ways) or any(map(is_han, found)):  # noqa: PLR2004 - a phrase
        return None
    syllables = [syllable for way in ways for syllable in way[0]]
    words = " & ".join(map(quoted, found))
    key = "".join(syllables)
    joined = f"{quoted(key)}:*"
    titles = _any([_reading(syllables, unfinished=True), joined, words])
    return Term(titles=titles, texts=words, keys=(key, "".join(found)), word=key)


def _loosely(found: Sequence[str], terms: Sequence[Term]) -> Iterable[Term]:
    for token, term in zip(found, terms, strict=True):
        if not is_han(token):
            yield term
        elif len(token) < SHORTEST_SPLIT:
            yield _by_sound(token, term)
        else:
            for pair in pairs(token):
                yield replace(_by_sound(pair, _term(pair, last=False)), word="")


def _by_sound(run: str, term: Term) -> Term:
    """With whatever sounds the same: an input method offers the wrong character easily."""
    sounds = [_any(quoted(READING + one) for one in read) for read in readings(run) if read]
    if len(sounds) < len(run) or len(run) == 1:
        return term
    return replace(
        term, titles=_any([term.titles, " <-> ".join(sounds)]), keys=(*term.keys, spelled(run))
    )


def _reading(syllables: Sequence[str], *, unfinished: bool) -> str:
    found = [quoted(READING + syllable) for syllable in syllables]
    if unfinished and len(found) > 1:
        found[-1] += ":*"
    return " <-> ".join(found)


def _any(alternatives: Iterable[str]) -> str:
    found = [f"({alternative})" for alternative in dict.fromkeys(alternatives) if alternative]
    return found[0][1:-1] if len(found) == 1 else f"{' | '.join(found)}"
