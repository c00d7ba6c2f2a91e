"""Codes for the desk, and its answers."""
