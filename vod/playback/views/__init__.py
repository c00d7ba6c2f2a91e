"""Playback's endpoints: one domain call each; the clock is read here."""
