"""Items 2.x, 4.x, 5.x, 6.x and 9.6: sounds, subtitles, pictures for seeking."""

import re
from collections.abc import Iterator

from transcoding.validation.playlist import Tag
from transcoding.validation.rules import Check, must, should
from transcoding.validation.stream import Stream

STEREO, AAC = 2, "mp4a.40."
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
SPOKEN = "public.accessibility.transcribes-spoken-dialog"
HEARD = "public.accessibility.describes-music-and-sound"
SHOWN = "public.accessibility.describes-video"
STAMP = re.compile(r"X-TIMESTAMP-MAP=(?=.*MPEGTS:\d+)(?=.*LOCAL:\d+:\d\d)")
DENSE_SECONDS = 1.05


@must("2.3", "There is stereo in AAC")
def stereo(stream: Stream) -> Iterator[Check]:
    """By the sample entry."""
    sounds = list(stream.of("audio"))
    found = {(track.init.channels, track.init.codecs) for track in sounds if track.init}
    if sounds:
        plain = any(channels == STEREO and codec.startswith(AAC) for channels, codec in found)
        told = ", ".join(f"{channels} of {codec}" for channels, codec in sorted(found))
        yield Check(plain, told or "none")


@must("2.12", "Audio description says so, and is chosen by settings")
def described(stream: Stream) -> Iterator[Check]:
    """2.13 and 2.27: AUTOSELECT, LANGUAGE."""
    for tag in stream.media("AUDIO"):
        if (
            SHOWN in _characteristics(tag)
            or "description" in tag.attributes.get("NAME", "").lower()
        ):
            ok = SHOWN in _characteristics(tag) and tag.attributes.get("AUTOSELECT") == "YES"
            yield Check(ok and bool(tag.attributes.get("LANGUAGE")), tag.value)


@must("9.6", "Multichannel sound stands in a group of its own, beside one of stereo")
def groups_of_their_own(stream: Stream) -> Iterator[Check]:
    """9.7: so for every language."""
    groups: dict[str, list[Tag]] = {}
    for tag in stream.media("AUDIO"):
        groups.setdefault(tag.attributes.get("GROUP-ID", ""), []).append(tag)
    wide = {name for name, tags in groups.items() if any(_channels(t) > STEREO for t in tags)}
    if not wide:
        return
    narrow = [tag for name, tags in groups.items() if name not in wide for tag in tags]
    spoken = {tag.attributes.get("LANGUAGE") for tag in narrow}
    for name in sorted(wide):
        missing = {tag.attributes.get("LANGUAGE") for tag in groups[name]} - spoken
        yield Check(not missing, f"without stereo: {sorted(map(str, missing))}", name)


@must("4.7", "Every sound and subtitle has a LANGUAGE")
def languages(stream: Stream) -> Iterator[Check]:
    """8.10; BCP 47."""
    for kind in ("AUDIO", "SUBTITLES"):
        for tag in stream.media(kind):
            language = tag.attributes.get("LANGUAGE", "")
            told = f"{tag.attributes.get('NAME')}: {language or 'none'}"
            yield Check(bool(LANGUAGE.fullmatch(language)), told)


@must("4.5", "Captions for the hard of hearing have both characteristics")
def captions(stream: Stream) -> Iterator[Check]:
    """4.6."""
    for tag in stream.media("SUBTITLES"):
        found = _characteristics(tag) & {SPOKEN, HEARD}
        if found:
            yield Check(len(found) == len((SPOKEN, HEARD)), ", ".join(sorted(found)))


@must("5.3", "Every segment of WebVTT has X-TIMESTAMP-MAP")
def stamped(stream: Stream) -> Iterator[Check]:
    """With both of its clocks (§3.1.4)."""
    for track in stream.of("subtitles"):
        bad = [n for n, s in enumerate(track.segments) if not STAMP.match(s.stamped)]
        if track.segments and not track.init:
            yield Check(not bad, f"not segment {bad[0]}" if bad else "all", track.address)


