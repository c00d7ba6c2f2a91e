"""Ways to break a copy of a good stream, each for one rule."""

import re
import struct
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from transcoding import keys
from transcoding.boxes import (
    NON_SYNC,
    Fragment,
    box,
    build_fragment,
    children,
    parse_fragment,
    read_box,
)
from transcoding.validation.playlist import parse

Break = Callable[[Path], None]
LOW, HIGH, STILLS = "h264-234", "h264-360", "h264-360-stills"
INSIDE = {"stsd": 16, "avc1": 86}  # where the children of these begin; of others after the header


def text(name: str, pattern: str, new: str, *, count: int = 0) -> Break:
    """Replace in a playlist; what changes nothing would prove nothing."""

    def act(copy: Path) -> None:
        path = copy / name
        before = path.read_text()
        after = re.sub(pattern, new, before, count=count, flags=re.MULTILINE)
        assert after != before
        path.write_text(after)

    return act


def main(pattern: str, new: str, *, count: int = 0) -> Break:
    return text("main.m3u8", pattern, new, count=count)


def each(*breaks: Break) -> Break:
    def act(copy: Path) -> None:
        for one in breaks:
            one(copy)

    return act


def every(names: str, pattern: str, new: str) -> Break:
    """In every playlist whose name matches."""

    def act(copy: Path) -> None:
        for path in copy.glob(names):
            text(path.name, pattern, new)(copy)

    return act


def init(label: str, change: Callable[[bytes], bytes]) -> Break:
    def act(copy: Path) -> None:
        path = copy / label / "init.mp4"
        before = path.read_bytes()
        path.write_bytes(change(before))
        assert path.read_bytes() != before

    return act


def sps(label: str, *, at: int, value: int) -> Break:
    """A byte of the sequence parameter set: 1 is the profile, 3 the level."""

    def change(data: bytes) -> bytes:
        place = data.index(b"avcC") + 12 + at
        return data[:place] + bytes([value]) + data[place + 1 :]

    return init(label, change)


def fields(label: str) -> Break:
    """A sequence parameter set of High profile that allows fields."""
    # profile 100, level 3.0; then ue(0) ue(1) ue(0) ue(0) 0 0 ue(0) ue(0) ue(0) ue(1) 0
    # ue(25) ue(10): sizes; frame_mbs_only 0, and a stop bit.
    bits = "101011001110100000011010000101101"
    body = int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8), "big")
    unit = bytes([0x67, 100, 0, 30]) + body
    told = bytes([1, 100, 0, 30, 0xFF, 0xE1]) + struct.pack(">H", len(unit)) + unit + b"\0"
    return init(label, lambda data: _replaced(data, "avcC", box("avcC", told)))


def _replaced(data: bytes, kind: str, new: bytes) -> bytes:
    """The boxes with one of a kind, however deep, in another's place."""
    made = b""
    for name, inner in children(data, 0):
        if name == kind:
            made += new
        elif name in {"moov", "trak", "mdia", "minf", "stbl", "stsd", "avc1"}:
            begin = INSIDE.get(name, 8)
            body = inner[8:begin] + _replaced(inner[begin:], kind, new)
            made += box(name, body)
        else:
            made += inner
    return made


def timescale(label: str, factor: int) -> Break:
    def change(data: bytes) -> bytes:
        place = data.index(b"mdhd") + 16
        (value,) = struct.unpack_from(">I", data, place)
        return data[:place] + struct.pack(">I", value * factor) + data[place + 4 :]

    return init(label, change)


def channels(label: str, count: int) -> Break:
    def change(data: bytes) -> bytes:
        place = data.index(b"mp4a") + 20
        return data[:place] + struct.pack(">H", count) + data[place + 2 :]

    return init(label, change)


def segment(label: str, number: int, change: Callable[[bytes], bytes]) -> Break:
    """Decrypt a segment, change it, and encrypt it again under its own key."""

    def act(copy: Path) -> None:
        path, key, iv = encrypted(copy, label, number)
        clear = keys.decrypt(path.read_bytes(), key=key, iv=iv)
        path.write_bytes(keys.encrypt(change(clear), key=key, iv=iv))

    return act


