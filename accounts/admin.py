"""Accounts for staff: roles and who vouched; no address list, no passwords."""

from allauth.account import admin as allauth_admin
from allauth.mfa import admin as mfa_admin
from django.contrib import admin
from django.http import HttpRequest

from accounts.models import User, UserRole

# allauth brings lists of everybody's addresses along, and of second factors.
for model in (allauth_admin.EmailAddress, allauth_admin.EmailConfirmation, mfa_admin.Authenticator):
    admin.site.unregister(model)


class RoleInline(admin.TabularInline[UserRole, User]):
    """The roles of a user."""

    model = UserRole
    extra = 0


@admin.register(User)
class UserAdmin(admin.ModelAdmin[User]):
    """Found by exact address or public id only: staff need no directory of viewers."""

    list_display = ("public_id", "confirmed_by", "is_active")
    list_filter = ("confirmed_by", "is_active", "roles__role")
    search_fields = ("=email", "=public_id")
    fields = ("public_id", "confirmed_by", "is_active")
    readonly_fields = ("public_id",)
    inlines = (RoleInline,)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Accounts are made by their people, or by `manage.py create_user`."""
        return False
