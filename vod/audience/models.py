"""Reports of players, tallies of plays, and what is published of them.

The first two kinds wait for their period to close and are deleted; the last is never changed.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from vod.audience.folding import K
from vod.audience.pseudonyms import SESSION_BYTES, VIEWER_BYTES


class Viewing(models.Model):
    """A session that reports. No address, no agent, no clock, and no way to the session's row."""

    name = models.BinaryField(max_length=SESSION_BYTES, unique=True)
    screening = models.ForeignKey("catalog.Screening", models.CASCADE, related_name="+")
    day = models.DateField(help_text="on which the session began, UTC")
    lines = models.PositiveIntegerField(default=0, help_text="taken so far")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["day"], name="viewing_day")]

    def __str__(self) -> str:
        return f"{self.screening_id} {self.day}"


class Event(models.Model):
    """One report, deleted after `VOD_QOE_RETENTION_HOURS`.

    `moment_ms` counts from the session's beginning by the player's own clock, with an offset that
    nobody knows: it puts events in order and tells how long things took.
    """

    viewing = models.ForeignKey(Viewing, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=2)
    state = models.CharField(max_length=1, blank=True)
    moment_ms = models.PositiveIntegerField()
    kbps = models.PositiveIntegerField(null=True)
    startup_ms = models.PositiveIntegerField(null=True)
    stalled_ms = models.PositiveIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.state}".strip()


class Experience(models.Model):
    """What a session's reports came to: six numbers and no name. Deleted when published."""

    screening = models.ForeignKey("catalog.Screening", models.CASCADE, related_name="+")
    day = models.DateField()
    startup_ms = models.PositiveIntegerField(null=True)
    playing_ms = models.PositiveBigIntegerField()
    stalled_ms = models.PositiveBigIntegerField()
    kbps = models.PositiveIntegerField(null=True)
    errors = models.PositiveIntegerField()
    failed = models.BooleanField()

    def __str__(self) -> str:
        return f"{self.screening_id} {self.day}"

    @property
    def whose(self) -> int:
        """Each session counts as one."""
        return self.pk


class Tally(models.Model):
    """A play that is over, taken before its session was forgotten. Deleted when published."""

    item = models.ForeignKey("catalog.ScreeningItem", models.CASCADE, related_name="+")
    day = models.DateField(help_text="on which the session began, UTC")
    viewer = models.BinaryField(max_length=VIEWER_BYTES)
    reached = models.PositiveSmallIntegerField(help_text="how many 5 % of the film")

    def __str__(self) -> str:
        return f"{self.item_id} {self.day}"

    @property
    def whose(self) -> bytes:
        """One person counts as one, however often she pressed play."""
        return bytes(self.viewer)


class Presence(models.Model):
    """The country that somebody watches a screening from, until her play is published.

    China and Hong Kong are never written down.
    """

    screening = models.ForeignKey("catalog.Screening", models.CASCADE, related_name="+")
    viewer = models.BinaryField(max_length=VIEWER_BYTES)
    day = models.DateField(help_text="on which it was last seen, UTC")
    country = models.CharField(max_length=2)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["screening", "viewer"], name="presence_once_a_screening_and_viewer"
            ),
            models.CheckConstraint(
                condition=Q(country__regex="^[A-Z]{2}$") & ~Q(country__in=["CN", "HK"]),
                name="presence_country_may_be_written",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.screening_id} {self.country}"


class AudiencePeriod(models.Model):
    """How a film was watched in a screening, over whole days: published once (a trigger)."""

    item = models.ForeignKey("catalog.ScreeningItem", models.CASCADE, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField()
    plays = models.PositiveIntegerField()
    viewers = models.PositiveIntegerField(help_text="different people in this period")
    viewers_to_date = models.PositiveIntegerField(
        null=True, help_text="tickets of the screening that were used by the period's end"
    )
    countries = models.JSONField(help_text="people by country; the rest under the empty name")
    completion = ArrayField(
        models.PositiveSmallIntegerField(),
        help_text="per cent of people at each twentieth of the film",
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["item", "first_day"], name="audience_once_an_item_and_first_day"
            ),
            models.UniqueConstraint(
                fields=["item", "last_day"], name="audience_once_an_item_and_last_day"
            ),
            models.CheckConstraint(
                condition=Q(viewers__gte=K, plays__gte=F("viewers")), name="audience_of_enough"
            ),
            models.CheckConstraint(
                condition=Q(first_day__lte=F("last_day")), name="audience_days_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_day}/{self.last_day}"


class QualityPeriod(models.Model):
    """How well a screening played, over whole days: published once (a trigger)."""

    screening = models.ForeignKey("catalog.Screening", models.CASCADE, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField()
    sessions = models.PositiveIntegerField(help_text="that reported")
    startup_median_ms = models.PositiveIntegerField(null=True)
    startup_p95_ms = models.PositiveIntegerField(null=True)
    rebuffer_permille = models.PositiveSmallIntegerField()
    mean_kbps = models.PositiveIntegerField(null=True)
    errors = models.PositiveIntegerField()
    failed_permille = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["screening", "first_day"], name="quality_once_a_screening_and_first_day"
            ),
            models.UniqueConstraint(
                fields=["screening", "last_day"], name="quality_once_a_screening_and_last_day"
            ),
            models.CheckConstraint(condition=Q(sessions__gte=K), name="quality_of_enough"),
            models.CheckConstraint(
                condition=Q(first_day__lte=F("last_day")), name="quality_days_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_day}/{self.last_day}"
