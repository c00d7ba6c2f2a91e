"""ISO BMFF boxes: what is built is read back, and nothing else is taken for it."""

import struct
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transcoding.films import drawn, ffmpeg
from transcoding.boxes import (
    NON_SYNC,
    SYNC,
    Fragment,
    Init,
    MalformedBoxes,
    Sample,
    box,
    build_fragment,
    children,
    find,
    full_box,
    parse_fragment,
    parse_init,
    read_box,
)

U32 = st.integers(0, 2**32 - 1)
samples = st.builds(
    Sample,
    data=st.binary(max_size=40),
    ticks=U32,
    composition_offset=st.integers(-(2**31), 2**31 - 1),
    flags=st.sampled_from([SYNC, NON_SYNC]) | U32,
)
fragments = st.builds(
    Fragment,
    sequence=U32,
    track_id=U32,
    decode_time=st.integers(0, 2**64 - 1),
    samples=st.lists(samples, max_size=6).map(tuple),
)
FRAGMENT = Fragment(
    7, 1, 240_000, (Sample(b"key", 1000, 2000, SYNC), Sample(b"p", 1000, 0, NON_SYNC))
)


def boxes_of(data: bytes) -> list[tuple[str, bytes]]:
    stream = BytesIO(data)
    return list(iter(lambda: read_box(stream), None))


def reread(fragment: Fragment) -> Fragment:
    (_, moof), (_, mdat) = boxes_of(build_fragment(fragment))
    return parse_fragment(moof, mdat)


class TestFragments:
    @given(fragments)
    def test_what_is_built_is_read_back(self, fragment: Fragment) -> None:
        assert reread(fragment) == fragment

    def test_are_a_moof_and_a_mdat(self) -> None:
        assert [kind for kind, _ in boxes_of(build_fragment(FRAGMENT))] == ["moof", "mdat"]

    def test_what_all_samples_share_is_said_once(self) -> None:
        """A sound of 47 frames a second would pay 6 kbit/s for saying it each time."""
        short = Fragment(1, 1, 0, (Sample(b"", 1024, 0, SYNC),))
        for count in (2, 280):
            longer = Fragment(1, 1, 0, short.samples * count)
            assert len(build_fragment(longer)) - len(build_fragment(short)) == 4 * (count - 1)

    def test_the_data_begin_where_the_trun_says(self) -> None:
        data = build_fragment(FRAGMENT)
        offset = struct.unpack_from(">i", find(data[: data.index(b"mdat") - 4], "traf", "trun"), 16)
        assert data[offset[0] :] == b"keyp"

    def test_last_as_long_as_their_samples(self) -> None:
        assert FRAGMENT.ticks == 2000
        assert [sample.sync for sample in FRAGMENT.samples] == [True, False]

    def test_defaults_of_the_track_stand_in_for_what_a_trun_leaves_out(self) -> None:
        tfhd = full_box("tfhd", 0, 0x20038, struct.pack(">IIII", 1, 512, 2, NON_SYNC))
        tfdt = full_box("tfdt", 0, 0, struct.pack(">I", 99))
        trun = full_box("trun", 0, 0x5, struct.pack(">IiI", 2, 0, SYNC))
        mfhd = full_box("mfhd", 0, 0, struct.pack(">I", 3))
        moof = box("moof", mfhd + box("traf", tfhd + tfdt + trun))
        expected = (Sample(b"ab", 512, 0, SYNC), Sample(b"cd", 512, 0, NON_SYNC))
        assert parse_fragment(moof, box("mdat", b"abcd")) == Fragment(3, 1, 99, expected)


