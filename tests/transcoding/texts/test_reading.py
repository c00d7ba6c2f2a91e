"""Subtitle files as filmmakers send them: four formats, in the encodings of China and Taiwan."""

import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcoding import webvtt
from transcoding.texts.mending import Mend
from transcoding.texts.reading import MOST_BYTES, read
from transcoding.texts.refusals import WORDS, Fault, TextRefused
from transcoding.webvtt import Cue

SIMPLIFIED = (
    "这条河已经三年没有水了。",
    "你妈妈什么时候回来？",
    "我不想再谈这件事。",
    "独立电影",
    "拆迁办的人昨天又来了",
)
TRADITIONAL = (
    "這條河已經三年沒有水了。",
    "你媽媽什麼時候回來？",
    "我不想再談這件事。",
    "獨立電影",
    "拆遷辦的人昨天又來了",
)
UNICODE = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be")
SRT = "1\n00:00:01,000 --> 00:00:02,500\n{}\n"
VTT = "WEBVTT\n\n00:01.000 --> 00:02.500\n{}\n"
ASS = (
    "[Script Info]\nScriptType: v4.00+\n\n[Events]\n"
    "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
    "Dialogue: 0,0:00:01.00,0:00:02.50,Default,,0,0,0,,{}\n"
)
TTML = (
    '<tt xmlns="http://www.w3.org/ns/ttml" xmlns:tts="http://www.w3.org/ns/ttml#styling" '
    'xml:lang="zh"><body><div><p begin="1s" end="2.5s">{}</p></div></body></tt>'
)
FORMS = {"srt": SRT, "webvtt": VTT, "ass": ASS, "ttml": TTML}


def only(text: str | bytes) -> Cue:
    (cue,) = read(text.encode() if isinstance(text, str) else text, film_seconds=None).cues
    return cue


def fault(data: bytes) -> tuple[Fault, int]:
    with pytest.raises(TextRefused) as refusal:
        read(data, film_seconds=None)
    return refusal.value.fault, refusal.value.line


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("encoding", "lines"),
    [(name, SIMPLIFIED + TRADITIONAL) for name in UNICODE]
    + [("gb18030", SIMPLIFIED + TRADITIONAL), ("big5", TRADITIONAL)],
)
def test_every_format_in_every_encoding(form: str, encoding: str, lines: tuple[str, ...]) -> None:
    for line in lines:
        text = read(FORMS[form].format(line).encode(encoding), film_seconds=None)
        assert text.cues == [Cue(start=1000, end=2500, settings="", text=line)], line
        assert text.format == form
        guessed = [note.value for note in text.notes if note.code == Mend.ENCODING]
        assert bool(guessed) == (encoding in {"gb18030", "big5"})


class TestStyle:
    @pytest.mark.parametrize(
        "text",
        [
            SRT.format("<i>江</i> &lt;b"),
            VTT.format("<i>江</i> &lt;b"),
            ASS.format(r"{\i1}江{\i0} <b"),
            TTML.format('<span tts:fontStyle="italic">江</span> &lt;b'),
        ],
        ids=FORMS,
    )
    def test_italics_stay_and_the_rest_is_escaped(self, text: str) -> None:
        assert only(text).text == "<i>江</i> &lt;b"

    def test_no_markup_of_pages_gets_through(self) -> None:
        text = only(SRT.format("<script>alert(1)</script> -> <img src=x> <font color=red>a</font>"))
        assert "<" not in text.text
        assert ">" not in text.text

    @pytest.mark.parametrize("form", ["srt", "ass"])
    def test_what_stands_at_the_top_stays_there(self, form: str) -> None:
        assert only(FORMS[form].format(r"{\an8}江水")) == Cue(
            start=1000, end=2500, settings="line:0", text="江水"
        )

    def test_drawings_and_karaoke_go(self) -> None:
        drawing = ASS.splitlines()[-1].format(r"{\p1}m 0 0 l 9 9{\p0}")
        assert only(ASS.format(r"{\k20}江{\k30}水") + drawing + "\n").text == "江水"

    def test_a_speaker_keeps_the_voice(self) -> None:
        assert only(VTT.format("<v 老王>江水</v>")).text == "<v 老王>江水</v>"


