"""Shapes of the catalogue's API: one noun a file."""

from catalog.serializers.access import AccessSerializer, RefusalSerializer, WarningSerializer
from catalog.serializers.editions import (
    EditionSerializer,
    EditionStateSerializer,
    EditionWriteSerializer,
    ProgrammeSerializer,
    ProgrammeWriteSerializer,
)
from catalog.serializers.essays import EssaySerializer, EssayWriteSerializer
from catalog.serializers.exchange import (
    ExportQuerySerializer,
    ImportQuerySerializer,
    ReportSerializer,
)
from catalog.serializers.explain import ExplainedSerializer, ExplainRequestSerializer
from catalog.serializers.filmographies import PersonPageSerializer
from catalog.serializers.films import (
    CreditSerializer,
    FilmLineSerializer,
    FilmSerializer,
    FilmVersionSerializer,
    FilmVersionWriteSerializer,
    FilmWriteSerializer,
    ShownFilmSerializer,
)
from catalog.serializers.history import EssayLineSerializer, PeriodLineSerializer
from catalog.serializers.offers import OfferSerializer, SecondsField
from catalog.serializers.people import PersonSerializer, PersonWriteSerializer
from catalog.serializers.periods import (
    CountedPeriodSerializer,
    PeriodSerializer,
    PeriodWriteSerializer,
)
from catalog.serializers.rights import GrantSerializer, GrantTermsSerializer, SheetSerializer
from catalog.serializers.screenings import (
    ScreeningItemSerializer,
    ScreeningSerializer,
    ScreeningWriteSerializer,
)
from catalog.serializers.search import ResultPageSerializer, SearchQuerySerializer
from catalog.serializers.staff_offers import OfferTermsSerializer, StaffOfferSerializer
from catalog.serializers.stills import StillSerializer, StillWriteSerializer
from catalog.serializers.terms import CountedTermSerializer, TermSerializer, TermWriteSerializer
from catalog.serializers.tickets import TicketSerializer
from catalog.serializers.versions import (
    PublishedSerializer,
    SubtitleSerializer,
    UploadRequestSerializer,
)

__all__ = [
    "AccessSerializer",
    "CountedPeriodSerializer",
    "CountedTermSerializer",
    "CreditSerializer",
    "EditionSerializer",
    "EditionStateSerializer",
    "EditionWriteSerializer",
    "EssayLineSerializer",
    "EssaySerializer",
    "EssayWriteSerializer",
    "ExplainRequestSerializer",
    "ExplainedSerializer",
    "ExportQuerySerializer",
    "FilmLineSerializer",
    "FilmSerializer",
    "FilmVersionSerializer",
    "FilmVersionWriteSerializer",
    "FilmWriteSerializer",
    "GrantSerializer",
    "GrantTermsSerializer",
    "ImportQuerySerializer",
    "OfferSerializer",
    "OfferTermsSerializer",
    "PeriodLineSerializer",
    "PeriodSerializer",
    "PeriodWriteSerializer",
    "PersonPageSerializer",
    "PersonSerializer",
    "PersonWriteSerializer",
    "ProgrammeSerializer",
    "ProgrammeWriteSerializer",
    "PublishedSerializer",
    "RefusalSerializer",
    "ReportSerializer",
    "ResultPageSerializer",
    "ScreeningItemSerializer",
    "ScreeningSerializer",
    "ScreeningWriteSerializer",
    "SearchQuerySerializer",
    "SecondsField",
    "SheetSerializer",
    "ShownFilmSerializer",
    "StaffOfferSerializer",
    "StillSerializer",
    "StillWriteSerializer",
    "SubtitleSerializer",
    "TermSerializer",
    "TermWriteSerializer",
    "TicketSerializer",
    "UploadRequestSerializer",
    "WarningSerializer",
]
