"""What is handed in is read and checked before anything is asked of the platform."""

from pathlib import Path

import pytest

from vod.ingest.outcome import BadInput
from vod.ingest.submission import (
    check_export,
    read_subtitles,
    read_titles,
    size_of_film,
)

SRT = "1\n00:00:01,000 --> 00:00:02,000\n河\n"


class TestTitles:
    @pytest.mark.parametrize(
        ("given", "titles"),
        [
            (["River"], {"en": "River"}),
            (["河"], {"zh-Hans": "河"}),
            (["en=River", "zh-Hans=河"], {"en": "River", "zh-Hans": "河"}),
            (["zh-TW=河流"], {"zh-Hant": "河流"}),
            (["fr= La rivière "], {"fr": "La rivière"}),
            (["River: a = b"], {"en": "River: a = b"}),
            (["en=a=b"], {"en": "a=b"}),
        ],
    )
    def test_are_by_language(self, given: list[str], titles: dict[str, str]) -> None:
        assert read_titles(given) == titles

    @pytest.mark.parametrize(
        ("given", "why"),
        [
            (["english=River"], "'english' is no language tag"),
            (["en="], "empty"),
            ([" "], "empty"),
            (["en=River", "Stream"], "two titles in en"),
            (["x" * 201], "200 characters at most; this has 201"),
            (["River\udce4"], "can't be written"),
        ],
    )
    def test_that_are_wrong_are_refused(self, given: list[str], why: str) -> None:
        with pytest.raises(BadInput, match=why):
            read_titles(given)


class TestSubtitles:
    @pytest.fixture
    def srt(self, tmp_path: Path) -> Path:
        path = tmp_path / "a=b.srt"
        path.write_text(SRT)
        return path

    def test_are_read_as_the_platform_reads_them(self, srt: Path) -> None:
        (subtitle,) = read_subtitles([f"zh-CN={srt}"])
        assert subtitle.language == "zh-Hans"
        assert subtitle.data == SRT.encode()
        assert subtitle.text.startswith("WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n河\n")

    def test_need_a_language(self, srt: Path) -> None:
        with pytest.raises(BadInput, match="write LANGUAGE=FILE"):
            read_subtitles([str(srt)])

    def test_are_one_a_language(self, srt: Path) -> None:
        with pytest.raises(BadInput, match="two files in zh-Hans"):
            read_subtitles([f"zh-CN={srt}", f"zh-Hans={srt}"])

    def test_that_are_malformed_are_refused_with_the_line_in_both_languages(
        self, srt: Path
    ) -> None:
        srt.write_text(f"{SRT}\n2\n00:00:03 --> later\nmore\n")
        with pytest.raises(BadInput, match=r"as its format demands.* \(line 6\) 字幕格式有误"):
            read_subtitles([f"en={srt}"])

    def test_that_are_missing_are_refused(self, tmp_path: Path) -> None:
        with pytest.raises(BadInput, match="no such file"):
            read_subtitles([f"en={tmp_path / 'none.srt'}"])

    def test_that_are_too_large_are_not_read(self, srt: Path) -> None:
        with srt.open("wb") as file:
            file.truncate(5_000_001)
        with pytest.raises(BadInput, match="5 MB at most"):
            read_subtitles([f"en={srt}"])


class TestFilm:
    def test_its_size_is_told(self, tmp_path: Path) -> None:
        film = tmp_path / "film.mov"
        film.write_bytes(b"1234")
        assert size_of_film(film) == 4

    def test_what_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(BadInput, match="no such file"):
            size_of_film(tmp_path / "film.mov")

    def test_what_is_no_file(self, tmp_path: Path) -> None:
        with pytest.raises(BadInput, match="no file"):
            size_of_film(tmp_path)

    def test_what_is_empty(self, tmp_path: Path) -> None:
        (tmp_path / "film.mov").touch()
        with pytest.raises(BadInput, match="empty"):
            size_of_film(tmp_path / "film.mov")

    def test_what_may_not_be_read(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Root may read everything, so the question to the system is answered here."""
        film = tmp_path / "film.mov"
        film.write_bytes(b"1234")
        monkeypatch.setattr("vod.ingest.submission.os.access", lambda *_: False)
        with pytest.raises(BadInput, match="may not be read"):
            size_of_film(film)

    def test_what_is_larger_than_a_master_may_be(self, tmp_path: Path) -> None:
        film = tmp_path / "film.mov"
        with film.open("wb") as file:
            file.truncate(2 * 1024**4 + 1)
        with pytest.raises(BadInput, match="2 TiB at most"):
            size_of_film(film)


class TestExport:
    @pytest.mark.parametrize("name", ["new", "deep/and/new"])
    def test_a_directory_may_be_new(self, tmp_path: Path, name: str) -> None:
        check_export(tmp_path / name)
        assert not list(tmp_path.iterdir())

    def test_or_empty(self, tmp_path: Path) -> None:
        check_export(tmp_path)

    def test_but_not_in_use(self, tmp_path: Path) -> None:
        (tmp_path / "mine").touch()
        with pytest.raises(BadInput, match="not empty"):
            check_export(tmp_path)

    @pytest.mark.parametrize("name", ["file", "file/below"])
    def test_nor_a_file(self, tmp_path: Path, name: str) -> None:
        (tmp_path / "file").touch()
        with pytest.raises(BadInput, match=r"no directory|nothing may be written"):
            check_export(tmp_path / name)
