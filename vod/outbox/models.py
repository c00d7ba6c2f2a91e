"""Messages, who wants which of them by mail, and addresses that mail does not reach."""

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac

from accounts.models import new_public_id
from vod.outbox.kinds import Kind
from vod.outbox.words import Locale, Text, text_of


def digest_of(address: str) -> str:
    """What stands for an address. Without our secret nobody can try addresses against it."""
    return salted_hmac("outbox.address", address.strip().lower(), algorithm="sha256").hexdigest()


class State(models.TextChoices):
    """How far the mail of a message is. The inbox has it in any case."""

    READY = "ready"
    SENT = "sent"
    KEPT = "kept"  # in the inbox alone: no address, or no wish for mail
    REFUSED = "refused"  # her mail server does not know the address
    FAILED = "failed"  # tried to the end


class MessageQuerySet(models.QuerySet["Message"]):
    """Messages by state."""

    def due(self, now: datetime) -> Self:
        """Those to be mailed now. One that is being mailed is due again when its lease is over."""
        return self.filter(state=State.READY, not_before__lte=now)


class Message(models.Model):
    """One message to one person: a line in her inbox, and at most one mail.

    It is a viewing log, and goes as early as its ticket loses its holder.
    """

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id, editable=False)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="told_messages"
    )
    kind = models.CharField(max_length=24, choices=[(kind.value, kind.value) for kind in Kind])
    locale = models.CharField(max_length=7, choices=[(one.value, one.value) for one in Locale])
    context = models.JSONField(default=dict, help_text="what its words need: no title, no name")
    once = models.CharField(
        max_length=32, blank=True, help_text="a digest of what it is told of but once"
    )
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.READY)
    attempt = models.PositiveSmallIntegerField(
        default=0, help_text="the fencing token: only its holder may settle the mail"
    )
    not_before = models.DateTimeField(help_text="the next attempt; while one runs, its lease")

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["not_before", "id"], condition=Q(state="ready"), name="messages_to_mail"
            ),
            models.Index(fields=["recipient", "-created_at"], name="messages_of_somebody"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["recipient", "kind", "once"], condition=~Q(once=""), name="message_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in Kind]), name="message_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(locale__in=[one.value for one in Locale]), name="message_locale_known"
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="message_state_known"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def text(self) -> Text:
        """What it says, in the language that it was told in."""
        return text_of(Kind(self.kind), locale=Locale(self.locale), context=self.context)


class Preference(models.Model):
    """Somebody does not want mail of a kind. Her inbox has it all the same."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="unwanted_mail")
    kind = models.CharField(max_length=24, choices=[(kind.value, kind.value) for kind in Kind])

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "kind"], name="preference_once_a_kind"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in Kind]), name="preference_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.kind


class Suppression(models.Model):
    """An address that mail does not reach, as a digest: asked for, it is known; read, it is not."""

    digest = models.CharField(max_length=64, primary_key=True)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return self.digest[:8]
