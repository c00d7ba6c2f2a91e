"""`manage.py create_user ADDRESS --role admin`: the first accounts of an installation."""

from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.models import Role
from accounts.services import create_staffed_user


class Command(BaseCommand):
    """Make an account that staff vouch for; asks for the password."""

    help = "Create a confirmed account with roles; the password is asked for."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Address and roles."""
        parser.add_argument("email")
        parser.add_argument("--role", action="append", choices=Role.values, default=[])

    def handle(self, *args: Any, **options: Any) -> None:
        """Create it."""
        password = getpass("Password: ")
        try:
            validate_password(password)
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        roles = tuple(Role(name) for name in options["role"])
        user = create_staffed_user(email=options["email"], password=password, roles=roles)
        self.stdout.write(f"account {user.public_id}")
