"""A validator of HLS streams, over bytes and boxes (ADR 0016)."""
