"""The inbox of one person, and what she wants by mail."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce

from accounts.models import User
from vod.outbox.kinds import ALWAYS, OPTIONAL, Kind
from vod.outbox.models import Message, Preference


def inbox_of(user: User) -> "QuerySet[Message]":
    """What she was told, the newest first."""
    return Message.objects.filter(recipient=user).order_by("-created_at", "-pk")


def mark_read(*, messages: "QuerySet[Message]", now: datetime) -> None:
    """Note that they were read; the first time stays."""
    messages.order_by().update(read_at=Coalesce(F("read_at"), Value(now)))


def mailed_to(user: User) -> list[Kind]:
    """The kinds that she gets by mail, of those that she may refuse."""
    unwanted = set(Preference.objects.filter(user=user).values_list("kind", flat=True))
    return [kind for kind in OPTIONAL if kind not in unwanted]


@transaction.atomic
def choose_mail(*, user: User, wanted: Collection[str]) -> None:
    """Mail her these kinds and no others; what her account needs comes always."""
    Preference.objects.filter(user=user, kind__in=wanted).delete()
    Preference.objects.bulk_create(
        [Preference(user=user, kind=kind) for kind in OPTIONAL if kind not in wanted],
        ignore_conflicts=True,
    )


def stop_mail(*, user_id: str, kind: Kind) -> None:
    """Mail no more of a kind to whoever has that public id. Twice is as good as once."""
    user = User.objects.filter(public_id=user_id).first()
    if user is not None and kind not in ALWAYS:
        Preference.objects.get_or_create(user=user, kind=kind)
