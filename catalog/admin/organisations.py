"""Institutions that book, and what they booked: never who sat in it."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.admin.audited import Audited, actor_of
from catalog import services
from catalog.admin.accounts_named import NamedAccount
from catalog.models import Booking, Organisation, OrganisationMember
from vod.staff.base import ReadOnly, StaffAdmin, Tabular


class MemberForm(NamedAccount):
    class Meta:
        model = OrganisationMember
        fields = ()


class MemberInline(Tabular[OrganisationMember, Organisation]):
    """Who books: put on and taken off, each a line of the audit log."""

    model = OrganisationMember
    form = MemberForm
    fields = ("account",)
    verbose_name, verbose_name_plural = _("who books for it"), _("who books for it")

    @admin.display(description=_("account"))
    def account(self, member: OrganisationMember) -> str:
        """The public id."""
        return member.user.public_id

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """See above."""
        return False


@admin.register(Organisation)
class OrganisationAdmin(Audited[Organisation]):
    called = _("organisation"), _("organisations")
    list_display = ("name", "country", "public_id")
    list_filter = ("country",)
    search_fields = ("name", "=public_id")
    ordering = ("name", "pk")
    inlines = (MemberInline,)
    recorded_apart = (OrganisationMember,)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:  # noqa: FBT001
        """Write the members by the services, which record it."""
        formset.save(commit=False)
        by: dict[str, Any] = {"organisation": form.instance, "by": actor_of(request)}
        by["now"] = timezone.now()
        for member in formset.deleted_objects:
            services.remove_organisation_member(user=member.user, **by)
        for member in formset.new_objects:
            services.add_member(user=member.user, **by)


@admin.register(Booking)
class BookingAdmin(ReadOnly, StaffAdmin[Booking]):
    """Without the join code: whoever reads it takes a seat."""

    called = _("booking"), _("bookings")
    list_display = ("public_id", "organisation", "offer", "mode", "seats", "created_at")
    list_filter = ("mode", "offer__screening__edition")
    list_select_related = ("organisation", "offer")
    search_fields = ("=public_id", "organisation__name")
    ordering = ("-created_at", "-pk")
    fields = (
        "public_id", "organisation", "offer", "mode", "seats", "headcount", "created_at",
        "revoked_at",
    )  # fmt: skip
