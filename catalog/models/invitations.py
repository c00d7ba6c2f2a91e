"""Invitations into a film's team, by a link that is sent by whatever way is safe."""

from typing import ClassVar

from django.db import models

from catalog.identifiers import new_public_id
from catalog.models.checks import one_of
from catalog.models.films import Film, TeamRole


class TeamInvitation(models.Model):
    """The link's token is kept as a digest; a used invitation is deleted."""

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id, editable=False)
    film = models.ForeignKey(Film, models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=8, choices=TeamRole)
    digest = models.BinaryField(max_length=32, unique=True, help_text="SHA-256 of the token")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [one_of("role", TeamRole, name="invitation_role_known")]

    def __str__(self) -> str:
        return self.role
