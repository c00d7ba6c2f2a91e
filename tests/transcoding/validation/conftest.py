"""A stream that our own pipeline made, as files."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.transcoding.rows import real_now
from tests.transcoding.visitors import hand_in
from tests.transcoding.workshop import assert_ready, drain
from transcoding import subtitling
from transcoding.models import ContentSecret, Master
from vod.playback.export import export

REGULAR = b"WEBVTT\n\n00:01.000 --> 00:03.000\nThe river\n\n00:05.000 --> 00:06.000\nYes\n"
FORCED = b"WEBVTT\n\n00:05.000 --> 00:06.000\nYes\n"


@pytest.fixture(scope="package")
def good(
    short_film: Path,
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,
    django_db_blocker: Any,
) -> Iterator[Path]:
    """Fourteen seconds, two rungs, sounds in three groups, subtitles; encrypted under 2 periods."""
    directory = tmp_path_factory.mktemp("stream") / "copy"
    with django_db_blocker.unblock():
        try:
            master = hand_in(short_film)
            for kind, forced in (("subtitles", False), ("subtitles", True), ("captions", False)):
                data = FORCED if forced else REGULAR
                subtitling.add_subtitle(
                    master=master, language="en", kind=kind, data=data, now=real_now(),
                    forced=forced,
                )  # fmt: skip
            drain()
            export(assert_ready(master), directory, clear=False)
            yield directory
        finally:
            Master.objects.all().delete()
            ContentSecret.objects.all().delete()


@pytest.fixture
def copy(good: Path, tmp_path: Path) -> Path:
    """One to be broken."""
    shutil.copytree(good, tmp_path / "copy")
    return tmp_path / "copy"
