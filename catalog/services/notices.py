"""What people are told of what happened to a film: its holders, and whoever sent it.

Withdrawing tells nobody by itself. A word by proxy has to take as long when it is wrong, however
many hold tickets; and what is lifted within minutes was never told. So beat looks for both.
"""

from datetime import datetime, timedelta

from django.db.models import Max, Q, QuerySet

from accounts.models import User
from catalog.models import Offer, Screening, Ticket, Withdrawal
from transcoding.models import Master, Publication
from transcoding.states import MasterState, Problem
from vod.outbox import services as outbox
from vod.outbox.kinds import Kind

RECENT = timedelta(days=1)  # beat may have been away


def tell_of_move(*, offer: Offer, now: datetime) -> None:
    """Tell holders that an offer has other times, unless those are over."""
    holders = _holders(Ticket.objects.filter(offer=offer), now)
    if holders:
        outbox.tell_all(user_ids=holders, kind=Kind.CHANGE, context={}, now=now)


def tell_of_withdrawals(*, now: datetime) -> None:
    """Tell holders, once, of what can't be shown any more: neither what it is nor who said so."""
    recent = Withdrawal.objects.standing().filter(
        effective_at__gt=now - RECENT, effective_at__lte=now
    )
    for withdrawal in recent.order_by("pk"):
        whole = Q(edition=withdrawal.edition_id)
        of_it = whole if withdrawal.edition_id else Q(items__version__film=withdrawal.film_id)
        gone = Screening.objects.withheld_at(now).filter(of_it)
        holders = _holders(Ticket.objects.filter(offer__screening__in=gone), now)
        if holders:
            outbox.tell_all(
                user_ids=holders,
                kind=Kind.WITHDRAWAL,
                context={},
                now=now,
                once=f"withdrawal {_first(withdrawal).public_id}",
            )


def tell_of_masters(*, now: datetime) -> None:
    """Tell whoever sent a film that it is ready, or that it needs her; once for each attempt.

    What fails by our own fault is ours to mend: she is told when it is ready.
    """
    since = now - RECENT
    ready = Publication.objects.filter(revision=1, created_at__gt=since, created_at__lte=now)
    for owner, master in ready.values_list("master__owner", "master__public_id"):
        _tell_owner(owner, Kind.TRANSCODE_FINISHED, once=master, now=now)
    halted = (
        Master.objects.filter(
            state__in=[MasterState.BLOCKED, MasterState.FAILED], jobs__steps__finished_at__gt=since
        )
        .exclude(problem=Problem.INTERNAL)
        .annotate(attempt=Max("jobs__pk"))
    )
    for owner, attempt in halted.values_list("owner", "attempt"):
        _tell_owner(owner, Kind.TRANSCODE_REFUSED, once=f"job {attempt}", now=now)


def _tell_owner(public_id: str, kind: Kind, *, once: str, now: datetime) -> None:
    owner = User.objects.filter(public_id=public_id).first()
    if owner is not None:
        outbox.tell_all(user_ids={owner.pk}, kind=kind, context={}, now=now, once=once)


def _holders(tickets: "QuerySet[Ticket]", now: datetime) -> set[int]:
    """Who could still watch with them."""
    open_yet = Q(offer__window__endswith__gt=now) | Q(extended_until__gt=now)
    held = tickets.filter(open_yet, holder__isnull=False, pk__in=Ticket.objects.live(now))
    return set(held.values_list("holder_id", flat=True))


def _first(withdrawal: Withdrawal) -> Withdrawal:
    """The one whose place it took by going farther: of that they were told."""
    former = Withdrawal.objects.filter(
        film=withdrawal.film_id,
        edition=withdrawal.edition_id,
        lifted_at=withdrawal.effective_at,
        effective_at__lt=withdrawal.effective_at,
    ).first()
    return withdrawal if former is None else _first(former)
