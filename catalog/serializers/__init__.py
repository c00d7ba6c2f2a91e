"""Shapes of the catalogue's API: one noun a file."""

from catalog.serializers.access import AccessSerializer, RefusalSerializer
from catalog.serializers.editions import EditionSerializer, ProgrammeSerializer
from catalog.serializers.exchange import (
    ExportQuerySerializer,
    ImportQuerySerializer,
    ImportReportSerializer,
)
from catalog.serializers.films import (
    CreditSerializer,
    FilmSerializer,
    FilmVersionSerializer,
    ShownFilmSerializer,
)
from catalog.serializers.offers import OfferSerializer, SecondsField
from catalog.serializers.people import PersonSerializer
from catalog.serializers.screenings import ScreeningItemSerializer, ScreeningSerializer
from catalog.serializers.search import ResultPageSerializer, SearchQuerySerializer
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
    "ExportQuerySerializer",
    "FilmSerializer",
    "FilmVersionSerializer",
    "ImportQuerySerializer",
    "ImportReportSerializer",
    "OfferSerializer",
    "PersonSerializer",
    "ProgrammeSerializer",
    "PublishedSerializer",
    "RefusalSerializer",
    "ResultPageSerializer",
    "ScreeningItemSerializer",
    "ScreeningSerializer",
    "SearchQuerySerializer",
    "SecondsField",
    "ShownFilmSerializer",
    "SubtitleSerializer",
    "TicketSerializer",
    "UploadRequestSerializer",
]
