"""`manage.py rotate_keys`: seal every secret under the first key-encryption key."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts import rotation as factors
from transcoding import rotation
from transcoding.rotation import Sealed


class Command(BaseCommand):
    """Safe to repeat, to interrupt, and to run while films play."""

    help = (
        "Seal the secrets of films and of second factors under the first of "
        "VOD_KEY_ENCRYPTION_KEYS. Run it with the old key after the new one; the old one may go "
        "when --check finds nothing under it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to look only, and how many films in one transaction."""
        parser.add_argument("--check", action="store_true", help="report only, change nothing")
        parser.add_argument("--batch", type=int, default=rotation.BATCH)

    def handle(self, *args: Any, **options: Any) -> None:
        """Rotate, and say what there was."""
        if options["batch"] < 1:
            raise CommandError("--batch is at least 1")
        check = options["check"]
        found = rotation.survey() if check else self._rotate(options["batch"])
        older, lost = factors.rotate(dry_run=check)
        verb = "to be sealed" if check else "sealed"
        self.stdout.write(f"films: {found.current} under the first key, {found.older} {verb} anew")
        self.stdout.write(f"second factors: {older} {verb} anew")
        if found.lost or lost:
            named = ", ".join(map(str, found.lost)) or "none"
            raise CommandError(
                f"no key opens the secrets of {len(found.lost)} films ({named}) and {lost} second "
                "factors. They were left as they are: put the missing key back after the others."
            )
        if check and (found.older or older):
            raise CommandError("Keys after the first are still needed.", returncode=2)

    def _rotate(self, batch: int) -> Sealed:
        found = Sealed()
        for part in rotation.rotate(batch=batch):
            found += part
            if self.stderr.isatty():
                self.stderr.write(f"{found.current + found.older + len(found.lost)} looked at")
        return found
