"""Who people are here, and what was changed by whom."""

from accounts.models.audit import AuditAction, AuditEntry, AuditSubject
from accounts.models.returning import ReturnCode
from accounts.models.users import (
    ConfirmedBy,
    Consent,
    Profile,
    Role,
    User,
    UserManager,
    UserRole,
    new_public_id,
)

__all__ = [
    "AuditAction",
    "AuditEntry",
    "AuditSubject",
    "ConfirmedBy",
    "Consent",
    "Profile",
    "ReturnCode",
    "Role",
    "User",
    "UserManager",
    "UserRole",
    "new_public_id",
]