@must("5.5", "Subtitles cover the whole film")
def whole_film(stream: Stream) -> Iterator[Check]:
    """8.7, within half a second."""
    film = max((track.seconds for track in stream.of("video")), default=0)
    for track in stream.of("subtitles"):
        off = abs(track.seconds - film)
        yield Check(off <= 0.5, f"{track.seconds:.3f} of {film:.3f} s", track.address)  # noqa: PLR2004


@should("5.8", "The regular subtitle contains what the forced one shows")
def contains_forced(stream: Stream) -> Iterator[Check]:
    """Where a language has both."""
    tags = stream.media("SUBTITLES")
    for forced in (tag for tag in tags if tag.attributes.get("FORCED") == "YES"):
        language = forced.attributes.get("LANGUAGE")
        regular = [
            tag
            for tag in tags
            if tag.attributes.get("LANGUAGE") == language and "FORCED" not in tag.attributes
        ]
        if regular:
            shown = set().union(*(_cues(stream, tag) for tag in regular))
            missing = _cues(stream, forced) - shown
            yield Check(not missing, f"{len(missing)} cues are not in it", str(language))


@must("5.11", "Forced subtitles are chosen by themselves")
def forced_chosen(stream: Stream) -> Iterator[Check]:
    """AUTOSELECT."""
    for tag in stream.media("SUBTITLES"):
        if tag.attributes.get("FORCED") == "YES":
            yield Check(tag.attributes.get("AUTOSELECT") == "YES", tag.value)


@must("6.1", "There are I-frame playlists")
def i_frames(stream: Stream) -> Iterator[Check]:
    """EXT-X-I-FRAME-STREAM-INF."""
    found = len(list(stream.playlist.all("EXT-X-I-FRAME-STREAM-INF")))
    yield Check(found > 0, f"{found}")


@should("6.2", "An I-frame a second")
def dense(stream: Stream) -> Iterator[Check]:
    """On the average."""
    for track in stream.of("i_frames"):
        if track.segments:
            each = track.seconds / len(track.segments)
            yield Check(each <= DENSE_SECONDS, f"every {each:.2f} s", track.address)


@must("6.8", "I-frame playlists say EXT-X-I-FRAMES-ONLY")
def i_frames_only(stream: Stream) -> Iterator[Check]:
    """§4.4.3.6."""
    for track in stream.of("i_frames"):
        if track.playlist:
            has = track.playlist.has("EXT-X-I-FRAMES-ONLY")
            yield Check(has, "there" if has else "missing", track.address)


@must("6.10", "Each I-frame comes with its moof, and is one")
def with_moof(stream: Stream) -> Iterator[Check]:
    """Parsed as a fragment that begins with a sync sample."""
    for track in stream.of("i_frames"):
        bad = [
            n for n, s in enumerate(track.segments) if s.decode_time not in s.syncs or not s.samples
        ]
        if track.segments:
            yield Check(not bad, f"not segment {bad[0]}" if bad else "all", track.address)


@must("6.16", "There are I-frames in standard range")
def standard_i_frames(stream: Stream) -> Iterator[Check]:
    """By VIDEO-RANGE."""
    ranges = {
        tag.attributes.get("VIDEO-RANGE", "SDR")
        for tag in stream.playlist.all("EXT-X-I-FRAME-STREAM-INF")
    }
    if ranges:
        yield Check("SDR" in ranges, ", ".join(sorted(ranges)))


def _characteristics(tag: Tag) -> set[str]:
    return set(tag.attributes.get("CHARACTERISTICS", "").split(","))


def _channels(tag: Tag) -> int:
    count = tag.attributes.get("CHANNELS", "").split("/")[0]
    return int(count) if count.isdecimal() else STEREO


def _cues(stream: Stream, tag: Tag) -> set[str]:
    track = stream.track(tag.attributes.get("URI"))
    return {cue for segment in track.segments for cue in segment.cues} if track else set()
