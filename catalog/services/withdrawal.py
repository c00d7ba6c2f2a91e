"""Taking a film, or a whole edition, back: pause, hide, erase; and lifting that again.

The word acts first. Who may say it is asked by whoever calls; who said it stands in the audit log.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException

from accounts import audit
from accounts.models import AuditAction, User
from catalog.models import Channel, Edition, Film, Level, Person, Withdrawal
from catalog.services import concealing, erasing, stills
from catalog.services.versions import may_publish
from transcoding import destruction

ORDER = (Level.PAUSE, Level.HIDE, Level.ERASE)
MODEL = "catalog.withdrawal"


class NothingWithdrawn(APIException):
    """There is nothing to lift."""

    status_code = 409
    default_code = "nothing_withdrawn"
    default_detail = _("This is not withdrawn.")


class LiftedByStaff(APIException):
    """It came by another way than the team's own, so the team alone can't take it back."""

    status_code = 403
    default_code = "lifted_by_staff"
    default_detail = _("This was not withdrawn by the team itself. Please write to us.")


class ErasedForGood(APIException):
    """It was erased: there is nothing that could be shown again."""

    status_code = 409
    default_code = "erased"
    default_detail = _("This was erased. Nothing is left that could be shown again.")


class FilmByFilm(APIException):
    """A whole edition can't be erased at one stroke."""

    status_code = 409
    default_code = "film_by_film"
    default_detail = _("An edition is paused or hidden. To erase, name each of its films.")


@transaction.atomic
def withdraw(
    *,
    level: Level,
    channel: Channel,
    now: datetime,
    film: Film | None = None,
    edition: Edition | None = None,
    people: Collection[Person] = (),
    actor: User | None = None,
) -> Withdrawal:
    """Withdraw a film or an edition from now on; one that goes as far already stays as it is.

    Erasing destroys the film's keys in this transaction; `vod.erasing` does the rest. Raises
    `FilmByFilm`.

    `people`: whose names go from everywhere else too. Those who have no other film go with it.
    """
    if film is None and level == Level.ERASE:
        raise FilmByFilm
    _lock(film, edition)
    standing = standing_of(film=film, edition=edition)
    if standing is not None and ORDER.index(Level(standing.level)) >= ORDER.index(level):
        if people:
            standing.people.add(*people)
            concealing.conceal()
        return standing
    if standing is not None:
        people = {*people, *standing.people.all()}
        Withdrawal.objects.filter(pk=standing.pk).update(lifted_at=now)
    made = Withdrawal.objects.create(
        film=film, edition=edition, level=level, channel=channel, effective_at=now
    )
    made.people.set(people)
    _record(made, before=None, actor=actor, now=now)
    if film is not None and level == Level.PAUSE:
        concealing.pause(film_id=film.pk, at=now)
        return made
    if film is not None and level == Level.ERASE:
        destruction.silence(masters=erasing.masters_of(film), now=now)
    concealing.conceal()
    if level != Level.PAUSE:
        transaction.on_commit(lambda: stills.move_concealed(now=now))
    return made


@transaction.atomic
def lift(
    *,
    now: datetime,
    film: Film | None = None,
    edition: Edition | None = None,
    actor: User | None = None,
) -> Withdrawal:
    """Take a withdrawal back. Raises `NothingWithdrawn`, `LiftedByStaff`, `ErasedForGood`.

    The team lifts what the team said. What somebody said with the code word, or we, we lift.
    """
    _lock(film, edition)
    standing = standing_of(film=film, edition=edition)
    if standing is None:
        raise NothingWithdrawn
    if standing.level == Level.ERASE:
        raise ErasedForGood
    by_staff = actor is None or may_publish(actor)
    if not by_staff and standing.channel != Channel.FILMMAKER:
        raise LiftedByStaff
    before = _values(standing)
    standing.lifted_at = now
    standing.save(update_fields=["lifted_at"])
    _record(standing, before=before, actor=actor, now=now)
    concealing.conceal()
    return standing


@transaction.atomic
def verify(*, withdrawal: Withdrawal, actor: User, now: datetime) -> None:
    """Note that staff have asked after a word that came by proxy, and that it stands."""
    before = _values(withdrawal)
    withdrawal.verified_at = now
    withdrawal.save(update_fields=["verified_at"])
    _record(withdrawal, before=before, actor=actor, now=now)


def standing_of(*, film: Film | None = None, edition: Edition | None = None) -> Withdrawal | None:
    """The withdrawal that stands for it."""
    return Withdrawal.objects.standing().filter(film=film, edition=edition).first()


def channel_of(user: User, *, film: Film | None = None) -> Channel:
    """Whose word it is: the team's, or ours."""
    of_the_team = film is not None and film.team.filter(user=user).exists()
    return Channel.FILMMAKER if of_the_team else Channel.ADMIN


def _lock(film: Film | None, edition: Edition | None) -> None:
    if film is not None:
        Film.objects.select_for_update(no_key=True).get(pk=film.pk)
    if edition is not None:
        Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)


def _values(withdrawal: Withdrawal) -> dict[str, object]:
    return audit.values_of(withdrawal, without=frozenset({"id", "public_id"}))


def _record(
    withdrawal: Withdrawal,
    *,
    before: dict[str, object] | None,
    actor: User | None,
    now: datetime,
) -> None:
    audit.record(
        actor=actor,
        action=AuditAction.CREATED if before is None else AuditAction.CHANGED,
        model=MODEL,
        target=withdrawal.public_id,
        before=before,
        after=_values(withdrawal),
        now=now,
    )
