"""Through upload, store and survey, with Landlock and without: refused in words, within bounds."""

import random
import resource
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from infra.local.processes import wait_until
from tests.transcoding.films import PICTURE, make_film
from tests.transcoding.hostile import forging
from tests.transcoding.hostile.canary import Canary
from tests.transcoding.hostile.forging import Lure
from tests.transcoding.troubles import Eavesdropper
from tests.transcoding.visitors import hand_in
from tests.transcoding.workshop import do_next
from transcoding import confinement, runner
from transcoding.messages import WORDS
from transcoding.models import JobStep, Master
from transcoding.states import MasterState, Problem, StepKind, StepState

pytestmark = pytest.mark.django_db(transaction=True)
Writer = Callable[[Path, Lure], None]
SECONDS, MEBIBYTES = 30, 1024

FORGERIES = [
    (forging.one_byte, {Problem.NOT_A_FILM}),
    (forging.header_only, {Problem.DAMAGED, Problem.NOT_A_FILM}),
    (forging.archive, {Problem.NOT_A_FILM}),
    (forging.bomb, {Problem.NOT_A_FILM, Problem.DAMAGED, Problem.TOO_DEMANDING}),
    (forging.immense, {Problem.DIMENSIONS}),
    (forging.endless, {Problem.TOO_LONG, Problem.TIMING}),
    (forging.elsewhere, {Problem.ELSEWHERE}),
    (forging.crowded, {Problem.TOO_MANY_TRACKS}),
    (forging.local_playlist, {Problem.NOT_A_FILM}),
    (forging.local_concat, {Problem.NOT_A_FILM}),
    (forging.pointer, {Problem.NO_PICTURE}),
    (forging.far_playlist, {Problem.NOT_A_FILM}),
]


@pytest.fixture(params=["confined", "without Landlock"])
def _kernel(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "without Landlock":
        monkeypatch.setattr(confinement, "version", lambda: 0)
    elif not confinement.version():
        pytest.skip("this kernel has no Landlock")


def survey(film: Path) -> tuple[Master, JobStep]:
    master = hand_in(film)
    step = do_next(StepKind.SURVEY)
    master.refresh_from_db()
    return master, step


@pytest.mark.usefixtures("_kernel")
@pytest.mark.parametrize(
    ("write", "problems"), FORGERIES, ids=lambda value: getattr(value, "__name__", "")
)
def test_a_forgery_is_refused_and_touches_nothing(
    tmp_path: Path, write: Writer, problems: set[Problem]
) -> None:
    secret = make_film(tmp_path / "secret.mov", frames=48)
    started = time.monotonic()
    with Eavesdropper() as eavesdropper, Canary(secret) as canary:
        lure = Lure(str(secret), eavesdropper.url)
        write(tmp_path / "film.mov", lure)
        master, step = survey(tmp_path / "film.mov")
        assert not canary.sang()
        assert not eavesdropper.heard()
    assert time.monotonic() - started < SECONDS
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < MEBIBYTES * 1024  # KiB
    assert master.state == MasterState.FAILED
    assert master.problem in problems, (master.problem, master.detail)
    assert master.detail
    for name in (lure.path, lure.url):
        assert name not in master.detail + step.error + step.log
    assert set(WORDS[Problem(master.problem)]) == {"en", "zh-Hans"}
    assert (step.state, step.attempt) == (StepState.FAILED, 1)


@pytest.mark.usefixtures("_kernel")
def test_an_address_beside_pictures_that_are_there_is_not_asked(tmp_path: Path) -> None:
    """FFmpeg goes by aliases and not by addresses: it reads what the file itself has there."""
    with Eavesdropper() as eavesdropper:
        forging.elsewhere_by_address(tmp_path / "film.mov", Lure("", eavesdropper.url))
        _, step = survey(tmp_path / "film.mov")
        assert not eavesdropper.heard()
    assert step.state == StepState.DONE


@pytest.mark.parametrize("kind", ["mov", "mkv", "ts", "avi"])
def test_flipped_bits_end_in_a_film_or_in_words(tmp_path: Path, kind: str) -> None:
    """Three damaged copies of each container, the same ones every time."""
    film = make_film(tmp_path / f"film.{kind}", frames=48, options=PICTURE)
    clean = film.read_bytes()
    for seed in range(3):
        chance = random.Random(f"{kind} {seed}")  # noqa: S311
        data = bytearray(clean)
        for _ in range(1 + len(data) // 2000):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        film.write_bytes(data)
        with Eavesdropper() as eavesdropper:
            master, step = survey(film)
            assert not eavesdropper.heard()
        assert step.state in {StepState.DONE, StepState.FAILED}, step.error
        assert master.problem != Problem.INTERNAL, step.error
        JobStep.objects.all().delete()


def test_the_canary_sings(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x")
    with Canary(tmp_path / "secret") as canary:
        assert not canary.sang()
        (tmp_path / "secret").read_text()
        assert canary.sang()


@pytest.mark.parametrize(
    ("write", "unsafe"),
    [
        (forging.elsewhere, ("-enable_drefs", "1", "-use_absolute_path", "1")),
        (forging.local_concat, ("-f", "concat", "-safe", "0")),
        (forging.local_playlist, ("-f", "hls", "-allowed_extensions", "ALL")),
    ],
)
def test_these_forgeries_bite_whoever_is_careless(
    tmp_path: Path, write: Writer, unsafe: tuple[str, ...]
) -> None:
    """So that the tests above prove something."""
    secret = make_film(tmp_path / "secret.mov", frames=48)
    write(tmp_path / "film.mov", Lure(str(secret), ""))
    command = [runner.binaries().ffprobe, *unsafe, str(tmp_path / "film.mov")]
    with Canary(secret) as canary:
        subprocess.run(command, capture_output=True, check=False)
        assert canary.sang()


def test_and_one_is_heard_by_whoever_listens(tmp_path: Path) -> None:
    with Eavesdropper() as eavesdropper:
        forging.far_playlist(tmp_path / "film.mov", Lure("", eavesdropper.url))
        command = [runner.binaries().ffprobe, "-f", "hls", "-allowed_extensions", "ALL"]
        command += ["-protocol_whitelist", "file,http,tcp", str(tmp_path / "film.mov")]
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as careless:
            wait_until(eavesdropper.heard, seconds=20, what="a visitor", alive=lambda: None)
            careless.kill()
