"""How django-allauth's second factors meet our accounts."""

from typing import Any

from allauth.headless.mfa.inputs import LoginWebAuthnInput
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import LoginWebAuthnForm
from allauth.mfa.webauthn.internal import auth
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.translation import gettext
from fido2.utils import websafe_decode

from accounts.models import User
from accounts.services import called


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Encrypts secrets, and names people by their public id and as they want to be called."""

    def encrypt(self, text: str) -> str:
        """As it is stored: whoever reads the database cannot make codes of it."""
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The counterpart."""
        return _keys().decrypt(encrypted_text.encode()).decode()

    def get_totp_label(self, user: User) -> str:
        """What an authenticator app shows: a phone that is looked through tells no address."""
        return called(user)

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        """What a passkey keeps of its owner."""
        name = called(user)
        return {"id": user.public_id.encode(), "display_name": name, "name": name}

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002
        """The first name of a new key."""
        held = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("Key %(number)s") % {"number": held + 1}


class PasskeyOwner:
    """Finds whose passkey it is by the public id in it; allauth would look for a primary key."""

    cleaned_data: dict[str, Any]

    def clean_credential(self) -> Authenticator:
        """Check the answer to our challenge. There is no limit by account: it would lock hers."""
        credential = self.cleaned_data["credential"]
        auth.parse_authentication_response(credential)
        try:
            handle = websafe_decode(credential["response"]["userHandle"]).decode()
        except (KeyError, TypeError, ValueError) as error:
            raise _incorrect() from error
        user = User.objects.filter(public_id=handle).first()
        if user is None:
            raise _incorrect()
        return auth.complete_authentication(user, credential)


class PasskeyForm(PasskeyOwner, LoginWebAuthnForm):  # type: ignore[misc]
    """Log-in by passkey on the page."""


class PasskeyInput(PasskeyOwner, LoginWebAuthnInput):  # type: ignore[misc]
    """Log-in by passkey over the headless API."""


def _incorrect() -> Exception:
    error: Exception = FactorAdapter().validation_error("incorrect_code")
    return error


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.KEY_ENCRYPTION_KEYS])
