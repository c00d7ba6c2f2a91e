"""What is shown, and on which terms: one noun a file."""

from catalog.models.accreditations import Accreditation, AccreditationKind, AccreditationState
from catalog.models.editions import Edition, EditionState, EditionText, Programme, ProgrammeText
from catalog.models.films import Film, FilmTeam, FilmText, TeamRole
from catalog.models.history import Essay, EssayText, Period, PeriodText
from catalog.models.invitations import TeamInvitation
from catalog.models.offers import Audience, CloseMode, NetworkPolicy, Offer, TerritoryRule
from catalog.models.organisations import Booking, BookingMode, Organisation, OrganisationMember
from catalog.models.passes import Pass, PassKind, PassKindText
from catalog.models.people import Credit, CreditRole, Person, PersonName
from catalog.models.quotas import Quota
from catalog.models.rights import RightsGrant, Use
from catalog.models.screenings import (
    ItemKind,
    OnUnavailable,
    Screening,
    ScreeningItem,
    ScreeningText,
)
from catalog.models.search import SearchDocument, SearchKind, SearchWord
from catalog.models.shops import Shop, ShopKey, ShopSale
from catalog.models.stills import Still, StillText
from catalog.models.support import (
    CannedAnswer,
    CannedAnswerText,
    HelpAct,
    SupportAnswer,
    SupportCode,
)
from catalog.models.terms import Term, TermKind, TermText
from catalog.models.territories import TerritoryGroup
from catalog.models.tickets import Ticket, TicketOrigin
from catalog.models.versions import FilmVersion, VersionKind
from catalog.models.visibility import Sight, Unveiled, Visibility, seen_at
from catalog.models.vouchers import CODE_LENGTH, MOST_IN_A_BATCH, Voucher, VoucherBatch
from catalog.models.withdrawals import (
    CallsOfDay,
    Channel,
    CodeWord,
    Level,
    StruckText,
    Withdrawal,
)

__all__ = [
    "CODE_LENGTH",
    "MOST_IN_A_BATCH",
    "Accreditation",
    "AccreditationKind",
    "AccreditationState",
    "Audience",
    "Booking",
    "BookingMode",
    "CallsOfDay",
    "CannedAnswer",
    "CannedAnswerText",
    "Channel",
    "CloseMode",
    "CodeWord",
    "Credit",
    "CreditRole",
    "Edition",
    "EditionState",
    "EditionText",
    "Essay",
    "EssayText",
    "Film",
    "FilmTeam",
    "FilmText",
    "FilmVersion",
    "HelpAct",
    "ItemKind",
    "Level",
    "NetworkPolicy",
    "Offer",
    "OnUnavailable",
    "Organisation",
    "OrganisationMember",
    "Pass",
    "PassKind",
    "PassKindText",
    "Period",
    "PeriodText",
    "Person",
    "PersonName",
    "Programme",
    "ProgrammeText",
    "Quota",
    "RightsGrant",
    "Screening",
    "ScreeningItem",
    "ScreeningText",
    "SearchDocument",
    "SearchKind",
    "SearchWord",
    "Shop",
    "ShopKey",
    "ShopSale",
    "Sight",
    "Still",
    "StillText",
    "StruckText",
    "SupportAnswer",
    "SupportCode",
    "TeamInvitation",
    "TeamRole",
    "Term",
    "TermKind",
    "TermText",
    "TerritoryGroup",
    "TerritoryRule",
    "Ticket",
    "TicketOrigin",
    "Unveiled",
    "Use",
    "VersionKind",
    "Visibility",
    "Voucher",
    "VoucherBatch",
    "Withdrawal",
    "seen_at",
]
