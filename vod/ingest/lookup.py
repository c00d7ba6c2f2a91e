"""Who acts, for which film, and what an earlier run left: read from the database beside the API."""

from accounts.models import Role, User
from catalog.models import FilmVersion
from catalog.services import PROGRAMMING_ROLES, may_upload, register_film, versions_titled
from transcoding.models import Master, Publication
from vod.ingest.outcome import BadInput
from vod.ingest.submission import Submission

ADD = "manage.py create_user ADDRESS --role"


def acting(email: str) -> User:
    """The account of this confirmed address; without one, the only programmer or admin."""
    active = User.objects.filter(is_active=True)
    if email:
        users = active.filter(emailaddress__email=email.lower(), emailaddress__verified=True)
        found = users.distinct().first()
        if found is None:
            raise BadInput(f"--as {email}: there is no active, confirmed account of this address.")
        return found
    staff = list(active.filter(roles__role__in=PROGRAMMING_ROLES).distinct()[:2])
    if not staff:
        raise BadInput(f"There is no programmer or admin to act as. Make one: {ADD} programmer")
    if len(staff) > 1:
        raise BadInput("There are several programmers and admins. Name who hands in: --as ADDRESS")
    return staff[0]


def is_staff(user: User) -> bool:
    """Whether every film is open to her, and publishing."""
    return bool(user.role_names & PROGRAMMING_ROLES)


def version_for(submission: Submission, *, user: User) -> FilmVersion:
    """The version to hand the film in for; a film that is not there yet is made."""
    if submission.into:
        return _named(submission.into, user=user)
    known = versions_titled(titles=submission.titles, user=user)
    if len(known) > 1:
        names = ", ".join(f"{version.public_id} ({version})" for version in known)
        raise BadInput(f"Several versions have this title. Name one with --into: {names}")
    if known:
        return known[0]
    if not is_staff(user) and Role.FILMMAKER not in user.role_names:
        raise BadInput(
            f"This account is neither a filmmaker's nor staff's. Give it a role: {ADD} filmmaker"
        )
    return register_film(titles=submission.titles, year=submission.year, user=user)


def _named(public_id: str, *, user: User) -> FilmVersion:
    versions = FilmVersion.objects.select_related("film", "master")
    version = versions.filter(public_id=public_id).first()
    if version is None:
        raise BadInput(f"--into {public_id}: there is no such version of a film.")
    if not may_upload(user, version):
        raise BadInput(f"--into {public_id}: this account is not on the film's team.")
    return version


def earlier_master(version: FilmVersion, *, user: User, size: int) -> Master | None:
    """What an earlier run may have begun: a master of this size that the API shows to `user`."""
    master = version.master
    if master is None or master.size != size:
        return None
    return master if is_staff(user) or master.owner == user.public_id else None


def newest_publication(master: str) -> Publication | None:
    """The last set of tracks that was made of a master."""
    return Publication.objects.filter(master__public_id=master).order_by("-revision").first()


def plays(version: str, publication: Publication) -> bool:
    """Whether this is what a version plays."""
    return FilmVersion.objects.filter(public_id=version, publication=publication).exists()
