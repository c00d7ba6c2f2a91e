"""An overseas viewer over HTTP alone: what she is refused, and what she sees in the end."""

from __future__ import annotations

import html
import re
import secrets
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

import httpx

from infra.local.hls import (
    count_frames,
    fetch_clear,
    get,
    read_media,
    read_multivariant,
)
from infra.local.people import Person, Unexpected, expect
from infra.local.processes import wait_until

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

AUDIO_FRAME_SECONDS = 1024 / 48000
LONGEST_AUDIO_FRAME = 1024 / 24000  # of the small sound
LEAST_PERIODS, LEAST_SEGMENTS = 3, 4  # of the smoke's film


class Viewer(Person):
    """Has an address of her own, new for each run."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.email = f"{secrets.token_hex(6)}@example.net"
        self.password = secrets.token_urlsafe(12)

    def refused(self, screening: str) -> dict[str, dict[str, Any]]:
        """The reasons by code; raises `Unexpected` if the screening may be watched."""
        body = self.post(f"/api/v1/screenings/{screening}/playback/", status=403)
        return {reason["code"]: reason for reason in body["reasons"]}

    def take_ticket(self, offer: str) -> None:
        """Register for free."""
        self.post(f"/api/v1/offers/{offer}/tickets/", status=201)

    def must_be_refused(self, screening: str, code: str) -> dict[str, Any]:
        """The one reason for which she is refused, and no other."""
        reasons = self.refused(screening)
        if list(reasons) != [code]:
            raise Unexpected(f"refused for {list(reasons)}, not for {code} alone")
        return reasons[code]


def meet_refusals(
    viewer: Viewer,
    made: dict[str, Any],
    mails: Callable[[], list[str]],
    *,
    at: Callable[[str], None],
) -> None:
    """From a stranger to somebody with tickets, refused on every way but the open one."""
    screenings, offers = made["screenings"], made["offers"]
    at("refusal: anonymous")
    require("not_authenticated" in viewer.refused(screenings["open"]), "a stranger may watch")
    at("registration")
    viewer.sign_up(viewer.email, viewer.password)
    at("refusal: unconfirmed")
    require("unconfirmed" in viewer.refused(screenings["open"]), "an unconfirmed one may watch")
    viewer.post(f"/api/v1/offers/{offers['open']}/tickets/", status=403)
    at("confirmation by the mailed link")
    follow_confirmation(viewer, mails())
    at("refusal: no ticket")
    viewer.must_be_refused(screenings["open"], "no_ticket")
    at("refusal: not open yet, with the opening time")
    viewer.take_ticket(offers["later"])
    reason = viewer.must_be_refused(screenings["later"], "not_open_yet")
    listed = viewer.get(f"/api/v1/screenings/{screenings['later']}/")["offers"][0]["opens"]
    same = datetime.fromisoformat(reason["retry_at"]) == datetime.fromisoformat(listed)
    require(same, f"told to come back at {reason['retry_at']}, opening at {listed}")
    at("refusal: wrong territory")
    viewer.take_ticket(offers["elsewhere"])
    viewer.must_be_refused(screenings["elsewhere"], "wrong_territory")
    at("refusal: window closed")
    require("closed" in viewer.refused(screenings["closed"]), "a closed window lets her in")
    viewer.post(f"/api/v1/offers/{offers['closed']}/tickets/", status=403)
    at("ticket for the open screening")
    viewer.take_ticket(offers["open"])
    access = viewer.get(f"/api/v1/screenings/{screenings['open']}/")["access"]
    require(access["granted"], f"the listing says {access}")


def be_told(
    viewer: Viewer,
    mails: Callable[[], list[str]],
    *,
    at: Callable[[str], None],
    alive: Callable[[], None] = lambda: None,
) -> None:
    """Of her tickets: in the inbox at once, and by a mail that a worker sends."""
    at("her tickets in her inbox")
    told = [message["kind"] for message in viewer.get("/api/v1/messages/")["results"]]
    require(told == ["ticket"] * 3, f"three tickets, and the inbox has {told}")
    at("a mail of each")

    def came() -> bool:
        mine = [mail for mail in mails() if f"To: {viewer.email}" in mail]
        return sum("Subject: Your ticket" in mail for mail in mine) == len(told)

    wait_until(came, seconds=60, what="mail of her tickets", alive=alive)


def follow_confirmation(viewer: Viewer, mails: list[str]) -> None:
    """Open the mailed link and press the button on its page."""
    mine = [mail for mail in mails if viewer.email in mail]
    require(bool(mine), "no mail came")
    link = re.search(r"https?://\S+/accounts/confirm-email/\S+/", mine[-1])
    require(link is not None, f"no link in the mail:\n{mine[-1]}")
    with httpx.Client(follow_redirects=True) as browser:
        page = browser.get(link[0])  # type: ignore[index]
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        require(token is not None, "the confirmation page has no form")
        browser.post(
            str(page.url),
            data={"csrfmiddlewaretoken": html.unescape(token[1])},  # type: ignore[index]
            headers={"Referer": str(page.url)},
        ).raise_for_status()


def begin(viewer: Viewer, made: dict[str, Any]) -> dict[str, Any]:
    """Press play on the open screening."""
    path = f"/api/v1/screenings/{made['screenings']['open']}/playback/"
    others = [session["id"] for session in viewer.get("/api/v1/playback/sessions/")]
    session: dict[str, Any] = viewer.post(path, {"end": others}, status=201)
    return session


def meet_closed_doors(
    viewer: Viewer, session: dict[str, Any], master_url: str, *, at: Callable[[str], None]
) -> None:
    """Keys want a session, segments a signature; masters are for nobody."""
    with httpx.Client(timeout=30) as http:
        manifest = read_multivariant(
            get(session["manifest_url"], http=http).decode(), base=session["manifest_url"]
        )
        url = manifest.variants[0].url
        playlist = read_media(get(url, http=http).decode(), base=url)
        at("refusal: key without session")
        key = playlist.key_urls[0]
        token = urlsplit(key).path.split("/")[2]
        expect(http.get(key.replace(token, secrets.token_urlsafe(32))), 404)
        require(len(get(key, http=http)) == 16, "the key has not 16 bytes")  # noqa: PLR2004
        at("refusal: segment without signature")
        segment = playlist.segments[0].url
        require(http.get(segment).is_success, "the signed segment is refused")
        require(_forbidden(http, segment), "a segment is open without signature")
        at("refusal: master object without signature")
        require(_forbidden(http, master_url), "the master is open without signature")


def decode_everything(
    viewer: Viewer,
    session: dict[str, Any],
    directory: Path,
    *,
    frames: int,
    seconds: float,
    at: Callable[[str], None],
    least_periods: int = LEAST_PERIODS,
    least_segments: int = LEAST_SEGMENTS,
) -> None:
    """Every rung and every sound, whole, decrypted and decoded, against the master's numbers."""
    with httpx.Client(timeout=60) as http:
        base = session["manifest_url"]
        manifest = read_multivariant(get(base, http=http).decode(), base=base)
        rungs = {variant.url: variant for variant in manifest.variants}  # once for each sound group
        for variant in rungs.values():
            at(f"decode {variant.height}p")
            playlist = read_media(get(variant.url, http=http).decode(), base=variant.url)
            periods, segments = len(playlist.key_urls), len(playlist.segments)
            require(periods >= least_periods, f"{periods} key periods, not {least_periods}")
            require(segments >= least_segments, f"{segments} segments, not {least_segments}")
            film = directory / f"{variant.height}.mp4"
            film.write_bytes(fetch_clear(playlist, http=http))
            seen, length = count_frames(film, stream="v:0")
            require(seen == frames, f"{seen} frames, the master has {frames}")
            require(abs(length - seconds) <= 1.5 * seconds / frames, f"{length} s of {seconds} s")
        for url in dict.fromkeys(url for _, url in manifest.sounds):
            at("decode the sound")
            sound = directory / "sound.mp4"
            playlist = read_media(get(url, http=http).decode(), base=url)
            sound.write_bytes(fetch_clear(playlist, http=http))
            _, length = count_frames(sound, stream="a:0")
            require(abs(length - seconds) <= 2 * LONGEST_AUDIO_FRAME, f"{length} s of {seconds} s")
        for language, url in manifest.subtitles:
            at(f"subtitles {language}")
            playlist = read_media(get(url, http=http).decode(), base=url)
            text = fetch_clear(playlist, http=http).decode()
            require("-->" in text and "X-TIMESTAMP-MAP" in text, "the subtitle is empty")
        require(bool(manifest.sounds and manifest.subtitles), "tracks are missing")


def leave(viewer: Viewer, session: dict[str, Any]) -> None:
    """End the session: its keys are gone with it."""
    expect(viewer.http.post(session["heartbeat_url"]), 200)
    expect(viewer.http.post(session["end_url"]), 204)
    expect(viewer.http.get(session["manifest_url"]), 410)
    expect(viewer.http.post(session["heartbeat_url"]), 410)


def require(holds: bool, otherwise: str) -> None:  # noqa: FBT001
    """Raise `Unexpected` with what is wrong."""
    if not holds:
        raise Unexpected(otherwise)


def _forbidden(http: httpx.Client, url: str) -> bool:
    """Whether the object is refused without its query."""
    return http.get(urlunsplit(urlsplit(url)._replace(query=""))).status_code == 403  # noqa: PLR2004
