"""`flagpost import`: what would change is shown before it counts; templates are files that can be filled in."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from bot.demo import house
from tests.support import engines
from tests.support.command_line import Flagpost

UNITS = "code,name,short,aliases,sequence,parent\n"
GOOD = UNITS + "U01,清溪县教育局,教育局,,A,\n"
BAD = UNITS + "U01,清溪县教育局,教育局,,A,\nU01,清溪县水利局,,,A,\nU 3,,,,A,U99\n"
INDICATORS = "code,name,section,section_weight,weight,direction\nA,办件按时率,服务,60,50,+\n"
DEMO = Path(house.__file__).parents[1] / "demo_data"


@pytest.fixture(autouse=True)
def _on_each_engine(flagpost: Flagpost, engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLAGPOST_LOCALE", "en")
    if engine == "postgresql":
        monkeypatch.setenv("FLAGPOST_DATABASE", engines.databases().bare())


def write(folder: Path, text: str | bytes, name: str = "units.csv") -> str:
    file = folder / name
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return str(file)


def test_a_file_with_bad_rows_is_refused_whole_and_every_row_is_named(founded: Flagpost, tmp_path: Path) -> None:
    refused = founded("import", "units", write(tmp_path, BAD), "--yes")
    taken = founded("import", "units", write(tmp_path, GOOD), "--yes")

    assert refused.code == 1
    assert "Nothing was imported. 4 problem(s) in units.csv" in refused.err
    for problem in (
        "line 3, column code shows “U01”: this is there twice, first in line 2",
        "line 4, column code shows “U 3”: a code is at most 20 Latin letters",
        "line 4, column name: this must not be empty",
        "line 4, column parent shows “U99”: there is no unit with this code",
    ):
        assert problem in refused.err
    assert (taken.code, taken.out) == (0, "1 row(s): 1 new, 0 changed, 0 as they are.\nImported 1 row(s) of units.\n")


def test_an_import_asks_before_it_counts(founded: Flagpost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(tmp_path, GOOD)
    dry = founded("import", "units", file, "--dry-run")
    assert (dry.code, "1 new" in dry.out, "dry run" in dry.out) == (0, True, True)
    unasked = founded("import", "units", file)
    assert (unasked.code, "--yes" in unasked.err) == (1, True)
    refused = founded("import", "units", file, typed="n\n")
    assert (refused.code, "Nothing was imported." in refused.err) == (1, True)
    taken = founded("import", "units", file, typed="y\n")
    assert (taken.code, "1 new" in taken.out, "Imported 1 row(s)" in taken.out) == (0, True, True)
    monkeypatch.setenv("FLAGPOST_LOCALE", "zh")
    assert "不变 1" in founded("import", "units", file, "--dry-run").out


def test_the_percent_cell_of_the_trial_is_read_as_it_shows_and_jumps_are_shown(
    founded: Flagpost, tmp_path: Path
) -> None:
    """A cell that shows 126.9% was read as 1.269: the first of eighteen became the seventeenth, with a public flag."""
    for kind in ("units", "indicators"):
        assert founded("import", kind, str(DEMO / f"{kind}.csv"), "--yes").code == 0
    lines = (DEMO / "values.csv").read_text("utf-8-sig").splitlines()
    first = [line for line in lines if "P1" in line]
    book = openpyxl.Workbook()
    for line in (lines[0], *first):
        book.active.append(
            [float(cell) if cell.replace(".", "").isdigit() else cell or None for cell in line.split(",")]
        )
    cell = next(row[3] for row in book.active.iter_rows() if isinstance(row[3].value, float) and row[3].value > 100)
    shown = cell.value
    cell.value, cell.number_format = shown / 100, "0.0%"
    content = io.BytesIO()
    book.save(content)
    taken = founded("import", "values", write(tmp_path, content.getvalue(), "p1.xlsx"), "--yes")
    assert "proposed 6 red and 15 yellow flag(s)" in taken.out

    wrong = write(tmp_path, f"{lines[0]}\n" + first[0].replace("56.5", "0.565") + "\n", "wrong.csv")
    looked = founded("import", "values", wrong, "--dry-run")
    assert "Changed very much" in looked.out
    assert "before 56.5 → 0.565, 100 times" in looked.out


def test_a_unit_that_vanishes_is_named_and_closed_only_when_that_is_said(founded: Flagpost, tmp_path: Path) -> None:
    both = write(tmp_path, GOOD + "U02,清溪县水利局,水利局,,A,\n")
    assert founded("import", "units", both, "--yes").code == 0
    one = write(tmp_path, GOOD, "one.csv")
    kept = founded("import", "units", one, typed="y\nn\n")
    assert "does not name (1); they stay" in kept.out
    assert "U02 清溪县水利局" in kept.out
    assert "Closed" not in kept.out
    assert "Closed: U02 清溪县水利局" in founded("import", "units", one, typed="y\ny\n").out
    assert "does not name" not in founded("import", "units", one, "--dry-run").out
    assert founded("import", "indicators", write(tmp_path, INDICATORS, "i.csv"), "--yes").code == 0
    values = write(tmp_path, "period,unit,indicator,value\n2026-05,U02,A,81\n", "v.csv")
    assert "this unit is closed" in founded("import", "values", values, "--yes").err
    assert "closed: True → False" in founded("import", "units", both, "--yes").out
    assert founded("import", "values", values, "--yes").code == 0


def test_a_template_is_never_written_over_a_file_and_is_what_its_name_says(founded: Flagpost, tmp_path: Path) -> None:
    """`--template F` overwrote a filled file, and `--template u.xlsx` wrote CSV."""
    filled = write(tmp_path, GOOD)
    refused = founded("import", "units", "--template", filled)
    assert (refused.code, "left alone" in refused.err, Path(filled).read_text("utf-8")) == (1, True, GOOD)
    assert founded("import", "units", "--template", filled, "--force").code == 0
    assert Path(filled).read_text("utf-8-sig").startswith("code,name,short")
    assert founded("import", "units", filled, "--yes").code == 1  # there are no rows yet

    book = tmp_path / "u.xlsx"
    assert founded("import", "units", "--template", str(book)).code == 0
    assert openpyxl.load_workbook(book).sheetnames == ["units", "Notes"]
    assert "no rows below the header" in founded("import", "units", str(book), "--yes").err  # the example is none


def test_check_says_which_units_have_nobody_to_be_told(founded: Flagpost, tmp_path: Path) -> None:
    """With nineteen of twenty units without a contact, `check` said nothing."""
    assert "no units yet" in founded("check").out
    both = write(tmp_path, GOOD + "U02,清溪县水利局,水利局,,A,\n")
    assert founded("import", "units", both, "--yes").code == 0
    told = founded("check").out
    assert "2 of 2 units have none and hear of no flag: U01 清溪县教育局, U02 清溪县水利局" in told


def test_a_period_that_the_office_does_not_have_is_refused_by_its_cell(founded: Flagpost, tmp_path: Path) -> None:
    assert founded("import", "units", write(tmp_path, GOOD), "--yes").code == 0
    assert founded("import", "indicators", write(tmp_path, INDICATORS, "i.csv"), "--yes").code == 0
    refused = founded(
        "import", "values", write(tmp_path, "period,unit,indicator,value\n2026-P9,U01,A,81\n", "v.csv"), "--yes"
    )
    assert refused.code == 1
    assert "line 2, column period shows “2026-P9”: it is not certain which period this is" in refused.err


def test_the_same_mistake_in_many_cells_is_one_line_that_names_every_cell(founded: Flagpost, tmp_path: Path) -> None:
    """One missing indicator in a file of a county made 1184 lines."""
    rows = "".join(f"U{number:02},某县第{number}局,,,\n" for number in range(1, 60))
    file = tmp_path / "units.csv"
    file.write_text("code,name,short,aliases,sequence\n" + rows, encoding="utf-8")
    refused = founded("import", "units", str(file))
    assert (refused.code, refused.err.count("\n")) == (1, 2), refused.err
    assert "59 problem(s)" in refused.err
    assert "line 3, line 4, " in refused.err
    assert "line 60" in refused.err
