"""Telling somebody something: one row, in the caller's transaction."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Case, CharField, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.crypto import salted_hmac

from accounts.models import Profile, User
from vod.outbox import tasks
from vod.outbox.kinds import Kind, require_fit
from vod.outbox.models import Message
from vod.outbox.words import Locale

# BCP 47, and how browsers write it; who reads Chinese and says no more gets what most read.
CHINESE = r"^zh([-_]|$)"
SIMPLIFIED = r"^zh[-_](.*[-_])?hans([-_]|$)"
TRADITIONAL = r"^zh[-_](.*[-_])?(hant|tw|hk|mo)([-_]|$)"


def tell(*, user: User, kind: Kind, context: Mapping[str, Any], now: datetime) -> None:
    """Lay a message into somebody's inbox, and see that it is mailed. Raises `Unfit`."""
    tell_all(user_ids={user.pk}, kind=kind, context=context, now=now)


def tell_all(
    *,
    user_ids: Collection[int],
    kind: Kind,
    context: Mapping[str, Any],
    now: datetime,
    once: str = "",
) -> None:
    """Tell many the same, in one statement, however many they are. Raises `Unfit`.

    `once` names an occasion: whoever was told of it is not told again. A digest of it is kept.
    """
    require_fit(kind, context)
    occasion = _digest(once) if once else ""
    Message.objects.bulk_create(
        [
            Message(
                recipient_id=person,
                kind=kind,
                locale=_reads(person),
                context=dict(context),
                once=occasion,
                created_at=now,
                not_before=now,
            )
            for person in sorted(set(user_ids))
        ],
        ignore_conflicts=bool(once),
    )
    tasks.ring()


def _digest(occasion: str) -> str:
    """128 bits are plenty, and it says nothing of what it stands for."""
    return salted_hmac("outbox.once", occasion, algorithm="sha256").hexdigest()[:32]


def _reads(person: int) -> Coalesce:
    """What she has chosen to read, in the statement that tells her; English where she has not."""
    chosen = Case(
        When(language__iregex=SIMPLIFIED, then=Value(Locale.HANS)),
        When(language__iregex=TRADITIONAL, then=Value(Locale.HANT)),
        When(language__iregex=CHINESE, then=Value(Locale.HANS)),
        default=Value(Locale.EN),
    )
    profile = Profile.objects.filter(user=person).values_list(chosen)
    return Coalesce(Subquery(profile), Value(Locale.EN), output_field=CharField())
