"""Fields by which rows name each other. A list of names costs one query, however long it is."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.db.models import Model
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from catalog import services
from catalog.models import Term, TermKind

MOST = 500
TERM = {
    "type": "object",
    "properties": {
        "kind": {"type": "string", "enum": TermKind.values},
        "slug": {"type": "string"},
    },
    "required": ["kind", "slug"],
}


class WrittenSlug(serializers.SlugField):
    """A slug that is sent as text: DRF would take the number 7 for "7"."""

    def to_internal_value(self, data: Any) -> str:
        """Take text alone."""
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class SlugsAsText:
    """Of model serializers that staff write by."""

    serializer_field_mapping: ClassVar = serializers.ModelSerializer.serializer_field_mapping | {
        models.SlugField: WrittenSlug
    }


@extend_schema_field(OpenApiTypes.STR)
class BySlug(serializers.SlugRelatedField[Any]):
    """A row by its slug, whoever may see it: for staff's writing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(slug_field="slug", **kwargs)

    def run_validation(self, data: Any = serializers.empty) -> Any:
        """Take no empty text for null, as DRF does."""
        if data == "":
            self.fail("does_not_exist", slug_name="slug", value="")
        return super().run_validation(data)


class RowsByName(serializers.ListField):
    """Rows by slug or public id, in the order of their names; none twice."""

    default_error_messages: ClassVar = {"unknown": "There is no such thing: {names}."}

    def __init__(self, model: type[Model], *, name: str = "slug", **kwargs: Any) -> None:
        self.model, self.name = model, name
        kwargs.setdefault("required", False)
        super().__init__(child=serializers.CharField(max_length=64), max_length=MOST, **kwargs)

    def to_internal_value(self, data: Any) -> list[Any]:
        """Find them all."""
        names = list(dict.fromkeys(super().to_internal_value(data)))
        found = rows_by_name(self.model, names, name=self.name)
        if missing := [name for name in names if name not in found]:
            self.fail("unknown", names=", ".join(missing))
        return [found[name] for name in names]


def rows_by_name(model: type[Model], names: Iterable[str], *, name: str = "slug") -> dict[str, Any]:
    """Rows by slug or public id; one query."""
    rows = model._default_manager.filter(**{f"{name}__in": list(names)})  # noqa: SLF001 - Django's API
    return {str(getattr(row, name)): row for row in rows}


@extend_schema_field({"type": "array", "items": TERM})
class TermsField(serializers.ListField):
    """Terms by kind and slug."""

    default_error_messages: ClassVar = {
        "unknown": "There is no such term: {names}.",
        "shape": "A term is named by kind and slug.",
    }

    def __init__(self, **kwargs: Any) -> None:
        child = serializers.DictField(child=serializers.CharField(max_length=64))
        super().__init__(child=child, required=False, max_length=MOST, **kwargs)

    def to_internal_value(self, data: Any) -> list[Term]:
        """Find them all."""
        sent = super().to_internal_value(data)
        if any(name not in term for term in sent for name in ("kind", "slug")):
            self.fail("shape")
        wanted = {(term["kind"], term["slug"]) for term in sent}
        known = Term.objects.filter(slug__in=[slug for _, slug in wanted])
        found = {(term.kind, term.slug): term for term in known}
        if missing := sorted(wanted - found.keys()):
            self.fail("unknown", names=", ".join("/".join(names) for names in missing))
        return [found[names] for names in wanted]


@extend_schema_field(OpenApiTypes.URI)
class PictureField(serializers.Field[Any, str, str, Any]):
    """The address of a still; needs `now` in the context."""

    def __init__(self, *, small: bool = False, **kwargs: Any) -> None:
        self.small = small
        super().__init__(source="*", read_only=True, **kwargs)

    def to_representation(self, value: Any) -> str:
        """Sign it."""
        return services.address_of(value, now=self.context["now"], small=self.small)
