"""Universities and museums, and the places they book. Who sat in them is nobody's business."""

from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from catalog.codes import COUNTRY
from catalog.identifiers import new_public_id
from catalog.models.checks import matches, one_of
from catalog.models.offers import Offer
from catalog.models.vouchers import CODE


class Organisation(models.Model):
    """An institution that books for others."""

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id, editable=False)
    name = models.CharField(max_length=200)
    country = models.CharField(
        max_length=2, blank=True, validators=[RegexValidator(COUNTRY)], help_text="ISO 3166-1"
    )

    class Meta:
        constraints: ClassVar = [
            matches("country", f"^$|{COUNTRY}", name="organisation_country"),
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationMember(models.Model):
    """Who may book for an organisation: a lecturer, a curator. Students are no members."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="members")
    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="organisations")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "user"], name="member_once_an_organisation"
            )
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class BookingMode(models.TextChoices):
    """`individual`: each on a screen of her own. `room`: one stream before `headcount` people."""

    INDIVIDUAL = "individual"
    ROOM = "room"


class Booking(models.Model):
    """Seats of an offer, kept from now on. Individual ones are taken with the join code."""

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="bookings")
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="bookings")
    mode = models.CharField(max_length=10, choices=BookingMode, default=BookingMode.INDIVIDUAL)
    seats = models.PositiveSmallIntegerField(help_text="in a room: how many people it holds")
    headcount = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="in a room: how many came, told afterwards"
    )
    join_code = models.CharField(max_length=12, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            one_of("mode", BookingMode, name="booking_mode_known"),
            matches("join_code", CODE, name="booking_join_code"),
            models.CheckConstraint(condition=Q(seats__gte=1), name="booking_has_seats"),
            models.CheckConstraint(
                condition=Q(headcount=None) | Q(mode=BookingMode.ROOM),
                name="booking_headcount_of_rooms",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id
