"""What the catalogue does to erase a film: what goes, and the bare row that stays.

Screenings, offers and tickets hang on the film, and keep their seats; so its row stays, without a
word that tells which film it was. The audit log never held one (`services/writing.py`).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from catalog.identifiers import new_public_id
from catalog.models import (
    CodeWord,
    Credit,
    Essay,
    Film,
    FilmTeam,
    FilmText,
    FilmVersion,
    Person,
    PersonName,
    RightsGrant,
    SearchDocument,
    SupportCode,
    TeamInvitation,
    Visibility,
    Withdrawal,
)
from catalog.services import search_index
from catalog.services.striking import strike_for_good
from transcoding.models import Master

NO_YEAR = 0


@dataclass(frozen=True, kw_only=True)
class Words:
    """What names a film that is to be erased, and those who go with it."""

    spoken: frozenset[str]  # titles and names, of all languages
    slugs: frozenset[str]


def film_of(withdrawal: Withdrawal) -> Film:
    """The film: a whole edition is not erased, says a constraint."""
    return Film.objects.get(withdrawals=withdrawal)


def masters_of(film: Film) -> list[int]:
    """Every master that was ever sent for the film."""
    versions = FilmVersion.objects.filter(film=film)
    columns = ("master", "former_masters", "publication__master")
    found = {pk for column in columns for pk in versions.values_list(column, flat=True)}
    return sorted(found - {None})


def let_go_of_publications(film: Film) -> None:
    """Nothing of it is played any more; its masters are still known, to be destroyed."""
    for version in FilmVersion.objects.filter(film=film, publication__isnull=False):
        version.former_masters.add(*Master.objects.filter(publications=version.publication_id))
        version.publication = None
        version.save(update_fields=["publication"])


@transaction.atomic
def erase_words(withdrawal: Withdrawal) -> Words:
    """Delete all that tells which film it was; what its words were, to look for them elsewhere."""
    film = Film.objects.select_for_update(of=("self",), no_key=True).get(withdrawals=withdrawal)
    people = _people_who_go(film, withdrawal)
    words = Words(spoken=frozenset(_spoken(film, people)), slugs=frozenset(_slugs(film, people)))
    _essays_that_go(film, people).delete()
    people.delete()
    for grant in RightsGrant.objects.filter(film=film).order_by("-pk"):  # each holds the one before
        grant.delete()
    for model in (FilmText, Credit, FilmTeam, TeamInvitation, CodeWord, SearchDocument):
        model.objects.filter(film=film).delete()
    FilmVersion.objects.filter(film=film, screening_items=None, master=None).delete()
    SupportCode.objects.filter(screening__items__version__film=film).delete()
    _bare(film)
    strike_for_good(words.spoken)
    search_index.forget_words()
    return words


def is_emptied(withdrawal: Withdrawal, *, now: datetime) -> None:
    """Nothing tells any more which film it was."""
    Withdrawal.objects.filter(pk=withdrawal.pk).update(emptied_at=now)


def is_erased(withdrawal: Withdrawal, *, now: datetime) -> None:
    """Forget which masters there were as well. A bare film, its versions and items stay."""
    versions = FilmVersion.objects.filter(film=withdrawal.film_id)
    for version in versions:
        version.former_masters.clear()
    versions.filter(screening_items=None).delete()
    versions.update(master=None)
    Withdrawal.objects.filter(pk=withdrawal.pk).update(erased_at=now)


def _bare(film: Film) -> None:
    film.terms.clear()
    film.periods.clear()
    film.essays.clear()
    film.slug = f"erased-{new_public_id()}"
    film.year, film.countries, film.languages, film.runtime_seconds = NO_YEAR, [], [], None
    film.visibility, film.indexable, film.reveal_at = Visibility.HIDDEN, False, None
    film.save()


def _people_who_go(film: Film, withdrawal: Withdrawal) -> "QuerySet[Person]":
    """Those whom the makers name, and those who have no other film."""
    elsewhere = Credit.objects.exclude(film=film).values("person")
    only_here = Q(pk__in=film.credits.values("person")) & ~Q(pk__in=elsewhere)
    named = Q(pk__in=list(withdrawal.people.values_list("pk", flat=True)))
    return Person.objects.filter(
        pk__in=list(Person.objects.filter(only_here | named).values_list("pk", flat=True))
    )


def _essays_that_go(film: Film, people: Collection[Person]) -> "QuerySet[Essay]":
    """Those that are about nothing else."""
    going = {person.pk for person in people}
    about = Essay.objects.filter(Q(films=film) | Q(people__in=going)).distinct()
    gone = [
        essay.pk
        for essay in about
        if {row.pk for row in essay.films.all()} <= {film.pk}
        and {row.pk for row in essay.people.all()} <= going
    ]
    return Essay.objects.filter(pk__in=gone)


def _spoken(film: Film, people: Collection[Person]) -> set[str]:
    names = PersonName.objects.filter(person__in=people).values_list("name", flat=True)
    return {*film.texts.values_list("title", flat=True), *names}


def _slugs(film: Film, people: Collection[Person]) -> set[str]:
    return {film.slug, *(person.slug for person in people)}
