"""What is handed in, read and checked before anything is asked of the platform."""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from catalog.codes import LANGUAGE
from transcoding import webvtt
from transcoding.languages import canonical
from transcoding.texts import refusals
from transcoding.texts.reading import MOST_BYTES, read
from transcoding.texts.refusals import Fault, TextRefused
from transcoding.uploads import LARGEST_MASTER
from vod.ingest.outcome import BadInput

LONGEST_TITLE = 200
TAGGED = re.compile(r"([A-Za-z0-9]+(?:-[A-Za-z0-9]+)*)=(.*)", re.DOTALL)
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")


@dataclass(frozen=True)
class Subtitle:
    """A subtitle file as it lies on disk, and `text`, as the platform will keep it."""

    language: str
    data: bytes
    text: str


@dataclass(frozen=True, kw_only=True)
class Submission:
    """A film and what goes with it. `titles` are by language; or `into` names a version."""

    film: Path
    size: int
    titles: dict[str, str]
    into: str
    year: int
    subtitles: tuple[Subtitle, ...]


def read_titles(given: Sequence[str]) -> dict[str, str]:
    """`zh-Hans=河` and the like; a bare title is English, or Chinese if it has Chinese characters.

    An equals sign in a title needs the language before it.
    """
    titles: dict[str, str] = {}
    for words in given:
        match = TAGGED.fullmatch(words.strip())
        title = (match[2] if match else words).strip()
        bare = "zh-Hans" if HAN.search(title) else "en"
        language = _language(match[1], of=f"--title {words!r}") if match else bare
        if not title:
            raise BadInput(f"--title {words!r}: the title is empty.")
        if not title.isprintable():
            raise BadInput(f"--title {words!r}: there is something in it that can't be written.")
        if len(title) > LONGEST_TITLE:
            raise BadInput(f"--title: {LONGEST_TITLE} characters at most; this has {len(title)}.")
        if language in titles:
            raise BadInput(f"--title: there are two titles in {language}.")
        titles[language] = title
    return titles


def _language(tag: str, *, of: str) -> str:
    language = canonical(tag)
    if language is None:
        raise BadInput(f"{of}: {tag!r} is no language tag. {refusals.WORDS[Fault.LANGUAGE]['en']}")
    if not re.fullmatch(LANGUAGE, language):
        raise BadInput(f"{of}: {tag!r} can't be used as a language tag here.")
    return language


def read_subtitles(given: Sequence[str]) -> tuple[Subtitle, ...]:
    """`zh-Hans=FILE`, read as the platform will read it."""
    subtitles = tuple(_subtitle(words) for words in given)
    languages = [subtitle.language for subtitle in subtitles]
    for language in languages:
        if languages.count(language) > 1:
            raise BadInput(f"--subtitle: there are two files in {language}.")
    return subtitles


def _subtitle(words: str) -> Subtitle:
    match = TAGGED.fullmatch(words)
    if match is None:
        raise BadInput(f"--subtitle {words!r}: write LANGUAGE=FILE, like zh-Hans=film.zh.srt.")
    language = _language(match[1], of=f"--subtitle {words!r}")
    path = Path(match[2])
    if _size_of(path) > MOST_BYTES:
        raise BadInput(f"{path}: a subtitle has {MOST_BYTES // 1_000_000} MB at most.")
    data = path.read_bytes()
    try:
        text = read(data, film_seconds=None)
    except TextRefused as refusal:
        raise BadInput(f"{path}: {_words(refusal)}") from refusal
    return Subtitle(language, data, webvtt.write(text.cues))


def _words(refusal: TextRefused) -> str:
    words = refusals.WORDS[refusal.fault]
    where = f" (line {refusal.line})" if refusal.line else ""
    return f"{words['en']}{where} {words['zh-Hans']}"


def size_of_film(path: Path) -> int:
    """Its bytes, if it is a file that can be read; what is in it is for the survey to say."""
    size = _size_of(path)
    if size > LARGEST_MASTER:
        raise BadInput(f"{path}: a master has {LARGEST_MASTER // 1024**4} TiB at most.")
    return size


def _size_of(path: Path) -> int:
    if not path.exists():
        raise BadInput(f"{path}: there is no such file.")
    if not path.is_file():
        raise BadInput(f"{path}: this is no file.")
    if not os.access(path, os.R_OK):
        raise BadInput(f"{path}: this file may not be read by this user.")
    size = path.stat().st_size
    if not size:
        raise BadInput(f"{path}: this file is empty.")
    return size


def check_export(directory: Path) -> None:
    """Whether a copy can be made there; nothing is uploaded for one that can't."""
    if directory.exists() and not directory.is_dir():
        raise BadInput(f"{directory}: this is no directory.")
    try:
        if directory.exists() and any(directory.iterdir()):
            raise BadInput(f"{directory}: this directory is not empty. Name a new one.")
    except PermissionError as error:
        raise BadInput(f"{directory}: this directory may not be read by this user.") from error
    there = next(parent for parent in directory.absolute().parents if parent.exists())
    if not (there.is_dir() and os.access(there, os.W_OK | os.X_OK)):
        raise BadInput(f"{there}: nothing may be written here by this user.")
