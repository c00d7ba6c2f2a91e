"""`manage.py prepare_store`: put our cross-origin rules on the buckets."""

from typing import Any

from django.core.management.base import BaseCommand

from transcoding import storage


class Command(BaseCommand):
    """Run after each change of the public addresses; safe to repeat."""

    help = "Set the cross-origin rules of the masters', renditions' and media buckets."

    def handle(self, *args: Any, **options: Any) -> None:
        """Set them."""
        storage.set_cross_origin_rules()
        self.stdout.write("cross-origin rules set")
