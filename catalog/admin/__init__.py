"""The catalogue for staff: one noun a file. Django finds what is registered in them by this one."""

from catalog.admin import (
    accreditations,
    answers,
    editions,
    films,
    history,
    offers,
    organisations,
    passes,
    people,
    quotas,
    rights,
    screenings,
    territories,
    tickets,
    vouchers,
    withdrawals,
)

__all__ = [
    "accreditations",
    "answers",
    "editions",
    "films",
    "history",
    "offers",
    "organisations",
    "passes",
    "people",
    "quotas",
    "rights",
    "screenings",
    "territories",
    "tickets",
    "vouchers",
    "withdrawals",
]
