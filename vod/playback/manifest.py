"""Playlist text (RFC 8216bis; Apple HLS Authoring Specification). Pure: facts in, text out."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# EXT-X-MAP in a media playlist asks for 6 (RFC 8216bis §8).
VERSION = 6
FIRST_VARIANT_BANDWIDTH = 2_000_000  # item 1.32: the rung near it stands first
LANGUAGE_NAMES = {"zh-Hans": "简体中文", "zh-Hant": "繁體中文", "zh": "中文", "en": "English"}


@dataclass(frozen=True, kw_only=True)
class Rendition:
    """A track as the multivariant playlist names it. Bandwidths in bit/s, over whole segments."""

    uri: str
    kind: str
    role: str
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
    """All variants, the one near 2 Mbit/s first, with their sound and subtitles."""
    pictures = [r for r in renditions if r.kind == "video"]
    sounds = [r for r in renditions if r.kind == "audio"]
    texts = [r for r in renditions if r.kind == "subtitle"]
    lines = ["#EXTM3U", f"#EXT-X-VERSION:{VERSION}", "#EXT-X-INDEPENDENT-SEGMENTS"]
    for name, sound in _named(sounds):
        lines.append(_media("AUDIO", "sound", sound, name=name, default=sound is sounds[0]))
    for name, text in _named(texts):
        lines.append(_media("SUBTITLES", "text", text, name=name, default=False))
    first = min(pictures, key=lambda r: abs(r.peak_bandwidth - FIRST_VARIANT_BANDWIDTH))
    rest = sorted((r for r in pictures if r is not first), key=lambda r: r.peak_bandwidth)
    for picture in (first, *rest):
        lines += [_variant(picture, sounds, has_text=bool(texts)), picture.uri]
    return "\n".join(lines) + "\n"


def media(segments: Sequence[MediaSegment], *, init_uri: str, key_lines: Sequence[KeyLine]) -> str:
    """A VOD media playlist; EXT-X-MAP stands before the first key, so the init segment is clear."""
    # As listed, and a half rounded up (§4.4.3.1); Python's round() would take it to the even side.
    target = max(int(round(segment.seconds, 5) + 0.5) for segment in segments)
    lines = [
        "#EXTM3U",
        f"#EXT-X-VERSION:{VERSION}",
        f"#EXT-X-TARGETDURATION:{max(target, 1)}",
        "#EXT-X-MEDIA-SEQUENCE:0",
        "#EXT-X-PLAYLIST-TYPE:VOD",
    ]
    if init_uri:
        lines.append(f'#EXT-X-MAP:URI="{init_uri}"')
    keys = {line.first: line for line in key_lines}
    for index, segment in enumerate(segments):
        if (key := keys.get(index)) is not None:
            lines.append(f'#EXT-X-KEY:METHOD=AES-128,URI="{key.uri}",IV=0x{key.iv.hex()}')
        lines += [f"#EXTINF:{segment.seconds:.5f},", segment.uri]
    return "\n".join([*lines, "#EXT-X-ENDLIST"]) + "\n"


def _named(tracks: Sequence[Rendition]) -> Iterator[tuple[str, Rendition]]:
    """Each with a name of its own: a player may show one only of a name (§4.4.6.1.1)."""
    seen: Counter[str] = Counter()
    for track in tracks:
        name = LANGUAGE_NAMES.get(track.language, track.language) if _known(track) else "Original"
        name += " (CC)" if track.role == "captions" else ""
        seen[name] += 1
        yield (f"{name} {seen[name]}" if seen[name] > 1 else name), track


def _known(track: Rendition) -> bool:
    return track.language not in {"", "und"}


def _media(kind: str, group: str, track: Rendition, *, name: str, default: bool) -> str:
    parts = [f"TYPE={kind}", f'GROUP-ID="{group}"', f'NAME="{name}"']
    parts += [f'LANGUAGE="{track.language}"'] if _known(track) else []
    parts += [f"DEFAULT={'YES' if default else 'NO'}", "AUTOSELECT=YES"]
    if kind == "AUDIO":
        parts.append(f'CHANNELS="{track.channels}"')
    if track.role == "captions":
        parts.append(
            'CHARACTERISTICS="public.accessibility.transcribes-spoken-dialog,'
            'public.accessibility.describes-music-and-sound"'
        )
    return "#EXT-X-MEDIA:" + ",".join([*parts, f'URI="{track.uri}"'])


def _variant(picture: Rendition, sounds: Sequence[Rendition], *, has_text: bool) -> str:
    peak = picture.peak_bandwidth + max((s.peak_bandwidth for s in sounds), default=0)
    average = picture.average_bandwidth + max((s.average_bandwidth for s in sounds), default=0)
    codecs = ",".join(dict.fromkeys([picture.codecs, *(s.codecs for s in sounds)]))
    parts = [
        f"BANDWIDTH={peak}",
        f"AVERAGE-BANDWIDTH={average}",
        f'CODECS="{codecs}"',
        f"RESOLUTION={picture.width}x{picture.height}",
        f"FRAME-RATE={picture.frame_rate:.3f}",
        "CLOSED-CAPTIONS=NONE",
    ]
    parts += ['AUDIO="sound"'] if sounds else []
    parts += ['SUBTITLES="text"'] if has_text else []
    return "#EXT-X-STREAM-INF:" + ",".join(parts)
