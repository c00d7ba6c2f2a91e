"""Playback sessions: who streams what, only while it streams."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from transcoding.models import new_public_id


class PlaybackSession(models.Model):
    """A stream under a lease. It holds no address and no place."""

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True)
    item = models.ForeignKey("catalog.ScreeningItem", models.CASCADE, null=True)
    trailer = models.ForeignKey("catalog.FilmVersion", models.CASCADE, null=True)
    publication = models.ForeignKey("transcoding.Publication", models.CASCADE)
    ticket = models.ForeignKey("catalog.Ticket", models.CASCADE, null=True)
    started_at = models.DateTimeField()
    granted_until = models.DateTimeField()
    lease_until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    served_periods = ArrayField(models.PositiveIntegerField(), default=list)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(item=None) ^ models.Q(trailer=None),
                name="session_plays_one_thing",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["lease_until"], name="session_leases")]

    def __str__(self) -> str:
        return self.public_id
