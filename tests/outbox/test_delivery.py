"""Mail is sent once by whoever claims it, and again where nobody knows."""

import smtplib
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.core import mail
from django.db import connection, transaction
from pytest_django import Settings

from tests.catalog.rows import make_user, real_now
from tests.outbox.mailable import reachable
from vod.outbox import delivery, letters, tasks
from vod.outbox.kinds import Kind
from vod.outbox.models import Message, State, Suppression, digest_of
from vod.outbox.services import choose_mail, tell

SMTP = "django.core.mail.backends.smtp.EmailBackend"


def a_message(kind: Kind = Kind.TICKET, language: str = "", **who: Any) -> Message:
    tell(user=reachable(language, **who), kind=kind, context={}, now=real_now())
    return Message.objects.latest("pk")


def state_of(message: Message) -> str:
    message.refresh_from_db()
    return message.state


class Postbox:
    """What a real mail server was handed, and whom it does not know."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.answer = "250 OK"
        self.full = ""

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if address == self.full:
            return "452 no room"
        if self.answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Any
    ) -> str:
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 taken"


class OnAnyPort(Controller):
    """Asks the system for a free port, and keeps it."""

    def __init__(self, box: Postbox) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        super().__init__(box, hostname="127.0.0.1", port=self.socket.getsockname()[1])

    def _create_server(self) -> Any:
        return self.loop.create_server(self._factory_invoker, sock=self.socket)


@pytest.fixture
def postbox(settings: Settings) -> Iterator[Postbox]:
    box = Postbox()
    server = OnAnyPort(box)
    server.start()
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = SMTP, "127.0.0.1"
    settings.EMAIL_PORT, settings.EMAIL_USE_TLS = server.port, False
    yield box
    server.stop()


@pytest.mark.django_db
class TestOverARealMailServer:
    def test_a_letter_is_plain_and_html_and_fetches_nothing(self, postbox: Postbox) -> None:
        message = a_message(language="zh-Hans")
        tasks.send()
        assert state_of(message) == State.SENT
        [letter] = postbox.letters
        assert letter["Subject"] == "您的票"
        parts = {part.get_content_type(): part.get_content() for part in letter.iter_parts()}
        assert set(parts) == {"text/plain", "text/html"}
        for text in parts.values():
            assert "/tickets/" in text
        for fetched in ("<img", "<link", "<script", "src=", "url("):
            assert fetched not in parts["text/html"]

    def test_one_click_stops_it(self, postbox: Postbox) -> None:
        a_message()
        tasks.send()
        [letter] = postbox.letters
        assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert letter["List-Unsubscribe"].strip(" <>") in letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]

    def test_sent_twice_it_is_one_letter(self, postbox: Postbox) -> None:
        """Killed between the server's yes and ours: it is sent again, under the same id."""
        message = a_message()
        now = real_now()
        claimed = delivery.claim(now=now)
        assert claimed is not None
        letters.letter(claimed, to="ling@example.org").send()
        assert delivery.claim(now=now + timedelta(minutes=4)) is None
        again = delivery.claim(now=now + timedelta(minutes=6))
        assert again is not None
        delivery.deliver(again, now=now)
        assert state_of(message) == State.SENT
        assert len(postbox.letters) == 2
        assert len({letter["Message-ID"] for letter in postbox.letters}) == 1

    def test_an_address_that_is_not_known_is_not_written_to_again(self, postbox: Postbox) -> None:
        message = a_message()
        postbox.answer = "550 no such person"
        tasks.send()
        assert state_of(message) == State.REFUSED
        address = message.recipient.email
        assert Suppression.objects.get().digest == digest_of(str(address).upper())
        postbox.answer = "250 OK"
        tell(user=message.recipient, kind=Kind.CHANGE, context={}, now=real_now())
        tasks.send()
        assert (state_of(Message.objects.latest("pk")), postbox.letters) == (State.KEPT, [])

    def test_a_full_mailbox_is_tried_again_later(self, postbox: Postbox) -> None:
        message = a_message()
        postbox.answer = "452 no room"
        tasks.send()
        assert (state_of(message), message.attempt) == (State.READY, 1)
        assert message.not_before > real_now() + timedelta(seconds=50)
        assert not Suppression.objects.exists()

    def test_nor_does_it_keep_others_waiting(self, postbox: Postbox) -> None:
        full, fine = a_message(), a_message()
        postbox.full = str(full.recipient.email)
        tasks.send()
        assert (state_of(full), state_of(fine)) == (State.READY, State.SENT)

    def test_a_server_that_is_away_is_asked_once_for_all_who_wait(self, settings: Settings) -> None:
        settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", 1
        messages = [a_message(), a_message()]
        tasks.send()
        assert [(state_of(one), one.attempt) for one in messages] == [
            (State.READY, 1),
            (State.READY, 0),
        ]

    def test_a_server_that_says_nothing_holds_no_worker(self, settings: Settings) -> None:
        assert 0 < settings.EMAIL_TIMEOUT < delivery.LEASE.total_seconds()
        message = a_message()
        with socket.create_server(("127.0.0.1", 0)) as silent:
            settings.EMAIL_BACKEND, settings.EMAIL_HOST = SMTP, "127.0.0.1"
            settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = silent.getsockname()[1], 0.1
            tasks.send()
        assert (state_of(message), message.attempt) == (State.READY, 1)

    def test_a_server_that_is_away_is_tried_for_a_day(self, settings: Settings) -> None:
        settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", 1
        message, start = a_message(), real_now()
        now = start
        while state_of(message) == State.READY:
            claimed = delivery.claim(now=now)
            assert claimed is not None
            with suppress(delivery.ServerAway):
                delivery.deliver(claimed, now=now)
            message.refresh_from_db()
            now = message.not_before
        assert (message.state, message.attempt) == (State.FAILED, delivery.MOST_ATTEMPTS)
        assert timedelta(hours=20) < now - start < timedelta(days=2)


