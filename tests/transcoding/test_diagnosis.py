"""What FFmpeg's log says of a master."""

from fractions import Fraction

import pytest

from transcoding.diagnosis import Damage, Signs
from transcoding.states import MasterRefused, Problem


def damage(*lines: str, rate: int = 24) -> Damage:
    told = Damage(Fraction(rate))
    for line in lines:
        told.listen(line)
    return told


class TestSigns:
    @pytest.mark.parametrize(
        ("line", "problem"),
        [
            ("[mov] exceeded max_streams of 128", Problem.TOO_MANY_TRACKS),
            ("[mov] Skipped opening external track: 0, alias", Problem.ELSEWHERE),
            ("[h264] Cannot allocate memory", Problem.TOO_DEMANDING),
            ("Decoding requested, but no decoder found for: none", Problem.CODEC),
            ("[rawvideo] Picture size 60000x60000 is invalid", Problem.DIMENSIONS),
            ("all is well", None),
        ],
    )
    def test_a_line_names_a_problem(self, line: str, problem: Problem | None) -> None:
        signs = Signs()
        signs.listen(line)
        assert signs.problem == problem

    def test_the_order_of_the_log_does_not_matter(self) -> None:
        lines = ["Cannot allocate memory", "max_streams exceeded"]
        for order in (lines, lines[::-1]):
            signs = Signs()
            for line in order:
                signs.listen(line)
            assert signs.problem == Problem.TOO_MANY_TRACKS


class TestDamage:
    def test_a_line_is_a_frame(self) -> None:
        hurt = "[vist#0:0/h264] corrupt decoded frame"
        assert damage(hurt, "frame= 12", hurt).frames == 2

    def test_repeated_lines_count_as_often_as_ffmpeg_says(self) -> None:
        hurt = "[vist#0:0/h264] corrupt decoded frame"
        assert damage(hurt, "    Last message repeated 6 times").frames == 7

    def test_repetition_of_something_else_does_not_count(self) -> None:
        hurt = "[vist#0:0/h264] corrupt decoded frame"
        assert (
            damage(hurt, "mmco: unref short failure", " Last message repeated 6 times").frames == 1
        )

    def test_a_gap_in_the_file_may_be_a_second(self) -> None:
        gap = "[matroska] 0x00 at pos 4711 (0x1267) invalid as first byte of an EBML number"
        assert damage(gap, rate=25).frames == 25

    def test_more_than_one_frame_in_a_hundred_is_refused(self) -> None:
        hurt = ["[vist#0:0/h264] corrupt decoded frame"] * 3
        damage(*hurt).check(300)
        with pytest.raises(MasterRefused, match="3 of 299 frames") as refusal:
            damage(*hurt).check(299)
        assert refusal.value.problem == Problem.DAMAGED
