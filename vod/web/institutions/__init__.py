"""Pages of those who come for an institution: accreditation and bookings."""
