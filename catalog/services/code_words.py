"""Code words: somebody whom the makers trust pauses their film, without an account and at once."""

import hashlib
from datetime import datetime

from django.db import transaction
from django.db.models import F

from accounts.handwritten import new_code, readings
from catalog.models import CallsOfDay, Channel, CodeWord, Film, Level
from catalog.services.withdrawal import withdraw

LENGTH = 16  # 72 bits


def agree(*, film: Film, now: datetime) -> str:
    """Give a new word, told this once; one that was agreed before is worthless from now on."""
    word = new_code(LENGTH)
    CodeWord.objects.update_or_create(
        film=film, defaults={"digest": digest_of(word), "agreed_at": now}
    )
    return word


def forget(*, film: Film) -> None:
    """Make the word worthless."""
    CodeWord.objects.filter(film=film).delete()


@transaction.atomic
def call(*, typed: str, now: datetime) -> None:
    """Pause the film whose word this is. Nothing tells the caller whether it was right.

    With a wrong word the same statements pause some other film, and are undone: the answer takes as
    long. What is paused by a right one stays so until we lift it.
    """
    _count(now=now)
    digests = [digest_of(word) for word in readings(typed, length=LENGTH)] or [digest_of("")]
    found = Film.objects.filter(code_word__digest__in=digests).first()
    other = Film.objects.filter(withdrawals=None).order_by("pk").first()
    film = found or other
    if film is None:
        return
    before = transaction.savepoint()
    withdraw(film=film, level=Level.PAUSE, channel=Channel.PROXY, now=now)
    if found is None:
        transaction.savepoint_rollback(before)
    else:
        transaction.savepoint_commit(before)


def digest_of(word: str) -> bytes:
    """SHA-256: what stands in the database."""
    return hashlib.sha256(word.encode()).digest()


def _count(*, now: datetime) -> None:
    row, made = CallsOfDay.objects.get_or_create(day=now.date(), defaults={"calls": 1})
    if not made:
        CallsOfDay.objects.filter(pk=row.pk).update(calls=F("calls") + 1)
