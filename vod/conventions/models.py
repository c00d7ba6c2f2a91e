"""Answers that are kept for a day, for whoever has to ask again."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import TruncHour


class KeptAnswer(models.Model):
    """The answer to one idempotency key. No number, instant or text in it leads to a person.

    The primary key is an HMAC, so rows have no order; `expires_at` is a full hour.
    """

    name = models.BinaryField(primary_key=True, max_length=32)
    request = models.BinaryField(max_length=32, help_text="HMAC of method, address and body")
    answer = models.BinaryField(help_text="sealed under the client's key")
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(expires_at=TruncHour("expires_at")),
                name="kept_answer_tells_no_minute",
            )
        ]

    def __str__(self) -> str:
        return bytes(self.name).hex()
