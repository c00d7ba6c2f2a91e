"""What is shown: one noun a file."""

from catalog.models.editions import (
    Edition,
    EditionState,
    EditionText,
    Programme,
    ProgrammeText,
)
from catalog.models.films import Film, FilmTeam, FilmText, TeamRole
from catalog.models.offers import (
    Audience,
    CloseMode,
    NetworkPolicy,
    Offer,
    TerritoryRule,
)
from catalog.models.people import Credit, CreditRole, Person, PersonName
from catalog.models.screenings import (
    ItemKind,
    OnUnavailable,
    Screening,
    ScreeningItem,
    ScreeningText,
)
from catalog.models.tickets import Ticket, TicketOrigin
from catalog.models.versions import FilmVersion, VersionKind
from catalog.models.visibility import Visibility

__all__ = [
    "Audience",
    "CloseMode",
    "Credit",
    "CreditRole",
    "Edition",
    "EditionState",
    "EditionText",
    "Film",
    "FilmTeam",
    "FilmText",
    "FilmVersion",
    "ItemKind",
    "NetworkPolicy",
    "Offer",
    "OnUnavailable",
    "Person",
    "PersonName",
    "Programme",
    "ProgrammeText",
    "Screening",
    "ScreeningItem",
    "ScreeningText",
    "TeamRole",
    "TerritoryRule",
    "Ticket",
    "TicketOrigin",
    "VersionKind",
    "Visibility",
]
