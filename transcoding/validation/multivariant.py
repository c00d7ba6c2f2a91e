"""Items 9.x, and the RFC: the multivariant playlist against what it lists."""

from collections import Counter
from collections.abc import Iterator

from transcoding.validation.encoding import RATE_SLACK, peak_of, rate_of, size_of, sounds_of
from transcoding.validation.playlist import Tag, number
from transcoding.validation.rules import Check, must, should
from transcoding.validation.stream import Stream, Track

ROUNDING = 0.01


@must("9.1", "CODECS of each variant is what its init segments say")
def codecs(stream: Stream) -> Iterator[Check]:
    """9.3 for I-frames; with every sound of its group."""
    for tag, track in [*stream.variants, *_stills(stream)]:
        said = {part.strip() for part in tag.attributes.get("CODECS", "").split(",") if part}
        group = tag.attributes.get("AUDIO")
        sounds = stream.media("AUDIO", group) if group else []
        tracks = [track, *(stream.track(sound.attributes.get("URI")) for sound in sounds)]
        real = {t.init.codecs for t in tracks if t and t.init}
        if real:
            yield Check(said == real, f"{sorted(said)}, are {sorted(real)}", _where(track))


@must("9.2", "RESOLUTION of each variant is what its init segment says")
def resolution(stream: Stream) -> Iterator[Check]:
    """9.4 for I-frames."""
    for tag, track in [*stream.variants, *_stills(stream)]:
        if track and track.init:
            real = (track.init.width, track.init.height)
            told = f"{tag.attributes.get('RESOLUTION')}, is {real[0]}x{real[1]}"
            yield Check(size_of(tag) == real, told, _where(track))


@must("9.11", "EXT-X-INDEPENDENT-SEGMENTS")
def independent(stream: Stream) -> Iterator[Check]:
    """9.12."""
    has = stream.playlist.has("EXT-X-INDEPENDENT-SEGMENTS")
    yield Check(has, "there" if has else "missing")


@must("9.13", "BANDWIDTH is no less than the largest sum that can be played")
def bandwidth(stream: Stream) -> Iterator[Check]:
    """Every variant has it, I-frames too; whole segments, with the largest sound (§4.4.6.2)."""
    yield from _numbered(stream, "BANDWIDTH")
    for tag, track in stream.variants:
        declared = number(tag.attributes.get("BANDWIDTH"))
        if declared and track and track.seconds:
            sounds = [peak_of(sound) for sound in sounds_of(stream, tag)]
            largest = peak_of(track) + max(sounds, default=0)
            told = f"{declared / 1000:.1f}, is {largest / 1000:.1f} kbit/s"
            yield Check(declared >= largest * (1 - ROUNDING), told, track.address)


@must("9.14", "Every variant has AVERAGE-BANDWIDTH")
def average_bandwidth(stream: Stream) -> Iterator[Check]:
    """I-frames too."""
    yield from _numbered(stream, "AVERAGE-BANDWIDTH")


@must("9.15", "FRAME-RATE is what was measured")
def frame_rate(stream: Stream) -> Iterator[Check]:
    """From samples and ticks."""
    for tag, track in stream.variants:
        declared = number(tag.attributes.get("FRAME-RATE"))
        real = rate_of(track) if track else 0
        if real:
            ok = declared is not None and abs(declared - real) <= RATE_SLACK
            yield Check(ok, f"{declared}, is {real:.3f}", _where(track))


@must("9.16", "VIDEO-RANGE, unless all is SDR")
def video_range(stream: Stream) -> Iterator[Check]:
    """Of every variant or of none."""
    found = [tag.attributes.get("VIDEO-RANGE") for tag, _ in stream.variants]
    if any(found):
        yield Check(all(found), f"{sum(map(bool, found))} of {len(found)}")


@must("9.19", "SCORE on all variants or on none")
def score(stream: Stream) -> Iterator[Check]:
    """§4.4.6.2."""
    found = ["SCORE" in tag.attributes for tag, _ in stream.variants]
    if any(found):
        yield Check(all(found), f"{sum(found)} of {len(found)}")


@must("§4.4.6.1", "Groups that are named are there, and their members have names of their own")
def groups(stream: Stream) -> Iterator[Check]:
    """One DEFAULT at most; a DEFAULT is AUTOSELECT (§4.4.6.1, §4.4.6.1.1)."""
    for tag, _ in stream.variants:
        for kind in ("AUDIO", "SUBTITLES"):
            group = tag.attributes.get(kind)
            if group is not None:
                members = stream.media(kind, group)
                yield Check(bool(members), f"{len(members)} members", f"{kind} {group}")
    for kind in ("AUDIO", "SUBTITLES"):
        for group in {tag.attributes.get("GROUP-ID", "") for tag in stream.media(kind)}:
            yield _members(stream.media(kind, group), f"{kind} {group}")


@should("§4.3", "No attribute is given twice and every address is listed once as a picture")
def listed_once(stream: Stream) -> Iterator[Check]:
    """A variant may name one picture with several groups of sound; not twice with one."""
    pairs = Counter(
        (entry.uri, tag.attributes.get("AUDIO"))
        for entry in stream.playlist.entries
        if (tag := entry.tag("EXT-X-STREAM-INF"))
    )
    twice = [uri for (uri, _), count in pairs.items() if count > 1]
    yield Check(not twice, f"{len(twice)} twice")


def _members(tags: list[Tag], where: str) -> Check:
    names = [tag.attributes.get("NAME") for tag in tags]
    defaults = [tag for tag in tags if tag.attributes.get("DEFAULT") == "YES"]
    chosen = all(tag.attributes.get("AUTOSELECT") == "YES" for tag in defaults)
    ok = len(set(names)) == len(names) and len(defaults) <= 1 and chosen and all(names)
    return Check(ok, f"{names}, {len(defaults)} default", where)


def _numbered(stream: Stream, attribute: str) -> Iterator[Check]:
    for tag, track in [*stream.variants, *_stills(stream)]:
        value = tag.attributes.get(attribute, "")
        yield Check(value.isdecimal() and int(value) > 0, value or "none", _where(track))


def _stills(stream: Stream) -> list[tuple[Tag, Track | None]]:
    return [
        (tag, stream.track(tag.attributes.get("URI")))
        for tag in stream.playlist.all("EXT-X-I-FRAME-STREAM-INF")
    ]


def _where(track: Track | None) -> str:
    return track.address if track else ""
