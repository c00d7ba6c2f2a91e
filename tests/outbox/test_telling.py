"""What is told is one row, in the transaction of whoever tells it."""

from datetime import timedelta

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from accounts.models import Profile, User
from catalog import services as catalog
from catalog.models import Ticket, TicketOrigin
from catalog.services.claims import Claim
from tests.catalog.rows import make_offer, make_screening, make_ticket, make_user, real_now
from tests.outbox.mailable import reachable
from vod import privacy
from vod.outbox.kinds import Kind, Unfit
from vod.outbox.models import Message, Preference, State
from vod.outbox.services import choose_mail, tell, tell_all
from vod.outbox.words import Locale

pytestmark = pytest.mark.django_db
OPENS = {"opens": "2026-11-20T12:00:00+00:00"}


def told(user: User) -> list[tuple[str, str]]:
    return list(Message.objects.filter(recipient=user).values_list("kind", "locale"))


def test_a_message_waits_for_its_mail_in_the_language_of_its_reader() -> None:
    user = reachable("zh-TW")
    tell(user=user, kind=Kind.TICKET, context={}, now=real_now())
    [message] = Message.objects.filter(recipient=user)
    assert (message.locale, message.state, message.read_at) == ("zh-Hant", State.READY, None)
    assert message.text.subject == "您的票"


def test_what_is_rolled_back_was_never_told() -> None:
    user = reachable()
    with transaction.atomic():
        tell(user=user, kind=Kind.TICKET, context={}, now=real_now())
        assert told(user) == [("ticket", "en")]
        transaction.set_rollback(True)
    assert told(user) == []


def test_a_title_is_refused() -> None:
    with pytest.raises(Unfit):
        tell(user=reachable(), kind=Kind.TICKET, context={"title": "A river"}, now=real_now())


@pytest.mark.parametrize("people", [1, 6])
def test_many_are_told_in_one_statement(
    people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ids = [reachable().pk for _ in range(people)]
    with django_assert_num_queries(1):
        tell_all(user_ids=ids, kind=Kind.CHANGE, context={}, now=real_now())
    assert Message.objects.count() == people


def test_of_one_occasion_everybody_is_told_once() -> None:
    first, second = reachable(), reachable()
    for people in ([first.pk], [first.pk, second.pk]):
        tell_all(
            user_ids=people, kind=Kind.REMINDER, context=OPENS, now=real_now(), once="an offer"
        )
    assert told(first) == told(second) == [("reminder", "en")]
    assert "an offer" not in Message.objects.values_list("once", flat=True)


class TestCallers:
    def test_whoever_gets_a_ticket_is_told_once(self) -> None:
        user, offer = make_user(), make_offer(make_screening())
        for _ in range(2):
            catalog.issue(
                offer=offer, holder=user, claim=Claim(origin=TicketOrigin.STAFF), now=real_now()
            )
        assert told(user) == [("ticket", "en")]

    def test_whoever_loses_it_is_told(self) -> None:
        user, other = make_user(), make_user()
        offer = make_offer(make_screening())
        make_ticket(offer, user)
        make_ticket(offer, other, released_at=real_now())
        assert catalog.revoke(tickets=Ticket.objects.all(), now=real_now()) == 1
        assert catalog.revoke(tickets=Ticket.objects.all(), now=real_now()) == 0
        assert (told(user), told(other)) == ([("cancellation", "en")], [])


class TestPrivacy:
    def test_a_message_goes_with_its_person(self) -> None:
        user = reachable()
        tell(user=user, kind=Kind.TICKET, context={}, now=real_now())
        choose_mail(user=user, wanted=[])
        assert privacy.export(user)["messages"]["messages"][0]["subject"] == "Your ticket"
        privacy.erase(user, real_now())
        assert not Message.objects.exists()
        assert not Preference.objects.exists()

    @pytest.mark.parametrize(("days", "left"), [(29, 1), (31, 0)])
    def test_it_goes_after_a_month(self, days: int, left: int) -> None:
        tell(user=reachable(), kind=Kind.TICKET, context={}, now=real_now())
        privacy.retain(real_now() + timedelta(days=days))
        assert Message.objects.count() == left


@pytest.mark.parametrize(
    ("tag", "locale"),
    [
        ("", Locale.EN),
        ("fr", Locale.EN),
        ("zho", Locale.EN),
        ("zh", Locale.HANS),
        ("zh-CN", Locale.HANS),
        ("zh-Hans-HK", Locale.HANS),
        ("zh_TW", Locale.HANT),
        ("zh-hant", Locale.HANT),
        ("zh-yue-HK", Locale.HANT),
    ],
)
def test_in_the_language_of_its_reader(
    tag: str, locale: Locale, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    user = make_user()
    Profile.objects.update_or_create(user=user, defaults={"language": tag})
    with django_assert_num_queries(1):
        tell(user=user, kind=Kind.TICKET, context={}, now=real_now())
    assert Message.objects.get().locale == locale
