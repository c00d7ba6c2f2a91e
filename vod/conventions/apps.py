"""The app."""

from django.apps import AppConfig


class ConventionsConfig(AppConfig):
    """Idempotency keys, conditional requests, cursors."""

    name = "vod.conventions"
    label = "conventions"
