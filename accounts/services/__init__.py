"""What happens to accounts: one noun a file."""

from accounts.services.logins import (
    Login,
    end_login,
    end_other_logins,
    end_unused_logins,
    forget_expired,
    logins_of,
    open_session,
    reset_second_factor,
)
from accounts.services.people import (
    called,
    change_profile,
    confirm,
    confirm_by_mail,
    create_staffed_user,
    record_consent,
)
from accounts.services.roles import grant_role, revoke_role

__all__ = [
    "Login",
    "called",
    "change_profile",
    "confirm",
    "confirm_by_mail",
    "create_staffed_user",
    "end_login",
    "end_other_logins",
    "end_unused_logins",
    "forget_expired",
    "grant_role",
    "logins_of",
    "open_session",
    "record_consent",
    "reset_second_factor",
    "revoke_role",
]
