"""`make chaos`, and what it would notice."""
