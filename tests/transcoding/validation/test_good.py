"""What our own pipeline makes breaks no rule."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command

from infra.local.platform import ROOT
from transcoding.validation.report import Verdict, validate
from transcoding.validation.rules import RULES

# Only the fixture needs it; the copy is of files.
pytestmark = pytest.mark.django_db


def test_no_rule_is_broken(good: Path) -> None:
    report = validate(str(good / "main.m3u8"))
    assert [judged.measured for judged in report.judged if judged.verdict is Verdict.FAIL] == []


def test_every_rule_is_applied_but_those_of_delivery(good: Path) -> None:
    report = validate(str(good / "main.m3u8"))
    idle = {j.rule.item for j in report.judged if j.verdict is Verdict.NOTHING}
    assert idle == {"2.12", "9.19", "8.18", "10.1", "11.1", "12.4", "§6.2.3"}


def test_items_are_named_once() -> None:
    items = [rule.item for rule in RULES]
    assert len(items) == len(set(items)) == 62


def test_the_command_tells_a_line_a_rule(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("validate_hls", str(good / "main.m3u8"))
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(RULES) + 1
    assert lines[-1].endswith("0 MUST broken, 0 SHOULD broken")


def test_or_json(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("validate_hls", str(good / "main.m3u8"), "--json")
    told = json.loads(capsys.readouterr().out)
    assert {row["verdict"] for row in told} == {"ok", "n/a"}


def test_what_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("validate_hls", str(tmp_path / "none.m3u8"))
    assert ended.value.code == 2
    assert "No such file" in capsys.readouterr().err


def test_the_reference_lists_every_rule() -> None:
    lines = (ROOT / "docs" / "reference" / "validate-hls.md").read_text().splitlines()
    written = {
        tuple(cell.strip() for cell in line.split("|")[1:4]) for line in lines if "|" in line
    }
    assert {(rule.item, rule.level.value, rule.text) for rule in RULES} <= written
