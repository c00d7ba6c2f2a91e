"""Films erased: from the store, from the catalogue, and from whatever else was written of them.

The keys went with the word (`services.withdrawal`). What follows may be cut short anywhere, and is
begun again by beat until nothing is left. It stands above all apps, since any of them may hold it.
"""

import json
import logging
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models import CharField, JSONField, Q, SlugField, TextField
from django.db.models.functions import Cast

from accounts.models import AuditEntry
from catalog.identifiers import new_public_id
from catalog.mentions import pattern_of, struck
from catalog.models import (
    Essay,
    Film,
    Programme,
    RightsGrant,
    Screening,
    StruckText,
    TermText,
    Withdrawal,
)
from catalog.services import erasing, stills
from catalog.services.erasing import Words
from catalog.services.striking import TEXTS
from transcoding import destruction
from transcoding.models import Segment, Track
from transcoding.storage import StoreUnavailable
from vod import dead_rows
from vod.playback.models import StaffView

logger = logging.getLogger(__name__)
# Where nothing is struck out here. People call themselves as they like, and a theme is a word of
# the language; `strike_for_good` has been through the catalogue's texts; the others hold no words.
STRUCK_ELSEWHERE = frozenset({*TEXTS, StruckText, TermText})
OF_PEOPLE = frozenset({"accounts", "account", "mfa"})
WORDLESS = frozenset({AuditEntry, RightsGrant, Segment, Track})  # two of them behind triggers
HOLDERS = ("catalog", "transcoding")
RENAMED = (Essay, Programme, Screening)  # not other films and people: those are their own names
LONG = 40  # a shorter column holds codes, digests and random ids


class Hindered(Exception):
    """Withdrawals that something was in the way of, and what kind of thing."""


def erase_due(*, now: datetime) -> int:
    """Go on with every film that is to be erased; at how many something was done.

    Raises `Hindered` in the end: one that can't be erased keeps no other waiting.
    """
    done, hindered = 0, []
    for withdrawal in Withdrawal.objects.to_erase().order_by("pk"):
        try:
            done += _go_on(withdrawal, now=now)
        except Exception as failure:  # noqa: BLE001 - whatever it was, the next one is another film
            hindered.append(f"{withdrawal.public_id}: {type(failure).__name__}")
    if hindered:  # without its words: PostgreSQL repeats those of the row
        raise Hindered("; ".join(hindered))
    return done


def _go_on(withdrawal: Withdrawal, *, now: datetime) -> bool:
    try:
        if withdrawal.emptied_at is None:
            return _empty(withdrawal, now=now)
        if now >= withdrawal.effective_at + timedelta(seconds=settings.STEP_SECONDS):
            return _finish(withdrawal, now=now)
    except StoreUnavailable as failure:
        logger.warning("withdrawal %s: the store is away: %s", withdrawal.public_id, failure)
    return False


def _empty(withdrawal: Withdrawal, *, now: datetime) -> bool:
    """Everything that tells something goes."""
    film = erasing.film_of(withdrawal)
    erasing.let_go_of_publications(film)
    destruction.destroy(masters=erasing.masters_of(film))
    stills.destroy_all(film_id=film.pk)
    _erase_words(withdrawal, film)
    if not dead_rows.remove(_holding()):
        return False
    erasing.is_emptied(withdrawal, now=now)
    logger.info("withdrawal %s: its words and files are gone", withdrawal.public_id)
    return True


def _finish(withdrawal: Withdrawal, *, now: datetime) -> bool:
    """Once more, when nobody can be storing anything; then what told where to look."""
    film = erasing.film_of(withdrawal)
    masters = erasing.masters_of(film)
    destruction.destroy(masters=masters)
    with transaction.atomic():
        erasing.is_erased(withdrawal, now=now)
        destruction.forget(masters=masters)
    logger.info("withdrawal %s: nothing is left", withdrawal.public_id)
    return True


@transaction.atomic
def _erase_words(withdrawal: Withdrawal, film: Film) -> None:
    StaffView.objects.filter(film=film).delete()
    words = erasing.erase_words(withdrawal)
    _strike_everywhere(words)
    _rename_everywhere(words)


def _strike_everywhere(words: Words) -> None:
    """In notes of the desk, tags, names of quotas: wherever somebody may have written them."""
    pattern = pattern_of(words.spoken)
    if pattern is None:
        return
    for model, column in _columns():
        name = column.name
        text = Cast(name, TextField()) if isinstance(column, JSONField) else models.F(name)
        told: Any = Q()
        for word in words.spoken:
            told |= Q(told__icontains=word)
        rows = model._default_manager.alias(told=text).filter(told)  # noqa: SLF001
        for pk, value in rows.values_list("pk", name):
            if (clean := _struck(value, pattern)) != value:
                model._default_manager.filter(pk=pk).update(**{name: clean})  # noqa: SLF001


def _rename_everywhere(words: Words) -> None:
    """An address that names what is gone is another from now on."""
    for model in RENAMED:
        rows: Any = model._default_manager  # noqa: SLF001 - Django's documented model API
        for slug in words.slugs:
            for pk, value in rows.filter(slug__contains=slug).values_list("pk", "slug"):
                if f"-{slug}-" in f"-{value}-":
                    rows.filter(pk=pk).update(slug=new_public_id())


def _holding() -> list[str]:
    """Tables that may have held a word of it."""
    written = {model for model, _ in _columns()}
    owned = {model for app in HOLDERS for model in apps.get_app_config(app).get_models()}
    return sorted(model._meta.db_table for model in (written | owned) - WORDLESS)  # noqa: SLF001


def _columns() -> Iterator[tuple[type[models.Model], Any]]:
    """Columns in which somebody may have written about a film."""
    for model in set(apps.get_models()) - STRUCK_ELSEWHERE - WORDLESS:
        about = model._meta  # noqa: SLF001 - Django's documented model API
        if about.app_label in OF_PEOPLE or not about.managed:
            continue
        for column in about.concrete_fields:
            named = column.choices or column.unique or isinstance(column, SlugField)
            short = isinstance(column, CharField) and (column.max_length or LONG) < LONG
            if isinstance(column, (TextField, JSONField, CharField)) and not (named or short):
                yield model, column


def _struck(value: Any, pattern: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return struck(value, pattern)
    return json.loads(struck(json.dumps(value, ensure_ascii=False), pattern))
