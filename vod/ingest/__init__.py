"""A film from this machine's disk, the whole way through the public API: what `ingest` does."""
