"""A ticket is revoked, or a film withdrawn, while it plays: players other than ours stop too.

FFmpeg and Shaka Player hold the key of the period that plays, and of the next at most; VLC reads
thirty seconds ahead, and to the end of that period. A period has two segments here, twelve
seconds. Where it has five, as the platform's setting says, all of this is a minute at most.
"""

import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from infra.lines.film import SECONDS
from infra.local.people import Person
from tests.cinema import Cinema
from tests.clients import vlc as vlc_player
from tests.clients.ffmpeg import Running
from tests.clients.seat import Seat
from tests.clients.shaka import Shaka

FILM = "big-buck-bunny"  # that the cinema shows
PERIOD = 12
HELD = 2 * PERIOD
LOST_BY = 5  # seconds of film: everybody is in the first period, and not at its end
VLC_AHEAD = 30  # its `adaptive-maxbuffer`
SLACK = 0.5
BAD_HTTP_STATUS = 1001  # shaka.util.Error.Code
PATIENCE = 45.0  # seconds until each has noticed


def test_players_stop_when_their_keys_have_played_out(
    cinema: Cinema, admin: Person, seats: ExitStack, shaka: Shaka, scratch: Path
) -> None:
    """All three play at once, each for a viewer of its own."""
    first, second, third = (seats.enter_context(Seat.taken(cinema)) for _ in range(3))
    vlc = None
    if vlc_player.PROGRAM is not None:  # it reads ahead while the others begin, so it is the first
        vlc = seats.enter_context(vlc_player.playing(third.manifest, scratch / "vlc-refused"))
        until(lambda: vlc.seconds >= 1)
        third.lose_ticket(admin)
        assert vlc.seconds < LOST_BY
    ffmpeg = seats.enter_context(Running.of(first.manifest, scratch / "refused.framecrc"))
    shaka.open(second.manifest)
    until(lambda: ffmpeg.at > 1 and shaka.at > 1)
    for seat in (first, second):
        seat.lose_ticket(admin)
    assert max(ffmpeg.at, shaka.at) < LOST_BY

    until(lambda: ffmpeg.silent_for > 5)
    assert PERIOD - SLACK < ffmpeg.at < HELD + SLACK
    assert PERIOD - SLACK < shaka.stands_still() < HELD + SLACK
    assert BAD_HTTP_STATUS in shaka.do("errors.map(error => error.code)")
    if vlc is not None:
        stood = vlc.stands_still()
        assert PERIOD - SLACK < stood < LOST_BY + VLC_AHEAD + PERIOD < SECONDS


def test_so_they_do_when_the_film_is_withdrawn(
    admin: Person, seats: ExitStack, cinema: Cinema, shaka: Shaka, scratch: Path
) -> None:
    """It is hidden while it plays; nobody ends their sessions for them."""
    first, second = (seats.enter_context(Seat.taken(cinema)) for _ in range(2))
    ffmpeg = seats.enter_context(Running.of(first.manifest, scratch / "withdrawn.framecrc"))
    shaka.open(second.manifest)
    until(lambda: ffmpeg.at > 1 and shaka.at > 1)
    seats.callback(show, admin, "public")
    show(admin, "hidden")
    assert max(ffmpeg.at, shaka.at) < LOST_BY

    until(lambda: ffmpeg.silent_for > 5)
    assert PERIOD - SLACK < ffmpeg.at < HELD + SLACK
    assert PERIOD - SLACK < shaka.stands_still() < HELD + SLACK
    assert BAD_HTTP_STATUS in shaka.do("errors.map(error => error.code)")


def show(admin: Person, visibility: str) -> None:
    """Committed once this returns."""
    answer = admin.http.patch(f"/api/v1/films/{FILM}/", json={"visibility": visibility})
    assert answer.status_code == 200, answer.text


def until(so: Callable[[], bool]) -> None:
    """Players go on by themselves; we look."""
    end = time.monotonic() + PATIENCE
    while not so():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.2)
