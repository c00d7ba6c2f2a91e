"""Words of django-allauth's pages that its own Chinese catalogue leaves half in English.

Ours comes first, so a text that stands here is taken from it. Nothing calls this module.
"""

from django.utils.translation import gettext_noop as N_  # noqa: N812 - Babel knows this name

WORDS = (
    N_("Alternative options"),
    N_("Change Email"),
    N_("Change to"),
    N_("Confirm Email Address"),
    N_("Create Passkey"),
    N_("Current email"),
    N_("Email"),
    N_("Email Address"),
    N_("Email address"),
    N_("Passkey"),
    N_("Security Keys"),
    N_("Sign in with a passkey"),
    N_("This key does not indicate whether it is a passkey."),
    N_("Two-Factor Authentication"),
    N_("Your email address is still pending verification."),
)
