"""Items 1.x: how pictures are coded, and how large they are."""

from collections.abc import Iterator

from transcoding.validation import avc
from transcoding.validation.playlist import Tag, number
from transcoding.validation.rules import Check, must, should
from transcoding.validation.stream import Stream, Track

CODED = frozenset({"avc1", "hvc1", "av01", "dvh1"})
MAIN, HIGH, HIGHEST_LEVEL, COMMON_LEVEL = 77, 100, 52, 41
FASTEST = 60.0
RATE_SLACK = 0.01  # frames a second
KEY_SECONDS = 2.0
NEAR = 0.10  # of what is declared
TWICE = 2.0
FIRST, SMALLEST = 2_000_000, 192_000  # bit/s
SLACK_PIXELS = 2  # of rounding to even sides
WHOLE_SEGMENT = 0.5  # of the target: shorter ones say nothing of a peak (§4.4.6.2)


@must("1.2", "H.264, HEVC or AV1 in fragmented MP4")
def coding(stream: Stream) -> Iterator[Check]:
    """By the sample entry."""
    for track in stream.of("video", "i_frames"):
        known = {*CODED, "avc3", "hev1"}
        yield Check(track.entry_kind in known, track.entry_kind or "none", track.address)


@must("1.10", "Parameter sets stand in the sample entry: avc1, hvc1")
def parameter_sets(stream: Stream) -> Iterator[Check]:
    """Not avc3 or hev1, which have them in the samples."""
    for track in stream.of("video", "i_frames"):
        if track.entry_kind:
            yield Check(track.entry_kind in CODED, track.entry_kind, track.address)


@should("1.3a", "High profile")
def profile(stream: Stream) -> Iterator[Check]:
    """Of H.264."""
    for track, sps in _sets(stream):
        yield Check(sps.profile == HIGH, f"profile {sps.profile}", track.address)


@must("1.3b", "Level 5.2 at most")
def level(stream: Stream) -> Iterator[Check]:
    """Of H.264."""
    for track, sps in _sets(stream):
        yield Check(sps.level <= HIGHEST_LEVEL, f"level {sps.level / 10}", track.address)


@should("1.3c", "A variant of level 4.1 at most")
def common_level(stream: Stream) -> Iterator[Check]:
    """For devices that know no more."""
    levels = [sps.level for _, sps in _sets(stream)]
    if levels:
        yield Check(min(levels) <= COMMON_LEVEL, f"lowest level {min(levels) / 10}")


@must("1.3d", "The level fits size and rate (H.264 table A-1)")
def level_fits(stream: Stream) -> Iterator[Check]:
    """Macroblocks of a picture and of a second."""
    for track, sps in _sets(stream):
        rate = rate_of(track)
        told = f"level {sps.level / 10}, {sps.macroblocks} macroblocks at {rate:.3f}"
        yield Check(avc.fits(sps, frame_rate=rate), told, track.address)


@should("1.13", "An IDR every two seconds")
def key_frames(stream: Stream) -> Iterator[Check]:
    """The longest way from one sync sample to the next."""
    for track in stream.of("video"):
        syncs = [at for segment in track.segments for at in segment.syncs]
        if not syncs:
            continue
        last = track.segments[-1]
        ends = [*syncs[1:], last.decode_time + last.ticks]
        longest = max(b - a for a, b in zip(syncs, ends, strict=True)) / track.timescale
        frame = 1 / rate_of(track) if rate_of(track) else 0
        yield Check(longest <= KEY_SECONDS + frame, f"{longest:.3f} s at most", track.address)


@must("1.14", "Deinterlaced")
def progressive(stream: Stream) -> Iterator[Check]:
    """By `frame_mbs_only_flag`."""
    for track, sps in _sets(stream):
        yield Check(sps.progressive, "frames" if sps.progressive else "fields", track.address)


@should("1.18", "All variants have the frame rate of the film")
def one_rate(stream: Stream) -> Iterator[Check]:
    """As measured."""
    rates = [(track, rate) for track in stream.of("video") if (rate := rate_of(track))]
    fastest = max((rate for _, rate in rates), default=0)
    for track, rate in rates:
        yield Check(fastest - rate <= RATE_SLACK, f"{rate:.3f} of {fastest:.3f}", track.address)


@must("1.19", "At most 60 frames a second")
def frame_rate(stream: Stream) -> Iterator[Check]:
    """As measured."""
    for track in stream.of("video"):
        if track.segments:
            yield Check(
                rate_of(track) <= FASTEST + RATE_SLACK, f"{rate_of(track):.3f}", track.address
            )


@must("1.24", "There are variants in standard range")
def standard_range(stream: Stream) -> Iterator[Check]:
    """By VIDEO-RANGE."""
    ranges = [tag.attributes.get("VIDEO-RANGE", "SDR") for tag, _ in stream.variants]
    yield Check("SDR" in ranges, ", ".join(sorted(set(ranges))))