def encrypted(copy: Path, label: str, number: int) -> tuple[Path, bytes, bytes]:
    """A segment's file, key and IV."""
    entries = parse((copy / f"{label}.m3u8").read_bytes()).entries[: number + 1]
    told = next(tag for entry in reversed(entries) if (tag := entry.tag("EXT-X-KEY")))
    key = (copy / told.attributes["URI"]).read_bytes()
    return copy / entries[-1].uri, key, bytes.fromhex(told.attributes["IV"][2:])


def fragments(label: str, number: int, change: Callable[[int, Fragment], Fragment]) -> Break:
    """Change the fragments of a segment, each by its place in it."""

    def rebuilt(clear: bytes) -> bytes:
        stream = BytesIO(clear)
        boxes = [data for _, data in iter(lambda: read_box(stream), None)]
        pairs = zip(boxes[::2], boxes[1::2], strict=True)
        found = [parse_fragment(moof, mdat) for moof, mdat in pairs]
        return b"".join(build_fragment(change(place, one)) for place, one in enumerate(found))

    return segment(label, number, rebuilt)


def not_sync(place: int, fragment: Fragment, *, at: int) -> Fragment:
    """The first sample of the fragment at a place depends on others."""
    if place != at:
        return fragment
    first = replace(fragment.samples[0], flags=NON_SYNC)
    return replace(fragment, samples=(first, *fragment.samples[1:]))


def later(_: int, fragment: Fragment) -> Fragment:
    return replace(fragment, decode_time=fragment.decode_time + 4000)


def last_entry(label: str) -> Break:
    """Drop the last segment from a playlist."""
    return text(f"{label}.m3u8", r"#EXTINF:[^\n]*\n[^\n]*\n(?=#EXT-X-ENDLIST)", "")


def truncated(label: str) -> Break:
    def act(copy: Path) -> None:
        path = copy / label / "00001.m4s"
        path.write_bytes(path.read_bytes()[:1600])

    return act


def subtitle(copy: Path, *, forced: bool = False) -> str:
    """The label of a subtitle, the regular or the forced one."""
    lines = (copy / "main.m3u8").read_text().splitlines()
    line = next(x for x in lines if "TYPE=SUBTITLES" in x and ("FORCED=YES" in x) is forced)
    return line.rpartition('URI="')[2].removesuffix('.m3u8"')


def first_text(pattern: str, new: str, *, forced: bool = False) -> Break:
    """In the first segment of a subtitle."""

    def act(copy: Path) -> None:
        text(f"{subtitle(copy, forced=forced)}/00000.vtt", pattern, new)(copy)

    return act


def unpadded(label: str, number: int) -> Break:
    """Encrypted as ever, but filled up with zeros: not PKCS7."""

    def act(copy: Path) -> None:
        path, key, iv = encrypted(copy, label, number)
        clear = keys.decrypt(path.read_bytes(), key=key, iv=iv)
        encryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor()
        filled = clear + bytes(16 - len(clear) % 16)
        path.write_bytes(encryptor.update(filled) + encryptor.finalize())

    return act


def without_moof(clear: bytes) -> bytes:
    return b"".join(data for kind, data in children(clear, 0) if kind != "moof")


def missing(name: str) -> Break:
    return lambda copy: (copy / name).unlink()


def short_key(copy: Path) -> None:
    path = next(copy.glob("*-0.key"))
    path.write_bytes(path.read_bytes()[:15])


def swapped(copy: Path) -> None:
    """The first variant stands last."""
    path = copy / "main.m3u8"
    found = re.search(r"#EXT-X-STREAM-INF[^\n]*\n[^\n]*\n", path.read_text())
    assert found
    rest = path.read_text().replace(found[0], "", 1)
    place = rest.index("#EXT-X-I-FRAME-STREAM-INF")
    path.write_text(rest[:place] + found[0] + rest[place:])


