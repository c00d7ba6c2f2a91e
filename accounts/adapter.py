"""How django-allauth meets our accounts."""

import re
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import (
    get_language,
    get_supported_language_variant,
    override,
    to_locale,
)

from accounts import services
from accounts.models import ConfirmedBy, Device, Profile, User
from accounts.sessions import DEVICE, SINCE

POCKET = re.compile(r"Mobi|Android|iPhone|iPad", re.IGNORECASE)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Keeps consent at sign-up, marks confirmed accounts, and writes mails in their language."""

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Save the new account with the terms it was made under, and the language it was made in.

        What is told her later is asked for by no page of hers.
        """
        saved: User = super().save_user(request, user, form, commit)
        if commit:
            language = to_locale(get_language() or settings.LANGUAGE_CODE).replace("_", "-")
            services.change_profile(user=saved, pseudonym="", language=language)
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

    def login(self, request: HttpRequest, user: User) -> None:
        """Log in, and note what its owner will recognise this log-in by."""
        services.end_unused_logins(user=user)
        super().login(request, user)
        request.session[DEVICE] = _device_of(request)
        request.session[SINCE] = timezone.now().date().isoformat()
        services.confirm_by_mail(user=user)

    def set_password(self, user: User, password: str) -> None:
        """Set a new password; whoever came in with the old one is out."""
        super().set_password(user, password)
        services.end_other_logins(user=user, keep=self.request.session.session_key)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail in the language that its reader chose, else in that of the request."""
        with override(_language_of(email)):
            super().send_mail(template_prefix, email, context)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell her what happened to her account; allauth would add address and agent."""
        to = email or EmailAddress.objects.get_primary_email(user)
        if to:
            self.send_mail(template_prefix, to, context or {})


def _language_of(email: str) -> str:
    chosen = (
        Profile.objects.filter(
            user__emailaddress__email=email.lower(), user__emailaddress__verified=True
        )
        .exclude(language="")
        .values_list("language", flat=True)
        .first()
    )
    try:
        return get_supported_language_variant(chosen or get_language() or settings.LANGUAGE_CODE)
    except LookupError:
        return settings.LANGUAGE_CODE


def _device_of(request: Any) -> Device:
    """A coarse kind; the agent it is guessed from is not kept."""
    headless = getattr(request.allauth, "headless", None)
    if headless is not None and headless.client == "app":
        return Device.APP
    return Device.PHONE if POCKET.search(request.headers.get("User-Agent", "")) else Device.COMPUTER
