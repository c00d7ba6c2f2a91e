"""Passwords are hashed as ever, only with less patience: logging in is not what is slow here."""

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from pytest_django import Settings


class QuickHasher(PBKDF2PasswordHasher):
    """PBKDF2 in one round."""

    iterations = 1


@pytest.fixture(autouse=True)
def _quick_hasher(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = [f"{__name__}.{QuickHasher.__name__}"]
