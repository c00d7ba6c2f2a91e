"""How django-allauth meets our accounts."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from accounts import services
from accounts.models import ConfirmedBy, User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Keeps consent at sign-up and marks the account when its address is confirmed."""

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Save the new account together with the terms it was made under."""
        saved: User = super().save_user(request, user, form, commit)
        if commit:
            services.record_consent(
                user=saved, terms_version=settings.TERMS_VERSION, now=timezone.now()
            )
        return saved

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """The link was followed: the address is the person's, so the account is confirmed."""
        confirmed: bool = super().confirm_email(request, email_address)
        if confirmed:
            services.confirm(user=email_address.user, by=ConfirmedBy.MAIL)
        return confirmed