class TestRefusals:
    @pytest.mark.parametrize(
        ("data", "expected"),
        [
            (b"", (Fault.NO_CUES, 0)),
            (b"WEBVTT\n", (Fault.NO_CUES, 0)),
            (b"A letter to the festival.\n", (Fault.UNKNOWN, 0)),
            (b"{10}{20}text\n", (Fault.FRAMES, 0)),
            (SRT.format("a\n\n2\n00:00:03 --> soon\nb").encode(), (Fault.SYNTAX, 6)),
            (VTT.format("a\n\n00:03.000 --> soon\nb").encode(), (Fault.SYNTAX, 6)),
            (TTML.format("<b>").encode(), (Fault.SYNTAX, 1)),
            (SRT.format("a\0b").encode(), (Fault.ENCODING, 0)),
            (SRT.format("caf\xe9 ").encode("latin-1"), (Fault.ENCODING, 0)),
            (b"WEBVTT\n" + b"x" * MOST_BYTES, (Fault.TOO_LARGE, 0)),
            (SRT.format("x" * 20_001).encode(), (Fault.TOO_LARGE, 3)),
            (SRT.format("x").encode() * 20_001, (Fault.TOO_MANY, 0)),
            (
                TTML.format("</p>" + '<p end="1s">x</p>' * 5_000 + "<p>").encode(),
                (Fault.TOO_MANY, 0),
            ),
        ],
    )
    def test_each_says_what_is_wrong_and_where(
        self, data: bytes, expected: tuple[Fault, int]
    ) -> None:
        assert fault(data) == expected

    def test_every_fault_has_words_in_both_languages(self) -> None:
        assert set(WORDS) == set(Fault)
        assert all(set(words) == {"en", "zh-Hans"} for words in WORDS.values())

    def test_a_dtd_is_never_parsed(self, tmp_path: Path) -> None:
        """Neither swelling entities, nor a file, nor an address that somebody listens on."""
        canary = tmp_path / "canary"
        canary.write_text("seen", encoding="utf-8")
        with socket.create_server(("127.0.0.1", 0)) as server:
            server.settimeout(0)
            port = server.getsockname()[1]
            laughs = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
            for declared in (
                f'<!DOCTYPE tt [<!ENTITY l0 "ha">{laughs}]>',
                f'<!DOCTYPE tt [<!ENTITY l9 SYSTEM "{canary.as_uri()}">]>',
                f'<!doctype tt SYSTEM "http://127.0.0.1:{port}/a.dtd">',
            ):
                data = "\n" + declared + TTML.format("&l9;")
                assert fault(data.encode()) == (Fault.SYNTAX, 2)
                assert fault(data.encode("utf-16")) == (Fault.SYNTAX, 2)
            with pytest.raises(BlockingIOError):
                server.accept()


words = st.text(st.sampled_from("abc江水 .！"), min_size=1).map(str.strip).filter(str.strip)
films = st.lists(words, min_size=1, max_size=6).map(
    lambda lines: [
        Cue(
            start=n * 2000,
            end=n * 2000 + 1500,
            settings="",
            text=line if not line.isdigit() else "a",
        )
        for n, line in enumerate(lines)
    ]
)


@given(films)
def test_what_is_written_is_read_again(cues: list[Cue]) -> None:
    vtt = webvtt.write(cues)
    srt = "\n".join(vtt.replace(".000 -->", ",000 -->").split("\n")[2:])
    assert read(vtt.encode(), film_seconds=None).cues == cues
    assert read(srt.encode(), film_seconds=None).cues == cues
