"""`flagpost export`: a table beside nothing, never over a file that is there, and with a line of history."""

from __future__ import annotations

import fcntl
import json
import stat
from pathlib import Path
from typing import Any

import pytest

from bot.exporting import tables
from tests.support import engines
from tests.support.command_line import Flagpost

UNITS = "code,name,short,aliases,sequence,parent\nU01,清溪县教育局,教育局,,A,\n"
INDICATORS = "code,name,section,section_weight,weight,direction\nA,办件按时率,服务,60,50,+\n"
VALUES = "period,unit,indicator,value,target\n2026-Q1,U01,A,-3.50,\n"


@pytest.fixture
def measured(founded: Flagpost, tmp_path: Path) -> Flagpost:
    """An office with one figure."""
    for kind, text in (("units", UNITS), ("indicators", INDICATORS), ("values", VALUES)):
        file = tmp_path / f"{kind}.csv"
        file.write_text(text, encoding="utf-8")
        assert founded("import", kind, str(file), "--yes").code == 0
        file.unlink()
    return founded


@pytest.fixture(autouse=True)
def _on_each_engine(flagpost: Flagpost, engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if engine == "postgresql":
        monkeypatch.setenv("FLAGPOST_DATABASE", engines.databases().bare())


def test_an_export_is_written_whole_for_its_owner_alone_and_noted(measured: Flagpost, tmp_path: Path) -> None:
    file = tmp_path / "values.csv"
    done = measured("export", "values", str(file))
    assert (done.code, "rows: 1" in done.out) == (0, True), done.err
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_text("utf-8-sig").splitlines() == [
        '"Period","Unit code","Unit","Indicator code","Indicator","Value","Target"',
        '"2026-Q1","U01","清溪县教育局","A","办件按时率",-3.5,""',
    ]
    noted = [each for each in json.loads(measured("export", "history", "--json").out) if each["matter"] == "export"]
    assert [(each["what"], each["actor"], each["body"]) for each in noted] == [
        ("export.values", "operator", {"form": ".csv", "number": 1})
    ]


def test_nothing_is_written_over_a_file_that_is_there(measured: Flagpost, tmp_path: Path) -> None:
    file = tmp_path / "values.json"
    file.write_text("mine")
    refused = measured("export", "values", str(file))
    assert (refused.code, "--force" in refused.err, file.read_text()) == (2, True, "mine")
    assert measured("export", "values", str(file), "--force").code == 0
    assert json.loads(file.read_text())[0]["value"] == -3.5
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["values.json"]


def test_what_cannot_be_exported_is_said(founded: Flagpost, tmp_path: Path) -> None:
    assert "clues, cases" in founded("export", "reporters", str(tmp_path / "x.csv")).err
    assert ".xlsx" in founded("export", "clues", str(tmp_path / "x.doc")).err
    missing = founded("export", "clues", str(tmp_path / "nowhere" / "x.csv"))
    assert (missing.code, "nowhere" in missing.err, "Traceback" in missing.err) == (1, True, False)


def test_what_a_killed_export_left_goes_with_the_next_one_and_what_another_still_writes_stays(
    measured: Flagpost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A killed export leaves its half file for ever, where the next one has another name."""
    half, writes = list[Path](), tables.write

    def write(*of: Any) -> int:
        half.extend(tmp_path.glob(".*"))
        return writes(*of)

    monkeypatch.setattr(tables, "write", write)
    assert measured("export", "values", str(tmp_path / "first.csv")).code == 0
    killed, living = half[0], half[0].with_stem(f"{half[0].stem}-living")
    killed.touch()
    with living.open("wb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert measured("export", "values", str(tmp_path / "second.csv")).code == 0
    assert {each.name for each in tmp_path.iterdir() if each.is_file()} == {living.name, "first.csv", "second.csv"}
