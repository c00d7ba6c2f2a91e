"""Thousands who press play within a minute."""
