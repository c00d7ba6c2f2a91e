"""The catalogue for staff."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from catalog import services
from catalog.forms import OfferForm
from catalog.models import (
    Credit,
    Edition,
    EditionText,
    Film,
    FilmTeam,
    FilmText,
    FilmVersion,
    Offer,
    Person,
    PersonName,
    Programme,
    ProgrammeText,
    Screening,
    ScreeningItem,
    ScreeningText,
    Ticket,
)


class EditionTextInline(admin.StackedInline[EditionText, Edition]):
    model = EditionText
    extra = 0


class ProgrammeTextInline(admin.StackedInline[ProgrammeText, Programme]):
    model = ProgrammeText
    extra = 0


class FilmTextInline(admin.StackedInline[FilmText, Film]):
    model = FilmText
    extra = 0


class PersonNameInline(admin.StackedInline[PersonName, Person]):
    model = PersonName
    extra = 0


class ScreeningTextInline(admin.StackedInline[ScreeningText, Screening]):
    model = ScreeningText
    extra = 0


class ProgrammeInline(admin.TabularInline[Programme, Edition]):
    model = Programme
    extra = 0
    show_change_link = True


class CreditInline(admin.TabularInline[Credit, Film]):
    model = Credit
    extra = 0
    autocomplete_fields = ("person",)


class TeamInline(admin.TabularInline[FilmTeam, Film]):
    model = FilmTeam
    extra = 0
    raw_id_fields = ("user",)


class VersionInline(admin.TabularInline[FilmVersion, Film]):
    model = FilmVersion
    extra = 0
    raw_id_fields = (
        "master",
        "publication",
    )


class ItemInline(admin.TabularInline[ScreeningItem, Screening]):
    model = ScreeningItem
    extra = 0
    raw_id_fields = ("version",)


class OfferInline(admin.StackedInline[Offer, Screening]):
    model = Offer
    extra = 0
    form = OfferForm


@admin.register(Edition)
class EditionAdmin(admin.ModelAdmin[Edition]):
    list_display = (
        "slug",
        "year",
        "state",
    )
    list_filter = ("state",)
    inlines = (
        EditionTextInline,
        ProgrammeInline,
    )


@admin.register(Programme)
class ProgrammeAdmin(admin.ModelAdmin[Programme]):
    list_display = (
        "slug",
        "edition",
        "position",
    )
    list_filter = ("edition",)
    list_select_related = ("edition",)
    inlines = (ProgrammeTextInline,)


@admin.register(Person)
class PersonAdmin(admin.ModelAdmin[Person]):
    list_display = (
        "slug",
        "visibility",
        "reveal_at",
    )
    list_filter = ("visibility",)
    search_fields = (
        "slug",
        "names__name",
    )
    inlines = (PersonNameInline,)


@admin.register(Film)
class FilmAdmin(admin.ModelAdmin[Film]):
    list_display = (
        "slug",
        "year",
        "visibility",
        "reveal_at",
    )
    list_filter = (
        "visibility",
        "year",
    )
    search_fields = (
        "slug",
        "texts__title",
    )
    inlines = (
        FilmTextInline,
        CreditInline,
        VersionInline,
        TeamInline,
    )


@admin.register(FilmVersion)
class FilmVersionAdmin(admin.ModelAdmin[FilmVersion]):
    """For choosing one in a screening's item."""

    list_display = (
        "film",
        "kind",
        "public_id",
    )
    list_select_related = ("film",)
    search_fields = (
        "film__slug",
        "film__texts__title",
    )
    raw_id_fields = (
        "film",
        "master",
        "publication",
    )


@admin.register(Screening)
class ScreeningAdmin(admin.ModelAdmin[Screening]):
    list_display = (
        "__str__",
        "edition",
        "programme",
    )
    list_filter = ("edition",)
    list_select_related = (
        "edition",
        "programme",
    )
    inlines = (
        ScreeningTextInline,
        ItemInline,
        OfferInline,
    )

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        """Save items and offers; what opens first is transcoded first."""
        super().save_related(request, form, formsets, change)
        services.set_priorities(now=timezone.now(), screening=form.instance)


@admin.register(Offer)
class OfferAdmin(admin.ModelAdmin[Offer]):
    form = OfferForm
    list_display = (
        "screening",
        "audience",
        "opens_local",
        "closes_local",
        "time_zone",
    )
    list_filter = (
        "audience",
        "screening__edition",
    )
    list_select_related = ("screening",)
    raw_id_fields = ("screening",)

    def save_model(self, request: HttpRequest, obj: Offer, form: Any, change: bool) -> None:  # noqa: FBT001
        """Save the offer; what opens first is transcoded first."""
        super().save_model(request, obj, form, change)
        services.set_priorities(now=timezone.now(), screening=obj.screening)


@admin.register(Ticket)
class TicketAdmin(admin.ModelAdmin[Ticket]):
    """Issued here and never read back by holder: such a list is a log of who watches what."""

    list_display = (
        "public_id",
        "offer",
        "origin",
        "issued_at",
        "revoked_at",
    )
    list_filter = (
        "origin",
        "offer__audience",
    )
    list_select_related = ("offer",)
    search_fields = (
        "=public_id",
        "=external_ref",
    )
    raw_id_fields = (
        "offer",
        "holder",
    )
    readonly_fields = ("started_at",)

    def get_exclude(self, request: HttpRequest, obj: Ticket | None = None) -> tuple[str, ...]:
        """The holder is named when a ticket is issued, and not shown again."""
        return () if obj is None else ("holder",)
