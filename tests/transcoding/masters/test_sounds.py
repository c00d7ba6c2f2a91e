"""Sounds of every shape, beside a picture of two seconds: each plays to the picture's end."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.transcoding.masters.making import Row
from tests.transcoding.visitors import hand_in
from tests.transcoding.workshop import assert_ready, clear_tracks, drain
from transcoding.models import Job
from transcoding.source import Source

pytestmark = pytest.mark.django_db
CHEAP = ("-c:v", "libx264", "-preset", "ultrafast")


@dataclass(frozen=True, kw_only=True)
class Heard:
    """Sound streams as they are sent: layouts, how long, in which language, in which file."""

    name: str
    layouts: tuple[str, ...]
    seconds: float = 2.1
    languages: tuple[str, ...] = ("chi",)
    suffix: str = "mov"
    codec: str = "pcm_s24le"

    @property
    def inputs(self) -> tuple[str, ...]:
        """A tone in every channel."""
        parts: list[str] = []
        for layout in self.layouts:
            wave = f"sine=frequency=440:sample_rate=48000:duration={self.seconds}"
            parts += ["-f", "lavfi", "-i", f"{wave},aformat=channel_layouts={layout}"]
        return tuple(parts)

    @property
    def options(self) -> tuple[str, ...]:
        """Each input a stream, with its language."""
        parts = ["-map", "0:v", "-c:a", self.codec]
        for place in range(len(self.layouts)):
            parts += ["-map", f"{place + 1}:a"]
        for place, language in enumerate(self.languages):
            parts += [f"-metadata:s:a:{place}", f"language={language}"]
        return tuple(parts)


CHANNELS = {"mono": 1, "stereo": 2, "5.1": 6, "7.1": 8}
KINDS = [
    Heard(name="mono", layouts=("mono",)),
    Heard(name="dual mono", layouts=("mono", "mono"), languages=("chi", "chi")),
    Heard(name="stereo", layouts=("stereo",), suffix="mp4", codec="aac"),
    Heard(name="5.1", layouts=("5.1",)),
    Heard(name="7.1", layouts=("7.1",), suffix="mkv", codec="flac"),
    Heard(name="three languages", layouts=("5.1", "stereo", "stereo"), suffix="mkv", codec="flac",
          languages=("chi", "eng", "yue")),
    Heard(name="shorter", layouts=("stereo",), seconds=0.7),
    Heard(name="longer", layouts=("stereo",), seconds=6),
]  # fmt: skip
TAGS = {"chi": "zh", "eng": "en", "yue": "yue"}


@pytest.mark.parametrize("heard", KINDS, ids=lambda heard: heard.name)
def test_a_sound_lasts_as_long_as_the_picture(heard: Heard, reel: Path, tmp_path: Path) -> None:
    row = Row(name=heard.name, suffix=heard.suffix, codec=CHEAP, shows="crop=160:90",
              inputs=heard.inputs, options=heard.options)  # fmt: skip
    master = hand_in(row.make(reel, tmp_path))
    drain()
    tracks = clear_tracks(assert_ready(master)).values()
    plan = Job.objects.get().plan
    source = Source.from_json(plan["source"])
    assert [sound.channels for sound in source.sounds] == [CHANNELS[x] for x in heard.layouts]
    assert [sound.language for sound in source.sounds] == [TAGS[x] for x in heard.languages]
    assert plan["grid"]["frames"] == pytest.approx(51, abs=1)
    played = [track for track in tracks if track.row.kind == "audio"]
    assert any(track.row.channels == 2 for track in played)
    for track in played:
        seconds = sum(track.ticks) / track.row.timescale
        assert seconds == pytest.approx(plan["grid"]["frames"] / 24, abs=0.05)
        assert track.row.language == TAGS[heard.languages[0]] or len(heard.languages) > 1
