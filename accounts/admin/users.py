"""Accounts for staff: roles and who vouched; no address list, no passwords."""

from allauth.account import admin as allauth_admin
from allauth.mfa import admin as mfa_admin
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User, UserRole
from vod.staff.base import StaffAdmin, Tabular

# allauth brings lists of everybody's addresses along, and of second factors.
for model in (allauth_admin.EmailAddress, allauth_admin.EmailConfirmation, mfa_admin.Authenticator):
    admin.site.unregister(model)


class RoleInline(Tabular[UserRole, User]):
    """The roles of a user."""

    model = UserRole
    verbose_name, verbose_name_plural = _("role"), _("roles")


@admin.register(User)
class UserAdmin(StaffAdmin[User]):
    """Found by exact address or public id only: staff need no directory of viewers."""

    called = _("account"), _("accounts")
    list_display = ("public_id", "confirmed_by", "is_active")
    list_filter = ("confirmed_by", "is_active", "roles__role")
    search_fields = ("=email", "=public_id")
    fields = ("public_id", "confirmed_by", "is_active")
    readonly_fields = ("public_id",)
    inlines = (RoleInline,)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Accounts are made by their people, or by `manage.py create_user`."""
        return False
