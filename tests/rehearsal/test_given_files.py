"""What a rehearsal is given in place of the county's files: read as imports are, and refused with everything that is wrong in them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from bot.cast.fictional_county import rows, sample, written
from bot.rehearsal import given_files, hall
from bot.rehearsal.given_files import FilesRefused
from bot.rehearsal.programme import Given
from domain.importing.problems import CellFault

Rows = list[dict[str, str]]


def county(name: str) -> Rows:
    return rows(sample(f"{name}.csv"))


def saved(folder: Path, name: str, content: bytes) -> dict[str, Path]:
    file = folder / name
    file.write_bytes(content)
    return {file.stem: file}


def as_workbook(every: Rows, columns: Sequence[str], titles: Sequence[str]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(titles))
    for row in every:
        sheet.append([row[name] for name in columns])
    book.save(out)
    return out.getvalue()


def refused(files: dict[str, Path]) -> dict[str, list[tuple[int, str, CellFault]]]:
    with pytest.raises(FilesRefused) as found:
        given_files.given(files)
    return {
        each.file.stem: [(problem.line, problem.column, problem.fault) for problem in each.problems]
        for each in found.value.files
    }


def test_a_workbook_with_other_columns_and_a_file_with_a_mark_are_what_the_countys_own_are(tmp_path: Path) -> None:
    """They were read as plain CSV alone: a workbook ended the command with a traceback."""
    ballots, columns = county("ballots"), ("score", "slot", "criterion", "rater")
    book = as_workbook(ballots, columns, ("得分", "出场单位", "标准", "评委"))
    turned = [dict(reversed(row.items())) for row in county("values")]
    files = saved(tmp_path, "ballots.xlsx", book)
    files |= saved(tmp_path, "values.csv", b"\xef\xbb\xbf" + written(turned))
    files |= saved(tmp_path, "projects.csv", sample("projects.csv"))
    found = given_files.given(files)
    assert hall.ballots(found.ballots) == hall.ballots(Given().ballots)
    assert [numbers(row) for row in rows(found.values)] == [numbers(row) for row in county("values")]
    assert [row | {"goal": row["goal"] or "100"} for row in county("projects")] == rows(found.projects)
    assert rows(found.progress) == county("progress")


def numbers(row: dict[str, str]) -> dict[str, object]:
    return {name: float(cell) if name in ("value", "target") and cell else cell for name, cell in row.items()}


def test_every_bad_row_of_every_file_is_named_before_anything_is_played(tmp_path: Path) -> None:
    """A bad figure was found when its period came, after minutes, and those of later periods not at all."""
    lines = "2026-P1,U01,D01,abc,100", "2026-P2,U99,D01,5,100", "Q9,U02,D02,3,"
    files = saved(tmp_path, "values.csv", "\n".join(("period,unit,indicator,value,target", *lines)).encode())
    files |= saved(
        tmp_path, "projects.csv", b"code,name,owner,year,goal,m01,m02\nP01,A,U18,2026,100,10,5\nP02,B,U99,2026,9,,"
    )
    files |= saved(
        tmp_path, "ballots.csv", b"slot,rater,criterion,score\nU01,U02,results,101\nU77,V1,charm,\nU01,U02,steps,9"
    )
    assert refused(files) == {
        "values": [
            (2, "value", CellFault.NOT_A_NUMBER),
            (3, "unit", CellFault.UNIT_UNKNOWN),
            (4, "period", CellFault.NOT_A_PERIOD),
        ],
        "projects": [(2, "m02", CellFault.PLAN_FALLING), (3, "owner", CellFault.UNIT_UNKNOWN)],
        "ballots": [
            (2, "rater", CellFault.BALLOT_INCOMPLETE),
            (2, "score", CellFault.NOT_A_MARK),
            (3, "criterion", CellFault.CRITERION_UNKNOWN),
            (3, "score", CellFault.EMPTY),
            (3, "slot", CellFault.UNIT_UNKNOWN),
        ],
    }


def test_an_arena_that_the_law_does_not_hold_is_refused(tmp_path: Path) -> None:
    few = [row for row in county("ballots") if row["rater"].startswith("V") and row["slot"] == "U04"]
    assert refused(saved(tmp_path, "ballots.csv", written(few))) == {
        "ballots": [(0, "", CellFault.TOO_FEW_SLOTS), (0, "", CellFault.TOO_FEW_RATERS)]
    }


def test_progress_is_that_of_the_projects_that_are_given(tmp_path: Path) -> None:
    """The county's progress of a project that was not in the file stopped the year in February."""
    some = [row for row in county("projects") if row["code"] in ("P01", "P02")]
    files = saved(tmp_path, "projects.csv", written([*some, {**some[0], "code": "Z9", "name": "Z9"}]))
    found = given_files.given(files)
    assert {row["code"] for row in rows(found.progress)} == {"P01", "P02"}
    files |= saved(tmp_path, "progress.csv", written([{**county("progress")[0], "code": "P03"}]))
    assert refused(files) == {"progress": [(2, "code", CellFault.PROJECT_UNKNOWN)]}


def test_what_does_not_count_is_said_and_the_county_has_none_of_it(tmp_path: Path) -> None:
    assert given_files.not_counted(Given()) == []
    own = [{**row, "rater": rater} for row in county("ballots")[:3] for rater in ("U01", "U40")]
    files = saved(tmp_path, "ballots.csv", written([*county("ballots"), *own]))
    files |= saved(
        tmp_path, "values.csv", b"period,unit,indicator,value,target\n2026-P6,U01,D01,9,10\n2026-P5,U01,D01,9,10\n"
    )
    found = given_files.given(files)
    assert given_files.not_counted(found) == [("U01", "U01"), ("U01", "U40")]
    assert given_files.too_late(found) == ["2026-P6"], "its figures were passed over"
