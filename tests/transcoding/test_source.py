"""The facts of a master, as a plan keeps them."""

import json
from fractions import Fraction

from tests.transcoding.sources import make_source
from transcoding.source import Source, TextStream


def test_comes_back_whole_from_a_plan() -> None:
    text = TextStream(index=3, codec="subrip", language="zh-Hans", forced=True, captions=False)
    source = make_source(frame_rate=Fraction(30000, 1001), texts=(text,))
    assert Source.from_json(json.loads(json.dumps(source.to_json()))) == source
