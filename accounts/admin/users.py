"""Accounts for staff: roles and who vouched; no address list, no passwords."""

from typing import Any

import django.contrib.auth.admin  # noqa: F401 - registers groups, which are unregistered below
from allauth.account import admin as allauth_admin
from allauth.mfa import admin as mfa_admin
from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import services
from accounts.admin.audited import actor_of
from accounts.models import User, UserRole
from vod.staff.base import StaffAdmin, Tabular

# Libraries bring lists of everybody's addresses along, of second factors, and of groups, from
# which no permission comes here.
for model in (
    allauth_admin.EmailAddress,
    allauth_admin.EmailConfirmation,
    Group,
    mfa_admin.Authenticator,
):
    admin.site.unregister(model)


class RoleInline(Tabular[UserRole, User]):
    """The roles of a user: given and taken, never turned into others."""

    model = UserRole
    verbose_name, verbose_name_plural = _("role"), _("roles")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """So that each leaves its line in the audit log."""
        return False


@admin.register(User)
class UserAdmin(StaffAdmin[User]):
    """Found by exact address or public id only: staff need no directory of viewers."""

    called = _("account"), _("accounts")
    list_display = ("public_id", "confirmed_by", "is_active")
    list_filter = ("confirmed_by", "is_active", "roles__role")
    search_fields = ("=email", "=public_id")
    ordering = ("-pk",)
    fields = ("public_id", "confirmed_by", "is_active")
    readonly_fields = ("public_id",)
    inlines = (RoleInline,)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Accounts are made by their people, or by `manage.py create_user`."""
        return False

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:  # noqa: FBT001
        """Give and take roles by the services, which record it."""
        formset.save(commit=False)
        by: dict[str, Any] = {"actor": actor_of(request), "now": timezone.now()}
        for held in formset.deleted_objects:
            services.revoke_role(user=held.user, role=held.role, **by)
        for wanted in formset.new_objects:
            services.grant_role(user=wanted.user, role=wanted.role, **by)
