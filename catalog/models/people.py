"""People as the public knows them. There is no key from here to an account, on purpose."""

from typing import ClassVar, Self

from django.db import models

from catalog.codes import LANGUAGE
from catalog.identifiers import new_public_id
from catalog.models.checks import LanguageKeyed, matches, one_of
from catalog.models.visibility import Seen, SeenQuerySet, Sight, Visibility, seen_at


class PersonQuerySet(SeenQuerySet["Person"]):
    """People who may be named."""


class Person(Seen):
    """A public name, or several: a pseudonym is a person of its own."""

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id, editable=False)
    slug = models.SlugField(unique=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [one_of("visibility", Visibility, name="person_visibility_known")]

    def __str__(self) -> str:
        return self.slug


class PersonName(LanguageKeyed):
    """A person's name and biography."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    biography = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "language"], name="person_name_once_a_language"
            ),
            matches("language", LANGUAGE, name="person_name_language"),
        ]


class CreditRole(models.TextChoices):
    """What somebody did in a film."""

    DIRECTOR = "director"
    WRITER = "writer"
    PRODUCER = "producer"
    CINEMATOGRAPHER = "cinematographer"
    EDITOR = "editor"
    SOUND = "sound"
    COMPOSER = "composer"
    CAST = "cast"
    TRANSLATOR = "translator"


class CreditQuerySet(models.QuerySet["Credit"]):
    """Credits by who may know of both their ends."""

    def seen_at(self, now: Sight) -> Self:
        """Of people who may be named: for a film's page."""
        return self.filter(seen_at(now, through="person__"))

    def of_films_seen_at(self, now: Sight) -> Self:
        """Of films that lists may show: for a filmography."""
        return self.filter(seen_at(now, through="film__"))


class Credit(models.Model):
    """A person's part in a film."""

    film = models.ForeignKey("catalog.Film", models.CASCADE, related_name="credits")
    person = models.ForeignKey(Person, models.CASCADE, related_name="credits")
    role = models.CharField(max_length=16, choices=CreditRole)
    position = models.PositiveSmallIntegerField(default=0)

    objects = CreditQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["film", "person", "role"], name="credit_once_a_film_and_role"
            ),
            one_of("role", CreditRole, name="credit_role_known"),
        ]

    def __str__(self) -> str:
        return self.role
