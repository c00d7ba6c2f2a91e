"""Shapes of the catalogue's API: one noun a file."""

from catalog.serializers.access import AccessSerializer, RefusalSerializer
from catalog.serializers.accreditations import (
    AccreditationSerializer,
    ApplicationSerializer,
    ApplySerializer,
    DecisionSerializer,
)
from catalog.serializers.editions import EditionSerializer, ProgrammeSerializer
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
from catalog.serializers.screenings import ScreeningItemSerializer, ScreeningSerializer
from catalog.serializers.shops import (
    SaleSerializer,
    SellSerializer,
)
from catalog.serializers.support import (
    GrantSerializer,
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
    "ExtendSerializer",
    "FilmSerializer",
    "FilmVersionSerializer",
    "GrantSerializer",
    "HeadcountSerializer",
    "IssuePassSerializer",
    "MemberSerializer",
    "NewBatchSerializer",
    "NewQuotaSerializer",
    "OfferSerializer",
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
    "ShownFilmSerializer",
    "ShownVerdictSerializer",
    "SubtitleSerializer",
    "SupportCodeSerializer",
    "TakeTicketSerializer",
    "TicketSerializer",
    "UploadRequestSerializer",
    "VoucherBatchSerializer",
]
