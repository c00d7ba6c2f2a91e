"""What every page of the staff's site has in common."""

from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db.models import Field, Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin as UnfoldAdmin
from unfold.admin import StackedInline as UnfoldStacked
from unfold.admin import TabularInline as UnfoldTabular
from unfold.widgets import UnfoldAdminTextInputWidget

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite, ModelAdmin, StackedInline, TabularInline
else:  # Unfold ships no types; its classes are Django's with other widgets and templates.
    ModelAdmin, StackedInline, TabularInline = UnfoldAdmin, UnfoldStacked, UnfoldTabular

Row = TypeVar("Row", bound=Model)
Parent = TypeVar("Parent", bound=Model)


def name_fields(model: type[Model]) -> None:
    """Have a model's fields called in the reader's language; models carry English alone.

    What migrations compare is what was written in the model, and stays.
    """
    for field in model._meta.get_fields():  # noqa: SLF001 - Django's documented model API
        name = getattr(field, "verbose_name", None)
        if isinstance(field, Field) and isinstance(name, str):
            named: Any = field
            named.verbose_name = gettext_lazy(name)
            named.help_text = gettext_lazy(str(field.help_text)) if field.help_text else ""


class Narrow:
    """Lists of codes need no page of room."""

    def formfield_for_dbfield(
        self, db_field: "Field[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Give them one line."""
        if isinstance(db_field, ArrayField):
            kwargs["widget"] = UnfoldAdminTextInputWidget
        return super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]


class StaffAdmin(Narrow, ModelAdmin[Row]):
    """A model for staff.

    `called` is its name, one and many. Django's own log is never written: it would keep who opened
    which viewer's row under that row's name. What has to be kept is in `accounts.audit`.
    """

    called: ClassVar[tuple[Promise, Promise]]
    list_per_page = 50
    list_filter_sheet = False
    show_full_result_count = False

    def __init__(self, model: type[Row], admin_site: "AdminSite") -> None:
        super().__init__(model, admin_site)
        name_fields(model)
        names: Any = self.called
        self.opts.verbose_name, self.opts.verbose_name_plural = names

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Only what the list's own filters ask.

        Django takes any field from the address, and `?holder=7` would be a log of who watches what.
        """
        filters = [one[0] if isinstance(one, tuple) else one for one in self.list_filter]
        offered = {
            one.split("__")[0]
            for one in [*filters, self.date_hierarchy or ""]
            if isinstance(one, str)
        }
        offered |= {one.parameter_name for one in filters if hasattr(one, "parameter_name")}
        asked = lookup.split("__", maxsplit=1)[0]
        return asked in offered and super().lookup_allowed(lookup, value, request)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Nothing: see above."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Nothing: see above."""

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        """Nothing: see above."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """There is none, unless the model's changes are recorded."""
        raise Http404


class Stacked(Narrow, StackedInline[Row, Parent]):
    """Rows one below the other."""

    extra = 0

    def __init__(self, parent_model: type[Parent], admin_site: "AdminSite") -> None:
        super().__init__(parent_model, admin_site)
        name_fields(self.model)


class Tabular(Narrow, TabularInline[Row, Parent]):
    """Rows as a table."""

    extra = 0

    def __init__(self, parent_model: type[Parent], admin_site: "AdminSite") -> None:
        super().__init__(parent_model, admin_site)
        name_fields(self.model)


class ReadOnly:
    """No adding, changing or deleting."""

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Never."""
        return False
