"""Accounts and the audit log for staff."""

from accounts.admin.entries import AuditEntryAdmin
from accounts.admin.users import RoleInline, UserAdmin

__all__ = ["AuditEntryAdmin", "RoleInline", "UserAdmin"]
