"""People as the public knows them."""

from typing import Any, ClassVar

from rest_framework import serializers

from catalog.models import Person
from catalog.serializers.fields import SlugsAsText
from catalog.words import ByLanguage, PersonNameSerializer, PersonTextSerializer


class PersonSerializer(serializers.ModelSerializer[Person]):
    """A person as other things name her."""

    id = serializers.CharField(source="public_id", read_only=True)
    names = ByLanguage(child=PersonNameSerializer(), read_only=True)

    class Meta:
        model = Person
        fields: ClassVar = ["id", "slug", "names"]


class PersonWriteSerializer(SlugsAsText, serializers.ModelSerializer[Person]):
    names = ByLanguage(child=PersonTextSerializer(), required=False)

    class Meta:
        model = Person
        fields: ClassVar = ["slug", "visibility", "reveal_at", "indexable", "names"]

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Require a name of somebody new."""
        if self.instance is None and not attrs.get("names"):
            message = {"names": "Somebody without any name can't be found again."}
            raise serializers.ValidationError(message, code="required")
        return attrs
