"""Subtitle files of any common kind, read into cues that WebVTT can carry. Pure."""
