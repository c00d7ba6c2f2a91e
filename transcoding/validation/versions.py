"""RFC 8216bis §8: the protocol version that a playlist says it is of."""

from collections.abc import Iterator

from transcoding.validation.playlist import Playlist, number
from transcoding.validation.rules import Check, must
from transcoding.validation.stream import Stream

# The smallest version for what is used.
IV, DECIMALS, I_FRAMES, KEYFORMAT, MAP, SERVICE, DEFINE, QUERYPARAM, REQ = (
    2,
    3,
    4,
    5,
    6,
    7,
    8,
    11,
    12,
)
GROUPS = 4  # may be said where there are groups of renditions, and need not


@must("§8", "EXT-X-VERSION covers what is used, and no more")
def version(stream: Stream) -> Iterator[Check]:
    """Of the multivariant playlist and of every media playlist."""
    least = _least_of_multivariant(stream.playlist)
    grouped = {max(least, GROUPS)} if stream.playlist.has("EXT-X-MEDIA") else set()
    yield _judged(stream.playlist, {least} | grouped, stream.location)
    for track in stream.tracks.values():
        if track.playlist:
            least = _least_of_media(track.playlist)
            mapped = {max(least, MAP)} if track.playlist.has("EXT-X-MAP") else set()
            yield _judged(track.playlist, {least} | mapped, track.address)


def _judged(playlist: Playlist, right: set[int], where: str) -> Check:
    declared = number(playlist.value("EXT-X-VERSION")) or 1
    return Check(declared in right, f"{declared:g}, needs {min(right)}", where)


def _least_of_multivariant(playlist: Playlist) -> int:
    services = [
        tag.attributes.get("INSTREAM-ID", "").startswith("SERVICE")
        for tag in playlist.all("EXT-X-MEDIA")
    ]
    required = any(name.startswith("REQ-") for tag in playlist.tags for name in tag.attributes)
    used = [_least_of_variables(playlist)]
    used += [SERVICE] if any(services) else []
    used += [REQ] if required else []
    return max(used)


def _least_of_media(playlist: Playlist) -> int:
    tags = {tag.name for tag in playlist.tags}
    keys = {name for tag in playlist.all("EXT-X-KEY") for name in tag.attributes}
    still = "EXT-X-I-FRAMES-ONLY" in tags
    used = [_least_of_variables(playlist)]
    used += [IV] if "IV" in keys else []
    used += [DECIMALS] if any("." in t.value.split(",")[0] for t in playlist.all("EXTINF")) else []
    used += [I_FRAMES] if still or "EXT-X-BYTERANGE" in tags else []
    used += [KEYFORMAT] if keys & {"KEYFORMAT", "KEYFORMATVERSIONS"} else []
    # With EXT-X-I-FRAMES-ONLY a map was there in version 5 already.
    used += [KEYFORMAT if still else MAP] if "EXT-X-MAP" in tags else []
    return max(used)


def _least_of_variables(playlist: Playlist) -> int:
    defined = list(playlist.all("EXT-X-DEFINE"))
    if any("QUERYPARAM" in tag.attributes for tag in defined):
        return QUERYPARAM
    return DEFINE if defined else 1
