"""Support codes: a viewer shows the desk one trouble of hers, and nothing else."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from catalog.codes import LANGUAGE
from catalog.models.checks import LanguageKeyed, matches
from catalog.models.screenings import Screening
from catalog.models.vouchers import CODE
from catalog.placeholders import PLACES, unknown_places


class HelpAct(models.TextChoices):
    """What the desk can do in one step."""

    TICKET = "ticket"
    EXTEND = "extend"
    REISSUE = "reissue"


class SupportCode(models.Model):
    """A verdict with the facts that led to it, as it was when the viewer asked. Short-lived.

    The holder is there so that the desk can help without learning who she is. The code is the
    thread of what the desk answers, too: all of it goes with it.
    """

    code = models.CharField(max_length=12, unique=True)
    holder = models.ForeignKey(
        "accounts.User", models.CASCADE, null=True, blank=True, related_name="support_codes"
    )
    screening = models.ForeignKey(
        Screening,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="support_codes",
        help_text="empty: made where there was none, like a voucher that was refused",
    )
    facts = models.JSONField(null=True, help_text="what the decision was told, and what it said")
    trouble = models.JSONField(default=dict, help_text="what the page or its player knew")
    language = models.CharField(
        max_length=35, default="en", help_text="BCP 47, in which she is answered"
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        permissions: ClassVar = [("help_supportcode", "Can help a viewer by her code")]
        constraints: ClassVar = [
            matches("code", CODE, name="support_code"),
            matches("language", LANGUAGE, name="support_code_language"),
            models.CheckConstraint(
                condition=Q(screening=None) | Q(facts__isnull=False), name="support_code_verdict"
            ),
        ]

    def __str__(self) -> str:
        return f"until {self.expires_at:%Y-%m-%dT%H:%M}"


class SupportAnswer(models.Model):
    """What the desk wrote to whoever made the code. It goes with the code."""

    code = models.ForeignKey(SupportCode, models.CASCADE, related_name="answers")
    language = models.CharField(max_length=35, help_text="BCP 47")
    text = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            matches("language", LANGUAGE, name="support_answer_language"),
            models.CheckConstraint(condition=~Q(text=""), name="support_answer_says_something"),
        ]

    def __str__(self) -> str:
        return self.language


class CannedAnswer(models.Model):
    """An answer that the desk gives often, in each of our languages."""

    slug = models.SlugField(unique=True)
    position = models.PositiveSmallIntegerField(default=0)
    sent_with = models.CharField(
        max_length=8, choices=HelpAct, blank=True, help_text="goes out by itself with this act"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(sent_with="") | Q(sent_with__in=HelpAct.values),
                name="canned_answer_act_known",
            ),
            models.UniqueConstraint(
                fields=["sent_with"], condition=~Q(sent_with=""), name="canned_answer_once_an_act"
            ),
        ]

    def __str__(self) -> str:
        return self.slug


def validate_places(text: str) -> None:
    """Refuse what stands in braces and is filled in by nobody."""
    if strange := unknown_places(text):
        raise ValidationError(
            "there is no place called %(strange)s; there are %(known)s",
            params={"strange": ", ".join(strange), "known": ", ".join(sorted(PLACES))},
        )


class CannedAnswerText(LanguageKeyed):
    """A canned answer in one language, with {places} that are filled in."""

    answer = models.ForeignKey(CannedAnswer, models.CASCADE, related_name="texts")
    text = models.TextField(
        validators=[validate_places], help_text="may have {opens}, {closes} or {until} in it"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["answer", "language"], name="canned_text_once_a_language"
            ),
            matches("language", LANGUAGE, name="canned_text_language"),
        ]