@pytest.mark.django_db
class TestNoMail:
    """The inbox alone."""

    def test_to_an_address_that_nobody_confirmed(self) -> None:
        message = a_message(verified=False)
        tasks.send()
        assert (state_of(message), mail.outbox) == (State.KEPT, [])

    def test_to_whoever_has_none(self) -> None:
        tell(user=make_user(), kind=Kind.TICKET, context={}, now=real_now())
        tasks.send()
        assert (state_of(Message.objects.get()), mail.outbox) == (State.KEPT, [])

    def test_of_a_kind_that_is_not_wanted_even_if_it_waits_already(self) -> None:
        message = a_message()
        choose_mail(user=message.recipient, wanted=[Kind.REMINDER])
        tasks.send()
        assert (state_of(message), mail.outbox) == (State.KEPT, [])

    def test_but_of_the_account_itself_always(self) -> None:
        message = a_message(Kind.CONFIRMATION)
        choose_mail(user=message.recipient, wanted=[])
        tasks.send()
        assert state_of(message) == State.SENT
        assert "List-Unsubscribe" not in mail.outbox[0].extra_headers


@pytest.mark.django_db
def test_what_kills_every_worker_is_given_up() -> None:
    message = a_message()
    now = real_now()
    for _ in range(delivery.MOST_ATTEMPTS):
        assert delivery.claim(now=now) is not None
        now += timedelta(minutes=6)
    assert delivery.claim(now=now) is None
    assert delivery.give_up(now=now) == 1
    assert state_of(message) == State.FAILED


@pytest.mark.django_db
def test_a_worker_that_was_given_up_settles_nothing() -> None:
    message = a_message()
    now = real_now()
    late, again = delivery.claim(now=now), delivery.claim(now=now + timedelta(minutes=6))
    assert late is not None
    assert again is not None
    delivery._settle(late, State.FAILED)
    assert state_of(message) == State.READY


@pytest.mark.django_db(transaction=True)
def test_two_workers_do_not_take_the_same() -> None:
    messages = {a_message().pk, a_message().pk}

    def elsewhere() -> int | None:
        try:
            claimed = delivery.claim(now=real_now())
            return claimed.pk if claimed is not None else None
        finally:
            connection.close()

    with transaction.atomic(), ThreadPoolExecutor(1) as other:
        mine = delivery.claim(now=real_now())
        assert mine is not None
        theirs = [other.submit(elsewhere).result(timeout=10) for _ in range(2)]
    assert {mine.pk, *theirs} == messages | {None}


def test_errors_of_mail_servers_are_not_repeated_in_the_log() -> None:
    """They have the address in them."""
    refused = smtplib.SMTPRecipientsRefused({"ling@example.org": (550, b"no such person")})
    assert "ling@example.org" in str(refused)
    assert delivery._is_refusal(refused)
