"""Who people are here, and what was changed by whom."""

from accounts.models.audit import AuditAction, AuditEntry, AuditSubject
from accounts.models.returning import ReturnCode
from accounts.models.sessions import Device, LoginSession, digest_of
from accounts.models.users import (
    STAFF_ROLES,
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
    "STAFF_ROLES",
    "AuditAction",
    "AuditEntry",
    "AuditSubject",
    "ConfirmedBy",
    "Consent",
    "Device",
    "LoginSession",
    "Profile",
    "ReturnCode",
    "Role",
    "User",
    "UserManager",
    "UserRole",
    "digest_of",
    "new_public_id",
]
