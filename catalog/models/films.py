"""Films, their words, and who works on them here."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from catalog.codes import COUNTRY, LANGUAGE
from catalog.identifiers import new_public_id
from catalog.models.checks import LanguageKeyed, each_matches, matches, one_of
from catalog.models.terms import Term
from catalog.models.visibility import Seen, SeenQuerySet, Visibility


class FilmQuerySet(SeenQuerySet["Film"]):
    """Films by who may know of them; `catalog.loading` has what pages load along."""


class Film(Seen):
    """A work, whatever the versions in which it is shown."""

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id, editable=False)
    slug = models.SlugField(unique=True)
    year = models.PositiveSmallIntegerField()
    countries = ArrayField(
        models.CharField(max_length=2, validators=[RegexValidator(COUNTRY)]),
        default=list,
        blank=True,
        help_text="ISO 3166-1",
    )
    languages = ArrayField(
        models.CharField(max_length=35, validators=[RegexValidator(LANGUAGE)]),
        default=list,
        blank=True,
        help_text="BCP 47, as spoken in the film",
    )
    runtime_seconds = models.PositiveIntegerField(null=True, blank=True)
    terms = models.ManyToManyField(Term, blank=True, related_name="films")
    paused_at = models.DateTimeField(
        null=True, editable=False, help_text="by a withdrawal: from then on nothing of it plays"
    )

    objects = FilmQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            one_of("visibility", Visibility, name="film_visibility_known"),
            each_matches("countries", COUNTRY, name="film_countries"),
            each_matches("languages", LANGUAGE, name="film_languages"),
            models.CheckConstraint(
                condition=Q(concealed_at=None) | Q(paused_at__lte=F("concealed_at")),
                name="film_paused_when_concealed",
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class FilmText(LanguageKeyed):
    """A film's title and synopsis."""

    film = models.ForeignKey(Film, models.CASCADE, related_name="texts")
    title = models.CharField(max_length=200)
    synopsis = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["film", "language"], name="film_text_once_a_language"),
            matches("language", LANGUAGE, name="film_text_language"),
        ]


class TeamRole(models.TextChoices):
    """Why somebody may work on a film here."""

    DIRECTOR = "director"
    PRODUCER = "producer"
    DELEGATE = "delegate"


class FilmTeam(models.Model):
    """Who may upload a film. Deletable, and not a credit: it names an account, no person."""

    film = models.ForeignKey(Film, models.CASCADE, related_name="team")
    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="film_teams")
    role = models.CharField(max_length=8, choices=TeamRole)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["film", "user"], name="team_member_once_a_film"),
            one_of("role", TeamRole, name="team_role_known"),
        ]

    def __str__(self) -> str:
        return self.role
