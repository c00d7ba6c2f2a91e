"""The studio: a filmmaker's versions, and how far their masters are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from catalog.models import Film, FilmText, FilmVersion
from transcoding.messages import describe
from transcoding.models import Master, QualityReport
from transcoding.progress import progress_of
from transcoding.states import MasterState, Problem
from vod.web import labels
from vod.web.texts import pick

STAGES: dict[str, Promise] = {
    "uploading": _("The upload has begun; it can be resumed"),
    "surveying": _("The master is being examined"),
    "encoding": _("The master is being encoded"),
    "packaging": _("The last step: the tracks are being put together"),
    "ready": _("Ready"),
    "blocked": _("The quality report holds the film back"),
    "failed": _("The master could not be used"),
    "cancelled": _("The work was cancelled"),
    "aborted": _("The upload was thrown away"),
}


@dataclass(frozen=True, kw_only=True)
class MasterLine:
    """A master's state in words; `percent` while it is being worked on."""

    stage: str
    percent: int | None
    left: str
    problem: str
    reported: bool


@dataclass(frozen=True, kw_only=True)
class VersionLine:
    """A version, its master and whether something of it plays."""

    version: FilmVersion
    kind: str
    master: MasterLine | None
    published: bool
    uploading: bool


@dataclass(frozen=True, kw_only=True)
class FilmEntry:
    """A film of the filmmaker's."""

    film: Film
    title: FilmText | None
    versions: Sequence[VersionLine]


def films_of(user: User, *, language: str | None, now: datetime) -> Sequence[FilmEntry]:
    """Every film on whose team `user` is, whether or not the public may know of it."""
    films = Film.objects.filter(team__user=user).order_by("slug")
    return [
        FilmEntry(
            film=film,
            title=pick(film.texts.all(), language=language),
            versions=[
                _version_line(version, language=language, now=now)
                for version in film.versions.all()
            ],
        )
        for film in films.prefetch_related("texts", "versions__master")
    ]


def _version_line(version: FilmVersion, *, language: str | None, now: datetime) -> VersionLine:
    master = version.master
    return VersionLine(
        version=version,
        kind=str(labels.VERSIONS[version.kind]),
        master=master_line(master, language=language, now=now) if master else None,
        published=version.publication_id is not None,
        uploading=master is not None and master.state == MasterState.UPLOADING,
    )


def master_line(master: Master, *, language: str | None, now: datetime) -> MasterLine:
    """A master in words."""
    progress = progress_of(master, now=now)
    working = master.state == MasterState.PROCESSING
    problem = describe(Problem(master.problem), language=language or "en") if master.problem else ""
    return MasterLine(
        stage=str(STAGES[progress.stage]),
        percent=round(progress.fraction * 100) if working else None,
        left=_left(progress.eta_seconds) if working and progress.eta_seconds else "",
        problem=problem,
        reported=QualityReport.objects.filter(job__master=master).exists(),
    )


def _left(seconds: int) -> str:
    minutes = -(-seconds // 60)
    words = ngettext("about %(minutes)s minute left", "about %(minutes)s minutes left", minutes)
    return words % {"minutes": minutes}
