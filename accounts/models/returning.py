"""How somebody without an address comes back."""

from django.db import models

from accounts.models.users import User


class ReturnCode(models.Model):
    """A code that was shown once: of its 90 random bits only a digest is kept."""

    user = models.OneToOneField(User, models.CASCADE, related_name="return_code")
    digest = models.BinaryField(max_length=32, unique=True, help_text="SHA-256 of the code")
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.user)
