"""A film's report for those who hold its rights: of what is published, and of nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Role, User
from catalog.models import Film, Quota, ScreeningItem
from vod.audience.folding import STEPS, added
from vod.audience.models import AudiencePeriod, QualityPeriod


@dataclass(frozen=True, kw_only=True)
class Shown:
    """The film in one screening."""

    item: ScreeningItem
    audience: Sequence[AudiencePeriod]
    quality: Sequence[QualityPeriod]

    @property
    def viewers(self) -> int | None:
        """How many tickets were used, as far as it is told."""
        told = [period.viewers_to_date for period in self.audience]
        return told[-1] if told else None


@dataclass(frozen=True, kw_only=True)
class Cap:
    """What a grant allows, and how much of it is taken."""

    use: str
    edition: str
    size: int
    taken: int


@dataclass(frozen=True, kw_only=True)
class Report:
    """A film, all its screenings together and one by one."""

    film: Film
    screenings: Sequence[Shown]
    caps: Sequence[Cap]

    @property
    def periods(self) -> Sequence[AudiencePeriod]:
        """Of all screenings, in order of time."""
        every = [period for shown in self.screenings for period in shown.audience]
        return sorted(every, key=lambda period: (period.first_day, period.pk))

    @property
    def plays(self) -> int:
        """In all that is published."""
        return sum(period.plays for period in self.periods)

    @property
    def viewers(self) -> int | None:
        """Used tickets of all screenings; who has two tickets is two viewers."""
        told = [shown.viewers for shown in self.screenings if shown.viewers is not None]
        return sum(told) if told else None

    @property
    def countries(self) -> Mapping[str, int]:
        """People by country, the rest under the empty name."""
        return added([period.countries for period in self.periods])

    @property
    def completion(self) -> Sequence[int]:
        """Per cent of people who came to each 5 % of the film; empty without a publication."""
        people = sum(period.viewers for period in self.periods)
        if not people:
            return []
        return [
            round(sum(one.completion[step] * one.viewers for one in self.periods) / people)
            for step in range(STEPS)
        ]


def may_see_report(user: User, film: Film) -> bool:
    """Allow the film's team and admins. Whoever plans an edition has no need of it."""
    return Role.ADMIN in user.role_names or film.team.filter(user=user).exists()


def report_on(film: Film, *, now: datetime) -> Report:
    """The report as it stands. Four statements, however many screenings there are."""
    items = ScreeningItem.objects.filter(version__film=film).select_related("screening__edition")
    audience, quality = _audience(film), _quality(film)
    return Report(
        film=film,
        screenings=[
            Shown(
                item=item,
                audience=audience.get(item.pk, []),
                quality=quality.get(item.screening_id, []),
            )
            for item in items.order_by("-screening__edition__year", "screening", "position")
        ],
        caps=_caps(film, now=now),
    )


def _audience(film: Film) -> dict[int, list[AudiencePeriod]]:
    found: dict[int, list[AudiencePeriod]] = {}
    periods = AudiencePeriod.objects.filter(item__version__film=film)
    for period in periods.order_by("first_day"):
        found.setdefault(period.item_id, []).append(period)
    return found


def _quality(film: Film) -> dict[int, list[QualityPeriod]]:
    found: dict[int, list[QualityPeriod]] = {}
    screenings = ScreeningItem.objects.filter(version__film=film).values("screening")
    periods = QualityPeriod.objects.filter(screening__in=screenings)
    for period in periods.order_by("first_day"):
        found.setdefault(period.screening_id, []).append(period)
    return found


def _caps(film: Film, *, now: datetime) -> list[Cap]:
    quotas = Quota.objects.filter(
        grant__film=film, grant__superseded_by=None, size__isnull=False
    ).with_taken(now)
    return [
        Cap(
            use=quota.grant.use,
            edition=quota.edition.slug,
            size=quota.size,
            taken=max(quota.taken, 0),
        )
        for quota in quotas.select_related("grant", "edition").order_by("edition__year", "pk")
    ]
