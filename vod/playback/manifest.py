"""Playlist text (RFC 8216bis; Apple HLS Authoring Specification). Pure: facts in, text out."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from transcoding.sound import LOW, STEREO, SURROUND

FIRST_VARIANT_BANDWIDTH = 2_000_000  # item 1.32: the rung near it stands first
TARGET_SECONDS = 6  # 7.5; the same for picture and sound (8.2), however short the film
LANGUAGE_NAMES = {"zh-Hans": "简体中文", "zh-Hant": "繁體中文", "zh": "中文", "en": "English"}
USES = {"captions": "CC", "commentary": "Commentary", "description": "Audio description"}
CHARACTERISTICS = {  # 2.12, 4.5, 4.6
    "captions": "public.accessibility.transcribes-spoken-dialog,"
    "public.accessibility.describes-music-and-sound",
    "description": "public.accessibility.describes-video",
}
# The smallest EXT-X-VERSION for what a playlist uses (RFC 8216bis §8, RFC 8216 §7).
IV, DECIMALS, I_FRAMES_ONLY, GROUPS, MAP = 2, 3, 4, 4, 6


@dataclass(frozen=True, kw_only=True)
class Rendition:
    """A track as the multivariant playlist names it. Bandwidths in bit/s, over whole segments.

    Sounds that are one programme in several groups have one `programme`.
    """

    uri: str
    kind: str
    profile: str
    group: str
    programme: str
    role: str
    forced: bool
    language: str
    codecs: str
    width: int
    height: int
    frame_rate: float
    channels: int
    peak_bandwidth: int
    average_bandwidth: int


@dataclass(frozen=True, kw_only=True)
class MediaSegment:
    """A segment as a media playlist lists it."""

    uri: str
    seconds: float


@dataclass(frozen=True, kw_only=True)
class KeyLine:
    """The key from segment `first` on."""

    first: int
    uri: str
    iv: bytes


def multivariant(renditions: Sequence[Rendition]) -> str:
    """All variants, ladder by ladder, with their sounds, subtitles and I-frames.

    The one near 2 Mbit/s stands first. The lowest rung of each ladder has the small sound; every
    other has stereo, and once more 5.1 where the film has that.
    """
    pictures = [r for r in renditions if r.kind == "video"]
    texts = [r for r in renditions if r.kind == "subtitle"]
    stills = [r for r in renditions if r.kind == "i_frames"]
    groups = _sound_groups([r for r in renditions if r.kind == "audio"])
    lines: list[str] = []
    for group, members in groups.items():
        lines += [_media("AUDIO", group, r, name=name, default=r is members[0][1])
                  for name, r in members]  # fmt: skip
    named = _named(sorted(texts, key=attrgetter("forced")))
    lines += [_media("SUBTITLES", "text", text, name=name, default=False) for name, text in named]
    for picture, group in _variants(pictures, groups):
        sounds = [sound for _, sound in groups.get(group, [])]
        lines += [_variant(picture, group, sounds, has_text=bool(texts)), picture.uri]
    lines += [_i_frames(still) for still in stills]
    version = GROUPS if groups or texts else 1
    head = ["#EXTM3U", f"#EXT-X-VERSION:{version}", "#EXT-X-INDEPENDENT-SEGMENTS"]
    return "\n".join([*head, *lines]) + "\n"


def media(
    segments: Sequence[MediaSegment],
    *,
    init_uri: str,
    key_lines: Sequence[KeyLine],
    i_frames: bool = False,
) -> str:
    """A VOD media playlist; EXT-X-MAP stands before the first key, so the init segment is clear."""
    # As listed, and a half rounded up (§4.4.3.1); Python's round() would take it to the even side.
    longest = max(int(round(segment.seconds, 5) + 0.5) for segment in segments)
    used = {MAP: bool(init_uri), IV: bool(key_lines), I_FRAMES_ONLY: i_frames, DECIMALS: True}
    lines = [
        "#EXTM3U",
        f"#EXT-X-VERSION:{max(version for version, present in used.items() if present)}",
        f"#EXT-X-TARGETDURATION:{max(longest, TARGET_SECONDS)}",
        "#EXT-X-MEDIA-SEQUENCE:0",
        "#EXT-X-PLAYLIST-TYPE:VOD",
    ]
    lines += ["#EXT-X-I-FRAMES-ONLY"] if i_frames else []
    lines += [f'#EXT-X-MAP:URI="{init_uri}"'] if init_uri else []
    keys = {line.first: line for line in key_lines}
    for index, segment in enumerate(segments):
        if (key := keys.get(index)) is not None:
            lines.append(f'#EXT-X-KEY:METHOD=AES-128,URI="{key.uri}",IV=0x{key.iv.hex()}')
        lines += [f"#EXTINF:{segment.seconds:.5f},", segment.uri]
    return "\n".join([*lines, "#EXT-X-ENDLIST"]) + "\n"


Members = list[tuple[str, Rendition]]


def _sound_groups(sounds: Sequence[Rendition]) -> dict[str, Members]:
    """Each group's sounds by name; where a programme is not in a group its stereo stands in.

    So whatever group a variant has, every language is there under the same name (§4.4.6.1.1).
    """
    found: dict[str, dict[str, Rendition]] = {STEREO: {}, LOW: {}, SURROUND: {}}
    for sound in sounds:
        found[sound.group or STEREO][sound.programme] = sound
    programmes = list(_named(list(found[STEREO].values())))
    return {
        group: [(name, members.get(stereo.programme, stereo)) for name, stereo in programmes]
        for group, members in found.items()
        if members
    }


def _variants(
    pictures: Sequence[Rendition], groups: dict[str, Members]
) -> Iterator[tuple[Rendition, str]]:
    """Pictures with the sound group of each, in their order: ladders one after the other."""
    ladders = {
        profile: sorted(ladder, key=attrgetter("peak_bandwidth"))
        for profile, ladder in groupby(
            sorted(pictures, key=lambda r: _place(r, pictures)), key=attrgetter("profile")
        )
    }
    for number, ladder in enumerate(ladders.values()):
        lowest, upper = ladder[0], ladder[1:] or ladder
        found = [(lowest, LOW if LOW in groups else STEREO)]
        for group in (STEREO, SURROUND):
            found += [(picture, group) for picture in upper if group in groups or group == STEREO]
        found = list(dict.fromkeys(found))
        plain = [pair for pair in found if pair[1] != SURROUND]
        first = min(plain, key=lambda pair: abs(pair[0].peak_bandwidth - FIRST_VARIANT_BANDWIDTH))
        if number == 0:
            found = [first, *(pair for pair in found if pair != first)]
        yield from found


def _place(picture: Rendition, pictures: Sequence[Rendition]) -> int:
    """Of its ladder: in the order in which they were made."""
    return [r.profile for r in pictures].index(picture.profile)


def _named(tracks: Sequence[Rendition]) -> Iterator[tuple[str, Rendition]]:
    """Each with a name of its own: a player may show one only of a name (§4.4.6.1.1)."""
    seen: Counter[str] = Counter()
    for track in tracks:
        name = LANGUAGE_NAMES.get(track.language, track.language) if _known(track) else "Original"
        use = "Forced" if track.forced else USES.get(track.role)
        name += f" ({use})" if use else ""
        seen[name] += 1
        yield (f"{name} {seen[name]}" if seen[name] > 1 else name), track


def _known(track: Rendition) -> bool:
    return track.language not in {"", "und"}


def _media(kind: str, group: str, track: Rendition, *, name: str, default: bool) -> str:
    """Chosen by itself (5.11, 2.13) unless it is a commentary, which nobody's settings ask for."""
    by_itself = default or track.role != "commentary"
    parts = [f"TYPE={kind}", f'GROUP-ID="{group}"', f'NAME="{name}"']
    parts += [f'LANGUAGE="{track.language or "und"}"']
    parts += [f"DEFAULT={'YES' if default else 'NO'}", f"AUTOSELECT={'YES' if by_itself else 'NO'}"]
    parts += ["FORCED=YES"] if track.forced else []
    parts += [f'CHANNELS="{track.channels}"'] if kind == "AUDIO" else []
    described = CHARACTERISTICS.get(track.role)
    parts += [f'CHARACTERISTICS="{described}"'] if described else []
    return "#EXT-X-MEDIA:" + ",".join([*parts, f'URI="{track.uri}"'])


