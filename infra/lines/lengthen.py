"""Make a film as long as a real one from a published short one: `python -m infra.lines.lengthen`.

Run in the platform's environment: `… VERSION --segments 1200 --key-period 5`. Every segment is an
object of its own: taken from the store, decrypted, its decode times moved on, encrypted under its
own key, and stored. So a player meets what it would meet in a film of two hours, and only the
encoder is spared. The storyboard is left out, and the I-frames, which nobody plays on a bad line.
"""

from __future__ import annotations

import argparse
import os
import secrets
import struct
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from io import BytesIO
from typing import TYPE_CHECKING

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vod.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import transaction  # noqa: E402

from catalog.models import FilmVersion  # noqa: E402
from transcoding import boxes, keys, storage, webvtt  # noqa: E402
from transcoding.models import (  # noqa: E402
    ContentSecret,
    Publication,
    Segment,
    SubtitleSource,
    Track,
)
from transcoding.schedule import GOP_SECONDS, GOPS_PER_SEGMENT  # noqa: E402
from transcoding.states import TrackKind  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

SEGMENT_SECONDS = GOP_SECONDS * GOPS_PER_SEGMENT
AT_ONCE = 8
Stored = tuple[str, int, int]  # object, ticks, bytes


class Lengthener:
    """Writes the long tracks of one version; all share a secret, as those of a master do."""

    def __init__(self, version: FilmVersion, *, segments: int, key_period: int) -> None:
        publication = version.publication
        if publication is None:
            raise SystemExit("the version has no publication")
        self.version, self.short = version, publication
        self.segments, self.key_period = segments, key_period
        self.secret = keys.new_secret()
        self.prefix = f"long/{secrets.token_hex(12)}"

    @transaction.atomic
    def run(self, *, now: datetime) -> Publication:
        """Store everything and point the version to it."""
        sealed = keys.seal(self.secret, key_encryption_keys=settings.KEY_ENCRYPTION_KEYS)
        row = ContentSecret.objects.create(sealed=sealed)
        kinds = [TrackKind.VIDEO, TrackKind.AUDIO, TrackKind.SUBTITLE]
        long = [
            self._track(track, row)
            for track in self.short.tracks.filter(kind__in=kinds).order_by("pk")
        ]
        newest = self.short.master.publications.order_by("revision").last() or self.short
        publication = Publication.objects.create(
            master=self.short.master, revision=newest.revision + 1, created_at=now
        )
        publication.tracks.set(long)
        FilmVersion.objects.filter(pk=self.version.pk).update(publication=publication)
        return publication

    def _track(self, short: Track, secret: ContentSecret) -> Track:
        texts = short.kind == TrackKind.SUBTITLE
        make = self._subtitles(short) if texts else self._moved_on(short)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            stored = list(pool.map(make, range(self.segments)))
        long = Track.objects.get(pk=short.pk)
        long.pk, long.public_id = None, secrets.token_urlsafe(12)
        if short.secret_id is not None:
            long.secret, long.key_period_segments = secret, self.key_period
        long.save()
        Segment.objects.bulk_create(
            Segment(track=long, position=position, object_name=name, ticks=ticks, size=size)
            for position, (name, ticks, size) in enumerate(stored)
        )
        return long

    def _moved_on(self, short: Track) -> Callable[[int], Stored]:
        """Makes the segment at a position: that of the short film, so many rounds later."""
        rows = list(short.segments.order_by("position"))
        clear = [_clear(short, row) for row in rows]
        around = short.timescale * SEGMENT_SECONDS * len(rows)

        def make(position: int) -> Stored:
            rounds, place = divmod(position, len(rows))
            data = _later(clear[place], ticks=rounds * around)
            key, iv = keys.of_segment(
                self.secret, track=short.label, position=position, per_period=self.key_period
            )
            return self._store(
                f"{short.label}/{position}.m4s",
                keys.encrypt(data, key=key, iv=iv),
                ticks=rows[place].ticks,
                content_type="video/mp4",
            )

        return make

    def _subtitles(self, short: Track) -> Callable[[int], Stored]:
        """Makes the segment at a position: the short film's lines come again in every round."""
        source = SubtitleSource.objects.get(pk=int(short.label.rpartition("-")[2]))
        once, rows = webvtt.parse(source.text), list(short.segments.order_by("position"))
        round_ms = len(rows) * SEGMENT_SECONDS * 1000
        cues = [
            replace(cue, start=cue.start + begins, end=cue.end + begins)
            for begins in range(0, self.segments * SEGMENT_SECONDS * 1000, round_ms)
            for cue in once
        ]

        def make(position: int) -> Stored:
            text = webvtt.segment(cues, index=position, seconds=Fraction(SEGMENT_SECONDS))
            name = f"{short.label}/{position}.vtt"
            ticks = SEGMENT_SECONDS * short.timescale
            return self._store(name, text.encode(), ticks=ticks, content_type="text/vtt")

        return make

    def _store(self, name: str, data: bytes, *, ticks: int, content_type: str) -> Stored:
        storage.put_rendition(f"{self.prefix}/{name}", data, content_type=content_type)
        return f"{self.prefix}/{name}", ticks, len(data)


def _clear(track: Track, row: Segment) -> bytes:
    secret = keys.unseal(
        bytes(track.secret.sealed) if track.secret else b"",
        key_encryption_keys=settings.KEY_ENCRYPTION_KEYS,
    )
    key, iv = keys.of_segment(
        secret, track=track.label, position=row.position, per_period=track.key_period_segments
    )
    return keys.decrypt(storage.get_rendition(row.object_name), key=key, iv=iv)


def _later(segment: bytes, *, ticks: int) -> bytes:
    """The segment with its decode times moved on; everything else stays as the encoder wrote it."""
    stream, made = BytesIO(segment), []
    while (read := boxes.read_box(stream)) is not None:
        kind, box = read
        if kind == "moof":
            box = _moof_later(box, ticks=ticks)
        made.append(box)
    return b"".join(made)


def _moof_later(moof: bytes, *, ticks: int) -> bytes:
    tfdt = boxes.find(moof, "traf", "tfdt")
    form, at = (">Q", 12) if tfdt[8] else (">I", 12)
    (before,) = struct.unpack_from(form, tfdt, at)
    moved = bytearray(tfdt)
    struct.pack_into(form, moved, at, before + ticks)
    return moof.replace(tfdt, bytes(moved), 1)


def main() -> None:
    """Lengthen and say which publication came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("version")
    parser.add_argument("--segments", type=int, default=1200)
    parser.add_argument("--key-period", type=int, default=5)
    options = parser.parse_args()
    version = FilmVersion.objects.select_related("publication__master").get(
        public_id=options.version
    )
    long = Lengthener(version, segments=options.segments, key_period=options.key_period)
    print(long.run(now=datetime.now(tz=UTC)).public_id)


if __name__ == "__main__":
    main()
