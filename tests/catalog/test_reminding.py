"""Reminded once, a day before it opens; and of nothing that is withdrawn."""

from datetime import datetime, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from accounts.models import User
from catalog.models import Channel, Level, Offer
from catalog.services.reminding import remind
from catalog.services.withdrawal import withdraw
from tests.catalog.rows import make_offer, make_screening, make_ticket, make_user, real_now
from vod.outbox.models import Message

pytestmark = pytest.mark.django_db
NOW = real_now()
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def opening(opens: datetime) -> Offer:
    return make_offer(make_screening(), opens=opens, closes=opens + 3 * DAY)


def holder_of(offer: Offer, *, issued: datetime = NOW - 2 * DAY, **fields: object) -> User:
    user = make_user()
    make_ticket(offer, user, issued_at=issued, **fields)
    return user


def reminded() -> list[User]:
    return [one.recipient for one in Message.objects.filter(kind="reminder").order_by("pk")]


def test_once_however_often_beat_looks() -> None:
    offer = opening(NOW + 20 * HOUR)
    user = holder_of(offer)
    remind(now=NOW)
    remind(now=NOW + HOUR)
    assert reminded() == [user]
    assert Message.objects.get().context == {"opens": offer.window.lower.isoformat()}


def test_again_when_it_was_moved() -> None:
    offer = opening(NOW + 20 * HOUR)
    user = holder_of(offer)
    remind(now=NOW)
    offer.window = DateTimeTZRange(NOW + 22 * HOUR, NOW + 5 * DAY)
    offer.save()
    remind(now=NOW)
    assert reminded() == [user, user]


def test_neither_too_early_nor_too_late() -> None:
    for opens in (NOW + 25 * HOUR, NOW - HOUR):
        holder_of(opening(opens), issued=NOW - 3 * DAY)
    remind(now=NOW)
    assert reminded() == []


def test_nobody_who_took_hers_just_now_or_has_none_any_more() -> None:
    offer = opening(NOW + 20 * HOUR)
    holder_of(offer, issued=NOW - HOUR)
    holder_of(offer, revoked_at=NOW)
    holder_of(offer, released_at=NOW)
    remind(now=NOW)
    assert reminded() == []


def test_of_nothing_that_is_withdrawn() -> None:
    offer = opening(NOW + 20 * HOUR)
    holder_of(offer)
    withdraw(edition=offer.screening.edition, level=Level.PAUSE, channel=Channel.ADMIN, now=NOW)
    remind(now=NOW)
    assert reminded() == []
