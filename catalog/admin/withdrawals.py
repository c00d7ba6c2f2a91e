"""Withdrawals for staff: of a film, of a whole edition, and those that came by code word."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException

from accounts.admin.audited import actor_of
from catalog.models import Channel, Level, Withdrawal
from catalog.services import withdrawal as withdrawals
from vod.staff.base import StaffAdmin


class WithdrawalForm(forms.ModelForm[Withdrawal]):
    """A film or an edition, how far, and a yes to what that does."""

    confirmed = forms.BooleanField(
        label=_("Yes, now"),
        help_text=_(
            "Pause: nothing of it plays from the next key on. Hide: pages, names, stills and"
            " mentions go as well, for everybody but the team and us. Both can be lifted."
            " Erase: keys, masters, renditions, pictures, texts and names are destroyed."
            " Nobody can undo that."
        ),
    )

    level = forms.ChoiceField(label=_("Level"), choices=Level.choices)
    address = forms.SlugField(label=_("To erase, type the film's address"), required=False)

    class Meta:
        model = Withdrawal
        fields = ("film", "edition", "level", "people")

    def clean(self) -> dict[str, Any]:
        """Require one of both."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if bool(data.get("film")) == bool(data.get("edition")):
            raise ValidationError(_("Name a film or an edition, and not both."))
        if data.get("level") == Level.ERASE:
            film = data.get("film")
            if film is None:
                raise ValidationError(withdrawals.FilmByFilm.default_detail)
            if data.get("address") != film.slug:
                raise ValidationError(_("To erase, type the film's address: %s") % film.slug)
        return data


class ToVerify(admin.SimpleListFilter):
    """What came by code word and was not asked after yet; and what still stands."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Beside all of them."""
        return [("verify", _("to be verified")), ("standing", _("standing"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> "QuerySet[Withdrawal]":
        """Narrow the list."""
        if self.value() == "verify":
            return queryset.to_verify()  # type: ignore[no-any-return]
        return queryset.standing() if self.value() == "standing" else queryset  # type: ignore[no-any-return]


@admin.register(Withdrawal)
class WithdrawalAdmin(StaffAdmin[Withdrawal]):
    """Made here and lifted here; the service records who did it."""

    called = _("withdrawal"), _("withdrawals")
    form = WithdrawalForm
    list_display = (
        "public_id", "film", "edition", "level", "channel", "effective_at", "verified_at",
        "lifted_at", "emptied_at", "erased_at",
    )  # fmt: skip
    list_filter = (ToVerify, "level", "channel")
    list_select_related = ("film", "edition")
    search_fields = ("=public_id", "film__slug", "edition__slug")
    autocomplete_fields = ("film", "edition", "people")
    ordering = ("-effective_at", "-pk")
    actions = ("verify", "lift")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Lifted by an action; a farther one is made anew."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """It stays as long as its film."""
        return False

    def has_lift_permission(self, request: HttpRequest) -> bool:
        """Asked by Django for actions with the permission "lift"."""
        return request.user.has_perm("catalog.change_withdrawal")

    @admin.action(description=_("Mark as verified"), permissions=["lift"])
    def verify(self, request: HttpRequest, chosen: "QuerySet[Withdrawal]") -> None:
        """The word came from whom the makers trust: it stands."""
        for one in Withdrawal.objects.filter(pk__in=chosen).to_verify():
            withdrawals.verify(withdrawal=one, actor=actor_of(request), now=timezone.now())
        messages.success(request, _("Marked as verified."))

    @admin.action(description=_("Lift"), permissions=["lift"])
    def lift(self, request: HttpRequest, chosen: "QuerySet[Withdrawal]") -> None:
        """Show it again."""
        rows = Withdrawal.objects.filter(pk__in=chosen).standing().select_related("film", "edition")
        for one in rows:
            try:
                withdrawals.lift(
                    film=one.film, edition=one.edition, actor=actor_of(request), now=timezone.now()
                )
            except APIException as refused:
                messages.error(request, str(refused.detail))
            else:
                messages.success(request, _("Lifted. It is shown again."))

    def save_model(self, request: HttpRequest, obj: Withdrawal, form: Any, change: bool) -> None:  # noqa: FBT001
        """Make it by the service."""
        made = withdrawals.withdraw(
            film=obj.film,
            edition=obj.edition,
            level=Level(obj.level),
            channel=Channel.ADMIN,
            people=form.cleaned_data["people"],
            actor=actor_of(request),
            now=timezone.now(),
        )
        obj.pk, obj.public_id = made.pk, made.public_id

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        """Nothing: the service has named the people."""
