"""Every fact has words, in every language."""

from string import Formatter

import pytest

from catalog.explain import Line, Point
from catalog.explaining import SENTENCES, TERMS, describe
from catalog.messages import LANGUAGES
from catalog.models import Audience, CloseMode, EditionState, NetworkPolicy, Use
from catalog.verdict import FOREVER


@pytest.mark.parametrize("point", Point)
def test_every_point_has_a_sentence_with_the_same_values(point: Point) -> None:
    sentences = SENTENCES[point]
    assert len(sentences) == len(set(sentences)) == len(LANGUAGES)
    names = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in sentences]
    assert names[0] == names[1] == names[2]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("state", EditionState.values),
        ("audience", Audience.values),
        ("close_mode", CloseMode.values),
        ("policy", NetworkPolicy.values),
        ("use", Use.values),
    ],
)
def test_every_value_that_a_model_knows_has_a_word(name: str, values: list[str]) -> None:
    assert {f"{name}.{value}" for value in values} <= set(TERMS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_open_end_is_said(language: str) -> None:
    line = Line(point=Point.WATCH, values={"ends": FOREVER})
    assert "9999" not in describe(line, language=language)
