"""A table of an export opens with the cells that went in, and nothing of it is executed."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
import python_calamine

from bot.exporting import tables
from domain.saying import Term
from handlers.exports.columns import Row

HOSTILE = (
    '=HYPERLINK("http://x","y")',
    "+1",
    "-1+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "＝1+1",
    "  =1+1",
    "#N/A",
    "x;=1+1",
)
ROWS: list[Row] = [
    {"number": "QS-1", "value": Decimal("-12.50"), "streak": 3, "begun": date(2026, 1, 5), "stage": Term("t", "a")},
    *({"number": text, "value": None} for text in HOSTILE),
    {"number": "两行\n字\x07", "value": Decimal("1E+2")},
]
COLUMNS = ("number", "value", "streak", "begun", "stage")


def written(form: str, rows: list[Row]) -> bytes:
    file = io.BytesIO()
    columns = {name: Term("export_column", name) for name in COLUMNS}
    table = tables.Table(title=Term("t", "clues"), columns=columns, rows=iter(rows), say=lambda term: f"«{term.name}»")
    assert tables.write(form, file, table) == len(rows)
    return file.getvalue()


def test_in_csv_every_text_is_text_every_number_a_number_and_excel_knows_the_encoding() -> None:
    content = written(".csv", ROWS)
    assert content.startswith(b"\xef\xbb\xbf")
    head, first, *rest = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert head == ["«number»", "«value»", "«streak»", "«begun»", "«stage»"]
    assert first == ["QS-1", "-12.50", "3", "2026-01-05", "«a»"]
    assert [row[0] for row in rest] == [*(f"'{text}" for text in HOSTILE[:-2]), "#N/A", "x;=1+1", "两行\n字"]
    assert b'"x;=1+1"' in content, "another separator would begin a formula"
    assert rest[-1][1] == "100"


def test_a_workbook_has_the_same_cells_and_no_formula() -> None:
    content = written(".xlsx", ROWS)
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        assert not [name for name in book.namelist() if b"<f>" in book.read(name) or b"<f " in book.read(name)]
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert [cell.data_type for cell in sheet[2]] == ["s", "n", "n", "d", "s"]
    texts = [row[0] for row in sheet.iter_rows(min_row=3, values_only=True)]
    assert texts == [*HOSTILE[:5], "\n=1+1", *HOSTILE[6:], "两行\n字"]
    assert {row[0].data_type for row in sheet.iter_rows(min_row=3)} == {"s"}
    _, first, *_ = python_calamine.CalamineWorkbook.from_object(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert first == ["QS-1", -12.5, 3.0, date(2026, 1, 5), "«a»"]


def test_json_has_the_names_that_stay_and_numbers_to_the_digit() -> None:
    content = written(".json", ROWS).decode()
    assert '"value":-12.50' in content
    assert json.loads(content)[0] == {
        "number": "QS-1",
        "value": -12.5,
        "streak": 3,
        "begun": "2026-01-05",
        "stage": "a",
    }
    assert [json.loads(line) for line in written(".jsonl", ROWS).splitlines()] == json.loads(content)


@pytest.mark.parametrize(("form", "whole"), [(".json", "[]\n"), (".jsonl", "")])
def test_nothing_is_a_table_too(form: str, whole: str) -> None:
    assert written(form, []).decode() == whole
    assert len(written(".csv", []).splitlines()) == 1
    assert openpyxl.load_workbook(io.BytesIO(written(".xlsx", []))).worksheets[0].max_row == 1


def test_more_rows_than_a_sheet_takes_go_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_ROWS", 2)
    book = openpyxl.load_workbook(io.BytesIO(written(".xlsx", [{"number": str(n)} for n in range(5)])))
    assert [[row[0] for row in sheet.values] for sheet in book] == [
        ["«number»", "0", "1"],
        ["«number»", "2", "3"],
        ["«number»", "4"],
    ]
    assert book.sheetnames == ["«clues»", "«clues» 2", "«clues» 3"]
