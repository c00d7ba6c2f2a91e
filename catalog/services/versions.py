"""What happens to a film's versions: masters, subtitles, publications."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language
from rest_framework.exceptions import APIException

from accounts.models import User
from catalog import messages
from catalog.models import FilmVersion
from catalog.schedule import upload_priority
from catalog.services.priorities import with_opening
from transcoding import subtitling, uploads
from transcoding.models import Master, Publication, SubtitleSource

PROGRAMMING_ROLES = frozenset({"programmer", "admin"})


class VersionConflict(APIException):
    """The version lacks what the request takes to be there."""

    status_code = 409

    def __init__(self) -> None:
        super().__init__(messages.refused(self.default_code, language=get_language()))


class NothingToPublish(VersionConflict):
    """The version has no finished publication."""

    default_code = "nothing_to_publish"


class NoMaster(VersionConflict):
    """The version has no master to add something to."""

    default_code = "no_master"


def may_upload(user: User, version: FilmVersion) -> bool:
    """Allow the film's team, programmers and admins."""
    return bool(user.role_names & PROGRAMMING_ROLES) or version.film.team.filter(user=user).exists()


def may_publish(user: User) -> bool:
    """Allow programmers and admins."""
    return bool(user.role_names & PROGRAMMING_ROLES)


@transaction.atomic
def begin_upload(*, version: FilmVersion, user: User, size: int, now: datetime) -> Master:
    """Open the upload of a new master of `size` bytes; what plays now plays on."""
    first_opening = with_opening(FilmVersion.objects.filter(pk=version.pk), now=now).get().opening
    master = uploads.begin(
        owner=user.public_id,
        size=size,
        priority=upload_priority(first_opening=first_opening, now=now),
        retain_until=now + timedelta(days=settings.MASTER_RETENTION_DAYS),
        now=now,
    )
    attach_master(version=version, master=master)
    return master


def attach_master(*, version: FilmVersion, master: Master) -> None:
    """Work on `master` for this version from now on. The publication stays until `publish`."""
    if version.master is not None and version.master != master:
        version.former_masters.add(version.master)
    version.master = master
    version.save(update_fields=["master"])


def add_subtitle(
    *, version: FilmVersion, language: str, kind: str, data: bytes, forced: bool, now: datetime
) -> SubtitleSource:
    """Hand a subtitle file to the version's master. Raises `NoMaster`."""
    if version.master is None:
        raise NoMaster
    return subtitling.add_subtitle(
        master=version.master, language=language, kind=kind, data=data, forced=forced, now=now
    )


def publish_newest(*, version: FilmVersion) -> Publication:
    """Play the newest revision of the version's master. Raises `NothingToPublish`."""
    publications = version.master.publications if version.master else Publication.objects.none()
    newest = publications.order_by("-revision").first()
    if newest is None:
        raise NothingToPublish
    publish(version=version, publication=newest)
    return newest


def publish(*, version: FilmVersion, publication: Publication) -> None:
    """Play `publication` from now on: the switch is this one pointer."""
    version.publication = publication
    version.save(update_fields=["publication"])
