"""`manage.py reset_second_factor PUBLIC_ID`: for somebody of the staff who lost hers."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.services import reset_second_factor


class Command(BaseCommand):
    """Take off somebody's second factors and end her log-ins."""

    help = "Take off the second factors of an account, and end its log-ins."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose; an address would stand in the shell's history."""
        parser.add_argument("public_id")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, with a line in the audit log."""
        user = User.objects.filter(public_id=options["public_id"]).first()
        if user is None:
            raise CommandError("There is no such account.")
        taken = reset_second_factor(user=user, actor=None, now=datetime.now(tz=UTC))
        self.stdout.write(f"{taken} taken off")
