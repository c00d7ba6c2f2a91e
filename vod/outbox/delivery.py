"""Mail on its way: claimed by one worker at a time, sent at least once, tried again for a day.

The row is the truth. A claim raises `attempt` and lays `not_before` behind a lease, so whoever is
killed while sending leaves a message that is due again; only the holder of the attempt settles it.
No error's own words are logged: mail servers repeat the address in them.
"""

import logging
import smtplib
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import QuerySet

from vod.outbox.kinds import ALWAYS, Kind
from vod.outbox.letters import letter
from vod.outbox.models import Message, Preference, State, Suppression, digest_of

logger = logging.getLogger(__name__)
MOST_ATTEMPTS = 12  # the last one is about a day after the first
LEASE = timedelta(minutes=5)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=8)
PERMANENT = 500  # RFC 5321, 4.2.1: replies from here on are not to be repeated


class ServerAway(Exception):
    """The mail server takes nobody's mail now: what waits behind this message waits for beat."""


@transaction.atomic
def claim(*, now: datetime) -> Message | None:
    """Take the message that waits longest, and nobody else has."""
    rows = Message.objects.due(now).filter(attempt__lt=MOST_ATTEMPTS)
    message = rows.select_for_update(skip_locked=True).order_by("not_before", "pk").first()
    if message is not None:
        message.attempt += 1
        message.not_before = now + LEASE
        message.save(update_fields=["attempt", "not_before"])
    return message


def deliver(message: Message, *, now: datetime) -> State:
    """Mail a claimed message, if it is to be mailed; what became of it.

    Raises `ServerAway` once that is noted.
    """
    to = address_for(message)
    if to is None:
        return _settle(message, State.KEPT)
    try:
        letter(message, to=to).send()
    except Exception as failure:  # noqa: BLE001 - whatever it was, it may pass
        return _failed(message, failure, to=to, now=now)
    return _settle(message, State.SENT)


def address_for(message: Message) -> str | None:
    """Where it is mailed to, if anywhere: to an address that its owner confirmed.

    Asked when it is sent: whoever stops mail gets none of what waits.
    """
    user, kind = message.recipient, Kind(message.kind)
    addresses = EmailAddress.objects.filter(user=user, verified=True).order_by("-primary", "pk")
    found = addresses.values_list("email", flat=True).first() if user.is_active else None
    if found is None or Suppression.objects.filter(digest=digest_of(found)).exists():
        return None
    unwanted = kind not in ALWAYS and Preference.objects.filter(user=user, kind=kind).exists()
    return None if unwanted else str(found)


def give_up(*, now: datetime) -> int:
    """Close what was tried to the end and was never settled; how many there were."""
    rows = Message.objects.due(now).filter(attempt__gte=MOST_ATTEMPTS)
    return rows.update(state=State.FAILED)


def _failed(message: Message, failure: Exception, *, to: str, now: datetime) -> State:
    logger.warning(
        "message %s, attempt %s: %s", message.pk, message.attempt, type(failure).__name__
    )
    if _is_refusal(failure):
        Suppression.objects.get_or_create(digest=digest_of(to), defaults={"since": now})
        return _settle(message, State.REFUSED)
    if message.attempt >= MOST_ATTEMPTS:
        return _settle(message, State.FAILED)
    pause = min(FIRST_PAUSE * 2 ** (message.attempt - 1), LONGEST_PAUSE)
    _mine(message).update(not_before=now + pause)
    if _is_away(failure):
        raise ServerAway from failure
    return State.READY


def _is_refusal(failure: Exception) -> bool:
    """Whether the mail server does not want this address, now or later."""
    return isinstance(failure, smtplib.SMTPRecipientsRefused) and all(
        code >= PERMANENT for code, _words in failure.recipients.values()
    )


def _is_away(failure: Exception) -> bool:
    """Whether others would fare the same. A full mailbox, or a letter not liked, is one's own."""
    of_this_one = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError)
    return isinstance(failure, OSError) and not isinstance(failure, of_this_one)


def _settle(message: Message, state: State) -> State:
    _mine(message).update(state=state)
    return state


def _mine(message: Message) -> "QuerySet[Message]":
    return Message.objects.filter(pk=message.pk, attempt=message.attempt, state=State.READY)
