"""What the desk does for whoever made a code: one act or one answer in one step, on the record.

The record says that a member of staff helped, how, and in which edition. It names neither the
viewer nor the screening: whose ticket that was is nobody's business later.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet

from accounts import audit
from accounts.handwritten import readings
from accounts.models import AuditAction, User
from catalog.messages import language_of
from catalog.models import (
    CODE_LENGTH,
    CannedAnswer,
    HelpAct,
    SupportAnswer,
    SupportCode,
)
from catalog.placeholders import empty_places, filled
from catalog.services import support
from catalog.troubles import AnswerUnfit, NoAnswer, SayUntil
from vod.outbox import services as outbox
from vod.outbox.kinds import Kind

STYLE = "%Y-%m-%d %H:%M"
ANSWERED = "answer"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """An act with what it needs: `offer_id` for a ticket, `until` for more time."""

    act: HelpAct
    offer_id: str = ""
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A canned answer as the viewer would read it, and as whoever sends it does."""

    slug: str
    text: str
    meaning: str


@transaction.atomic
def help_viewer(*, code: SupportCode, wanted: Wanted, actor: User, now: datetime) -> None:
    """Do what is wanted, tell the viewer in her language, and put it on record.

    Raises what the act raises, or `SayUntil`.
    """
    acts: Mapping[HelpAct, Callable[[], None]] = {
        HelpAct.TICKET: lambda: support.grant_ticket(code=code, now=now, offer_id=wanted.offer_id),
        HelpAct.EXTEND: lambda: _extend(code, wanted.until, now),
        HelpAct.REISSUE: lambda: support.reissue_ticket(code=code, now=now),
    }
    acts[wanted.act]()
    canned = CannedAnswer.objects.filter(sent_with=wanted.act).first()
    if canned is not None:
        prepared = _prepare(canned, code, values_of(code, until=wanted.until))
        if prepared is not None:
            _write(code, prepared.text, now)
    _record(code, wanted.act, actor, now)


@transaction.atomic
def answer(*, code: SupportCode, text: str, actor: User, now: datetime) -> None:
    """Answer in one's own words."""
    _write(code, text, now)
    _record(code, ANSWERED, actor, now)


@transaction.atomic
def answer_canned(*, code: SupportCode, slug: str, actor: User, now: datetime) -> None:
    """Answer with canned words, in the viewer's language. Raises `AnswerUnfit`."""
    chosen = next((each for each in canned_answers(code) if each.slug == slug), None)
    if chosen is None:
        raise AnswerUnfit
    answer(code=code, text=chosen.text, actor=actor, now=now)


def canned_answers(code: SupportCode, *, reader: str | None = None) -> list[Prepared]:
    """Those that fit the code, in its language: one whose places stay empty is left out.

    `reader` is the language of whoever sends it.
    """
    values = values_of(code)
    rows = CannedAnswer.objects.prefetch_related("texts").order_by("position", "slug")
    fitting = rows.filter(sent_with="")
    prepared = (_prepare(row, code, values, reader=reader) for row in fitting)
    return [each for each in prepared if each is not None]


def values_of(code: SupportCode, *, until: datetime | None = None) -> dict[str, str]:
    """What stands for the places in canned answers; times in the edition's zone, which is named.

    No title is among them: an answer would keep it when its film is withdrawn.
    """
    screening = code.screening
    if screening is None:
        return {}
    zone = ZoneInfo(screening.edition.time_zone)
    windows = [offer.window for offer in screening.offers.all()]
    return {
        "opens": _at(min((w.lower for w in windows if w.lower), default=None), zone),
        "closes": _at(max((w.upper for w in windows if w.upper), default=None), zone),
        "until": _at(until, zone),
    }


def answers_by_code(typed: str, *, now: datetime) -> "QuerySet[SupportAnswer]":
    """What the desk wrote to whoever has the code.

    Raises `NoAnswer`, the same for a code that there is not, that ran out, or that waits.
    """
    codes = readings(typed, length=CODE_LENGTH)
    found = SupportAnswer.objects.filter(code__code__in=codes, code__expires_at__gt=now)
    if not found.exists():
        raise NoAnswer
    return found.order_by("pk")


def answers_to(user: User, *, now: datetime) -> "QuerySet[SupportAnswer]":
    """What the desk wrote to somebody who was logged in when she made her codes."""
    return SupportAnswer.objects.filter(code__holder=user, code__expires_at__gt=now).order_by("-pk")


def _extend(code: SupportCode, until: datetime | None, now: datetime) -> None:
    if until is None or until <= now:
        raise SayUntil
    support.grant_time(code=code, until=until)


def _prepare(
    row: CannedAnswer, code: SupportCode, values: Mapping[str, str], *, reader: str | None = None
) -> Prepared | None:
    texts = {text.language: text.text for text in row.texts.all()}
    text = texts.get(code.language) or texts.get("en")
    if text is None or empty_places(text, values):
        return None
    meaning = texts.get(language_of(reader or code.language), text)
    return Prepared(slug=row.slug, text=filled(text, values), meaning=filled(meaning, values))


def _write(code: SupportCode, text: str, now: datetime) -> None:
    """Keep an answer, and tell whoever was logged in that there is one; not what it says."""
    SupportAnswer.objects.create(code=code, language=code.language, text=text, created_at=now)
    if code.holder is not None:
        outbox.tell(user=code.holder, kind=Kind.DESK_ANSWER, context={}, now=now)


def _record(code: SupportCode, act: str, actor: User, now: datetime) -> None:
    audit.record(
        actor=actor,
        action=AuditAction.CREATED,
        model="catalog.supportanswer",
        target=code.screening.edition.slug if code.screening is not None else "",
        now=now,
        after={"act": act},
    )


def _at(instant: datetime | None, zone: ZoneInfo) -> str:
    return f"{instant.astimezone(zone):{STYLE}} ({zone.key})" if instant is not None else ""
