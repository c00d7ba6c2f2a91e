"""Masters, the work on them, and what came of it."""

import secrets
from enum import StrEnum
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from transcoding.states import MasterState, Problem, StepKind, StepState, TrackKind


def new_public_id() -> str:
    """128 random bits."""
    return secrets.token_urlsafe(16)


def choices(enumeration: type[StrEnum]) -> list[tuple[str, str]]:
    """Django's choices of a plain enumeration."""
    return [(member.value, member.value) for member in enumeration]


class Master(models.Model):
    """An uploaded film file. Its name on the filmmaker's disk is never kept."""

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id, editable=False)
    owner = models.CharField(max_length=22, db_index=True, help_text="public id of an account")
    priority = models.SmallIntegerField(default=100, help_text="the lowest is worked on first")
    state = models.CharField(
        max_length=16, choices=choices(MasterState), default=MasterState.UPLOADING
    )
    problem = models.CharField(max_length=32, choices=choices(Problem), blank=True)
    detail = models.TextField(blank=True, help_text="for staff")
    object_key = models.CharField(max_length=64, unique=True)
    upload_id = models.CharField(max_length=512, blank=True, help_text="the store's, while open")
    size = models.BigIntegerField(help_text="bytes")
    part_size = models.BigIntegerField(help_text="bytes of every part but the last")
    source = models.JSONField(null=True, blank=True, help_text="what ffprobe said")
    created_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)
    retain_until = models.DateTimeField()
    quality_waived_at = models.DateTimeField(
        null=True, blank=True, help_text="when staff let it through in spite of its report"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(size__gt=0), name="master_has_bytes")
        ]

    def __str__(self) -> str:
        return self.public_id


class UploadPart(models.Model):
    """A part that was signed for: the store lists no checksums, so they are kept here."""

    master = models.ForeignKey(Master, models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=44, help_text="base64, as S3 compares it")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["master", "number"], name="part_once_a_master")
        ]

    def __str__(self) -> str:
        return f"{self.master_id}/{self.number}"


class SubtitleSource(models.Model):
    """A subtitle text as it was handed in."""

    master = models.ForeignKey(Master, models.CASCADE, related_name="subtitle_sources")
    language = models.CharField(max_length=35, help_text="BCP 47")
    kind = models.CharField(max_length=16, choices=[("subtitles",) * 2, ("captions",) * 2])
    forced = models.BooleanField(default=False, help_text="only what is foreign in the film")
    origin = models.CharField(
        max_length=16, choices=[("upload",) * 2, ("embedded",) * 2], default="upload"
    )
    format = models.CharField(max_length=16, default="webvtt")
    text = models.TextField()
    notes = models.JSONField(default=list, help_text="what was mended in it")
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.language} {self.kind}"


class ContentSecret(models.Model):
    """The secret that the segment keys of a master's tracks are derived from, encrypted."""

    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"secret {self.pk}"


class Job(models.Model):
    """The making of one ladder of a master. Its steps hold the work, its plan the numbers."""

    master = models.ForeignKey(Master, models.CASCADE, related_name="jobs")
    profile = models.CharField(max_length=16, help_text="name of a ladder")
    secret = models.ForeignKey(ContentSecret, models.PROTECT)
    prefix = models.CharField(max_length=32, unique=True, default=new_public_id)
    plan = models.JSONField(default=dict, help_text="empty: not planned yet")
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.profile} of {self.master}"


class JobStep(models.Model):
    """A unit of work. `attempt` is the fencing token: only its holder may complete the step."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=16, choices=choices(StepKind))
    stage = models.SmallIntegerField()
    queue = models.CharField(max_length=16)
    parameters = models.JSONField(default=dict)
    state = models.CharField(max_length=16, choices=choices(StepState))
    priority = models.SmallIntegerField()
    owner = models.CharField(max_length=22)
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    attempt = models.PositiveIntegerField(default=0)
    most_attempts = models.PositiveIntegerField(default=4, help_text="after these it is parked")
    outages = models.PositiveIntegerField(
        default=0, help_text="attempts that store, database or disk cut short: they don't count"
    )
    lease_until = models.DateTimeField(null=True)
    weight = models.FloatField(default=0, help_text="seconds of film it works through")
    progress = models.FloatField(default=0, help_text="of `weight`, 0 to 1")
    speed = models.FloatField(default=0, help_text="seconds of film a second")
    result = models.JSONField(null=True)
    error = models.TextField(blank=True)
    log = models.TextField(blank=True, help_text="the encoder's last lines, of every attempt")
    started_at = models.DateTimeField(null=True, help_text="the last attempt's")
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["queue", "priority", "created_at"],
                name="claimable_steps",
                condition=Q(state__in=[StepState.READY, StepState.RUNNING]),
            )
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state=StepState.RUNNING) | Q(lease_until__isnull=False),
                name="running_step_has_lease",
            ),
            models.CheckConstraint(
                condition=~Q(state=StepState.DONE) | Q(result__isnull=False),
                name="done_step_has_result",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def tracks(self) -> dict[str, Any]:
        """What a finished step made, by the label of the track."""
        return dict(self.result["tracks"]) if self.result else {}


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


class QualityReport(models.Model):
    """What was found in a master, for its filmmaker to read."""

    job = models.OneToOneField(Job, models.CASCADE, related_name="report")
    examined = models.BooleanField(help_text="false: made without quality control")
    technical = models.JSONField(help_text="what was sent, as it was taken")
    findings = models.JSONField(help_text="see transcoding.quality.findings.Finding")
    series = models.JSONField(help_text="bit rate and loudness over time")
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"report on {self.job}"


class Frame(models.Model):
    """A picture taken from a master: a poster to choose, or what a finding points to."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="frames")
    purpose = models.CharField(max_length=16, choices=[("poster",) * 2, ("finding",) * 2])
    seconds = models.FloatField()
    object_name = models.CharField(max_length=160)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.purpose} at {self.seconds:.1f} s"
