"""Changes by form, recorded in the audit log: once a form, with everything that hangs on the row.

The log is append-only, so it must hold nothing that a withdrawal would have to take back: of words
it keeps in which languages they changed, never which they were; of accounts, nothing at all.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models, transaction
from django.forms.models import _get_foreign_key
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from accounts import audit
from accounts.models import AuditAction, User
from vod.staff.base import Row, StaffAdmin

SILENT = frozenset({"id", "public_id"})


@dataclass(frozen=True, kw_only=True)
class Told:
    """A row as the log knows it. `words`, by language, are compared and then forgotten."""

    values: dict[str, Any]
    words: dict[str, Any]


NOTHING = Told(values={}, words={})


class AuditTrail(StaffAdmin[Row]):
    """Of rows that services write, which record it themselves: deletions, and a way to the past."""

    untold: ClassVar[frozenset[str]] = frozenset()  # fields that may be names, like slugs of films
    # Inlines that are recorded by whatever service writes them.
    recorded_apart: ClassVar[tuple[type[models.Model], ...]] = ()

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Record what is lost."""
        before = self._told(obj.pk)
        self._record(request, AuditAction.DELETED, obj, before=before, after=NOTHING)
        super().delete_model(request, obj)

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        """Record each."""
        for row in queryset:
            self.delete_model(request, row)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """With a way to the row's history."""
        context = {"show_history": True, **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The row's part of the audit log."""
        row = self.model._base_manager.get(pk=object_id)  # noqa: SLF001
        query = {"model__exact": self.model._meta.label_lower, "q": target_of(row)}  # noqa: SLF001
        return HttpResponseRedirect(reverse("admin:accounts_auditentry_changelist", query=query))

    def _told(self, pk: Any) -> Told:
        row = self.model._base_manager.select_for_update().get(pk=pk)  # noqa: SLF001
        shown: list[Any] = [inline.model for inline in self.inlines]
        return told(row, [of for of in shown if of not in self.recorded_apart], without=self.untold)

    def _record(
        self, request: HttpRequest, action: AuditAction, row: Any, *, before: Told, after: Told
    ) -> None:
        reworded = {
            language
            for language in {*before.words, *after.words}
            if before.words.get(language) != after.words.get(language)
        }
        audit.record(
            actor=actor_of(request),
            action=action,
            model=self.model._meta.label_lower,  # noqa: SLF001
            target=target_of(row),
            now=timezone.now(),
            before=before.values,
            after=after.values | ({"reworded": sorted(reworded)} if reworded else {}),
        )


class Audited(AuditTrail[Row]):
    """Of rows that forms write: one entry a form, in its own transaction."""

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:  # noqa: FBT001
        """Keep what stands in the database, before anything is written."""
        form.before = self._told(form.instance.pk) if change else NOTHING
        return super().save_form(request, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        """Record the difference once all is written."""
        super().save_related(request, form, formsets, change)
        action = AuditAction.CHANGED if change else AuditAction.CREATED
        after = self._told(form.instance.pk)
        self._record(request, action, form.instance, before=form.before, after=after)


def actor_of(request: HttpRequest) -> User:
    """Who sits before the form: the site lets nobody else in."""
    staff: Any = request.user
    known: User = staff
    return known


def told(
    row: models.Model,
    inlines: Iterable[type[models.Model]],
    *,
    without: frozenset[str] = frozenset(),
) -> Told:
    """The fields of a row, what it refers to by name, its inlines' rows by field, its words."""
    values = audit.values_of(row, without=SILENT | without) | dict(_names(row))
    words: dict[str, Any] = {}
    for field in row._meta.many_to_many:  # noqa: SLF001 - Django's documented model API
        values[field.name] = sorted(target_of(other) for other in getattr(row, field.name).all())
    for model in inlines:
        key = _get_foreign_key(type(row), model)
        kept_apart = SILENT | {key.attname}
        rows: Iterable[Any] = model._base_manager.filter(**{key.name: row}).order_by("pk")  # noqa: SLF001
        for inner in rows:
            kept = audit.values_of(inner, without=kept_apart) | dict(_names(inner, but=key.name))
            if hasattr(inner, "language"):
                words[inner.language] = kept
            else:
                name = f"{model._meta.model_name}[{target_of(inner)}]"  # noqa: SLF001
                values |= {f"{name}.{field}": value for field, value in kept.items()}
    return Told(values=values, words=words)


def target_of(row: Any) -> str:
    """The name of a row in the log."""
    for name in ("public_id", "slug"):
        if hasattr(row, name):
            return str(getattr(row, name))
    return str(row.pk)


def _names(row: models.Model, *, but: str = "") -> Iterator[tuple[str, str | None]]:
    """What a row points to, by names that say more than a number; never an account."""
    for field in row._meta.concrete_fields:  # noqa: SLF001
        if field.is_relation and field.name != but:
            other = getattr(row, field.name)
            known = other is not None and not isinstance(other, User)
            yield field.attname, target_of(other) if known else None
