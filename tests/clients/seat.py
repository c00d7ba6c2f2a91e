"""A viewer's session that is given to another player than ours: its manifest's address is all."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Self

from infra.local.people import Person
from infra.local.viewer import Viewer, follow_confirmation
from tests.cinema import Cinema


@dataclass(frozen=True)
class Seat:
    """Whose it is, the ticket, and what the play button answered."""

    viewer: Viewer
    ticket: str
    session: dict[str, Any]

    @property
    def manifest(self) -> str:
        """The one address that every client is given."""
        url: str = self.session["manifest_url"]
        return url

    @classmethod
    @contextmanager
    def taken(cls, cinema: Cinema) -> Iterator[Self]:
        """A new viewer registers, takes a ticket and presses play; in the end she leaves."""
        viewer = Viewer(cinema.base_url)
        viewer.sign_up(viewer.email, viewer.password)
        follow_confirmation(viewer, cinema.mails())
        ticket = viewer.post(f"/api/v1/offers/{cinema.offers['open']}/tickets/", status=201)
        play = f"/api/v1/screenings/{cinema.screening_id}/playback/"
        session = viewer.post(play, status=201)
        try:
            yield cls(viewer=viewer, ticket=ticket["id"], session=session)
        finally:
            viewer.http.post(session["end_url"])
            viewer.http.close()

    def lose_ticket(self, admin: Person) -> None:
        """Staff revoke it: committed once this returns."""
        admin.post(f"/api/v1/tickets/{self.ticket}/revoke/", status=204)
