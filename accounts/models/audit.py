"""The audit log: what changed in rules and rights. It holds no ticket, play or session.

People stand in it under a random id of their own. What would name them is sealed with a key of the
same row as that id, so that deleting one small row erases a person from all of the past.
"""

from typing import ClassVar

from cryptography.fernet import Fernet
from django.db import models

from accounts.models.users import User, new_public_id


def new_key() -> bytes:
    """A key for one person's values."""
    return Fernet.generate_key()


class AuditSubject(models.Model):
    """The id under which the log knows somebody, and the key of what names her there."""

    user = models.OneToOneField(User, models.CASCADE, related_name="audit_subject")
    audit_id = models.CharField(max_length=22, unique=True, default=new_public_id)
    key = models.BinaryField(default=new_key)

    def __str__(self) -> str:
        return self.audit_id


class AuditAction(models.TextChoices):
    """What was done to a row."""

    CREATED = "created"
    CHANGED = "changed"
    DELETED = "deleted"


class AuditEntry(models.Model):
    """One change. A trigger refuses to change or delete entries."""

    at = models.DateTimeField(db_index=True)
    actor = models.CharField(max_length=22, blank=True, help_text="audit id; empty: the system")
    action = models.CharField(max_length=7, choices=AuditAction)
    model = models.CharField(max_length=64, help_text="like catalog.offer")
    target = models.CharField(max_length=64, help_text="public id or slug of the row")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    subject = models.CharField(max_length=22, blank=True, help_text="audit id of whom it concerns")
    sealed = models.BinaryField(default=bytes, help_text="what names the subject, under her key")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["model", "target"], name="audit_target")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(action__in=AuditAction.values), name="audit_action_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.target} {self.action}"
