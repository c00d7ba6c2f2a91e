"""Shapes of the catalogue's API: one noun a file."""

from catalog.serializers.access import AccessSerializer, RefusalSerializer, WarningSerializer
from catalog.serializers.editions import EditionSerializer, ProgrammeSerializer
from catalog.serializers.explain import ExplainedSerializer, ExplainRequestSerializer
from catalog.serializers.films import (
    CreditSerializer,
    FilmSerializer,
    FilmVersionSerializer,
    ShownFilmSerializer,
)
from catalog.serializers.offers import OfferSerializer, SecondsField
from catalog.serializers.people import PersonSerializer
from catalog.serializers.rights import GrantSerializer, GrantTermsSerializer, SheetSerializer
from catalog.serializers.screenings import ScreeningItemSerializer, ScreeningSerializer
from catalog.serializers.staff_offers import OfferTermsSerializer, StaffOfferSerializer
from catalog.serializers.tickets import TicketSerializer
from catalog.serializers.versions import (
    PublishedSerializer,
    SubtitleSerializer,
    UploadRequestSerializer,
)

__all__ = [
    "AccessSerializer",
    "CreditSerializer",
    "EditionSerializer",
    "ExplainRequestSerializer",
    "ExplainedSerializer",
    "FilmSerializer",
    "FilmVersionSerializer",
    "GrantSerializer",
    "GrantTermsSerializer",
    "OfferSerializer",
    "OfferTermsSerializer",
    "PersonSerializer",
    "ProgrammeSerializer",
    "PublishedSerializer",
    "RefusalSerializer",
    "ScreeningItemSerializer",
    "ScreeningSerializer",
    "SecondsField",
    "SheetSerializer",
    "ShownFilmSerializer",
    "StaffOfferSerializer",
    "SubtitleSerializer",
    "TicketSerializer",
    "UploadRequestSerializer",
    "WarningSerializer",
]
