"""Admin pages of what is searched: the index follows in the same transaction."""

from typing import Any

from django.http import HttpRequest

from catalog.models import SearchKind
from catalog.services import search_index


class Searched:
    """Mixin, to stand before `StaffAdmin`; `search_kind` names what the page is of."""

    search_kind: SearchKind

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        """Save the inlines, then make the documents anew."""
        super().save_related(request, form, formsets, change)  # type: ignore[misc]
        if self.search_kind is SearchKind.PERIOD:
            search_index.refresh_period(form.instance.pk)
        else:
            search_index.refresh(self.search_kind, [form.instance.pk])
