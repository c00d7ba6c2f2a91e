"""The catalogue's API: one domain call each. Here the clock is read, and the place."""

from catalog.views.accreditations import (
    Applications,
    DecideAccreditation,
    MyAccreditations,
)
from catalog.views.doors import (
    Join,
    Redeem,
    Return,
)
from catalog.views.editions import EditionDetail, EditionList
from catalog.views.explain import Explain
from catalog.views.films import FilmDetail
from catalog.views.offers import OfferDetail, ScreeningOffers, ScreeningRights
from catalog.views.organisations import (
    Book,
    BookingDetail,
    Bookings,
    OrganisationMemberDetail,
    OrganisationMembers,
    Organisations,
)
from catalog.views.passes import (
    IssuePass,
    MyPasses,
    PassKinds,
    RevokePass,
)
from catalog.views.quotas import (
    QuotaDetail,
    Quotas,
)
from catalog.views.rights import FilmRights
from catalog.views.screenings import ScreeningDetail, ScreeningList
from catalog.views.shops import (
    Sale,
    Sell,
)
from catalog.views.support import (
    GrantBySupportCode,
    MakeSupportCode,
    ShowSupportCode,
)
from catalog.views.tickets import (
    ExtendTicket,
    MyTicket,
    MyTickets,
    OfferAvailability,
    RevokeTicket,
    TakeTicket,
)
from catalog.views.versions import AddSubtitle, BeginUpload, Publish, VersionView
from catalog.views.vouchers import (
    RevokeBatch,
    RevokeVoucher,
    VoucherBatchCsv,
    VoucherBatchDetail,
    VoucherBatches,
)

__all__ = [
    "AddSubtitle",
    "Applications",
    "BeginUpload",
    "Book",
    "BookingDetail",
    "Bookings",
    "DecideAccreditation",
    "EditionDetail",
    "EditionList",
    "Explain",
    "ExtendTicket",
    "FilmDetail",
    "FilmRights",
    "GrantBySupportCode",
    "IssuePass",
    "Join",
    "MakeSupportCode",
    "MyAccreditations",
    "MyPasses",
    "MyTicket",
    "MyTickets",
    "OfferAvailability",
    "OfferDetail",
    "OrganisationMemberDetail",
    "OrganisationMembers",
    "Organisations",
    "PassKinds",
    "Publish",
    "QuotaDetail",
    "Quotas",
    "Redeem",
    "Return",
    "RevokeBatch",
    "RevokePass",
    "RevokeTicket",
    "RevokeVoucher",
    "Sale",
    "ScreeningDetail",
    "ScreeningList",
    "ScreeningOffers",
    "ScreeningRights",
    "Sell",
    "ShowSupportCode",
    "TakeTicket",
    "VersionView",
    "VoucherBatchCsv",
    "VoucherBatchDetail",
    "VoucherBatches",
]
