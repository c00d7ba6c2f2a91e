"""People as the public knows them."""

from typing import ClassVar

from rest_framework import serializers

from catalog.models import (
    Person,
)
from catalog.words import (
    ByLanguage,
    PersonNameSerializer,
)


class PersonSerializer(serializers.ModelSerializer[Person]):
    id = serializers.CharField(source="public_id", read_only=True)
    names = ByLanguage(child=PersonNameSerializer(), read_only=True)

    class Meta:
        model = Person
        fields: ClassVar = ["id", "slug", "names"]
