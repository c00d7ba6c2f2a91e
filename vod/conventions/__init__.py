"""What every endpoint under `/api/v1/` has in common, whichever app it belongs to (ADR 0025)."""
