"""Files as LibreOffice saves them (7.4; `libreoffice/*.fods` are their sources), beside what no program here can make.

A percentage, thousands, a title over merged cells, full-width figures and codes, a unit by its everyday name with blanks around, 缺, a
date that stands for a month, a formula with its result.
"""

from __future__ import annotations

import io
import zipfile
from importlib import resources
from pathlib import Path

import pytest

from bot.importing import reading, spreadsheets
from domain.importing.problems import CellFault, ImportRefused

SAVED = Path(__file__).with_name("libreoffice")
SAMPLE = resources.files("bot") / "demo_data"
UNITS = reading.read_units((SAMPLE / "units.csv").read_bytes())
INDICATORS = reading.read_indicators((SAMPLE / "indicators.csv").read_bytes())
EXPECTED = [
    ("2026-P1", "U01", "D01", "95.5", "100"),
    ("2026-P1", "U02", "D01", "1234.5", "100"),
    ("2026-P1", "U03", "D01", "12.5", "100"),
    ("2026-P1", "U04", "D01", "None", "100"),
    ("2026-03", "U01", "D02", "44", "None"),
]


def read(content: bytes) -> list[tuple[str, ...]]:
    found = reading.read_values(content, UNITS, INDICATORS)
    return [(each.period, each.unit, each.indicator, str(each.value), str(each.target)) for each in found]


@pytest.mark.parametrize(
    "name",
    ["values.xlsx", "values.xls", "values.ods", "utf8.csv", "gb18030_semicolons.csv", "utf16_tabs.csv"],
)
def test_the_same_table_is_read_alike_from_every_form_in_which_it_was_saved(name: str) -> None:
    """Ｕ03 was refused as an unknown unit, and so was 工信局, which is what people call U02."""
    assert read((SAVED / name).read_bytes()) == EXPECTED


def test_the_mark_of_utf8_that_excel_writes_changes_nothing() -> None:
    assert read(b"\xef\xbb\xbf" + (SAVED / "utf8.csv").read_bytes()) == EXPECTED


@pytest.mark.parametrize("name", ["link.xlsx", "link.ods"])
def test_what_is_taken_from_another_file_is_refused_by_its_cell_and_so_is_an_error(name: str) -> None:
    """A value that a link has stored passed for a figure of this file."""
    content = (SAVED / name).read_bytes()
    for kept in (content, with_result(content) if name.endswith("xlsx") else content):
        with pytest.raises(ImportRefused) as refused:
            read(kept)
        assert [(each.cell, each.fault) for each in refused.value.problems] == [
            ("D2", CellFault.OTHER_FILES_VALUE),
            ("D3", CellFault.ERROR_VALUE),
        ]


def test_an_old_workbook_says_only_that_it_takes_from_other_files() -> None:
    assert [sheet.has_links for sheet in spreadsheets.sheets((SAVED / "link.xls").read_bytes(), "xls")] == [True]
    assert [sheet.has_links for sheet in spreadsheets.sheets((SAVED / "values.xls").read_bytes(), "xls")] == [False]


def with_result(content: bytes) -> bytes:
    """The same workbook with the result that Excel keeps of a link it could follow once."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(kept, "w") as written:
        for name in archive.namelist():
            data = archive.read(name)
            if name == "xl/worksheets/sheet1.xml":
                data = data.replace(b't="e"', b't="n"', 1).replace(b"<v>#N/A</v>", b"<v>44</v>", 1)
            written.writestr(name, data)
    return kept.getvalue()
