"""People and their filmographies."""

from django.db.models import QuerySet

from catalog.loading import person_loads
from catalog.models import Person, Sight
from catalog.serializers import PersonPageSerializer, PersonSerializer, PersonWriteSerializer
from catalog.services import nouns
from catalog.views.resources import Collection, Resource, Single


class People(Resource):
    """People as the public knows them."""

    queryset = Person.objects.none()
    noun = nouns.PERSON
    shape, line, written = PersonPageSerializer, PersonSerializer, PersonWriteSerializer

    def reached(self, sight: Sight) -> QuerySet[Person]:
        """With everything on the person's page."""
        return Person.objects.reachable_at(sight).prefetch_related(*person_loads(sight))


class PersonList(People, Collection):
    """Everybody who may be named, by slug."""

    def listed(self, sight: Sight) -> QuerySet[Person]:
        """By slug, which is how a name is spelled in Latin letters."""
        return Person.objects.seen_at(sight).order_by("slug").prefetch_related("names")


class PersonDetail(People, Single):
    """A person with biography and filmography."""
