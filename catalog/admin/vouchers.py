"""Batches of vouchers for staff. Single codes are in no list: one of them may be somebody's."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminSplitDateTimeWidget

from accounts.admin.audited import actor_of
from catalog import services
from catalog.models import MOST_IN_A_BATCH, Offer, VoucherBatch
from catalog.troubles import NotEnoughSeats
from vod.staff.base import StaffAdmin

TERMS = ("edition", "tag", "offers", "pass_kind", "max_uses", "reserves_seats")


class BatchForm(forms.ModelForm[VoucherBatch]):
    """How many, and what each is good for."""

    count = forms.IntegerField(
        label=_("how many"),
        min_value=1,
        max_value=MOST_IN_A_BATCH,
        widget=UnfoldAdminIntegerFieldWidget,
    )
    begins = forms.SplitDateTimeField(
        label=_("Valid from"), required=False, widget=UnfoldAdminSplitDateTimeWidget
    )
    ends = forms.SplitDateTimeField(
        label=_("Valid until"), required=False, widget=UnfoldAdminSplitDateTimeWidget
    )

    class Meta:
        model = VoucherBatch
        fields = TERMS

    def clean(self) -> dict[str, Any]:
        """Refuse what gives nothing, or gives what another edition has."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        edition, offers, kind = data.get("edition"), data.get("offers"), data.get("pass_kind")
        begins, ends = data.get("begins"), data.get("ends")
        if begins and ends and ends <= begins:
            raise ValidationError({"ends": _("They would end before they begin.")})
        if bool(offers) == bool(kind):
            raise ValidationError({"offers": _("Choose offers, or a kind of pass.")})
        if kind and (data.get("reserves_seats") or kind.edition != edition):
            raise ValidationError({"pass_kind": _("Of this edition, and without seats.")})
        foreign = Offer.objects.filter(pk__in=offers or []).exclude(screening__edition=edition)
        if foreign.exists():
            raise ValidationError({"offers": _("An offer belongs to another edition.")})
        return data

    def validity(self) -> DateTimeTZRange | None:
        """None: always."""
        begins, ends = self.cleaned_data["begins"], self.cleaned_data["ends"]
        return DateTimeTZRange(begins, ends) if begins or ends else None


@admin.register(VoucherBatch)
class VoucherBatchAdmin(StaffAdmin[VoucherBatch]):
    """Made, written out as a table and revoked; what is made is not changed."""

    called = _("voucher batch"), _("voucher batches")
    form = BatchForm
    list_display = ("__str__", "edition", "how_many", "how_often", "revoked_at", "table")
    list_filter = ("edition", "reserves_seats")
    search_fields = ("tag", "=public_id")
    autocomplete_fields = ("edition", "offers", "pass_kind")
    ordering = ("-created_at", "-pk")
    actions = ("revoke", "revoke_with_tickets")

    def get_queryset(self, request: HttpRequest) -> Any:
        """With numbers; what shops sell is theirs to list."""
        return services.with_uses(super().get_queryset(request).filter(shop=None))

    def get_fields(self, request: HttpRequest, obj: VoucherBatch | None = None) -> Any:
        """A form at first, then something to read."""
        if obj is None:
            return ("count", *TERMS, "begins", "ends")
        shown = ("how_many", "how_often", "validity", "created_at", "revoked_at", "table")
        return ("public_id", *TERMS, *shown)

    def get_readonly_fields(self, request: HttpRequest, obj: VoucherBatch | None = None) -> Any:
        """What was made."""
        return () if obj is None else self.get_fields(request, obj)

    @admin.display(description=_("vouchers"))
    def how_many(self, batch: Any) -> int:
        """Of the batch."""
        return int(batch.vouchers_made)

    @admin.display(description=_("used"))
    def how_often(self, batch: Any) -> int:
        """By all of them together."""
        return int(batch.used)

    @admin.display(description=_("codes"))
    def table(self, batch: VoucherBatch) -> str:
        """Lead to the table that is sent out."""
        url = reverse("admin:catalog_voucherbatch_csv", args=[batch.pk])
        return format_html('<a href="{}">CSV</a>', url)

    def get_urls(self) -> list[URLPattern]:
        """With the table."""
        csv = path(
            "<int:pk>/csv/", self.admin_site.admin_view(self.csv), name="catalog_voucherbatch_csv"
        )
        return [csv, *super().get_urls()]

    def csv(self, request: HttpRequest, pk: int) -> HttpResponse | StreamingHttpResponse:
        """The codes that are still good."""
        batch = self.get_object(request, str(pk))
        if batch is None or not self.has_view_permission(request, batch):
            return HttpResponseRedirect(reverse("admin:catalog_voucherbatch_changelist"))
        answer = StreamingHttpResponse(services.csv_lines(batch), content_type="text/csv")
        answer["Content-Disposition"] = f'attachment; filename="vouchers-{batch.public_id}.csv"'
        return answer

    @admin.action(description=_("Revoke"), permissions=["delete"])
    def revoke(self, request: HttpRequest, batches: "QuerySet[VoucherBatch]") -> None:
        """Make their codes worthless; what they gave stays."""
        self._revoke(request, batches, what_it_gave=False)

    @admin.action(description=_("Revoke, and the tickets that were given"), permissions=["delete"])
    def revoke_with_tickets(self, request: HttpRequest, batches: "QuerySet[VoucherBatch]") -> None:
        """Take back what they gave as well."""
        self._revoke(request, batches, what_it_gave=True)

    def _revoke(
        self, request: HttpRequest, batches: "QuerySet[VoucherBatch]", *, what_it_gave: bool
    ) -> None:
        by, now = actor_of(request), timezone.now()
        chosen = list(batches)
        for batch in chosen:
            services.revoke_batch(batch=batch, by=by, now=now, what_it_gave=what_it_gave)
        words = ngettext("%(n)d batch is revoked.", "%(n)d batches are revoked.", len(chosen))
        messages.success(request, words % {"n": len(chosen)})

    def get_actions(self, request: HttpRequest) -> Any:
        """Without deleting: whoever holds a code would ask what became of it."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Say it where seats that should be reserved are gone."""
        try:
            return super().add_view(request, form_url, extra_context)
        except NotEnoughSeats as refused:
            messages.error(request, str(refused.detail))
            return HttpResponseRedirect(request.path)

    def save_model(
        self,
        request: HttpRequest,
        obj: VoucherBatch,
        form: Any,
        change: bool,  # noqa: FBT001
    ) -> None:
        """Make the batch and its codes."""
        terms = {name: form.cleaned_data[name] for name in (*TERMS, "count")}
        by: dict[str, Any] = {"by": actor_of(request), "now": timezone.now()}
        made = services.make_batch(validity=form.validity(), **by, **terms)
        obj.pk, obj.public_id = made.pk, made.public_id

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        """Nothing is left: the service has written the offers as well."""
