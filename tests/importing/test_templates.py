"""Templates are workbooks that explain themselves and can be filled in and read; nothing in them is a formula."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

import words as prose
from bot.importing import reading, templates, text_tables
from bot.importing.reading import Remark
from bot.importing.words import ImportWords
from domain.importing.columns import COLUMNS, ImportKind
from domain.importing.problems import CellFault
from domain.scoring.indicators import Direction, Indicator
from domain.units import Unit

MEMBERS = (Unit(code="U01", name="=1+1", sequence="A"), Unit(code="U02", name="溪东街道", sequence="B"))
MEASURED = (
    Indicator(
        code="D01",
        name="完成率",
        section="重点",
        section_weight=Decimal(40),
        weight=Decimal(10),
        direction=Direction.HIGHER,
    ),
)
LISTS = templates.Lists(units=MEMBERS, indicators=MEASURED)


def opened(kind: ImportKind, locale: str = "zh") -> Any:
    return openpyxl.load_workbook(io.BytesIO(templates.workbook(kind, ImportWords(locale), LISTS)))


@pytest.mark.parametrize("locale", ["zh", "en"])
@pytest.mark.parametrize("kind", list(ImportKind))
def test_a_template_has_an_example_and_a_sheet_that_explains_each_column(kind: ImportKind, locale: str) -> None:
    book, words = opened(kind, locale), ImportWords(locale)
    sheet, notes = book.worksheets[:2]
    explained = [row[0].value for row in notes.iter_rows(min_row=2)]
    assert [cell.value for cell in sheet[1]] == explained[: len(COLUMNS[kind].order)]
    assert sheet["A2"].value.startswith(words.say("template.example").strip())
    assert all(
        notes.cell(line, 3).value and notes.cell(line, 4).value for line in range(2, 2 + len(COLUMNS[kind].order))
    )


@pytest.mark.parametrize("kind", list(ImportKind))
def test_a_template_that_is_filled_in_is_read_without_its_example(kind: ImportKind) -> None:
    book, words = opened(kind), ImportWords("zh")
    for number, name in enumerate(COLUMNS[kind].order, start=1):
        book.worksheets[0].cell(3, number, words.column(kind, name).example)
    content = io.BytesIO()
    book.save(content)
    table = reading.read(kind, content.getvalue())
    assert len(table.rows) == 1
    assert Remark("example", "1") in table.remarks
    assert {row.cells[COLUMNS[kind].order[0]] for row in table.rows} == {
        words.column(kind, COLUMNS[kind].order[0]).example
    }


def test_the_units_are_a_list_to_choose_from_and_no_name_of_theirs_is_a_formula() -> None:
    book = opened(ImportKind.VALUES)
    (unit, indicator) = book.worksheets[0].data_validations.dataValidation
    assert (unit.formula1, str(unit.sqref)) == ("'单位'!$A$2:$A$3", "B3:B50000")
    assert indicator.formula1 == "'指标'!$A$2:$A$2"
    cell = book["单位"]["B2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)


@pytest.mark.parametrize("text", ["=1+1", "+3", "-3", "@A1", "\tx"])
def test_a_cell_that_begins_as_a_formula_is_marked_as_text_on_the_way_out(text: str) -> None:
    assert text_tables.plain(text) == f"'{text}"
    assert text_tables.unmarked(text_tables.plain(text)) == text or text == "\tx"


@pytest.mark.parametrize("kind", list(ImportKind))
def test_what_both_languages_call_a_column_is_told_apart(kind: ImportKind) -> None:
    for locale in ("zh", "en"):
        words = ImportWords(locale)
        labels = [words.label(kind, name) for name in COLUMNS[kind].order]
        assert len(set(labels)) == len(labels)
        assert all(words.column(kind, name).means for name in COLUMNS[kind].order)


def test_both_languages_say_the_same_things_of_files_and_every_fault_has_its_sentence() -> None:
    def names(table: dict[str, Any], under: str = "") -> set[str]:
        found: set[str] = set()
        for name, inner in table.items():
            found |= names(inner, f"{under}{name}.") if isinstance(inner, dict) else {f"{under}{name}"}
        return found

    tables = [dict(prose.of_file("imports", locale)) for locale in ("zh", "en")]
    chinese, english = (names(table) - {name for name in names(table) if name.endswith(".also")} for table in tables)
    assert chinese == english
    assert {f"fault.{fault}" for fault in CellFault} <= chinese