VARIANT = r"^(#EXT-X-STREAM-INF:.*)"
BREAKS: dict[str, Break] = {
    "1.2": init(LOW, lambda data: data.replace(b"avc1", b"mp4v")),
    "1.10": init(LOW, lambda data: data.replace(b"avc1", b"avc3")),
    "1.3a": sps(LOW, at=1, value=110),
    "1.3b": sps(LOW, at=3, value=60),
    "1.3c": each(sps(LOW, at=3, value=51), sps(HIGH, at=3, value=51)),
    "1.3d": sps(HIGH, at=3, value=10),
    "1.13": fragments(LOW, 0, lambda n, f: not_sync(n, f, at=1)),
    "1.14": fields(LOW),
    "1.18": timescale(LOW, 2),
    "1.19": timescale(LOW, 3),
    "1.24": main("VIDEO-RANGE=SDR", "VIDEO-RANGE=PQ"),
    "1.26": main(r"AVERAGE-BANDWIDTH=(\d)", r"AVERAGE-BANDWIDTH=1\1"),
    "1.27": main(r"([:,])BANDWIDTH=(\d)", r"\1BANDWIDTH=1\2"),
    "1.30": segment(LOW, 0, lambda data: data + box("free", bytes(900_000))),
    "1.32": swapped,
    "1.33": main("RESOLUTION=416x234", "RESOLUTION=416x320"),
    "9.21": main(r"([:,])BANDWIDTH=(\d{6})\b", r"\1BANDWIDTH=9\2"),
    "2.3": each(channels("stereo", 1), channels("low", 1)),
    "2.12": main(r"^(#EXT-X-MEDIA:TYPE=AUDIO.*NAME=\")", r"\1Description ", count=1),
    "9.6": main(r'^#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="(stereo|low)".*\n', ""),
    "4.7": main('LANGUAGE="en",', ""),
    "4.5": main(",public.accessibility.describes-music-and-sound", ""),
    "5.3": first_text("^X-TIMESTAMP-MAP.*\n", ""),
    "5.5": lambda copy: last_entry(subtitle(copy))(copy),
    "5.8": first_text("Yes", "No", forced=True),
    "5.11": main("AUTOSELECT=YES,FORCED=YES", "AUTOSELECT=NO,FORCED=YES"),
    "6.1": main("^#EXT-X-I-FRAME-STREAM-INF.*\n", ""),
    "6.2": text(f"{STILLS}.m3u8", r"#EXTINF:1\.", "#EXTINF:3."),
    "6.8": text(f"{STILLS}.m3u8", "#EXT-X-I-FRAMES-ONLY\n", ""),
    "6.10": fragments(STILLS, 3, lambda n, f: not_sync(n, f, at=0)),
    "6.16": main(r"^(#EXT-X-I-FRAME.*VIDEO-RANGE=)SDR", r"\1PQ"),
    "§3": truncated(LOW),
    "7.3": fragments(LOW, 1, later),
    "7.4": fragments(LOW, 1, lambda n, f: not_sync(n, f, at=0)),
    "7.5": every("*-???.m3u8", "TARGETDURATION:6", "TARGETDURATION:10"),
    "7.6": text(f"{LOW}.m3u8", r"#EXTINF:6\.0", "#EXTINF:4.0", count=1),
    "7.7": text(f"{LOW}.m3u8", r"#EXTINF:6\.0", "#EXTINF:7.2", count=1),
    "8.1": text(f"{LOW}.m3u8", r"#EXTINF:6\.0", "#EXTINF:5.8", count=1),
    "8.2": text("stereo.m3u8", "TARGETDURATION:6", "TARGETDURATION:7"),
    "8.3": last_entry("stereo"),
    "8.6": text("low.m3u8", "#EXT-X-ENDLIST\n", ""),
    "8.20": text("low.m3u8", "#EXT-X-MAP.*\n", ""),
    "8.22": last_entry(HIGH),
    "§5.2a": short_key,
    "§5.2b": text(f"{LOW}.m3u8", r",IV=0x\w+", ""),
    "§4.4.4.5": text(f"{LOW}.m3u8", r"^(#EXT-X-MAP.*\n)(#EXT-X-KEY.*\n)", r"\2\1", count=1),
    "§8": text(f"{LOW}.m3u8", "#EXT-X-VERSION:6", "#EXT-X-VERSION:3"),
    "9.1": main("avc1.6400", "avc1.4D00"),
    "9.2": main("RESOLUTION=640x360", "RESOLUTION=1280x720"),
    "9.11": main("#EXT-X-INDEPENDENT-SEGMENTS\n", ""),
    "9.13": main(r"([:,])BANDWIDTH=\d+,", r"\1", count=1),
    "9.14": main(r"AVERAGE-BANDWIDTH=\d+,", "", count=1),
    "9.15": main("FRAME-RATE=24.000", "FRAME-RATE=25.000"),
    "9.16": main(VARIANT.replace(".*)", ".*)VIDEO-RANGE=SDR,"), r"\1", count=1),
    "9.19": main(VARIANT, r"\1,SCORE=2", count=1),
    "§4.4.6.1": main('AUDIO="stereo"', 'AUDIO="none"'),
    "§4.3": main(r"^(#EXT-X-STREAM-INF.*\n.*\n)", r"\1\1", count=1),
}

