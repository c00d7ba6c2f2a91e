"""The multivariant playlist: whole for a small film, and rule by rule (RFC 8216bis)."""

from dataclasses import replace
from itertools import pairwise

import pytest

from vod.playback.manifest import Rendition, multivariant

PICTURE = Rendition(
    uri="/play/T/360.m3u8",
    kind="video",
    profile="h264",
    group="",
    programme="",
    role="main",
    forced=False,
    language="",
    codecs="avc1.64001e",
    width=640,
    height=360,
    frame_rate=24000 / 1001,
    channels=0,
    peak_bandwidth=700_000,
    average_bandwidth=500_000,
)
SOUND = replace(
    PICTURE,
    uri="/play/T/sound.m3u8",
    kind="audio",
    profile="",
    group="stereo",
    codecs="mp4a.40.2",
    channels=2,
    peak_bandwidth=140_000,
    average_bandwidth=130_000,
)
SMALL = replace(
    SOUND, uri="/play/T/low.m3u8", group="low", peak_bandwidth=36_000, average_bandwidth=34_000
)
SURROUND = replace(
    SOUND, uri="/play/T/5.1.m3u8", group="surround", channels=6,
    peak_bandwidth=340_000, average_bandwidth=330_000,
)  # fmt: skip
TEXT = replace(
    PICTURE, uri="/play/T/text.m3u8", kind="subtitle", role="subtitles", language="zh-Hans"
)
STILLS = replace(
    PICTURE, uri="/play/T/stills.m3u8", kind="i_frames", peak_bandwidth=200_000,
    average_bandwidth=150_000,
)  # fmt: skip


def rung(height: int, peak: int, **changes: object) -> Rendition:
    uri, width = f"/play/T/{height}.m3u8", height * 16 // 9
    facts = {"uri": uri, "height": height, "width": width, "peak_bandwidth": peak} | changes
    return replace(PICTURE, **facts)  # type: ignore[arg-type]


def lines(text: str, tag: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith(tag)]


def value(line: str, name: str) -> str:
    """An attribute of a tag, without its quotes."""
    return line.split(f"{name}=")[1].split(",", maxsplit=1)[0].strip('"')


def variants(text: str) -> list[tuple[str, str]]:
    """Each variant's file and sound group."""
    rows = text.splitlines()
    return [
        (after.split("/")[-1], value(line, "AUDIO"))
        for line, after in pairwise(rows)
        if line.startswith("#EXT-X-STREAM-INF")
    ]


LADDER = [
    rung(height, peak)
    for height, peak in {234: 145_000, 432: 730_000, 540: 2_100_000, 1080: 7_800_000}.items()
]


class TestWhole:
    def test_a_small_film(self) -> None:
        assert multivariant([PICTURE, SOUND, TEXT, STILLS]) == (
            "#EXTM3U\n"
            "#EXT-X-VERSION:4\n"
            "#EXT-X-INDEPENDENT-SEGMENTS\n"
            '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="stereo",NAME="Original",LANGUAGE="und",DEFAULT=YES,'
            'AUTOSELECT=YES,CHANNELS="2",URI="/play/T/sound.m3u8"\n'
            '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="text",NAME="简体中文",LANGUAGE="zh-Hans",'
            'DEFAULT=NO,AUTOSELECT=YES,URI="/play/T/text.m3u8"\n'
            "#EXT-X-STREAM-INF:BANDWIDTH=840000,AVERAGE-BANDWIDTH=630000,"
            'CODECS="avc1.64001e,mp4a.40.2",RESOLUTION=640x360,FRAME-RATE=23.976,'
            'VIDEO-RANGE=SDR,CLOSED-CAPTIONS=NONE,AUDIO="stereo",SUBTITLES="text"\n'
            "/play/T/360.m3u8\n"
            "#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=200000,AVERAGE-BANDWIDTH=150000,"
            'CODECS="avc1.64001e",RESOLUTION=640x360,VIDEO-RANGE=SDR,'
            'URI="/play/T/stills.m3u8"\n'
        )

    def test_a_silent_film(self) -> None:
        assert multivariant([PICTURE]) == (
            "#EXTM3U\n"
            "#EXT-X-VERSION:1\n"
            "#EXT-X-INDEPENDENT-SEGMENTS\n"
            '#EXT-X-STREAM-INF:BANDWIDTH=700000,AVERAGE-BANDWIDTH=500000,CODECS="avc1.64001e",'
            "RESOLUTION=640x360,FRAME-RATE=23.976,VIDEO-RANGE=SDR,CLOSED-CAPTIONS=NONE\n"
            "/play/T/360.m3u8\n"
        )


