"""Themes, genres and content notes."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError

from catalog.loading import counted_terms
from catalog.models import Sight, Term, TermKind
from catalog.serializers import CountedTermSerializer, TermWriteSerializer
from catalog.services import nouns
from catalog.views.resources import Collection, Resource, Single


class Terms(Resource):
    """The vocabularies that films are found by."""

    queryset = Term.objects.none()
    noun = nouns.TERM
    shape = line = CountedTermSerializer
    written = TermWriteSerializer

    def reached(self, sight: Sight) -> QuerySet[Term]:
        """With the number of films that may be seen."""
        return counted_terms(sight).prefetch_related("texts")


class TermList(Terms, Collection):
    """All terms, by kind and in their order."""

    narrowed_by = (OpenApiParameter("kind", str, enum=TermKind.values),)

    def listed(self, sight: Sight) -> QuerySet[Term]:
        """Of one kind, if one is named."""
        kind = self.request.query_params.get("kind")
        if kind and kind not in TermKind.values:
            raise ValidationError({"kind": "There is no such kind."}, code="invalid")
        return self.reached(sight).filter(kind=kind) if kind else self.reached(sight)


class TermDetail(Terms, Single):
    """A term."""

    def found(self, sight: Sight) -> Term:
        """Of the kind that the path names."""
        rows = self.reached(sight).filter(kind=self.kwargs["kind"])
        return get_object_or_404(rows, slug=self.kwargs["slug"])
