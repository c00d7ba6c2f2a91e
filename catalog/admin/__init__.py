"""The catalogue for staff: one noun a file."""

from catalog.admin.editions import (
    EditionAdmin,
    EditionTextInline,
    ProgrammeAdmin,
    ProgrammeInline,
    ProgrammeTextInline,
)
from catalog.admin.films import (
    CreditInline,
    FilmAdmin,
    FilmTextInline,
    FilmVersionAdmin,
    TeamInline,
    VersionInline,
)
from catalog.admin.offers import OfferAdmin
from catalog.admin.people import PersonAdmin, PersonNameInline
from catalog.admin.screenings import ItemInline, OfferInline, ScreeningAdmin, ScreeningTextInline
from catalog.admin.tickets import TicketAdmin

__all__ = [
    "CreditInline",
    "EditionAdmin",
    "EditionTextInline",
    "FilmAdmin",
    "FilmTextInline",
    "FilmVersionAdmin",
    "ItemInline",
    "OfferAdmin",
    "OfferInline",
    "PersonAdmin",
    "PersonNameInline",
    "ProgrammeAdmin",
    "ProgrammeInline",
    "ProgrammeTextInline",
    "ScreeningAdmin",
    "ScreeningTextInline",
    "TeamInline",
    "TicketAdmin",
    "VersionInline",
]
