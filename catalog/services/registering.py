"""Films that are handed in before anybody wrote them into the catalogue."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Count
from django.utils.text import slugify

from accounts.models import User
from catalog.identifiers import new_public_id
from catalog.models import Film, FilmTeam, FilmText, FilmVersion, TeamRole
from catalog.services import search_index
from catalog.services.versions import may_upload

LONGEST_SLUG = 40


@transaction.atomic
def register_film(*, titles: Mapping[str, str], year: int, user: User) -> FilmVersion:
    """A film that nobody sees yet, with one version. `titles` are by language.

    Its address is made of the English title, if that gives one and it is free. Who may not upload
    to every film comes on this one's team.
    """
    slug = slugify(titles.get("en", ""))[:LONGEST_SLUG].strip("-")
    if not slug or Film.objects.filter(slug=slug).exists():
        slug = f"{slug or 'film'}-{new_public_id()[:6].lower()}"
    film = Film.objects.create(slug=slug, year=year)
    FilmText.objects.bulk_create(
        FilmText(film=film, language=language, title=title) for language, title in titles.items()
    )
    search_index.refresh_film(film.pk)
    version = FilmVersion.objects.create(film=film)
    if not may_upload(user, version):
        FilmTeam.objects.create(film=film, user=user, role=TeamRole.DELEGATE)
    return version


def versions_titled(*, titles: Mapping[str, str], user: User) -> list[FilmVersion]:
    """Versions of films with these very titles, no more and no less, that `user` may upload to."""
    films = Film.objects.alias(number=Count("texts")).filter(number=len(titles))
    for language, title in titles.items():
        films = films.filter(
            pk__in=FilmText.objects.filter(language=language, title=title).values("film")
        )
    versions = FilmVersion.objects.filter(film__in=films).select_related("film", "master")
    return [version for version in versions.order_by("pk") if may_upload(user, version)]
