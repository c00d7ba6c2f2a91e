"""Pages on the ways to a ticket: codes, one's own tickets, accreditation, bookings."""
