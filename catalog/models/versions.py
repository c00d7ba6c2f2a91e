"""The versions of a film, and which transcoded tracks each one plays."""

from typing import ClassVar

from django.db import models

from catalog.identifiers import new_public_id
from catalog.models.checks import one_of


class VersionKind(models.TextChoices):
    """Why a version exists."""

    FESTIVAL_CUT = "festival_cut"
    BLURRED = "blurred"
    RESTORED = "restored"
    TRAILER = "trailer"  # plays without a ticket


class FilmVersion(models.Model):
    """What a screening pins. `master` is what is worked on, `publication` what is played.

    They are switched apart: after a second upload the old publication plays on until somebody
    publishes the new one.
    """

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id, editable=False)
    film = models.ForeignKey("catalog.Film", models.CASCADE, related_name="versions")
    kind = models.CharField(max_length=16, choices=VersionKind, default=VersionKind.FESTIVAL_CUT)
    master = models.ForeignKey(
        "transcoding.Master", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    former_masters = models.ManyToManyField(
        "transcoding.Master",
        blank=True,
        related_name="+",
        help_text="sent before this one: whoever destroys the film has to find them",
    )
    publication = models.ForeignKey(
        "transcoding.Publication", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [one_of("kind", VersionKind, name="version_kind_known")]

    def __str__(self) -> str:
        return f"{self.film} ({self.kind})"
