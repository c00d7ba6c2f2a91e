"""What came of it, to be played: tracks, and which of them belong together."""

from typing import ClassVar

from django.db import models

from transcoding.models.columns import choices, new_public_id
from transcoding.models.jobs import ContentSecret
from transcoding.models.masters import Master
from transcoding.states import TrackKind


class Track(models.Model):
    """The immutable unit of what is played: one rung, one sound, one subtitle."""

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id, editable=False)
    master = models.ForeignKey(Master, models.CASCADE, related_name="tracks")
    kind = models.CharField(max_length=16, choices=choices(TrackKind))
    profile = models.CharField(max_length=16, blank=True, help_text="ladder, of a picture")
    label = models.CharField(max_length=32, help_text="names the track in key derivation")
    role = models.CharField(max_length=16, default="main")
    group = models.CharField(
        max_length=16, blank=True, help_text="of a sound: which variants use it"
    )
    forced = models.BooleanField(default=False)
    language = models.CharField(max_length=35, blank=True, help_text="BCP 47")
    codecs = models.CharField(max_length=64)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    frame_rate = models.FloatField(default=0)
    channels = models.PositiveSmallIntegerField(default=0)
    peak_bandwidth = models.PositiveIntegerField(help_text="bit/s of the largest segment")
    average_bandwidth = models.PositiveIntegerField(help_text="bit/s over the whole track")
    timescale = models.PositiveIntegerField()
    secret = models.ForeignKey(ContentSecret, models.PROTECT, null=True, help_text="null: clear")
    key_period_segments = models.PositiveIntegerField(default=0)
    init_object = models.CharField(max_length=160, blank=True)
    tiles = models.JSONField(
        default=dict, help_text="of a storyboard: columns, rows, seconds between pictures"
    )

    def __str__(self) -> str:
        return f"{self.kind} {self.label}"


class Segment(models.Model):
    """A stored segment. `variant` leaves room for a forensic mark's A and B."""

    track = models.ForeignKey(Track, models.CASCADE, related_name="segments")
    position = models.PositiveIntegerField()
    variant = models.CharField(max_length=1, default="A")
    object_name = models.CharField(max_length=160)
    ticks = models.BigIntegerField()
    size = models.BigIntegerField(help_text="stored bytes")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["track", "position", "variant"], name="segment_once_a_variant"
            )
        ]

    def __str__(self) -> str:
        return f"{self.track_id}/{self.position}{self.variant}"


class Publication(models.Model):
    """An immutable revision: which tracks are played together."""

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id, editable=False)
    master = models.ForeignKey(Master, models.CASCADE, related_name="publications")
    revision = models.PositiveIntegerField()
    tracks = models.ManyToManyField(Track, related_name="publications")
    created_at = models.DateTimeField()
    held_until = models.DateTimeField(
        null=True, help_text="until when somebody may be playing it: not collected before"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["master", "revision"], name="revision_once_a_master")
        ]

    def __str__(self) -> str:
        return f"{self.master} r{self.revision}"
