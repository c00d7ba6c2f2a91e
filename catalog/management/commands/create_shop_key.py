"""`manage.py create_shop_key SLUG`: let a ticket shop in, or change its key."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_slug

from catalog import services


class Command(BaseCommand):
    """Print a new key, once. Both keys are good until the old one is revoked."""

    help = "Create a key for a ticket shop; the shop is entered if it is new."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The shop, and what becomes of its older keys."""
        parser.add_argument("slug")
        parser.add_argument("--revoke-others", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Create it."""
        try:
            validate_slug(options["slug"])
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        key = services.new_shop_key(
            slug=options["slug"],
            now=datetime.now(UTC),
            revoke_others=options["revoke_others"],
        )
        self.stdout.write(key)