@must("1.26", "The average is within 10 % of AVERAGE-BANDWIDTH")
def average(stream: Stream) -> Iterator[Check]:
    """Of all segments, with the largest sound."""
    for tag, track in stream.variants:
        declared = number(tag.attributes.get("AVERAGE-BANDWIDTH"))
        if declared and track and track.seconds:
            sounds = [mean_of(sound) for sound in sounds_of(stream, tag)]
            yield _near(mean_of(track) + max(sounds, default=0), declared, track)


@must("1.27", "The peak is within 10 % of BANDWIDTH")
def peak(stream: Stream) -> Iterator[Check]:
    """Of any segment of half the target duration or more, with the largest sound."""
    for tag, track in stream.variants:
        declared = number(tag.attributes.get("BANDWIDTH"))
        if declared and track and track.seconds:
            sounds = [peak_of(sound) for sound in sounds_of(stream, tag)]
            yield _near(peak_of(track) + max(sounds, default=0), declared, track)


@should("1.30", "The peak is at most twice the average")
def peak_to_average(stream: Stream) -> Iterator[Check]:
    """Of a picture alone."""
    for track in stream.of("video"):
        if track.seconds and mean_of(track):
            ratio = peak_of(track) / mean_of(track)
            yield Check(ratio <= TWICE, f"{ratio:.2f}", track.address)


@should("1.32", "The variant near 2,000 kbit/s stands first")
def first_variant(stream: Stream) -> Iterator[Check]:
    """Among those of the first one's codecs: each ladder for itself."""
    bandwidths = [number(tag.attributes.get("BANDWIDTH")) or 0 for tag, _ in stream.variants]
    if len(bandwidths) > 1:
        best = min(bandwidths, key=lambda bits: abs(bits - FIRST))
        ok = abs(bandwidths[0] - FIRST) <= abs(best - FIRST) + NEAR * FIRST
        yield Check(ok, f"{bandwidths[0] / 1000:.0f} kbit/s")


@must("1.33", "All variants have one aspect ratio")
def aspect(stream: Stream) -> Iterator[Check]:
    """Within the rounding of sides to even numbers."""
    sizes = [size for tag, _ in stream.variants if (size := size_of(tag))]
    if sizes:
        width, height = max(sizes)
        for across, down in sizes:
            off = abs(down - across * height / width)
            yield Check(off <= SLACK_PIXELS, f"{across}x{down}")


@must("9.21", "A variant of at most 192 kbit/s")
def smallest(stream: Stream) -> Iterator[Check]:
    """With its sound."""
    found = [number(tag.attributes.get("BANDWIDTH")) or 0 for tag, _ in stream.variants]
    yield Check(0 < min(found, default=0) <= SMALLEST, f"{min(found, default=0) / 1000:.0f} kbit/s")


def size_of(tag: Tag) -> tuple[int, int] | None:
    """RESOLUTION as numbers."""
    across, _, down = tag.attributes.get("RESOLUTION", "").partition("x")
    return (int(across), int(down)) if across.isdecimal() and down.isdecimal() else None


def rate_of(track: Track) -> float:
    """Frames a second, from samples and ticks."""
    ticks = sum(segment.ticks for segment in track.segments)
    samples = sum(segment.samples for segment in track.segments)
    return samples * track.timescale / ticks if ticks else 0.0


def sounds_of(stream: Stream, variant: Tag) -> list[Track]:
    """Every sound that may be played with a variant."""
    group = variant.attributes.get("AUDIO")
    tags = stream.media("AUDIO", group) if group else []
    tracks = (stream.track(tag.attributes.get("URI")) for tag in tags)
    return [track for track in tracks if track and track.seconds]


def mean_of(track: Track) -> float:
    """Bits a second over all of it."""
    return 8 * sum(segment.size for segment in track.segments) / (track.seconds or 1)


def peak_of(track: Track) -> float:
    """Bits a second of its largest segment (§4.4.6.2)."""
    target = number(track.playlist.value("EXT-X-TARGETDURATION") if track.playlist else None) or 0
    whole = [s for s in track.segments if s.seconds >= WHOLE_SEGMENT * target] or track.segments
    return max((8 * s.size / s.seconds for s in whole if s.seconds), default=0)


def _near(measured: float, declared: float, track: Track) -> Check:
    told = f"{measured / 1000:.0f} of {declared / 1000:.0f} kbit/s"
    return Check(abs(measured - declared) <= NEAR * declared, told, track.address)


def _sets(stream: Stream) -> Iterator[tuple[Track, avc.Sps]]:
    return ((track, track.sps) for track in stream.of("video") if track.sps)
