"""What is held of whoever comes to see films: tickets until the edition is over, codes for less."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import DateTimeField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDay

from accounts.models import User
from catalog import models as held
from catalog.models import Accreditation, Edition, Offer, Pass, SupportCode, Ticket, VoucherBatch
from catalog.services.support import codes_run_out
from vod.retention import Counts, Held, forget_all, kept

OVER = "Until VOD_TICKET_HOLDER_DAYS after the edition"
CATALOGUE = "The catalogue: of films and their makers, of no viewer."


def editions_over(now: datetime) -> QuerySet[Edition]:
    """Those that ended so long ago that nobody asks for a ticket of theirs any more.

    Without a last day it is closed or archived; and none of its offers was open since.
    """
    before = now - timedelta(days=settings.TICKET_HOLDER_DAYS)
    ended = Q(last_day__lt=before.date()) | Q(
        last_day=None, state__in=[held.EditionState.CLOSED, held.EditionState.ARCHIVED]
    )
    still = Offer.objects.filter(
        Q(window__endswith__gt=before) | Q(window__endswith=None),
        screening__edition=OuterRef("pk"),
    )
    return Edition.objects.filter(ended).exclude(Exists(still))


def _tickets(now: datetime) -> QuerySet[Ticket]:
    """Those that still lead to somebody; not those that somebody may still watch with."""
    leads = Q(holder__isnull=False) | Q(held_pass__isnull=False) | Q(voucher__isnull=False)
    ends = ExpressionWrapper(F("started_at") + F("offer__watch"), DateTimeField())
    rows = Ticket.objects.alias(ends=ends).filter(
        leads | ~Q(external_ref=""), offer__screening__edition__in=editions_over(now)
    )
    return rows.exclude(Q(extended_until__isnull=False, extended_until__gt=now)).exclude(
        Q(ends__isnull=False, ends__gt=now)
    )


def _passes(now: datetime) -> QuerySet[Pass]:
    leads = Q(holder__isnull=False) | Q(voucher__isnull=False) | ~Q(external_ref="")
    return Pass.objects.filter(leads, kind__edition__in=editions_over(now))


def _batches(now: datetime) -> QuerySet[VoucherBatch]:
    return VoucherBatch.objects.exclude(tag="").filter(edition__in=editions_over(now))


def _accreditations(now: datetime) -> QuerySet[Accreditation]:
    rows = Accreditation.objects.filter(edition__in=editions_over(now))
    return rows.filter(Q(valid_until=None) | Q(valid_until__lte=now))


def _invitations(now: datetime) -> QuerySet[held.TeamInvitation]:
    return held.TeamInvitation.objects.filter(expires_at__lte=now)


def _day(name: str) -> TruncDay:
    """An instant without its hour, which could be laid beside others."""
    return TruncDay(name, tzinfo=UTC)


HELD = (
    Held(
        model=Ticket,
        rule=f"{OVER}: then it loses holder, pass, voucher, shop's reference and hours. The seat "
        "stays taken.",
        due=_tickets,
        loses={
            "holder": None,
            "held_pass": None,
            "voucher": None,
            "external_ref": "",
            "issued_at": _day("issued_at"),
            "started_at": _day("started_at"),
        },
        since="issued_at",
    ),
    Held(
        model=Pass,
        rule=f"{OVER}: then it loses holder, voucher and shop's reference.",
        due=_passes,
        loses={"holder": None, "voucher": None, "external_ref": ""},
        since="issued_at",
    ),
    Held(
        model=VoucherBatch,
        rule=f"{OVER}: then it loses its tag, which may name for whom it was made.",
        due=_batches,
        loses={"tag": ""},
        since="created_at",
    ),
    Held(
        model=Accreditation,
        rule=f"{OVER}, and until it lapses.",
        due=_accreditations,
        since="applied_at",
    ),
    Held(model=held.SupportAnswer, rule="With its code.", since="created_at"),
    Held(model=SupportCode, rule="Until it has run out.", due=codes_run_out, since="created_at"),
    Held(
        model=held.TeamInvitation,
        rule="Until it has run out.",
        due=_invitations,
        since="created_at",
    ),
    Held(
        model=held.Booking,
        rule="For good: an institution's seats; who sat in them is not held.",
        since="created_at",
    ),
    *kept("Until a member leaves, or erases her account.", held.OrganisationMember, held.FilmTeam),
    *kept(
        "Codes and sales, of no holder.", held.Voucher, VoucherBatch.offers.through, held.ShopSale
    ),
    *kept("Words of the desk, to nobody.", held.CannedAnswer, held.CannedAnswerText),
    *kept("Calls of a day, of nobody and to no film.", held.CallsOfDay),
    *kept("Partners, of no viewer.", held.Shop, held.ShopKey, held.Organisation),
    *kept(
        CATALOGUE,
        Edition,
        held.EditionText,
        held.Programme,
        held.ProgrammeText,
        held.TerritoryGroup,
        Offer,
        Offer.territory_groups.through,
        held.Term,
        held.TermText,
        held.Film,
        held.Film.terms.through,
        held.FilmText,
        held.Person,
        held.PersonName,
        held.Credit,
        held.Period,
        held.Period.films.through,
        held.Period.people.through,
        held.PeriodText,
        held.Essay,
        held.Essay.authors.through,
        held.Essay.films.through,
        held.Essay.people.through,
        held.EssayText,
        held.PassKind,
        held.PassKind.programmes.through,
        held.PassKindText,
        held.RightsGrant,
        held.RightsGrant.territory_groups.through,
        held.Quota,
        held.Quota.offers.through,
        held.FilmVersion,
        held.FilmVersion.former_masters.through,
        held.Screening,
        held.ScreeningText,
        held.ScreeningItem,
        held.SearchDocument,
        held.SearchWord,
        held.Withdrawal,
        held.Withdrawal.people.through,
        held.StruckText,
        held.CodeWord,
        held.Still,
        held.StillText,
    ),
)


def export(user: User) -> dict[str, Any]:
    """What `user` holds and belongs to."""
    tickets = Ticket.objects.filter(holder=user).order_by("issued_at", "pk")
    passes = Pass.objects.filter(holder=user).order_by("issued_at", "pk")
    accreditations = Accreditation.objects.filter(user=user).order_by("applied_at", "pk")
    teams = held.FilmTeam.objects.filter(user=user).order_by("pk")
    organisations = held.OrganisationMember.objects.filter(user=user).order_by("pk")
    codes = SupportCode.objects.filter(holder=user).order_by("created_at", "pk")
    answers = held.SupportAnswer.objects.filter(code__holder=user).order_by("created_at", "pk")
    return {
        "tickets": list(
            tickets.values(
                "public_id",
                "offer__public_id",
                "offer__screening_id",
                "origin",
                "issued_at",
                "started_at",
                "extended_until",
                "revoked_at",
                "released_at",
            )
        ),
        "passes": list(passes.values("public_id", "kind__slug", "issued_at", "revoked_at")),
        "accreditations": list(
            accreditations.values("kind", "state", "statement", "applied_at", "valid_until")
        ),
        "teams": list(teams.values("film__slug", "role")),
        "organisations": list(organisations.values("organisation__name")),
        "support_codes": list(codes.values("facts", "trouble", "created_at", "expires_at")),
        "answers_of_the_desk": list(answers.values("text", "language", "created_at")),
    }


def erase(user: User, now: datetime) -> None:
    """Tickets and passes become nobody's and keep their seats; all else goes with the account."""
    Ticket.objects.filter(holder=user).update(holder=None)
    Pass.objects.filter(holder=user).update(holder=None)
    SupportCode.objects.filter(holder=user).delete()
    Accreditation.objects.filter(user=user).delete()
    held.FilmTeam.objects.filter(user=user).delete()
    held.OrganisationMember.objects.filter(user=user).delete()


def retain(now: datetime) -> Counts:
    """Forget what is due."""
    return forget_all(HELD, now)
