"""Log-ins: what somebody needs to recognise hers and to end it, and no more."""

import hashlib
from typing import ClassVar

from django.db import models

from accounts.models.users import User

DIGEST_CHARACTERS = 40  # 160 bits in hexadecimal; a session's key has as many


def digest_of(session_key: str) -> str:
    """Under which a session is kept. The key itself is with its owner alone."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:DIGEST_CHARACTERS]


class Device(models.TextChoices):
    """What logged in, as coarsely as its owner can do with."""

    COMPUTER = "computer"
    PHONE = "phone"
    APP = "app"


class LoginSession(models.Model):
    """A browser's or an app's session. It holds no key, no address, no agent and no hour.

    Nobody can log in with what stands here. Deleting the row ends the log-in, whether it came with
    a cookie or with a session token.
    """

    digest = models.CharField(max_length=DIGEST_CHARACTERS, primary_key=True)
    user = models.ForeignKey(
        User,
        models.CASCADE,
        null=True,
        related_name="login_sessions",
        help_text="empty: a visitor who has not logged in",
    )
    device = models.CharField(max_length=8, choices=Device, blank=True)
    since = models.DateField(null=True, help_text="the day of the log-in")
    seen = models.DateField(help_text="the last day on which it was used")
    data = models.TextField(help_text="signed, see Django's SessionBase")
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(device__in=["", *Device.values]), name="login_device_known"
            )
        ]

    def __str__(self) -> str:
        return self.digest[:8]
