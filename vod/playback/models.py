"""Playback sessions: who streams what, only while it streams."""

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from catalog.codes import COUNTRY
from transcoding.models import new_public_id
from vod.playback.marks import LENGTH
from vod.playback.periods import PeriodsField, none_served

if TYPE_CHECKING:
    from accounts.models import User


class EndReason(models.TextChoices):
    """Why a session is over for good."""

    LEFT = "left"  # the viewer, on this device
    ELSEWHERE = "elsewhere"  # the viewer, on another
    DENIED = "denied"
    LAPSED = "lapsed"


class PlaybackSessionQuerySet(models.QuerySet["PlaybackSession"]):
    """Sessions by whether they are over."""

    def running(self) -> Self:
        """Not over, whether they hold a place or gave it back."""
        return self.filter(ended_at=None)

    def live(self, now: datetime) -> Self:
        """Those that hold a place."""
        return self.running().filter(lease_until__gt=now)

    def of(self, user: "User") -> Self:
        """Somebody's."""
        return self.filter(user=user)

    def end(self, *, reason: EndReason, now: datetime) -> int:
        """End those that still run; how many did. Where they were is forgotten."""
        return self.running().update(ended_at=now, end_reason=reason, country="")


class PlaybackSession(models.Model):
    """A stream under a lease. It holds no address, and a country only while it runs.

    A lease that ran out gives the place back and ends nothing: the next heartbeat or key takes a
    place again, if one is free. Keys and heartbeats change lease, meter and position: no index is
    on those, so that PostgreSQL writes the row and no index (HOT), into room that is kept free.
    """

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True)
    screening = models.ForeignKey("catalog.Screening", models.CASCADE, null=True)
    trailer = models.ForeignKey("catalog.FilmVersion", models.CASCADE, null=True)
    ticket = models.ForeignKey("catalog.Ticket", models.CASCADE, null=True)
    in_room = models.BooleanField(default=False, help_text="the one stream of a booked room")
    started_at = models.DateTimeField()
    seated_at = models.DateTimeField(help_text="when it took its place among the viewer's streams")
    granted_until = models.DateTimeField()
    lease_until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=9, choices=EndReason, blank=True)
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1, while it runs")
    watch_after_seconds = models.PositiveSmallIntegerField(
        help_text="seconds of film that begin the watch period"
    )
    served_periods = PeriodsField(default=none_served)
    metered_until = models.DateTimeField(help_text="by when the keys given are paid for")
    at_item = models.ForeignKey(
        "catalog.ScreeningItem", models.SET_NULL, null=True, db_index=False, related_name="+"
    )
    position_seconds = models.PositiveIntegerField(default=0)

    objects = PlaybackSessionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(screening=None) ^ Q(trailer=None), name="session_plays_one_thing"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, end_reason="")
                | (Q(ended_at__isnull=False) & Q(end_reason__in=EndReason.values)),
                name="session_ends_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(country="") | Q(ended_at=None, country__regex=COUNTRY),
                name="session_country_while_it_runs",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["started_at"], name="session_started"),
            # A viewer's streams, without the thousands that she may have ended.
            models.Index(fields=["user"], condition=Q(ended_at=None), name="session_running"),
        ]

    def __str__(self) -> str:
        return self.public_id


class SessionItem(models.Model):
    """What is played of the block, in order, as it was published when the session began.

    A trailer is the one without an item.
    """

    session = models.ForeignKey(PlaybackSession, models.CASCADE, related_name="items")
    item = models.ForeignKey("catalog.ScreeningItem", models.CASCADE, null=True, related_name="+")
    publication = models.ForeignKey("transcoding.Publication", models.CASCADE)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["session", "position"], name="session_item_once_a_position"
            )
        ]

    def __str__(self) -> str:
        return f"{self.session} {self.position}"


class Progress(models.Model):
    """How far a ticket's item was watched: to go on there on another device, later.

    `served_seconds` adds up the film of all sessions of the ticket until the watch period begins,
    so that many short ones begin it as one does. Gone with the ticket, and when nothing of it can
    be watched any more.
    """

    ticket = models.ForeignKey(
        "catalog.Ticket", models.CASCADE, db_index=False, related_name="progress"
    )
    item = models.ForeignKey("catalog.ScreeningItem", models.CASCADE, related_name="+")
    position_seconds = models.PositiveIntegerField(default=0)
    served_periods = PeriodsField(default=none_served)
    served_seconds = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ticket", "item"], name="progress_once_an_item")
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.position_seconds} s"


class SessionTrace(models.Model):
    """Whose a visible mark was, sealed to a key that is kept offline. No row leads to it.

    It outlives its session, which is forgotten in a day. The key is drawn at random, and only the
    day of its end is kept: neither tells when it came about.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    mark = models.CharField(max_length=LENGTH, db_index=True)
    sealed = models.BinaryField()
    expires_on = models.DateField(db_index=True)

    def __str__(self) -> str:
        return self.mark


class StaffView(models.Model):
    """One of the staff began to watch a film on the terms of the staff. Its team may read this.

    A viewer to whom the desk gave such terms is a viewer: of her there is no row.
    """

    film = models.ForeignKey("catalog.Film", models.CASCADE, related_name="+")
    viewer = models.CharField(max_length=22, help_text="audit id: deleted with the account")
    role = models.CharField(max_length=16)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["film", "-at"], name="staff_view_newest")]

    def __str__(self) -> str:
        return f"{self.role} {self.at:%Y-%m-%d}"
