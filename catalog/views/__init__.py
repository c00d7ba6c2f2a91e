"""The catalogue's API: one domain call each. Here the clock is read, and the place."""

from catalog.views.accreditations import Applications, DecideAccreditation, MyAccreditations
from catalog.views.doors import Join, Redeem, Return
from catalog.views.editions import (
    EditionDetail,
    EditionList,
    EditionMove,
    ProgrammeDetail,
    ProgrammeList,
)
from catalog.views.exchange import ExportView, ImportView
from catalog.views.explain import Explain
from catalog.views.films import FilmDetail, FilmList, FilmVersions, VersionDetail
from catalog.views.history import EssayDetail, EssayList, PeriodDetail, PeriodList
from catalog.views.offers import OfferDetail, ScreeningOffers, ScreeningRights
from catalog.views.organisations import (
    Book,
    BookingDetail,
    Bookings,
    OrganisationMemberDetail,
    OrganisationMembers,
    Organisations,
)
from catalog.views.passes import IssuePass, MyPasses, PassKinds, RevokePass
from catalog.views.people import PersonDetail, PersonList
from catalog.views.quotas import QuotaDetail, Quotas
from catalog.views.rights import FilmRights
from catalog.views.screenings import ScreeningDetail, ScreeningList
from catalog.views.search import SearchView
from catalog.views.shops import Sale, Sell
from catalog.views.stills import FilmStills, StillDetail
from catalog.views.support import (
    GrantBySupportCode,
    MakeSupportCode,
    ShowSupportCode,
    SupportAnswers,
)
from catalog.views.terms import TermDetail, TermList
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
    "EditionMove",
    "EssayDetail",
    "EssayList",
    "Explain",
    "ExportView",
    "ExtendTicket",
    "FilmDetail",
    "FilmList",
    "FilmRights",
    "FilmStills",
    "FilmVersions",
    "GrantBySupportCode",
    "ImportView",
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
    "PeriodDetail",
    "PeriodList",
    "PersonDetail",
    "PersonList",
    "ProgrammeDetail",
    "ProgrammeList",
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
    "SearchView",
    "Sell",
    "ShowSupportCode",
    "StillDetail",
    "SupportAnswers",
    "TakeTicket",
    "TermDetail",
    "TermList",
    "VersionDetail",
    "VersionView",
    "VoucherBatchCsv",
    "VoucherBatchDetail",
    "VoucherBatches",
]