STILL = r"^(#EXT-X-I-FRAME-STREAM-INF:(?:.*,)?)"
SOUND = r'^(#EXT-X-MEDIA:TYPE=AUDIO.*)LANGUAGE="\w+"(.*)AUTOSELECT=YES(.*)$'
DESCRIBED = ',CHARACTERISTICS="public.accessibility.describes-video"'
# Further ways to break rules that ask for several things at once, with what each is about.
MORE: list[tuple[str, str, Break]] = [
    ("1.26", "less than declared", main(r"AVERAGE-BANDWIDTH=(\d+)\d,", r"AVERAGE-BANDWIDTH=\1,")),
    ("1.27", "less than declared", main(r"([:,])BANDWIDTH=(\d+)\d,", r"\1BANDWIDTH=\2,")),
    ("2.12", "2.13 not chosen by settings",
        main(SOUND, rf'\1LANGUAGE="en"\2AUTOSELECT=NO\3{DESCRIBED}', count=1)),
    ("2.12", "2.27 no language", main(SOUND, rf"\1A=B\2AUTOSELECT=YES\3{DESCRIBED}", count=1)),
    ("4.5", "4.6 not what is heard", main("public.accessibility.transcribes-spoken-dialog,", "")),
    ("4.7", "8.10 a sound without", main(SOUND, r"\1A=B\2AUTOSELECT=YES\3", count=1)),
    ("4.7", "not BCP 47", main('LANGUAGE="en"', 'LANGUAGE="en_US"', count=1)),
    ("5.3", "one clock of two", first_text("LOCAL:[0-9:.]+", "")),
    ("6.10", "no moof", segment(STILLS, 3, without_moof)),
    ("§3", "not PKCS7", unpadded(LOW, 1)),
    ("§3", "a segment is missing", missing(f"{HIGH}/00001.m4s")),
    ("§3", "an initialisation segment is missing", missing("low/init.mp4")),
    ("8.6", "no VOD", text(f"{LOW}.m3u8", "PLAYLIST-TYPE:VOD", "PLAYLIST-TYPE:EVENT")),
    ("8.20", "of a picture", text(f"{LOW}.m3u8", "#EXT-X-MAP.*\n", "")),
    ("§8", "more than is used", text("low.m3u8", "#EXT-X-VERSION:6", "#EXT-X-VERSION:7")),
    ("§8", "of the multivariant playlist", main("#EXT-X-VERSION:4", "#EXT-X-VERSION:3")),
    ("§8", "variables", main("(#EXT-X-VERSION:4)", r'\1\n#EXT-X-DEFINE:NAME="a",VALUE="b"')),
    ("§8", "variables of the address",
        text("low.m3u8", "(#EXT-X-VERSION:6)", r'\1\n#EXT-X-DEFINE:QUERYPARAM="a"')),
    ("9.1", "9.3 of I-frames", main(STILL + r'CODECS="avc1\.64', r'\1CODECS="avc1.4D')),
    ("9.1", "missing", main('CODECS="[^"]*",', "", count=1)),
    ("9.2", "9.4 of I-frames", main(STILL + "RESOLUTION=640", r"\1RESOLUTION=320")),
    ("9.2", "missing", main(r"RESOLUTION=\d+x\d+,", "", count=1)),
    ("9.13", "less than can be played", main(r"([:,])BANDWIDTH=(\d+)\d,", r"\1BANDWIDTH=\2,")),
    ("9.13", "of I-frames", main(STILL + r"BANDWIDTH=\d+,", r"\1")),
    ("9.14", "of I-frames", main(STILL + r"AVERAGE-BANDWIDTH=\d+,", r"\1")),
    ("9.15", "missing", main(r"FRAME-RATE=24\.000,", "", count=1)),
    ("§4.4.6.1", "two of one name", main(r'NAME="[^"]+"', 'NAME="English"')),
    ("§4.4.6.1", "a default that is not chosen", main("DEFAULT=YES,AUTOSELECT=YES",
        "DEFAULT=YES,AUTOSELECT=NO")),
]  # fmt: skip
