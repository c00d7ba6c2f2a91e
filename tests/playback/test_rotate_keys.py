"""`manage.py rotate_keys`, and what happens where a key-encryption key is wrong or lost."""

import io
import json
from collections.abc import Iterator
from itertools import islice

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt, encrypt
from cryptography.fernet import Fernet
from django.conf import settings as configured
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from tests.catalog.rows import make_user
from tests.playback.rows import make_secret
from transcoding import keys, rotation
from transcoding.models import ContentSecret
from transcoding.rotation import Sealed

pytestmark = pytest.mark.django_db
OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))


@pytest.fixture
def secrets(settings: Settings) -> list[tuple[ContentSecret, bytes]]:
    """Five films of before; the new key is the first by now."""
    settings.KEY_ENCRYPTION_KEYS = [OLD]
    made = [make_secret() for _ in range(5)]
    settings.KEY_ENCRYPTION_KEYS = [NEW, OLD]
    return made


def rotate(*options: str) -> str:
    said = io.StringIO()
    call_command("rotate_keys", *options, stdout=said, stderr=io.StringIO())
    return said.getvalue()


def sealed() -> list[bytes]:
    return [bytes(row.sealed) for row in ContentSecret.objects.order_by("pk")]


class TestRotation:
    def test_every_secret_is_the_same_under_the_new_key_alone(
        self, secrets: list[tuple[ContentSecret, bytes]], settings: Settings
    ) -> None:
        assert "0 under the first key, 5 sealed anew" in rotate("--batch", "2")
        settings.KEY_ENCRYPTION_KEYS = [NEW]
        for row, secret in secrets:
            row.refresh_from_db()
            assert keys.unseal(bytes(row.sealed), key_encryption_keys=[NEW]) == secret
        assert "5 under the first key, 0 sealed anew" in rotate()

    @pytest.mark.usefixtures("secrets")
    def test_whoever_is_interrupted_begins_again(self) -> None:
        parts: Iterator[Sealed] = rotation.rotate(batch=2)
        list(islice(parts, 2))
        done = rotation.survey()
        assert (done.current, done.older) == (4, 1)
        before = sealed()[:4]
        assert "4 under the first key, 1 sealed anew" in rotate()
        assert sealed()[:4] == before

    @pytest.mark.usefixtures("secrets")
    def test_a_check_changes_nothing_and_says_that_the_old_key_is_needed(self) -> None:
        before = sealed()
        with pytest.raises(CommandError, match="still needed"):
            rotate("--check")
        assert sealed() == before
        rotate()
        rotate("--check")

    def test_second_factors_come_along(self, settings: Settings) -> None:
        """Taking the old key away would lock staff out otherwise."""
        settings.KEY_ENCRYPTION_KEYS = [OLD]
        factor = Authenticator.objects.create(
            user=make_user(), type="totp", data={"secret": encrypt("JBSWY3DPEHPK3PXP")}
        )
        settings.KEY_ENCRYPTION_KEYS = [NEW, OLD]
        with pytest.raises(CommandError, match="still needed"):
            rotate("--check")
        assert "second factors: 1 sealed anew" in rotate()
        settings.KEY_ENCRYPTION_KEYS = [NEW]
        factor.refresh_from_db()
        assert decrypt(factor.data["secret"]) == "JBSWY3DPEHPK3PXP"


class TestLost:
    """No key opens what is in the database: said at once, and nothing is touched."""

    @pytest.fixture
    def lost(self, secrets: list[tuple[ContentSecret, bytes]], settings: Settings) -> int:
        settings.KEY_ENCRYPTION_KEYS = [NEW]
        return secrets[0][0].pk

    def test_nothing_is_destroyed_and_the_rest_is_sealed(
        self, lost: int, settings: Settings
    ) -> None:
        other = Fernet.generate_key().decode()
        settings.KEY_ENCRYPTION_KEYS = [other]
        readable, secret = make_secret()
        settings.KEY_ENCRYPTION_KEYS = [NEW, other]
        before = sealed()[:5]
        with pytest.raises(CommandError, match=f"5 films .{lost}, .* left as they are"):
            rotate()
        assert sealed()[:5] == before
        readable.refresh_from_db()
        assert keys.unseal(bytes(readable.sealed), key_encryption_keys=[NEW]) == secret

    def test_the_process_does_not_start(self, lost: int) -> None:
        """`vod.wsgi` calls this before it serves anybody."""
        with pytest.raises(ImproperlyConfigured, match=f"film secret {lost}.*Put the key"):
            rotation.require_keys()

    @pytest.mark.usefixtures("lost")
    def test_it_is_not_ready_and_checks_say_why(self) -> None:
        answer = Client().get("/readyz")
        assert (answer.status_code, json.loads(answer.content)["failing"]) == (503, ["film_keys"])
        [error] = run_checks(tags=["database"], databases=["default"])
        assert error.id == "transcoding.E002"
        assert "Nothing was changed" in error.msg

    def test_a_key_that_is_none_is_told_by_its_place(self, settings: Settings) -> None:
        settings.KEY_ENCRYPTION_KEYS = [*configured.KEY_ENCRYPTION_KEYS, "not-a-key"]
        [error] = run_checks(tags=["security"])
        assert error.id == "transcoding.E001"
        assert "key 2 is none" in error.msg
        assert "not-a-key" not in error.msg
