"""What the headless account API says of a person, never the primary key; and how it finds her."""

from dataclasses import field, make_dataclass
from typing import Any

from allauth.account.models import EmailAddress
from allauth.headless.adapter import DefaultHeadlessAdapter
from allauth.headless.internal import sessionkit
from allauth.headless.tokens.strategies.sessions import SessionTokenStrategy
from django.contrib.sessions.backends.base import SessionBase

from accounts.models import User
from accounts.services import called


class HeadlessAdapter(DefaultHeadlessAdapter):  # type: ignore[misc]  # allauth ships no types
    """Says the public id where allauth would say the row's number, which counts our people."""

    def get_user_dataclass(self) -> Any:
        """The shape, for allauth's own description of its API."""
        shape = {
            "id": (str | None, "The public id of the account.", "oUpBcHEMfbm3Rv2XkXcFXw"),
            "display": (str, "The pseudonym, or the public id.", "河边人"),
            "email": (str | None, "The address.", "somebody@example.org"),
            "has_usable_password": (bool, "Whether there is a password.", True),
        }
        return make_dataclass(
            "User",
            [
                (name, kind, field(metadata={"description": words, "example": example}))
                for name, (kind, words, example) in shape.items()
            ],
        )

    def user_as_dataclass(self, user: User) -> Any:
        """One person."""
        return self.get_user_dataclass()(
            id=user.public_id if user.pk else None,
            display=called(user),
            email=(EmailAddress.objects.get_primary_email(user) if user.pk else None) or None,
            has_usable_password=user.has_usable_password(),
        )


class TokenStrategy(SessionTokenStrategy):  # type: ignore[misc]  # allauth ships no types
    """Reads a session where allauth asks whether there is one, and then reads it."""

    def lookup_session(self, session_token: str) -> SessionBase | None:
        """The session of a token, None where there is none or it expired. One query."""
        session: SessionBase | None = sessionkit.lookup_session(session_token)
        return session
