"""Playlists as they are written, line by line: nothing is made good (RFC 8216bis §4)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

ATTRIBUTE = re.compile(r'([A-Z0-9-]+)=("[^"]*"|[^",]*)(?:,|$)')
MOST_LINES = 2_000_000


class PlaylistMalformed(ValueError):
    """It is no playlist."""


@dataclass(frozen=True)
class Tag:
    """A tag, what follows its colon, and that as attributes (without quotes)."""

    name: str
    value: str
    attributes: Mapping[str, str]


@dataclass(frozen=True)
class Entry:
    """An address and the tags that stand between it and the one before."""

    uri: str
    tags: tuple[Tag, ...]

    def tag(self, name: str) -> Tag | None:
        """The last of its tags with this name."""
        return next((tag for tag in reversed(self.tags) if tag.name == name), None)


@dataclass(frozen=True)
class Playlist:
    """All tags in order; `entries` are the addresses with theirs."""

    tags: tuple[Tag, ...]
    entries: tuple[Entry, ...]

    def all(self, name: str) -> Iterator[Tag]:
        """Every tag with this name."""
        return (tag for tag in self.tags if tag.name == name)

    def value(self, name: str) -> str | None:
        """What the first tag of this name says; none where there is none."""
        return next((tag.value for tag in self.all(name)), None)

    def has(self, name: str) -> bool:
        """Whether there is such a tag."""
        return self.value(name) is not None

    @property
    def multivariant(self) -> bool:
        """Whether it lists playlists, not segments."""
        return self.has("EXT-X-STREAM-INF")


def parse(data: bytes) -> Playlist:
    """Raises `PlaylistMalformed` for what does not begin as one, or is not UTF-8 (§4.1)."""
    try:
        lines = data.decode("utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise PlaylistMalformed("not UTF-8") from error
    if not lines or lines[0].strip() != "#EXTM3U" or len(lines) > MOST_LINES:
        raise PlaylistMalformed("does not begin with #EXTM3U")
    tags: list[Tag] = []
    entries: list[Entry] = []
    fresh: list[Tag] = []
    for line in map(str.strip, lines[1:]):
        if line.startswith("#EXT"):
            fresh.append(_tag(line))
            tags.append(fresh[-1])
        elif line and not line.startswith("#"):
            entries.append(Entry(line, tuple(fresh)))
            fresh = []
    return Playlist(tuple(tags), tuple(entries))


def _tag(line: str) -> Tag:
    name, _, value = line[1:].partition(":")
    found = {key: text.strip('"') for key, text in ATTRIBUTE.findall(value)}
    return Tag(name, value, found)


def number(text: str | None) -> float | None:
    """A decimal number; none for what is none, or not finite."""
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if abs(value) < float("inf") else None
