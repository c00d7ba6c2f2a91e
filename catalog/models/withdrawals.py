"""Withdrawals: what is asked to disappear, how far, and by which way the word came."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from catalog.identifiers import new_public_id
from catalog.models.checks import one_of
from catalog.models.editions import Edition
from catalog.models.films import Film
from catalog.models.people import Person


class Level(models.TextChoices):
    """How far. Each does what those before it do."""

    PAUSE = "pause"
    HIDE = "hide"
    ERASE = "erase"


class Channel(models.TextChoices):
    """By which way the word came. Nobody is named: the audit log knows who did it here."""

    FILMMAKER = "filmmaker"
    ADMIN = "admin"
    PROXY = "proxy"


class WithdrawalQuerySet(models.QuerySet["Withdrawal"]):
    """Withdrawals by whether they hold."""

    def standing(self) -> Self:
        """Those that nobody has lifted, whether or not their time has come."""
        return self.filter(lifted_at=None)

    def hiding(self) -> Self:
        """Those that take out of sight."""
        return self.standing().exclude(level=Level.PAUSE)

    def to_erase(self) -> Self:
        """Films of which something is left that is to be destroyed."""
        return self.filter(level=Level.ERASE, erased_at=None)

    def to_verify(self) -> Self:
        """Those that acted first, and that staff have still to ask after."""
        return self.standing().filter(channel=Channel.PROXY, verified_at=None)


class Withdrawal(models.Model):
    """Of one film, or of a whole edition. One stands at a time; a farther one takes its place."""

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id, editable=False)
    film = models.ForeignKey(
        Film, models.CASCADE, null=True, blank=True, related_name="withdrawals"
    )
    edition = models.ForeignKey(
        Edition, models.CASCADE, null=True, blank=True, related_name="withdrawals"
    )
    level = models.CharField(max_length=5, choices=Level)
    channel = models.CharField(max_length=9, choices=Channel)
    people = models.ManyToManyField(
        Person, blank=True, related_name="+", help_text="whose names go from everywhere"
    )
    effective_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    emptied_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="when nothing told which film it was"
    )
    erased_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="when nothing was left"
    )

    objects = WithdrawalQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            one_of("level", Level, name="withdrawal_level_known"),
            one_of("channel", Channel, name="withdrawal_channel_known"),
            models.CheckConstraint(
                condition=Q(film=None) ^ Q(edition=None), name="withdrawal_of_film_or_edition"
            ),
            models.UniqueConstraint(
                fields=["film"], condition=Q(lifted_at=None), name="withdrawal_once_a_film"
            ),
            models.UniqueConstraint(
                fields=["edition"], condition=Q(lifted_at=None), name="withdrawal_once_an_edition"
            ),
            models.CheckConstraint(
                condition=Q(verified_at=None) | Q(verified_at__gte=F("effective_at")),
                name="withdrawal_verified_afterwards",
            ),
            models.CheckConstraint(
                condition=~Q(level="erase") | Q(edition=None, lifted_at=None),
                name="erased_for_good_and_film_by_film",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(level="erase", emptied_at__isnull=False),
                name="erased_as_it_was_asked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.public_id}"


class StruckText(models.Model):
    """A text that spoke of what is hidden: as it was, for the day that this is lifted.

    `written` is what stands in its place. Where staff have changed that since, theirs holds.
    """

    model = models.CharField(max_length=64, help_text="like catalog.essaytext")
    row = models.BigIntegerField()
    field = models.CharField(max_length=16)
    original = models.TextField()
    written = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["model", "row", "field"], name="struck_once_a_text")
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.row} {self.field}"


class CodeWord(models.Model):
    """By which somebody whom the makers trust withdraws their film without an account.

    72 random bits, so its digest is enough: nobody finds the word from it.
    """

    film = models.OneToOneField(Film, models.CASCADE, related_name="code_word")
    digest = models.BinaryField(max_length=32, unique=True, help_text="SHA-256 of the word")
    agreed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.agreed_at:%Y-%m-%d}"


class CallsOfDay(models.Model):
    """How often the page for code words was used, right or wrong: each call writes the same."""

    day = models.DateField(unique=True)
    calls = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.day}"
