"""The work on a master."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from transcoding.models.columns import choices, new_public_id
from transcoding.models.masters import Master
from transcoding.states import StepKind, StepState


class ContentSecret(models.Model):
    """The secret that the segment keys of a master's tracks are derived from, encrypted."""

    DESTROYED = b""  # and its films with it

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
