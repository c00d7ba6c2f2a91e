"""Subtitles that are handed in: read, mended, kept, and worked on without encoding again."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from rest_framework.exceptions import APIException

from transcoding import jobs, tasks, webvtt
from transcoding.languages import canonical
from transcoding.messages import in_language
from transcoding.models import Job, Master, SubtitleSource
from transcoding.schedule import Grid
from transcoding.texts import refusals
from transcoding.texts.reading import read
from transcoding.texts.refusals import Fault, TextRefused


class SubtitleInvalid(APIException):
    """The file can't be taken; `extra` has the words in both languages, and the line."""

    status_code = 400

    def __init__(self, refusal: TextRefused) -> None:
        words = refusals.WORDS[refusal.fault]
        place = in_language(refusals.PLACE, get_language()) if refusal.line else ""
        told = in_language(words, get_language()) + place.format(line=refusal.line)
        super().__init__(told, code=f"subtitle_{refusal.fault}")
        self.extra: dict[str, Any] = {"words": words}
        if refusal.line:
            self.extra["line"] = refusal.line


@transaction.atomic
def add_subtitle(
    *, master: Master, language: str, kind: str, data: bytes, now: datetime, forced: bool = False
) -> SubtitleSource:
    """Keep a subtitle file; a film that is already planned gets it as a revision of its own."""
    master = Master.objects.select_for_update().get(pk=master.pk)
    planned = Job.objects.filter(master=master).exclude(plan={}).order_by("pk").first()
    film = float(Grid.from_json(planned.plan["grid"]).seconds) if planned else None
    try:
        text = read(data, film_seconds=film)
        if (tag := canonical(language)) is None:
            raise TextRefused(Fault.LANGUAGE)  # noqa: TRY301 - told like the others
    except TextRefused as refusal:
        raise SubtitleInvalid(refusal) from refusal
    source = SubtitleSource.objects.create(
        master=master,
        language=tag,
        kind=kind,
        forced=forced,
        format=text.format,
        text=webvtt.write(text.cues),
        notes=[note.to_json() for note in text.notes],
        created_at=now,
    )
    if planned is not None:
        step = jobs.begin_subtitle(like=planned, now=now, source=source.pk)
        tasks.ring(step.queue)
    return source
