"""What filmmakers send: films, and the texts that go with them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from transcoding.models.columns import choices, new_public_id
from transcoding.states import MasterState, Problem


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
