"""What was found in a master, to be read."""

from django.db import models

from transcoding.models.jobs import Job


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
