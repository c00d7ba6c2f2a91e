"""VLC 3, which many viewers have."""

from pathlib import Path

from infra.lines.film import SECONDS
from tests.clients.seat import Seat
from tests.clients.vlc import needed, playing


@needed
def test_it_plays_seeks_changes_language_and_ends(seat: Seat, scratch: Path) -> None:
    """Led by its remote control, with nothing but the address of the manifest."""
    with playing(seat.manifest, scratch / "vlc") as vlc:
        vlc.reach(1)
        vlc.choose("atrack", "中文")  # VLC 3 takes no notice of DEFAULT and begins with either
        vlc.reach(5)
        assert vlc.last_heard() == "chi"
        assert not vlc.shows_text(), "a subtitle is shown that nobody asked for"
        vlc.choose("strack", "English")
        vlc.choose("atrack", "English")
        vlc.ask("seek 25")
        vlc.reach(27)
        assert vlc.last_heard() == "eng"
        assert vlc.shows_text()
        vlc.ask("seek 8")
        vlc.reach(10)
        assert vlc.seconds < 20
        assert vlc.counted("video decoded") > 100
        vlc.ask(f"seek {SECONDS - 3}")
        assert vlc.ended(within=20) == 0
