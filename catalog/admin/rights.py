"""The rights sheet for staff: grants are recorded and superseded, never changed."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSplitDateTimeWidget

from accounts.admin.audited import AuditTrail, actor_of
from catalog import services
from catalog.models import RightsGrant, TerritoryRule

TERMS = (
    "film", "edition", "use", "territory_rule", "territories", "territory_groups", "cap",
    "holdback_until", "holdback_territories", "consent_version", "consent_on", "supersedes",
)  # fmt: skip


class GrantForm(forms.ModelForm[RightsGrant]):
    """What the film's makers allow, with two instants in the place of a range."""

    begins = forms.SplitDateTimeField(
        label=_("From"), required=False, widget=UnfoldAdminSplitDateTimeWidget
    )
    ends = forms.SplitDateTimeField(
        label=_("Until"), required=False, widget=UnfoldAdminSplitDateTimeWidget
    )

    class Meta:
        model = RightsGrant
        fields = TERMS

    def clean(self) -> dict[str, Any]:
        """Refuse what the service would, in words beside the field."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        begins, ends, older = data.get("begins"), data.get("ends"), data.get("supersedes")
        if begins and ends and ends <= begins:
            raise ValidationError({"ends": _("The rights end before they begin.")})
        limited = data.get("territory_rule") != TerritoryRule.EVERYWHERE
        if limited and not data.get("territories") and not data.get("territory_groups"):
            raise ValidationError({"territories": _("This rule needs territories, or a group.")})
        if older and (older.film, older.use) != (data.get("film"), data.get("use")):
            raise ValidationError({"supersedes": services.SupersedesOther.default_detail})
        if older and hasattr(older, "superseded_by"):
            raise ValidationError({"supersedes": services.AlreadySuperseded.default_detail})
        return data


class InForce(admin.SimpleListFilter):
    """Those that no later one supersedes, unless all are asked for."""

    title = _("in force")
    parameter_name = "force"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Beside all of them."""
        return [("yes", _("in force")), ("no", _("superseded"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> "QuerySet[RightsGrant]":
        """Narrow the list."""
        wanted: dict[Any, Any] = {
            "yes": queryset.filter(superseded_by=None),
            "no": queryset.exclude(superseded_by=None),
        }
        narrowed: QuerySet[RightsGrant] = wanted.get(self.value(), queryset)
        return narrowed


@admin.register(RightsGrant)
class RightsGrantAdmin(AuditTrail[RightsGrant]):
    called = _("grant of rights"), _("rights")
    form = GrantForm
    list_display = ("film", "use", "edition", "dates_shown", "in_force", "cap", "consent_on")
    list_filter = (InForce, "use", "edition")
    list_select_related = ("film", "edition", "superseded_by")
    search_fields = ("=public_id", "film__slug", "film__texts__title")
    autocomplete_fields = ("film", "edition", "territory_groups", "supersedes")
    ordering = ("film__slug", "use", "-pk")

    def get_fields(self, request: HttpRequest, obj: RightsGrant | None = None) -> Any:
        """A form at first, then something to read."""
        if obj is None:
            return (*TERMS[:3], "begins", "ends", *TERMS[3:])
        return ("public_id", *TERMS[:3], "dates_shown", *TERMS[3:], "created_at")

    def get_readonly_fields(self, request: HttpRequest, obj: RightsGrant | None = None) -> Any:
        """What is shown of a grant that is recorded."""
        return () if obj is None else ("public_id", "dates_shown", "created_at")

    @admin.display(description=_("dates"), ordering="dates")
    def dates_shown(self, grant: RightsGrant) -> str:
        """From when until when, in the reader's zone; an open end is left empty."""
        ends = (grant.dates.lower, grant.dates.upper)
        told = [f"{timezone.localtime(end):%Y-%m-%d %H:%M}" if end else "…" for end in ends]
        return " – ".join(told)  # noqa: RUF001 - an en dash, as between dates

    @admin.display(boolean=True, description=_("in force"))
    def in_force(self, grant: RightsGrant) -> bool:
        """Whether no later one supersedes it."""
        return not hasattr(grant, "superseded_by")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: a trigger refuses it as well."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def save_model(self, request: HttpRequest, obj: RightsGrant, form: Any, change: bool) -> None:  # noqa: FBT001
        """Record it; caps become quotas."""
        terms = {name: form.cleaned_data[name] for name in (*TERMS, "begins", "ends")}
        made = services.record_grant(actor=actor_of(request), now=timezone.now(), **terms)
        obj.pk, obj.public_id = made.pk, made.public_id

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        """Nothing is left: the service has written the groups as well."""