class TestNonsense:
    @given(fragments, st.data())
    def test_a_stream_that_ends_early(self, fragment: Fragment, data: st.DataObject) -> None:
        whole = build_fragment(fragment)
        inside = set(range(1, len(whole))) - {whole.index(b"mdat") - 4}
        cut = data.draw(st.sampled_from(sorted(inside)))
        with pytest.raises(MalformedBoxes):
            boxes_of(whole[:cut])

    @given(st.data())
    def test_a_moof_that_ends_early(self, data: st.DataObject) -> None:
        (_, moof), (_, mdat) = boxes_of(build_fragment(FRAGMENT))
        cut = data.draw(st.integers(0, len(moof) - 1))
        with pytest.raises(MalformedBoxes):
            parse_fragment(moof[:cut], mdat)

    @pytest.mark.parametrize("path", ["mfhd", "tfhd", "tfdt", "trun"])
    def test_a_box_without_its_fields(self, path: str) -> None:
        (_, moof), (_, mdat) = boxes_of(build_fragment(FRAGMENT))
        traf = find(moof, "traf")
        inner = {kind: part for kind, part in [*children(moof), *children(traf)] if kind != "traf"}
        inner[path] = box(path, b"")
        rebuilt = box("traf", inner["tfhd"] + inner["tfdt"] + inner["trun"])
        with pytest.raises(MalformedBoxes):
            parse_fragment(box("moof", inner["mfhd"] + rebuilt), mdat)

    @given(st.data(), st.integers(0, 255))
    def test_a_byte_that_fell_over(self, data: st.DataObject, value: int) -> None:
        """Either the boxes no longer fit together, or every byte of the data is accounted for."""
        whole = bytearray(build_fragment(FRAGMENT))
        whole[data.draw(st.integers(0, len(whole) - 1))] = value
        try:
            found = dict(boxes_of(bytes(whole)))
            fragment = parse_fragment(found.get("moof", b""), found.get("mdat", b""))
        except MalformedBoxes:
            return
        assert b"".join(sample.data for sample in fragment.samples) == found["mdat"][8:]

    def test_fewer_data_than_described(self) -> None:
        (_, moof), (_, mdat) = boxes_of(build_fragment(FRAGMENT))
        with pytest.raises(MalformedBoxes, match="trun describes 4 bytes, mdat holds 3"):
            parse_fragment(moof, mdat[:-1])

    def test_samples_without_end(self) -> None:
        tfhd = full_box("tfhd", 0, 0, struct.pack(">I", 1))
        tfdt = full_box("tfdt", 0, 0, bytes(4))
        trun = full_box("trun", 0, 0, struct.pack(">I", 2**32 - 1))
        moof = box("moof", full_box("mfhd", 0, 0, bytes(4)) + box("traf", tfhd + tfdt + trun))
        with pytest.raises(MalformedBoxes, match="4294967295 samples"):
            parse_fragment(moof, box("mdat", b""))

    @pytest.mark.parametrize(
        "header",
        [
            struct.pack(">I4s", 4, b"free"),
            struct.pack(">I4s", 0, b"mdat"),
            struct.pack(">I4sQ", 1, b"mdat", 8),
            struct.pack(">I4sQ", 1, b"mdat", 2**63),
            struct.pack(">I4s", 2**32 - 1, b"mdat"),
        ],
        ids=["shorter-than-its-header", "to-the-end-of-the-file", "long-form", "huge", "4-GiB"],
    )
    def test_sizes_that_cannot_be(self, header: bytes) -> None:
        with pytest.raises(MalformedBoxes):
            read_box(BytesIO(header + bytes(64)))

    @given(st.binary(max_size=120))
    def test_bytes_of_any_kind(self, data: bytes) -> None:
        with pytest.raises(MalformedBoxes):
            parse_fragment(data, data)
        with pytest.raises(MalformedBoxes):
            parse_init(data)


class TestBoxes:
    def test_a_long_size_is_read(self) -> None:
        data = struct.pack(">I4sQ", 1, b"mdat", 18) + b"ab"
        assert boxes_of(data) == [("mdat", data)]

    def test_a_path_leads_inside(self) -> None:
        tree = box("moov", box("free", b"") + box("trak", box("mdia", b"x")))
        assert find(tree, "trak", "mdia") == box("mdia", b"x")

    def test_a_missing_box_is_named_with_its_path(self) -> None:
        with pytest.raises(MalformedBoxes, match="no mdia in trak/mdia"):
            find(box("moov", box("trak", b"")), "trak", "mdia")


def moov(entry: bytes, *, mdhd_version: int = 0, timescale: int = 24000) -> bytes:
    """An initialisation segment around one sample entry."""
    dates = struct.pack(">QQ" if mdhd_version else ">II", 0, 0)
    mdhd = full_box("mdhd", mdhd_version, 0, dates + struct.pack(">I", timescale) + bytes(8))
    stsd = full_box("stsd", 0, 0, struct.pack(">I", 1) + entry)
    mdia = box("mdia", mdhd + box("minf", box("stbl", stsd)))
    return box("ftyp", b"iso6") + box("moov", box("trak", mdia))


class TestInit:
    picture = box(
        "avc1",
        bytes(24)
        + struct.pack(">HH", 416, 234)
        + bytes(50)
        + box("avcC", bytes([1, 0x64, 0x00, 0x0D, 0xFF])),
    )
    sound = box("mp4a", bytes(16) + struct.pack(">H", 2) + bytes(10))

    @pytest.mark.parametrize("version", [0, 1])
    def test_a_picture(self, version: int) -> None:
        expected = Init(24000, "avc1.64000D", 416, 234, 0)
        assert parse_init(moov(self.picture, mdhd_version=version)) == expected

    def test_a_sound(self) -> None:
        assert parse_init(moov(self.sound, timescale=48000)) == Init(48000, "mp4a.40.2", 0, 0, 2)

    @pytest.mark.parametrize(
        ("codec", "expected"),
        [
            (("libx265", "-x265-params", "log-level=error:pools=1", "-tag:v", "hvc1",
              "-pix_fmt", "yuv420p10"), "hvc1.2.4.L60.90"),
            (("libsvtav1", "-preset", "12", "-pix_fmt", "yuv420p"), "av01.0.00M.08"),
            (("libx264", "-profile:v", "high", "-pix_fmt", "yuv420p"), "avc1.64000C"),
        ],
        ids=lambda value: value[0] if isinstance(value, tuple) else "",
    )  # fmt: skip
    def test_codecs_are_named_as_players_know_them(
        self, codec: tuple[str, ...], expected: str
    ) -> None:
        """RFC 6381, ISO/IEC 14496-15 annex E, AV1's binding: 320 by 180 fits the lowest levels."""
        options = ("-c:v", *codec, "-movflags", "+empty_moov", "-f", "mp4", "pipe:1")
        data = ffmpeg(*drawn(size="320x180", frames=2), *options)
        made = parse_init(data[: data.index(b"moof") - 4])
        assert (made.codecs, made.width, made.height) == (expected, 320, 180)

    @pytest.mark.parametrize(
        "entry", [b"", box("hvc1", bytes(90)), box("avc1", bytes(78)), box("mp4a", b"")]
    )
    def test_anything_else(self, entry: bytes) -> None:
        with pytest.raises(MalformedBoxes):
            parse_init(moov(entry))
