"""Pictures of films."""

from typing import ClassVar

from django.db import models

from catalog.codes import LANGUAGE
from catalog.identifiers import new_public_id
from catalog.models.checks import LanguageKeyed, matches, one_of
from catalog.models.films import Film
from catalog.models.visibility import Seen, SeenQuerySet, Visibility


def object_name(still: "Still", filename: str) -> str:
    """Name it by chance: neither film nor file name may be read from an address."""
    return f"stills/{new_public_id()}.jpg"


class StillQuerySet(SeenQuerySet["Still"]):
    """Stills by who may see them."""


class Still(Seen):
    """A picture, kept as JPEG without anything that the upload told besides."""

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id, editable=False)
    film = models.ForeignKey(Film, models.CASCADE, related_name="stills")
    image = models.FileField(upload_to=object_name, max_length=64)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField(default=0)
    moved = models.BooleanField(
        default=False, editable=False, help_text="its addresses of before lead nowhere"
    )

    objects = StillQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [one_of("visibility", Visibility, name="still_visibility_known")]

    def __str__(self) -> str:
        return self.public_id


class StillText(LanguageKeyed):
    """What a still shows, for those who can't see it, and whose picture it is."""

    still = models.ForeignKey(Still, models.CASCADE, related_name="texts")
    description = models.CharField(max_length=300)
    credit = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["still", "language"], name="still_text_once_a_language"
            ),
            matches("language", LANGUAGE, name="still_text_language"),
        ]
