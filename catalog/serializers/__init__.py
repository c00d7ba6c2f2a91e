"""Shapes of the catalogue's API: one noun a file."""

from catalog.serializers.access import AccessSerializer, RefusalSerializer, WarningSerializer
from catalog.serializers.accreditations import (
    AccreditationSerializer,
    ApplicationSerializer,
    ApplySerializer,
    DecisionSerializer,
)
from catalog.serializers.editions import EditionSerializer, ProgrammeSerializer
from catalog.serializers.explain import ExplainedSerializer, ExplainRequestSerializer
from catalog.serializers.films import (
    CreditSerializer,
    FilmSerializer,
    FilmVersionSerializer,
    ShownFilmSerializer,
)
from catalog.serializers.offers import OfferSerializer, SecondsField
from catalog.serializers.organisations import (
    BookingSerializer,
    BookSerializer,
    HeadcountSerializer,
    MemberSerializer,
    OrganisationSerializer,
)
from catalog.serializers.passes import (
    IssuePassSerializer,
    PassKindSerializer,
    PassSerializer,
)
from catalog.serializers.people import PersonSerializer
from catalog.serializers.quotas import (
    NewQuotaSerializer,
    QuotaChangeSerializer,
    QuotaSerializer,
)
from catalog.serializers.rights import GrantSerializer, GrantTermsSerializer, SheetSerializer
from catalog.serializers.screenings import ScreeningItemSerializer, ScreeningSerializer
from catalog.serializers.shops import (
    SaleSerializer,
    SellSerializer,
)
from catalog.serializers.staff_offers import OfferTermsSerializer, StaffOfferSerializer
from catalog.serializers.support import (
    HelpSerializer,
    ShownVerdictSerializer,
    SupportCodeSerializer,
)
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
    "ApplicationSerializer",
    "ApplySerializer",
    "AvailabilitySerializer",
    "BookSerializer",
    "BookingSerializer",
    "CodeSerializer",
    "CreditSerializer",
    "DecisionSerializer",
    "EditionSerializer",
    "ExplainRequestSerializer",
    "ExplainedSerializer",
    "ExtendSerializer",
    "FilmSerializer",
    "FilmVersionSerializer",
    "GrantSerializer",
    "GrantTermsSerializer",
    "HeadcountSerializer",
    "HelpSerializer",
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
    "PersonSerializer",
    "ProgrammeSerializer",
    "PublishedSerializer",
    "QuotaChangeSerializer",
    "QuotaSerializer",
    "RedeemSerializer",
    "RefusalSerializer",
    "ReturnSerializer",
    "RevokeSerializer",
    "RevokeVoucherSerializer",
    "SaleSerializer",
    "ScreeningItemSerializer",
    "ScreeningSerializer",
    "SecondsField",
    "SellSerializer",
    "SheetSerializer",
    "ShownFilmSerializer",
    "ShownVerdictSerializer",
    "StaffOfferSerializer",
    "SubtitleSerializer",
    "SupportCodeSerializer",
    "TakeTicketSerializer",
    "TicketSerializer",
    "UploadRequestSerializer",
    "VoucherBatchSerializer",
    "WarningSerializer",
]
