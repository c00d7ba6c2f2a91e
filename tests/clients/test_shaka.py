"""Shaka Player, as a museum or a university would have it on a page of its own."""

import pytest

from infra.lines.film import SECONDS
from tests.clients.seat import Seat
from tests.clients.shaka import CUES, Shaka

TEXT = "its => player.selectTextTrack(player.getTextTracks().find(t => t.language === its))"
SOUND = "its => player.selectAudioTrack(player.getAudioTracks().find(t => t.language === its))"


def test_it_plays_seeks_changes_language_and_ends(seat: Seat, shaka: Shaka) -> None:
    """From another origin, with nothing but the address of the manifest."""
    shaka.open(seat.manifest)
    shaka.wait("document.querySelector('video').currentTime > 1")
    shaka.hears("chi")
    shaka.do(TEXT, "en")
    shaka.wait(f"({CUES})().includes('(Early morning, birdsong)')")
    shaka.seek(26.0)
    assert 26.0 <= shaka.at < 30
    shaka.do(SOUND, "en")
    shaka.hears("eng")
    shaka.wait(f"({CUES})().includes('(Wind in the leaves)')")
    shaka.seek(7.0)
    shaka.do(TEXT, "zh-HANS")  # as Shaka writes zh-Hans
    shaka.wait(f"({CUES})().includes('一片安静的草地')")
    shaka.seek(SECONDS - 2.0)
    shaka.wait("document.querySelector('video').ended")
    assert shaka.at == pytest.approx(SECONDS, abs=0.25)
    assert shaka.do("errors.map(error => error.code)") == []
