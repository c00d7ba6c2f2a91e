"""What is away, refuses or changes on the way is named, and nothing that arrived is lost."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.backends.base import SessionBase

from accounts.models import LoginSession, User
from accounts.services import open_session
from catalog.models import Film
from tests.ingest.conftest import Handed, Ingest
from transcoding import storage
from vod.ingest import client, sending
from vod.ingest.management.commands import ingest as command

pytestmark = pytest.mark.django_db(transaction=True)


class TestTheStore:
    @pytest.fixture(autouse=True)
    def impatient(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sending, "PAUSES", (0.01,))

    @pytest.fixture
    def closed(self, settings: Any) -> Iterator[None]:
        """Parts are signed for an address where nobody listens."""
        settings.S3_PUBLIC_ENDPOINT = "http://127.0.0.1:9"
        storage.client.cache_clear()
        yield
        storage.client.cache_clear()

    @pytest.mark.usefixtures("closed")
    def test_that_is_away_is_named_and_what_arrived_is_kept(self, hand_in: Handed) -> None:
        run = hand_in("--title", "River")
        assert run.code == 4
        assert "VOD_S3_PUBLIC_ENDPOINT" in run.json["error"]
        assert "go on where it was" in run.told
        assert "X-Amz" not in run.told

    def test_that_refuses_a_part_is_named(
        self, hand_in: Handed, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A part that is not what its checksum says."""
        other = "A" * 43 + "="
        monkeypatch.setattr(sending, "digest_of", lambda *_: other)
        run = hand_in("--title", "River")
        assert run.code == 4
        assert "The film store refused the upload: part 1: 400" in run.told

    def test_a_file_that_becomes_shorter_is_noticed(
        self, hand_in: Handed, film: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        digest_of = sending.digest_of

        def shortened(*arguments: Any) -> str:
            digest = digest_of(*arguments)
            film.write_bytes(b"a")
            return digest

        monkeypatch.setattr(sending, "digest_of", shortened)
        run = hand_in("--title", "River")
        assert run.code == 3
        assert "still being written" in run.told


class TestTheServer:
    @pytest.fixture(autouse=True)
    def impatient(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(client, "PAUSES", ())

    def test_that_is_away_is_named(self, ingest: Ingest, film: Path, programmer: User) -> None:
        run = ingest(film, "--title", "River", "--server", "http://127.0.0.1:9")
        assert run.code == 4
        assert "No server answers at http://127.0.0.1:9" in run.json["error"]
        assert not Film.objects.exists()

    def test_that_is_another_one_is_noticed(
        self, ingest: Ingest, film: Path, programmer: User, settings: Any
    ) -> None:
        run = ingest(film, "--title", "River", "--server", settings.S3_ENDPOINT)
        assert run.code == 4
        assert "something else" in run.told

    def test_that_is_not_ready_says_what_is_missing(
        self, hand_in: Handed, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(storage, "reachable", lambda: False)
        run = hand_in("--title", "River")
        assert run.code == 4
        assert "this does not answer: store" in run.told

    def test_of_another_database_does_not_know_us(
        self, hand_in: Handed, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def open_elsewhere(**arguments: Any) -> SessionBase:
            session = open_session(**arguments)
            LoginSession.objects.all().delete()
            return session

        monkeypatch.setattr(command, "open_session", open_elsewhere)
        run = hand_in("--title", "River")
        assert run.code == 4
        assert "same database" in run.told
