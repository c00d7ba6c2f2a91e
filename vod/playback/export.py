"""A publication as files that any player can play: a copy to look at, to archive, or to check.

The playlists are those of playback, with relative addresses. Whoever has a copy has the film: files
are readable by their owner alone, and no name says what film it is.
"""

import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from transcoding import keys, storage
from transcoding.models import Publication, Segment, Track
from transcoding.states import TrackKind
from vod.playback.manifest import KeyLine, MediaSegment, Rendition, media, multivariant
from vod.playback.storyboard import Tiles, storyboard

PLAYLIST = "main.m3u8"
SUFFIXES = {TrackKind.SUBTITLE: "vtt", TrackKind.STORYBOARD: "jpg"}


class ExportRefused(Exception):
    """There is something in the way."""


def export(publication: Publication, directory: Path, *, clear: bool) -> Path:
    """Write a copy; its multivariant playlist. It is all there or not at all.

    `clear`: decrypted; otherwise as stored, with the keys beside it. Raises `ExportRefused`,
    `StoreUnavailable`, `OSError`.
    """
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise ExportRefused(f"{directory} exists and is not empty")
    directory.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=".export-", dir=directory.parent))  # of mode 0700
    try:
        _write(publication, made, clear=clear)
        made.replace(directory)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    return directory / PLAYLIST


def _write(publication: Publication, directory: Path, *, clear: bool) -> None:
    tracks = list(publication.tracks.select_related("secret").order_by("pk"))
    copies = [_Copy(track, directory, clear) for track in tracks]
    for copy in copies:
        copy.write()
    playable = [copy for copy in copies if copy.track.kind != TrackKind.STORYBOARD]
    _put(directory / PLAYLIST, multivariant([copy.rendition() for copy in playable]).encode())


@dataclass(frozen=True)
class _Copy:
    """One track on its way to disk."""

    track: Track
    directory: Path
    clear: bool

    @property
    def name(self) -> str:
        return self.track.label

    def write(self) -> None:
        """Segment by segment."""
        track = self.track
        rows = list(track.segments.order_by("position"))
        secret = self._secret()
        (self.directory / self.name).mkdir(mode=0o700)
        for row in rows:
            data = storage.get_rendition(row.object_name)
            if secret is not None and self.clear:
                key, iv = self._key(secret, row.position)
                data = keys.decrypt(data, key=key, iv=iv)
            _put(self.directory / self._file(row), data)
        if track.init_object:
            init = storage.get_rendition(track.init_object)
            _put(self.directory / self.name / "init.mp4", init)
        if track.kind == TrackKind.STORYBOARD:
            self._write_storyboard(rows)
        else:
            self._write_playlist(rows, None if self.clear else secret)

    def rendition(self) -> Rendition:
        """As the multivariant playlist names it."""
        track = self.track
        return Rendition(
            uri=f"{self.name}.m3u8",
            kind=track.kind,
            profile=track.profile,
            group=track.group,
            programme=track.label.removeprefix(track.group),
            role=track.role,
            forced=track.forced,
            language=track.language,
            codecs=track.codecs,
            width=track.width,
            height=track.height,
            frame_rate=track.frame_rate,
            channels=track.channels,
            peak_bandwidth=track.peak_bandwidth,
            average_bandwidth=track.average_bandwidth,
        )

    def _write_playlist(self, rows: Sequence[Segment], secret: bytes | None) -> None:
        track = self.track
        text = media(
            [
                MediaSegment(uri=self._file(row), seconds=row.ticks / track.timescale)
                for row in rows
            ],
            init_uri=f"{self.name}/init.mp4" if track.init_object else "",
            key_lines=self._key_lines(rows, secret) if secret is not None else [],
            i_frames=track.kind == TrackKind.I_FRAMES,
        )
        _put(self.directory / f"{self.name}.m3u8", text.encode())

    def _key_lines(self, rows: Sequence[Segment], secret: bytes) -> list[KeyLine]:
        """And the keys they name, as files that tracks share."""
        lines = []
        per_period = self.track.key_period_segments
        for row in rows[:: per_period or len(rows)]:
            key, iv = self._key(secret, row.position)
            period = f"{row.position // per_period}" if per_period else "stills"
            name = f"{self.track.secret_id}-{period}.key"
            _put(self.directory / name, key)
            lines.append(KeyLine(first=row.position, uri=name, iv=iv))
        return lines

    def _write_storyboard(self, rows: Sequence[Segment]) -> None:
        track = self.track
        tiles = Tiles(
            width=track.width,
            height=track.height,
            columns=track.tiles["columns"],
            seconds=track.tiles["seconds"],
            pictures=tuple(track.tiles["pictures"]),
        )
        seconds = sum(row.ticks for row in rows) / track.timescale
        text = storyboard([self._file(row) for row in rows], tiles=tiles, film_seconds=seconds)
        _put(self.directory / f"{self.name}.vtt", text.encode())

    def _file(self, row: Segment) -> str:
        suffix = SUFFIXES.get(TrackKind(self.track.kind), "m4s")
        return f"{self.name}/{row.position:05}.{suffix}"

    def _secret(self) -> bytes | None:
        if self.track.secret is None:
            return None
        sealed = bytes(self.track.secret.sealed)
        return keys.unseal(sealed, key_encryption_keys=settings.KEY_ENCRYPTION_KEYS)

    def _key(self, secret: bytes, position: int) -> tuple[bytes, bytes]:
        return keys.of_segment(
            secret,
            track=self.track.label,
            position=position,
            per_period=self.track.key_period_segments,
        )


def _put(path: Path, data: bytes) -> None:
    """For the owner's eyes."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)
