"""The desk helps in one step: the act, the words in the viewer's language, and the record."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.models import AuditEntry, User
from catalog import services
from catalog.models import (
    CannedAnswer,
    CannedAnswerText,
    HelpAct,
    Offer,
    SupportAnswer,
    SupportCode,
    Ticket,
)
from catalog.placeholders import unknown_places
from catalog.services import Asked, desk
from catalog.services.desk import Wanted
from catalog.troubles import AnswerUnfit, NoAnswer, NobodyToGrant, NotEnoughSeats, SayUntil
from catalog.verdict import Place
from tests.catalog.canned import begin_with_canned
from tests.catalog.rows import (
    client_of,
    make_offer,
    make_screening,
    make_ticket,
    make_user,
    real_now,
)
from tests.catalog.seats import make_quota
from vod.outbox.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _canned(db: None) -> None:
    begin_with_canned()


DAY = timedelta(days=1)
PLACE = Place(country="DE", region=None, network="ordinary")


@pytest.fixture
def offer() -> Offer:
    return make_offer(make_screening())


@pytest.fixture
def viewer() -> User:
    return make_user()


def code_of(offer: Offer | None, user: User | None, language: str = "zh-Hant") -> SupportCode:
    made = services.make_support_code(
        asked=Asked(user=user, place=PLACE, language=language),
        screening=offer.screening if offer else None,
        now=real_now(),
    )
    return services.support_code_of(made.code, now=real_now())


def help_with(code: SupportCode, act: HelpAct, **wanted: Any) -> None:
    desk.help_viewer(
        code=code, wanted=Wanted(act=act, **wanted), actor=make_user("programmer"), now=real_now()
    )


class TestActs:
    @pytest.mark.parametrize("act", HelpAct)
    def test_one_step_acts_tells_and_records(
        self, act: HelpAct, offer: Offer, viewer: User
    ) -> None:
        if act != HelpAct.TICKET:
            make_ticket(offer, viewer, started_at=real_now() - DAY)
        until = real_now() + DAY if act == HelpAct.EXTEND else None
        help_with(code_of(offer, viewer), act, offer_id=offer.public_id, until=until)
        ticket = Ticket.objects.get(holder=viewer)
        assert (ticket.started_at is None) == (act != HelpAct.EXTEND)
        assert (ticket.extended_until is None) == (act != HelpAct.EXTEND)
        told = SupportAnswer.objects.get()
        assert told.language == "zh-Hant"
        assert told.text.startswith(("我們", "您可以", "您的票"))
        assert "{" not in told.text
        entry = AuditEntry.objects.get()
        assert (entry.model, entry.after) == ("catalog.supportanswer", {"act": act.value})

    def test_the_record_names_neither_viewer_nor_screening_nor_ticket(
        self, offer: Offer, viewer: User
    ) -> None:
        code = code_of(offer, viewer)
        help_with(code, HelpAct.TICKET, offer_id=offer.public_id)
        kept = json.dumps(list(AuditEntry.objects.values("target", "before", "after", "subject")))
        ticket = Ticket.objects.get()
        secrets = (viewer.public_id, offer.screening.public_id, offer.public_id, ticket.public_id)
        assert [secret for secret in (*secrets, code.code) if secret in kept] == []
        assert bytes(AuditEntry.objects.get().sealed) == b""

    def test_what_is_refused_leaves_nothing(self, offer: Offer, viewer: User) -> None:
        for act, why in ((HelpAct.REISSUE, NobodyToGrant), (HelpAct.EXTEND, SayUntil)):
            with pytest.raises(why):
                help_with(code_of(offer, viewer), act, until=real_now() - DAY)
        assert not SupportAnswer.objects.exists()
        assert not AuditEntry.objects.exists()

    def test_nothing_is_granted_where_there_was_no_screening(self, viewer: User) -> None:
        make_ticket(make_offer(make_screening()), viewer)
        code = code_of(None, viewer)
        for act in HelpAct:
            with pytest.raises(NobodyToGrant):
                help_with(code, act, until=real_now() + DAY)

    def test_a_renewed_ticket_needs_a_seat_if_it_gave_up_its_own(self, viewer: User) -> None:
        offer = make_offer(make_screening(), unlock=timedelta(hours=1))
        ticket = make_ticket(offer, viewer, issued_at=real_now() - 2 * DAY)
        make_quota(offer, size=1)
        rival = make_ticket(offer, make_user(), started_at=real_now())
        with pytest.raises(NotEnoughSeats):
            help_with(code_of(offer, viewer), HelpAct.REISSUE)
        services.revoke(tickets=Ticket.objects.filter(pk=rival.pk), now=real_now())
        help_with(code_of(offer, viewer), HelpAct.REISSUE)
        ticket.refresh_from_db()
        assert real_now() - ticket.issued_at < DAY


class TestAnswers:
    def test_canned_words_come_in_the_viewers_language_with_times_of_the_edition(
        self, viewer: User
    ) -> None:
        opens = datetime(2026, 12, 1, 19, tzinfo=UTC)
        offer = make_offer(make_screening(), opens=opens)
        code = code_of(offer, viewer, "zh-Hans")
        staff = make_user("programmer")
        desk.answer_canned(code=code, slug="not-open-yet", actor=staff, now=real_now())
        zone = offer.screening.edition.time_zone
        text = SupportAnswer.objects.get().text
        assert text.startswith("本片将于 2026-12-01")
        assert f"({zone})" in text

    def test_what_speaks_of_a_screening_is_not_offered_without_one(self) -> None:
        code = code_of(None, None)
        offered = {prepared.slug for prepared in desk.canned_answers(code)}
        assert "voucher-used" in offered
        assert "not-open-yet" not in offered
        with pytest.raises(AnswerUnfit):
            desk.answer_canned(
                code=code, slug="closed", actor=make_user("programmer"), now=real_now()
            )

    def test_answers_are_read_by_code_and_go_with_it(self, offer: Offer) -> None:
        code, now = code_of(offer, None), real_now()
        desk.answer(code=code, text="請再試一次。", actor=make_user("admin"), now=now)
        typed = code.code.lower().replace("7", "1")  # as she reads it
        assert [a.text for a in desk.answers_by_code(typed, now=now)] == ["請再試一次。"]
        with pytest.raises(NoAnswer):
            desk.answers_by_code(code.code, now=now + 2 * DAY)
        services.forget_support_codes(now=now + 2 * DAY)
        assert not SupportAnswer.objects.exists()

    def test_whoever_was_logged_in_is_told_that_there_is_one_and_not_what_it_says(
        self, offer: Offer, viewer: User
    ) -> None:
        for user in (viewer, None):
            desk.answer(
                code=code_of(offer, user), text="Try *this*", actor=make_user(), now=real_now()
            )
        [message] = Message.objects.all()
        assert (message.recipient, message.kind, message.context) == (viewer, "desk_answer", {})

    def test_unknown_run_out_and_waiting_are_answered_alike(self, offer: Offer) -> None:
        waiting, gone = code_of(offer, None), code_of(offer, None)
        gone.answers.create(language="en", text="Late.", created_at=real_now())
        SupportCode.objects.filter(pk=gone.pk).update(expires_at=real_now() - DAY)
        client = client_of(None)
        replies = [
            client.get(f"/api/v1/support-codes/{code}/answers/")
            for code in (waiting.code, gone.code, "3ACDEF4GHJ67", "rubbish")
        ]
        assert {reply.status_code for reply in replies} == {404}
        assert len({reply.content for reply in replies}) == 1

    def test_guessing_ends(self) -> None:
        client = client_of(None)
        last = [client.get("/api/v1/support-codes/NONSENSE/answers/") for _ in range(31)][-1]
        assert last.status_code == 429

    def test_the_desk_answers_by_the_api(self, offer: Offer, viewer: User) -> None:
        path = f"/api/v1/support-codes/{code_of(offer, viewer, 'en').code}/answers/"
        staff = client_of(make_user("programmer"))
        assert staff.post(path, {"canned": "slow-line"}).status_code == 204
        assert staff.post(path, {"canned": "slow-line", "text": "And"}).status_code == 400
        assert client_of(viewer).post(path, {"text": "Mine"}).status_code == 403
        [told] = client_of(None).get(path).json()
        assert "data saver" in told["text"]


class TestCannedAnswers:
    def test_those_that_we_begin_with_are_whole(self) -> None:
        for answer in CannedAnswer.objects.prefetch_related("texts"):
            texts = {text.language: text.text for text in answer.texts.all()}
            assert set(texts) == {"en", "zh-Hans", "zh-Hant"}, answer
            assert [unknown_places(text) for text in texts.values()] == [[]] * 3
        acts = set(CannedAnswer.objects.exclude(sent_with="").values_list("sent_with", flat=True))
        assert acts == set(HelpAct.values)

    def test_a_place_that_nobody_fills_in_is_refused(self) -> None:
        answer = CannedAnswer.objects.get(slug="closed")
        text = CannedAnswerText(answer=answer, language="de", text="Guten Tag {name}")
        with pytest.raises(ValidationError, match="name"):
            text.full_clean()