class TestVariants:
    @pytest.mark.parametrize("reverse", [True, False])
    def test_the_rung_near_two_megabits_stands_first_the_others_rise(
        self, *, reverse: bool
    ) -> None:
        """Apple's item 1.32: players start with the first."""
        text = multivariant([*(reversed(LADDER) if reverse else LADDER), SOUND])
        order = [name for name, _ in variants(text)]
        assert order == ["540.m3u8", "234.m3u8", "432.m3u8", "1080.m3u8"]

    def test_the_lowest_has_the_small_sound_and_5_1_comes_last(self) -> None:
        """Apple's items 9.6, 9.21."""
        assert variants(multivariant([*LADDER, SOUND, SMALL, SURROUND])) == [
            ("540.m3u8", "stereo"),
            ("234.m3u8", "low"),
            ("432.m3u8", "stereo"),
            ("1080.m3u8", "stereo"),
            ("432.m3u8", "surround"),
            ("540.m3u8", "surround"),
            ("1080.m3u8", "surround"),
        ]

    def test_an_only_rung_has_every_sound(self) -> None:
        names = variants(multivariant([PICTURE, SOUND, SMALL, SURROUND]))
        assert {group for _, group in names} == {"low", "stereo", "surround"}

    def test_the_bandwidth_is_the_largest_sum_with_a_sound_of_its_group(self) -> None:
        """Apple's items 9.13, 9.14."""
        loud = replace(SOUND, programme="-2", peak_bandwidth=400_000, average_bandwidth=390_000)
        text = multivariant([*LADDER, SOUND, loud, SMALL, replace(SMALL, programme="-2")])
        rates = {
            value(line, "RESOLUTION"): (value(line, ":BANDWIDTH"), value(line, "AVERAGE-BANDWIDTH"))
            for line in lines(text.replace("INF:", "INF::"), "#EXT-X-STREAM-INF")
        }
        assert rates["416x234"] == ("181000", "534000")
        assert rates["768x432"] == ("1130000", "890000")

    def test_each_codec_is_named_once(self) -> None:
        other = replace(SOUND, programme="-2", language="en", codecs="ec-3")
        [line] = lines(multivariant([PICTURE, SOUND, other]), "#EXT-X-STREAM-INF")
        assert 'CODECS="avc1.64001e,mp4a.40.2,ec-3"' in line

    def test_ladders_of_two_codecs_stand_one_after_the_other(self) -> None:
        """As if a master had been made once more in AV1."""
        av1 = [
            rung(height, peak // 2, profile="av1", codecs="av01.0.04M.08", uri=f"/T/a{height}.m3u8")
            for height, peak in {234: 145_000, 1080: 7_800_000}.items()
        ]
        stills = [STILLS, replace(STILLS, profile="av1", codecs="av01.0.00M.08")]
        text = multivariant([*LADDER, *av1, SOUND, SMALL, *stills])
        assert variants(text) == [
            ("540.m3u8", "stereo"),
            ("234.m3u8", "low"),
            ("432.m3u8", "stereo"),
            ("1080.m3u8", "stereo"),
            ("a234.m3u8", "low"),
            ("a1080.m3u8", "stereo"),
        ]
        codecs = [line.split('CODECS="')[1][:4] for line in lines(text, "#EXT-X-STREAM-INF")]
        assert codecs == ["avc1"] * 4 + ["av01"] * 2
        assert len(lines(text, "#EXT-X-I-FRAME-STREAM-INF")) == 2


class TestSounds:
    def media(self, *sounds: Rendition) -> list[str]:
        return lines(multivariant([PICTURE, *sounds]), "#EXT-X-MEDIA:TYPE=AUDIO")

    def test_the_films_own_is_the_default_of_each_group(self) -> None:
        english = replace(SOUND, programme="-2", language="en")
        small = [replace(SMALL, programme=track.programme) for track in (SOUND, english)]
        found = self.media(SOUND, english, *small)
        assert [(value(line, "GROUP-ID"), value(line, "DEFAULT")) for line in found] == [
            ("stereo", "YES"), ("stereo", "NO"), ("low", "YES"), ("low", "NO"),
        ]  # fmt: skip

    def test_every_group_has_every_programme_under_one_name(self) -> None:
        """RFC 8216bis §4.4.6.1.1; a language without 5.1 is heard in stereo there."""
        chinese = replace(SOUND, language="zh", uri="/play/T/1.m3u8")
        english = replace(SOUND, language="en", programme="-2", uri="/play/T/2.m3u8")
        surround = replace(SURROUND, language="zh")
        found = self.media(chinese, english, surround)
        told = [
            (value(line, "GROUP-ID"), value(line, "NAME"), value(line, "CHANNELS"),
             value(line, "URI")) for line in found
        ]  # fmt: skip
        assert told == [
            ("stereo", "中文", "2", "/play/T/1.m3u8"),
            ("stereo", "English", "2", "/play/T/2.m3u8"),
            ("surround", "中文", "6", "/play/T/5.1.m3u8"),
            ("surround", "English", "2", "/play/T/2.m3u8"),
        ]

    def test_a_description_says_what_it_is(self) -> None:
        """Apple's items 2.12, 2.13, 2.27."""
        described = replace(SOUND, programme="-2", language="zh", role="description")
        line = self.media(SOUND, described)[1]
        assert 'CHARACTERISTICS="public.accessibility.describes-video"' in line
        assert (value(line, "AUTOSELECT"), value(line, "LANGUAGE")) == ("YES", "zh")
        assert value(line, "NAME") == "中文 (Audio description)"

    def test_a_commentary_is_chosen_by_hand_alone(self) -> None:
        spoken = replace(SOUND, programme="-2", language="zh", role="commentary")
        assert [value(line, "AUTOSELECT") for line in self.media(SOUND, spoken)] == ["YES", "NO"]

    def test_a_track_of_before_groups_is_stereo(self) -> None:
        assert value(self.media(replace(SOUND, group=""))[0], "GROUP-ID") == "stereo"


class TestNames:
    @pytest.mark.parametrize(
        ("language", "name"),
        [
            ("zh-Hans", "简体中文"),
            ("zh-Hant", "繁體中文"),
            ("zh", "中文"),
            ("en", "English"),
            ("bo", "bo"),
        ],
    )
    def test_a_language_is_named_in_itself(self, language: str, name: str) -> None:
        text = multivariant([PICTURE, replace(TEXT, language=language)])
        [line] = lines(text, "#EXT-X-MEDIA")
        assert f'NAME="{name}",LANGUAGE="{language}"' in line

    @pytest.mark.parametrize("language", ["", "und"])
    def test_an_unknown_language_is_said_to_be_so(self, language: str) -> None:
        """Apple's item 4.7 wants a language on every track, BCP 47 has `und`."""
        [line] = lines(multivariant([PICTURE, replace(SOUND, language=language)]), "#EXT-X-MEDIA")
        assert 'NAME="Original",LANGUAGE="und"' in line

    def test_names_are_unique_in_their_group(self) -> None:
        """RFC 8216bis §4.4.6.1.1: of tracks that share a name a player may show one only."""
        captions = replace(TEXT, role="captions")
        forced = replace(TEXT, forced=True)
        text = multivariant([PICTURE, forced, TEXT, captions, TEXT, replace(TEXT, language="en")])
        names = [value(line, "NAME") for line in lines(text, "#EXT-X-MEDIA")]
        assert names == ["简体中文", "简体中文 (CC)", "简体中文 2", "English", "简体中文 (Forced)"]


class TestSubtitles:
    def test_captions_are_marked_for_those_who_do_not_hear(self) -> None:
        """Apple's items 4.5 and 4.6."""
        text = multivariant([PICTURE, replace(TEXT, role="captions"), TEXT])
        marked = [
            'CHARACTERISTICS="public.accessibility.transcribes-spoken-dialog,'
            'public.accessibility.describes-music-and-sound"' in line
            for line in lines(text, "#EXT-X-MEDIA")
        ]
        assert marked == [True, False]

    def test_forced_ones_show_by_themselves(self) -> None:
        """Apple's item 5.11."""
        plain, forced = lines(
            multivariant([PICTURE, TEXT, replace(TEXT, forced=True)]), "#EXT-X-MEDIA"
        )
        assert "FORCED" not in plain
        assert "DEFAULT=NO,AUTOSELECT=YES,FORCED=YES," in forced