def _variant(picture: Rendition, group: str, sounds: Sequence[Rendition], *, has_text: bool) -> str:
    """Bandwidths are the largest sum that can be played (9.13, 9.14)."""
    peak = picture.peak_bandwidth + max((s.peak_bandwidth for s in sounds), default=0)
    average = picture.average_bandwidth + max((s.average_bandwidth for s in sounds), default=0)
    codecs = ",".join(dict.fromkeys([picture.codecs, *(s.codecs for s in sounds)]))
    parts = [
        f"BANDWIDTH={peak}",
        f"AVERAGE-BANDWIDTH={average}",
        f'CODECS="{codecs}"',
        f"RESOLUTION={picture.width}x{picture.height}",
        f"FRAME-RATE={picture.frame_rate:.3f}",
        "VIDEO-RANGE=SDR",
        "CLOSED-CAPTIONS=NONE",
    ]
    parts += [f'AUDIO="{group}"'] if sounds else []
    parts += ['SUBTITLES="text"'] if has_text else []
    return "#EXT-X-STREAM-INF:" + ",".join(parts)


def _i_frames(still: Rendition) -> str:
    parts = [
        f"BANDWIDTH={still.peak_bandwidth}",
        f"AVERAGE-BANDWIDTH={still.average_bandwidth}",
        f'CODECS="{still.codecs}"',
        f"RESOLUTION={still.width}x{still.height}",
        "VIDEO-RANGE=SDR",
        f'URI="{still.uri}"',
    ]
    return "#EXT-X-I-FRAME-STREAM-INF:" + ",".join(parts)
