"""What filters print, read line by line: whatever it is, and however long."""

from hypothesis import given
from hypothesis import strategies as st

from transcoding.quality import printouts, seams
from transcoding.quality.measures import Box, Picture, Series, Sound, Stretch


def frame(at: float, **told: object) -> list[bytes]:
    """One frame as `metadata=print` writes it; dots in keys are written as two underscores."""
    head = f"frame:{round(at * 24):<4} pts:{round(at * 24):<7} pts_time:{at}"
    lines = [f"lavfi.{key.replace('__', '.')}={value}" for key, value in told.items()]
    return [f"{line}\n".encode() for line in (head, *lines)]


class TestLevels:
    def test_the_worst_is_remembered(self) -> None:
        def sample(at: float, *, average: int, high: int, broken: float) -> list[bytes]:
            return frame(
                at,
                signalstats__YAVG=average,
                signalstats__YHIGH=high,
                signalstats__BRNG=broken,
                cropdetect__x1=0,
                cropdetect__x2=319,
                cropdetect__y1=20,
                cropdetect__y2=159,
            )

        lines = [
            *sample(0, average=90, high=200, broken=0),
            *sample(1, average=200, high=235, broken=0.5),
            *sample(2, average=180, high=240, broken=0.9),
        ]
        levels = printouts.read_levels(lines)
        assert (levels.samples, levels.white, levels.outside) == (3, 2, 2)
        assert (levels.white_at, levels.outside_at, levels.brightest_at) == (1, 2, 1)
        assert (levels.white_level, levels.outside_share, levels.brightness) == (200, 0.9, 200)
        assert levels.picture == Box(left=0, top=20, width=320, height=140)

    def test_of_a_part_are_told_by_the_films_clock(self) -> None:
        lines = frame(2, signalstats__YAVG=200, signalstats__YHIGH=240)
        assert printouts.read_levels(lines, start=60).white_at == 62

    def test_a_film_that_is_black_all_along_has_no_bars(self) -> None:
        lines = frame(0, signalstats__YAVG=16, cropdetect__x1=319, cropdetect__x2=0)
        assert printouts.read_levels(lines).picture is None


class TestPackets:
    def test_are_summed_second_by_second(self) -> None:
        lines = [b"#tb 0: 1/24\n", b"#dimensions 0: 320x180\n"]
        lines += [f"0, {at}, {at}, 1, 100, 0x0\n".encode() for at in range(36)]
        series = printouts.read_packets(lines, seconds=1.5)
        assert series == Series(seconds=1, values=(19200, 9600))

    def test_of_three_hours_there_are_no_more_than_a_plot_shows(self) -> None:
        lines = [b"#tb 0: 1/1\n"]
        lines += [f"0, {at}, {at}, 1, 100, 0x0\n".encode() for at in range(3 * 3600)]
        series = printouts.read_packets(lines, seconds=3 * 3600)
        assert (series.seconds, len(series.values)) == (18, 600)
        assert set(series.values) == {800}


class TestSound:
    def heard(self, lines: list[bytes], *, channels: int = 2) -> printouts.Heard:
        return printouts.read_sound(lines, channels=channels, seconds=10)

    def test_the_last_word_counts_on_loudness(self) -> None:
        lines = [
            *frame(0, r128__S=-50, r128__I=-70, r128__LRA=0, r128__true_peak=0.1),
            *frame(0.9, r128__S=-20, r128__I=-23.4, r128__LRA=7.5, r128__true_peak=0.5),
        ]
        heard = self.heard(lines)
        assert (heard.loudness, heard.loudness_range, heard.seconds) == (-23.4, 7.5, 1.0)
        assert round(heard.true_peak, 2) == -6.02
        assert heard.short_term == Series(seconds=1, values=(-20,))

    def test_silence_is_when_every_channel_is_silent(self) -> None:
        lines = [
            *frame(2, r128__S=-20, silence_start__1=2),
            *frame(3, r128__S=-20, silence_start__2=3),
            *frame(6, r128__S=-20, silence_end__1=6),
            *frame(9.9, r128__S=-20),
        ]
        heard = self.heard(lines)
        assert heard.silent == ((3, 6),)

    def test_a_channel_that_is_silent_all_along_is_dead(self) -> None:
        lines = [*frame(0, r128__S=-20, silence_start__2=0), *frame(9.9, r128__S=-20)]
        assert self.heard(lines).dead == (1,)

    def test_of_nothing_there_is_nothing(self) -> None:
        heard = self.heard([])
        assert (heard.seconds, heard.loudness, heard.true_peak) == (0, -70, -70)


stretches = st.tuples(st.floats(0, 9e4), st.floats(0, 9e4))
series = st.builds(
    Series, seconds=st.floats(1, 99), values=st.lists(st.floats(-70, 9e9)).map(tuple)
)


@given(st.lists(st.binary(max_size=60)), st.integers(1, 8))
def test_whatever_is_printed_nothing_is_raised(lines: list[bytes], channels: int) -> None:
    keys = [b"lavfi.r128.S=", b"lavfi.silence_start.1=", b"lavfi.black_start=", b"frame:"]
    told = [key + line for line in lines for key in keys] + [b"0," + line for line in lines]
    seams.read_runs(told)
    printouts.read_levels(told)
    printouts.read_sound(told, channels=channels, seconds=9)
    printouts.read_packets(told, seconds=9)


@given(st.lists(stretches).map(tuple), series, st.integers(0, 99))
def test_a_picture_is_kept_as_it_is(found: tuple[Stretch, ...], bits: Series, damaged: int) -> None:
    picture = Picture(black=found, bit_rate=bits, damaged=damaged, damaged_at=(1.5,))
    assert Picture.from_json(picture.to_json()) == picture


@given(st.lists(stretches).map(tuple), series)
def test_a_sound_is_kept_as_it_is(found: tuple[Stretch, ...], plot: Series) -> None:
    sound = Sound(
        streams=(1, 2), language="zh", role="main", seconds=9, loudness=-23, loudness_range=7,
        true_peak=-1, silent=found, dead=(0,), short_term=plot,
    )  # fmt: skip
    assert Sound.from_json(sound.to_json()) == sound
