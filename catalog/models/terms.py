"""Words that films are found by: themes, genres, and what viewers are told of beforehand."""

from typing import ClassVar

from django.db import models

from catalog.codes import LANGUAGE
from catalog.models.checks import LanguageKeyed, matches, one_of


class TermKind(models.TextChoices):
    """A content note warns of something; themes and genres are for finding."""

    THEME = "theme"
    GENRE = "genre"
    CONTENT_NOTE = "content_note"


class Term(models.Model):
    """One word of one of the vocabularies."""

    kind = models.CharField(max_length=12, choices=TermKind)
    slug = models.SlugField()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "slug"], name="term_slug_once_a_kind"),
            one_of("kind", TermKind, name="term_kind_known"),
        ]

    def __str__(self) -> str:
        return self.slug


class TermText(LanguageKeyed):
    """A term's name."""

    term = models.ForeignKey(Term, models.CASCADE, related_name="texts")
    name = models.CharField(max_length=120)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["term", "language"], name="term_text_once_a_language"),
            matches("language", LANGUAGE, name="term_text_language"),
        ]
