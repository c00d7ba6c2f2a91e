"""Examples for the OpenAPI description."""

from catalog.examples.screenings import SCREENING, SUBTITLE, TICKET, UPLOAD
from catalog.examples.terms import (
    EXPLAIN,
    EXPLAINED,
    GRANT,
    GRANT_TERMS,
    OFFER_TERMS,
    SHEET,
    STAFF_OFFER,
)

__all__ = [
    "EXPLAIN",
    "EXPLAINED",
    "GRANT",
    "GRANT_TERMS",
    "OFFER_TERMS",
    "SCREENING",
    "SHEET",
    "STAFF_OFFER",
    "SUBTITLE",
    "TICKET",
    "UPLOAD",
]
