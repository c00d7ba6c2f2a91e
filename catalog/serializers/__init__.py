"""Shapes of the catalogue's API: one noun a file."""

from catalog.serializers.access import AccessSerializer, RefusalSerializer, WarningSerializer
from catalog.serializers.accreditations import (
    AccreditationSerializer,
    ApplicationSerializer,
    ApplySerializer,
    DecisionSerializer,
)
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
    ImportReportSerializer,
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
from catalog.serializers.organisations import (
    BookingSerializer,
    BookSerializer,
    HeadcountSerializer,
    MemberSerializer,
    OrganisationSerializer,
)
from catalog.serializers.passes import IssuePassSerializer, PassKindSerializer, PassSerializer
from catalog.serializers.people import PersonSerializer, PersonWriteSerializer
from catalog.serializers.periods import (
    CountedPeriodSerializer,
    PeriodSerializer,
    PeriodWriteSerializer,
)
from catalog.serializers.quotas import NewQuotaSerializer, QuotaChangeSerializer, QuotaSerializer
from catalog.serializers.rights import GrantSerializer, GrantTermsSerializer, SheetSerializer
from catalog.serializers.screenings import (
    ScreeningItemSerializer,
    ScreeningSerializer,
    ScreeningWriteSerializer,
)
from catalog.serializers.search import ResultPageSerializer, SearchQuerySerializer, result_page
from catalog.serializers.shops import SaleSerializer, SellSerializer
from catalog.serializers.staff_offers import OfferTermsSerializer, StaffOfferSerializer
from catalog.serializers.stills import StillSerializer, StillWriteSerializer
from catalog.serializers.support import (
    AnswerSerializer,
    HelpSerializer,
    ShownCodeSerializer,
    ShownVerdictSerializer,
    SupportCodeSerializer,
    TroubleSerializer,
    WrittenAnswerSerializer,
)
from catalog.serializers.terms import CountedTermSerializer, TermSerializer, TermWriteSerializer
from catalog.serializers.tickets import (
    AvailabilitySerializer,
    ExtendSerializer,
    OwnTicketSerializer,
    TakeTicketSerializer,
    TicketSerializer,
)
from catalog.serializers.versions import (
    PublishedSerializer,
    SubtitleSerializer,
    UploadRequestSerializer,
)
from catalog.serializers.vouchers import (
    AdmittedSerializer,
    CodeSerializer,
    NewBatchSerializer,
    RedeemSerializer,
    ReturnSerializer,
    RevokeSerializer,
    RevokeVoucherSerializer,
    VoucherBatchSerializer,
)

__all__ = [
    "AccessSerializer",
    "AccreditationSerializer",
    "AdmittedSerializer",
    "AnswerSerializer",
    "ApplicationSerializer",
    "ApplySerializer",
    "AvailabilitySerializer",
    "BookSerializer",
    "BookingSerializer",
    "CodeSerializer",
    "CountedPeriodSerializer",
    "CountedTermSerializer",
    "CreditSerializer",
    "DecisionSerializer",
    "EditionSerializer",
    "EditionStateSerializer",
    "EditionWriteSerializer",
    "EssayLineSerializer",
    "EssaySerializer",
    "EssayWriteSerializer",
    "ExplainRequestSerializer",
    "ExplainedSerializer",
    "ExportQuerySerializer",
    "ExtendSerializer",
    "FilmLineSerializer",
    "FilmSerializer",
    "FilmVersionSerializer",
    "FilmVersionWriteSerializer",
    "FilmWriteSerializer",
    "GrantSerializer",
    "GrantTermsSerializer",
    "HeadcountSerializer",
    "HelpSerializer",
    "ImportQuerySerializer",
    "ImportReportSerializer",
    "IssuePassSerializer",
    "MemberSerializer",
    "NewBatchSerializer",
    "NewQuotaSerializer",
    "OfferSerializer",
    "OfferTermsSerializer",
    "OrganisationSerializer",
    "OwnTicketSerializer",
    "PassKindSerializer",
    "PassSerializer",
    "PeriodLineSerializer",
    "PeriodSerializer",
    "PeriodWriteSerializer",
    "PersonPageSerializer",
    "PersonSerializer",
    "PersonWriteSerializer",
    "ProgrammeSerializer",
    "ProgrammeWriteSerializer",
    "PublishedSerializer",
    "QuotaChangeSerializer",
    "QuotaSerializer",
    "RedeemSerializer",
    "RefusalSerializer",
    "ResultPageSerializer",
    "ReturnSerializer",
    "RevokeSerializer",
    "RevokeVoucherSerializer",
    "SaleSerializer",
    "ScreeningItemSerializer",
    "ScreeningSerializer",
    "ScreeningWriteSerializer",
    "SearchQuerySerializer",
    "SecondsField",
    "SellSerializer",
    "SheetSerializer",
    "ShownCodeSerializer",
    "ShownFilmSerializer",
    "ShownVerdictSerializer",
    "StaffOfferSerializer",
    "StillSerializer",
    "StillWriteSerializer",
    "SubtitleSerializer",
    "SupportCodeSerializer",
    "TakeTicketSerializer",
    "TermSerializer",
    "TermWriteSerializer",
    "TicketSerializer",
    "TroubleSerializer",
    "UploadRequestSerializer",
    "VoucherBatchSerializer",
    "WarningSerializer",
    "WrittenAnswerSerializer",
    "result_page",
]
