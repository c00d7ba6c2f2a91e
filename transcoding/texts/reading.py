"""A subtitle file of any common kind, as cues that are safe to write as WebVTT."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from xml.etree import ElementTree as ET

import pysubs2
from pysubs2.formats.substation import parse_tags
from ttconv.imsc import reader as imsc
from ttconv.vtt import writer
from ttconv.vtt.config import VTTWriterConfiguration

from transcoding import webvtt
from transcoding.states import MasterRefused
from transcoding.texts.encodings import decode
from transcoding.texts.mending import Mend, Note, mend
from transcoding.texts.refusals import Fault, TextRefused
from transcoding.webvtt import Cue

MOST_BYTES = 5_000_000
LONGEST_LINE = 20_000
MOST_CUES = 20_000
MOST_PARAGRAPHS = 5_000  # of TTML, whose reading costs more
TOP = "line:0"
TOP_ALIGNMENTS = (7, 8, 9)  # of ASS: the digits of a number pad
SRT_TIME = r"(-?\d{1,3}):(\d{1,2}):(\d{1,2})[,.](\d{1,3})"
SRT_TIMING = re.compile(rf"^\s*{SRT_TIME}\s*-+>\s*{SRT_TIME}")
MICRODVD = re.compile(r"^\{\d+\}\{\d+\}")
TTML = re.compile(r"<(?:\w+:)?tt[\s>]")
SAFE = re.compile(r"</?[ibu]>|<v(?:\.[\w.]+)? [^<>&\n]+>|</v>|&(?:amp|lt|gt|nbsp|lrm|rlm);")
MARKUP = re.compile(r"</?(?:c|lang|ruby|rt|font|span|[sS])(?:[. ][^<>]*)?>|<\d[\d:.]*>|\{\\[^}]*\}")
SETTINGS = re.compile(r"(?:line|position|size|align):[\w.%,-]+")


@dataclass(frozen=True, kw_only=True)
class Text:
    """What was read of a file. `format` is webvtt, srt, ass or ttml."""

    format: str
    encoding: str
    cues: list[Cue]
    notes: list[Note]


def read(data: bytes, *, film_seconds: float | None) -> Text:
    """Recognise, read and mend; raises `TextRefused` with the line at fault."""
    if len(data) > MOST_BYTES:
        raise TextRefused(Fault.TOO_LARGE)
    decoded = decode(data)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LONGEST_LINE and not TTML.search(text[:4096]):
            raise TextRefused(Fault.TOO_LARGE, line=number)
    kind = recognise(text)
    found = list(READERS[kind](text))
    if len(found) > MOST_CUES:
        raise TextRefused(Fault.TOO_MANY)
    cues, notes = mend([replace(cue, text=safe(cue.text)) for cue in found], film_seconds)
    if not cues:
        raise TextRefused(Fault.NO_CUES)
    if decoded.guessed:
        notes.insert(0, Note(code=Mend.ENCODING, count=1, value=decoded.encoding))
    return Text(format=kind, encoding=decoded.encoding, cues=cues, notes=notes)


def recognise(text: str) -> str:
    """The format by its content; names of files are not asked for. Raises `TextRefused`."""
    if re.match(r"WEBVTT(?:[ \t\n]|$)", text):
        return "webvtt"
    if re.search(r"^\[(?:Script Info|Events|V4\+? Styles)\]", text, re.MULTILINE | re.IGNORECASE):
        return "ass"
    if text.lstrip().startswith("<") and TTML.search(text):
        return "ttml"
    lines = text.split("\n")
    if any(SRT_TIMING.match(line) for line in lines):
        return "srt"
    if any(MICRODVD.match(line) for line in lines):
        raise TextRefused(Fault.FRAMES)
    raise TextRefused(Fault.UNKNOWN if text.strip() else Fault.NO_CUES)


def safe(text: str) -> str:
    """Italic, bold, underline and voices stay; other markup goes; the rest is escaped."""
    parts, position = [], 0
    text = MARKUP.sub("", text)
    for match in SAFE.finditer(text):
        parts += [_escape(text[position : match.start()]), match[0]]
        position = match.end()
    parts.append(_escape(text[position:]))
    lines = "".join(parts).split("\n")
    return "\n".join(line.strip() for line in lines if line.strip())


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _webvtt(text: str) -> Iterator[Cue]:
    try:
        cues = webvtt.parse(text)
    except MasterRefused as refusal:
        number = re.match(r"line (\d+)", refusal.detail)
        fault = Fault.SYNTAX if number else Fault.NO_CUES
        raise TextRefused(fault, line=int(number[1]) if number else 0) from refusal
    for cue in cues:
        yield replace(cue, settings=" ".join(SETTINGS.findall(cue.settings)))


def _srt(text: str) -> Iterator[Cue]:
    """Blank lines within a cue are forgiven: a cue lasts until the next timing."""
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if "-->" in line and not SRT_TIMING.match(line):
            raise TextRefused(Fault.SYNTAX, line=number)
    timings = [number for number, line in enumerate(lines) if SRT_TIMING.match(line)]
    for number, following in zip(timings, [*timings[1:], len(lines) + 1], strict=True):
        body = lines[number + 1 : following]
        if following <= len(lines) and body and body[-1].strip().isdigit():
            body.pop()
        match = SRT_TIMING.match(lines[number])
        if match is None:
            continue
        written = "\n".join(body)
        top = re.search(r"\{\\an([789])\}", written) is not None
        yield Cue(
            start=_milliseconds(match.groups()[:4]),
            end=_milliseconds(match.groups()[4:]),
            settings=TOP if top else "",
            text=written,
        )


def _milliseconds(groups: tuple[str, ...]) -> int:
    hours, minutes, seconds = (abs(int(group)) for group in groups[:3])
    whole = ((hours * 60 + minutes) * 60 + seconds) * 1000 + int(groups[3].ljust(3, "0"))
    return -whole if groups[0].startswith("-") else whole


def _ass(text: str) -> Iterator[Cue]:
    """Drawings and karaoke go, comments too; fragments keep italic, bold and underline."""
    try:
        file = pysubs2.SSAFile.from_string(text, format_="ass")
    except (pysubs2.Pysubs2Error, ValueError, IndexError, KeyError) as error:
        raise TextRefused(Fault.SYNTAX) from error
    for event in file:
        if event.is_comment:
            continue
        style = file.styles.get(event.style, pysubs2.SSAStyle.DEFAULT_STYLE)
        parts = []
        for fragment, look in parse_tags(event.text, style, file.styles):
            if not look.drawing:
                parts.append(_dressed(fragment, look, style))
        align = re.findall(r"\\an([1-9])", event.text)
        top = int(align[0] if align else style.alignment) in TOP_ALIGNMENTS
        yield Cue(
            start=event.start, end=event.end, settings=TOP if top else "", text="".join(parts)
        )


def _dressed(fragment: str, look: pysubs2.SSAStyle, style: pysubs2.SSAStyle) -> str:
    """A style that is italic throughout is a look, not an emphasis: only changes are kept."""
    text = fragment.replace(r"\N", "\n").replace(r"\n", "\n").replace(r"\h", " ")
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for tag, name in (("i", "italic"), ("b", "bold"), ("u", "underline")):
        if getattr(look, name) and not getattr(style, name) and text.strip():
            text = f"<{tag}>{text}</{tag}>"
    return text


def _ttml(text: str) -> Iterator[Cue]:
    """No DTD is ever parsed: entities could swell, or name files."""
    if re.search(r"<!(?:DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise TextRefused(Fault.SYNTAX, line=text[: text.index("<!")].count("\n") + 1)
    if len(re.findall(r"<(?:\w+:)?p[\s>]", text)) > MOST_PARAGRAPHS:
        raise TextRefused(Fault.TOO_MANY)
    try:
        tree = ET.ElementTree(ET.fromstring(text))  # noqa: S314 - no DTD gets here
        model = imsc.to_model(tree)
        written = writer.from_model(model, VTTWriterConfiguration(line_position=True))
    except ET.ParseError as error:
        raise TextRefused(Fault.SYNTAX, line=error.position[0]) from error
    except Exception as error:  # the library raises whatever it meets
        raise TextRefused(Fault.SYNTAX) from error
    if "-->" not in written:
        raise TextRefused(Fault.NO_CUES)
    placed = re.search(r"<(?:\w+:)?region[\s>]", text)  # without regions nobody chose the top
    for cue in _webvtt(written):
        line = re.search(r"line:([\d.]+)%?", cue.settings)
        top = placed and line is not None and float(line[1]) < 50  # noqa: PLR2004 - upper half
        yield replace(cue, settings=TOP if top else "")


READERS = {"webvtt": _webvtt, "srt": _srt, "ass": _ass, "ttml": _ttml}
