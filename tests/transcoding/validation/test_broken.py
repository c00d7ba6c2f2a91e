"""Every rule can fail: a stream broken for it is found out."""

from pathlib import Path

import pytest
from django.core.management import call_command

from tests.transcoding.validation.breaking import BREAKS, MORE, Break
from transcoding.validation.report import Verdict, validate
from transcoding.validation.rules import RULES

pytestmark = pytest.mark.django_db
OF_DELIVERY = {"8.18", "10.1", "11.1", "12.4", "§6.2.3"}


def test_there_is_a_break_for_every_rule() -> None:
    assert {rule.item for rule in RULES} - set(BREAKS) == OF_DELIVERY


@pytest.mark.parametrize("item", BREAKS)
def test_a_broken_stream_is_found_out(copy: Path, item: str) -> None:
    BREAKS[item](copy)
    report = validate(str(copy / "main.m3u8"))
    failed = {j.rule.item: j.measured for j in report.judged if j.verdict is Verdict.FAIL}
    assert item in failed
    assert failed[item]


@pytest.mark.parametrize(("item", "act"), [pytest.param(i, a, id=f"{i} {n}") for i, n, a in MORE])
def test_so_is_every_half_of_a_rule(copy: Path, item: str, act: Break) -> None:
    act(copy)
    report = validate(str(copy / "main.m3u8"))
    assert item in {j.rule.item for j in report.judged if j.verdict is Verdict.FAIL}


def test_a_broken_must_is_the_exit_code(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    BREAKS["8.6"](copy)
    with pytest.raises(SystemExit) as ended:
        call_command("validate_hls", str(copy / "main.m3u8"))
    assert ended.value.code == 1
    assert "FAIL MUST   8.6" in capsys.readouterr().out


def test_a_broken_should_is_not(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    BREAKS["6.2"](copy)
    call_command("validate_hls", str(copy / "main.m3u8"))
    assert "FAIL SHOULD 6.2" in capsys.readouterr().out
