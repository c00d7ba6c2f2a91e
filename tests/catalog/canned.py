"""The canned answers that an installation begins with.

They come with a migration, and go where a test empties the database behind itself.
"""

from importlib import import_module

from django.apps import apps

from catalog.models import CannedAnswer


def begin_with_canned() -> None:
    """Have them there, as after the first migration."""
    if not CannedAnswer.objects.exists():
        import_module("catalog.migrations.0008_canned_answers").seed(apps, None)
