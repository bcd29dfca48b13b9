"""Files of units, indicators and values: all or nothing, every bad cell named."""

import io
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from importlib.resources import files

import openpyxl
import pytest

from bot import sandbox
from bot.importing import reading, sheets, spreadsheets, telling, templates
from bot.importing.words import ImportWords
from domain import units
from domain.importing import differences
from domain.importing.columns import ImportKind
from domain.importing.letters import check_letters
from domain.importing.problems import CellFault, ImportRefused
from domain.importing.progress import check_progress
from domain.importing.projects import check_projects
from domain.mechanism import rules
from domain.scoring import rankings, rotations
from domain.scoring.indicators import Direction, Indicator
from domain.scoring.rotations import FlagTitle
from tests.importing import workbooks

UNITS = "code,name,short,aliases,sequence,parent\n"
INDICATORS = "code,name,section,section_weight,weight,direction,sequences,categories,owner\n"
DAYS = INDICATORS.replace("\n", ",due_day,freeze_day\n")
ENGLISH = ImportWords("en")
VALUES = "period,unit,indicator,value,target\n"
PROJECTS = "code,name,kind,owner,lead,team,starts,year,goal,m01,m02,m03,m04,m05,m06,m07,m08,m09,m10,m11,m12\n"
PROGRESS = "code,month,actual,begun,note\n"
LETTERS = "number,story,unit,kind,when,where,name,contact\n"
PLEDGES = "unit,contest,target,amount,measured,baseline,until,team\n"
SNAILS = "hung_on,unit,grounds\n"
UNDERTAKINGS = "aspect,number,undertaking,owner,due\n"
BREAKTHROUGHS = "title,owner,leader,team,mission,milestone,due\n"

MEMBERS = [
    units.Unit(code="U01", name="水利局", sequence="A"),
    units.Unit(code="U02", name="溪东街道", sequence="B"),
]


def measured(code: str, direction: str = "+", *sequences: str) -> Indicator:
    return Indicator(
        code=code,
        name=code,
        section="效能",
        section_weight=Decimal(40),
        weight=Decimal(10),
        direction=Direction(direction),
        sequences=sequences,
    )


MEASURED = [measured("D01", "T"), measured("D02"), measured("I01", "+", "B")]


def read(kind: ImportKind, text: str | bytes) -> object:
    content = text.encode() if isinstance(text, str) else text
    if kind is ImportKind.UNITS:
        return reading.read_units(content)
    if kind is ImportKind.INDICATORS:
        return reading.read_indicators(content)
    if kind is ImportKind.PROGRESS:
        return check_progress(reading.read(kind, content).rows, (), {})
    if kind is ImportKind.PROJECTS:
        return check_projects(reading.read(kind, content).rows, MEMBERS, {}, (), "2026-03")
    if kind is ImportKind.LETTERS:
        return check_letters(reading.read(kind, content).rows, MEMBERS, {"t05": "t05", "拖沓敷衍": "t05"}, 1000)
    if kind is ImportKind.VALUES:
        return reading.read_values(content, MEMBERS, MEASURED)
    return reading.read(kind, content)  # what is in their rows is checked beside what they are about


def problems(kind: ImportKind, text: str | bytes) -> list[tuple[int, str, CellFault]]:
    with pytest.raises(ImportRefused) as refused:
        read(kind, text)
    assert all(telling.explain(problem, kind, ENGLISH) for problem in refused.value.problems)
    return [(problem.line, problem.column, problem.fault) for problem in refused.value.problems]


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_units_are_read_with_their_aliases() -> None:
    assert read(ImportKind.UNITS, UNITS + "U01,清溪县水利局,水利局,水务; 水电局 ;水务,A,\nU02,执法队,,,C,U01\n") == [
        units.Unit(code="U01", name="清溪县水利局", short="水利局", aliases=("水务", "水电局"), sequence="A"),
        units.Unit(code="U02", name="执法队", sequence="C", parent="U01"),
    ]


def test_indicators_are_read_with_their_lists() -> None:
    (found,) = reading.read_indicators((INDICATORS + "D01,完成率,重点,40,15.5,t,A;B,绩效;闯创干,U01\n").encode())
    assert found == Indicator(
        code="D01",
        name="完成率",
        section="重点",
        section_weight=Decimal(40),
        weight=Decimal("15.5"),
        direction=Direction.TARGET,
        sequences=("A", "B"),
        categories=("绩效", "闯创干"),
        owner="U01",
    )


DAYS_AS_WRITTEN: list[list[object]] = [
    ["指标编码", "指标名称", "板块", "板块权重", "权重", "方向", "报送日", "冻结日"],
    ["D01", "完成率", "重点", 40, 1, "+", 10, 15],
    ["D02", "及时率", "重点", 40, 1, "+", "１０日", " 15 日 "],
    ["D03", "满意率", "重点", 40, 1, "+", None, "20"],
    ["D04", "投诉率", "重点", 40, 1, "-", None, None],
]


@pytest.mark.parametrize("form", ["csv", "xlsx", "xls", "ods"])
def test_an_indicator_may_have_days_of_its_own_in_every_form_of_file(form: str) -> None:
    """The law §6.1: due day, freeze date. Empty is the office's rule."""
    as_text = "\n".join(",".join("" if cell is None else str(cell) for cell in row) for row in DAYS_AS_WRITTEN)
    made = as_text.encode() if form == "csv" else getattr(workbooks, form)(DAYS_AS_WRITTEN)
    found = reading.read_indicators(made)
    assert [(each.due_day, each.freeze_day) for each in found] == [(10, 15), (10, 15), (None, 20), (None, None)]


def test_days_that_are_left_out_are_none_and_those_that_change_are_shown_before() -> None:
    (before,) = reading.read_indicators((INDICATORS + "D01,完成率,重点,40,1,+,,,\n").encode())
    (after,) = reading.read_indicators((DAYS + "D01,完成率,重点,40,1,+,,,,10,15\n").encode())
    shown = [(each.field, each.before, each.after) for each in differences.of_indicators([after], [before]).changed]
    assert shown == [("due_day", "", "10"), ("freeze_day", "", "15")]


def test_values_are_exact_decimals_and_an_empty_one_is_missing() -> None:
    text = VALUES + "2026-05,U01,D01,0.1,100\n2026-P3,U01,D02,-3.25,\n2026-05,U01,D02,,\n2026-05,U02,I01,缺,\n"
    found = reading.read_values(text.encode(), MEMBERS, MEASURED)
    assert [(each.period, each.value, each.target) for each in found] == [
        ("2026-05", Decimal("0.1"), Decimal(100)),
        ("2026-P3", Decimal("-3.25"), None),
        ("2026-05", None, None),
        ("2026-05", None, None),
    ]


def test_columns_may_come_in_any_order_and_optional_ones_be_left_out() -> None:
    assert read(ImportKind.UNITS, "sequence,Name , code\r\nA,水利局,U01\r\n\r\n,,\r\n") == [MEMBERS[0]]


def test_the_mark_that_spreadsheets_put_before_utf8_is_no_part_of_the_header() -> None:
    assert read(ImportKind.UNITS, b"\xef\xbb\xbf" + (UNITS + "U01,水利局,,,A,\n").encode()) == [MEMBERS[0]]


@pytest.mark.parametrize("name", ['=HYPERLINK("http://x.invalid")', "@SUM(A1)", "-3", "＝1+1", "'=cmd"])
def test_a_text_that_a_spreadsheet_would_take_for_a_formula_is_refused(name: str) -> None:
    quoted = '"' + name.replace('"', '""') + '"'
    assert problems(ImportKind.UNITS, f"{UNITS}U01,{quoted},,,A,\n") == [(2, "name", CellFault.FORMULA_TEXT)]
    if not name.startswith("'"):  # the mark of an export stands before a whole cell only
        listed = '"水务;' + quoted[1:]
        assert problems(ImportKind.UNITS, f"{UNITS}U01,水利局,,{listed},A,\n") == [
            (2, "aliases", CellFault.FORMULA_TEXT)
        ]


@pytest.mark.parametrize("kind", list(ImportKind))
def test_a_template_has_the_columns_of_the_design_and_no_rows(kind: ImportKind) -> None:
    header = {
        ImportKind.UNITS: UNITS,
        ImportKind.INDICATORS: DAYS,
        ImportKind.VALUES: VALUES,
        ImportKind.PROJECTS: PROJECTS,
        ImportKind.PROGRESS: PROGRESS,
        ImportKind.LETTERS: LETTERS,
        ImportKind.PLEDGES: PLEDGES,
        ImportKind.SNAILS: SNAILS,
        ImportKind.STAFF: "role,post,unit\n",
        ImportKind.UNDERTAKINGS: UNDERTAKINGS,
        ImportKind.BREAKTHROUGHS: BREAKTHROUGHS,
    }[kind]
    assert templates.csv_file(kind, ENGLISH).decode("utf-8-sig") == header.replace("\n", "\r\n")
    assert problems(kind, templates.csv_file(kind, ENGLISH)) == [(0, "", CellFault.NO_ROWS)]


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (ImportKind.UNITS, b"", (0, "", CellFault.NO_ROWS)),
        (ImportKind.UNITS, b"\n , \n", (0, "", CellFault.NO_ROWS)),
        (ImportKind.UNITS, b"code,name,sequence\nU01,\xff\xff,A\n", (0, "", CellFault.NOT_A_TABLE)),
        (ImportKind.UNITS, b"code,name\0,sequence\n", (0, "", CellFault.NOT_A_TABLE)),
        (ImportKind.UNITS, 'code,name,sequence\nU01,"水利"局,A\n', (2, "", CellFault.NOT_A_TABLE)),
        (ImportKind.UNITS, "code,name,sequence,level\nU01,水利局,A,1\n", (1, "level", CellFault.COLUMN_UNKNOWN)),
        (ImportKind.UNITS, "code,name\nU01,水利局\n", (1, "sequence", CellFault.COLUMN_MISSING)),
        (ImportKind.UNITS, "code,name,sequence,name\nU01,水利局,A,x\n", (1, "name", CellFault.COLUMN_TWICE)),
        (ImportKind.UNITS, "code,name,sequence\nU01,水利局,A,x\n", (2, "", CellFault.TOO_MANY_CELLS)),
        (ImportKind.UNITS, UNITS + ",水利局,,,A,\n", (2, "code", CellFault.EMPTY)),
        (ImportKind.UNITS, UNITS + "U01, ,,,A,\n", (2, "name", CellFault.EMPTY)),
        (ImportKind.UNITS, UNITS + "U01,水利局\n", (2, "sequence", CellFault.EMPTY)),
        (ImportKind.UNITS, UNITS + "水一,水利局,,,A,\n", (2, "code", CellFault.NOT_A_CODE)),
        (ImportKind.UNITS, UNITS + "U01," + "水" * 61 + ",,,A,\n", (2, "name", CellFault.TOO_LONG)),
        (ImportKind.UNITS, UNITS + "U01,水\u202e利局,,,A,\n", (2, "name", CellFault.CONTROL_CHARACTER)),
        (ImportKind.UNITS, UNITS + "U01,水利局,,,A,U99\n", (2, "parent", CellFault.UNIT_UNKNOWN)),
        (ImportKind.UNITS, UNITS + "U01,水利局,,,A,U01\n", (2, "parent", CellFault.ABOVE_ITSELF)),
        (ImportKind.UNITS, UNITS + "U01,水利局,,,A,\nU01,财政局,,,A,\n", (3, "code", CellFault.TWICE)),
        (ImportKind.UNITS, UNITS + "U01,水利局,,,A,\nU02,水利局,,,A,\n", (3, "name", CellFault.TWICE)),
        (ImportKind.INDICATORS, INDICATORS + "D01,完成率,重点,40,0,+,,,\n", (2, "weight", CellFault.NOT_ABOVE_ZERO)),
        (
            ImportKind.INDICATORS,
            INDICATORS + "D01,完成率,重点,-4,1,+,,,\n",
            (2, "section_weight", CellFault.NOT_ABOVE_ZERO),
        ),
        (ImportKind.INDICATORS, INDICATORS + "D01,完成率,重点,40,many,+,,,\n", (2, "weight", CellFault.NOT_A_NUMBER)),
        (ImportKind.INDICATORS, INDICATORS + "D01,完成率,重点,40,,+,,,\n", (2, "weight", CellFault.EMPTY)),
        (ImportKind.INDICATORS, DAYS + "D01,完成率,重点,40,1,+,,,,0,\n", (2, "due_day", CellFault.NOT_A_DAY_AFTER)),
        (ImportKind.INDICATORS, DAYS + "D01,完成率,重点,40,1,+,,,,1.5,\n", (2, "due_day", CellFault.NOT_A_DAY_AFTER)),
        (ImportKind.INDICATORS, DAYS + "D01,完成率,重点,40,1,+,,,,10%,\n", (2, "due_day", CellFault.NOT_A_DAY_AFTER)),
        (ImportKind.INDICATORS, DAYS + "D01,完成率,重点,40,1,+,,,,,91\n", (2, "freeze_day", CellFault.NOT_A_DAY_AFTER)),
        (
            ImportKind.INDICATORS,
            DAYS + "D01,完成率,重点,40,1,+,,,,,月底\n",
            (2, "freeze_day", CellFault.NOT_A_DAY_AFTER),
        ),
        (
            ImportKind.INDICATORS,
            DAYS + "D01,完成率,重点,40,1,+,,,,9,8\n",
            (2, "freeze_day", CellFault.FROZEN_BEFORE_DUE),
        ),
        (
            ImportKind.INDICATORS,
            INDICATORS + "D01,完成率,重点,40,1,up,,,\n",
            (2, "direction", CellFault.NOT_A_DIRECTION),
        ),
        (ImportKind.INDICATORS, INDICATORS + "D01,完成率,重点,40,1,,,,\n", (2, "direction", CellFault.NOT_A_DIRECTION)),
        (
            ImportKind.INDICATORS,
            INDICATORS + "D01,完成率,重点,40,1,+,A,,\nD02,及时率,重点,30,1,+,B;A,,\n",
            (3, "section_weight", CellFault.SECTION_WEIGHTS_DIFFER),
        ),
        (
            ImportKind.INDICATORS,
            INDICATORS + "D01,完成率,重点,40,1,+,A,,\nD02,及时率,重点,30,1,+,,,\n",
            (3, "section_weight", CellFault.SECTION_WEIGHTS_DIFFER),
        ),
        (ImportKind.VALUES, VALUES + "2026.1,U01,D02,1,\n", (2, "period", CellFault.NOT_A_PERIOD)),
        (ImportKind.VALUES, VALUES + "26-May,U01,D02,1,\n", (2, "period", CellFault.NOT_A_PERIOD)),
        (ImportKind.VALUES, VALUES + "2026-05-15,U01,D02,1,\n", (2, "period", CellFault.NOT_A_PERIOD)),
        (ImportKind.VALUES, VALUES + "2026-13,U01,D02,1,\n", (2, "period", CellFault.NOT_A_PERIOD)),
        (ImportKind.VALUES, VALUES + "2026-051,U01,D02,1,\n", (2, "period", CellFault.NOT_A_PERIOD)),
        (ImportKind.VALUES, VALUES + "今年,U01,D02,1,\n", (2, "period", CellFault.NOT_A_PERIOD)),
        (ImportKind.VALUES, VALUES + ",U01,D02,1,\n", (2, "period", CellFault.EMPTY)),
        (ImportKind.VALUES, VALUES + "2026-05,U99,D02,1,\n", (2, "unit", CellFault.UNIT_UNKNOWN)),
        (ImportKind.VALUES, VALUES + "2026-05,U01,D99,1,\n", (2, "indicator", CellFault.INDICATOR_UNKNOWN)),
        (ImportKind.VALUES, VALUES + "2026-05,U01,I01,1,\n", (2, "indicator", CellFault.NOT_MEASURED)),
        (ImportKind.VALUES, VALUES + '2026-05,U01,D02,"1,5",\n', (2, "value", CellFault.NOT_A_NUMBER)),
        (ImportKind.VALUES, VALUES + "2026-05,U01,D02,12万,\n", (2, "value", CellFault.NOT_A_NUMBER)),
        (ImportKind.VALUES, VALUES + "2026-05,U01,D02,0.3333333333,\n", (2, "value", CellFault.TOO_MANY_DECIMALS)),
        (ImportKind.VALUES, VALUES + "2026-05,U01,D02,#N/A,\n", (2, "value", CellFault.ERROR_VALUE)),
        (
            ImportKind.VALUES,
            VALUES + "2026-05,U01,D02,95%,\n2026-05,U02,D02,0.93,\n",
            (2, "value", CellFault.UNCLEAR_PERCENT),
        ),
        (ImportKind.VALUES, VALUES + "2026-05,U01,D02,NaN,\n", (2, "value", CellFault.NOT_A_NUMBER)),
        (ImportKind.VALUES, VALUES + "2026-05,U01,D02,1e400,\n", (2, "value", CellFault.NOT_A_NUMBER)),
        (ImportKind.VALUES, VALUES + "2026-05,U01,D01,1,\n", (2, "target", CellFault.TARGET_NEEDED)),
        (ImportKind.VALUES, VALUES + "2026-05,U01,D01,1,0\n", (2, "target", CellFault.TARGET_NEEDED)),
        (ImportKind.VALUES, VALUES + "2026-05,U01,D02,1,100\n", (2, "target", CellFault.TARGET_UNUSED)),
        (ImportKind.VALUES, VALUES + "2026-05,U01,D02,1,\n2026-05,U01,D02,2,\n", (3, "indicator", CellFault.TWICE)),
    ],
)
def test_what_is_wrong_is_named_by_line_column_and_reason(
    kind: ImportKind, text: str | bytes, expected: tuple[int, str, CellFault]
) -> None:
    assert problems(kind, text) == [expected]


def test_every_bad_row_is_named_at_once_and_none_is_taken() -> None:
    text = VALUES + "2026-05,U01,D02,1,\n26,U99,D02,x,\n\n2026-05,U02,D99,2,\n"
    assert problems(ImportKind.VALUES, text) == [
        (3, "period", CellFault.NOT_A_PERIOD),
        (3, "unit", CellFault.UNIT_UNKNOWN),
        (3, "value", CellFault.NOT_A_NUMBER),
        (5, "indicator", CellFault.INDICATOR_UNKNOWN),
    ]


def test_a_line_is_counted_as_an_editor_counts_it_also_after_a_cell_of_two_lines() -> None:
    assert problems(ImportKind.UNITS, UNITS + 'U01,"水利\n局",,,A,\nU 2,财政局,,,A,\n') == [
        (2, "name", CellFault.CONTROL_CHARACTER),
        (4, "code", CellFault.NOT_A_CODE),
    ]


def test_a_section_may_weigh_differently_in_sequences_that_do_not_meet() -> None:
    text = INDICATORS + "D01,完成率,重点,40,1,+,A,,\nD02,及时率,重点,30,1,+,B,,\n"
    assert len(reading.read_indicators(text.encode())) == 2


def test_what_is_already_known_may_be_replaced_but_not_contradicted() -> None:
    assert reading.read_units((UNITS + "U01,水利局,,,B,U02\n").encode(), MEMBERS)[0].sequence == "B"
    with pytest.raises(ImportRefused):
        reading.read_units((UNITS + "U09,水利局,,,A,\n").encode(), MEMBERS)
    with pytest.raises(ImportRefused):
        reading.read_indicators((INDICATORS + "D09,完成率,效能,30,1,+,A,,\n").encode(), MEASURED)


def test_a_problem_is_explained_in_one_line() -> None:
    with pytest.raises(ImportRefused) as refused:
        read(ImportKind.VALUES, VALUES + "2026-05,U99,D02,1,\n")
    assert [telling.explain(each, ImportKind.VALUES, ENGLISH) for each in refused.value.problems] == [
        "line 2, column unit shows “U99”: there is no unit with this code or name"
    ]


def test_a_workbook_is_read_like_a_csv() -> None:
    content = workbook(
        ("period", "unit", "indicator", "value", "target", None),
        ("2026-P3", "U01", "D01", 0.1 + 0.2, 100),
        (),
        (date(2026, 5, 1), "U01", "D02", 7, None),  # what a spreadsheet makes of 2026-05
    )
    found = reading.read_values(content, MEMBERS, MEASURED)
    assert [(each.period, str(each.value), each.target) for each in found] == [
        ("2026-P3", "0.3", Decimal(100)),
        ("2026-05", "7", None),
    ]


def test_the_line_of_a_bad_cell_in_a_workbook_is_the_row_its_reader_sees() -> None:
    content = workbook((None,), ("code", "name", "sequence"), (), ("U01", None, "A"))
    assert problems(ImportKind.UNITS, content) == [(4, "name", CellFault.EMPTY)]


def test_files_beyond_the_limits_are_refused() -> None:
    assert problems(ImportKind.UNITS, b"x" * (reading.LARGEST_FILE + 1)) == [(0, "", CellFault.FILE_TOO_LARGE)]
    rows = UNITS + "U01,a,,,A,\n" * (sheets.MOST_ROWS + 1)
    assert problems(ImportKind.UNITS, rows) == [(0, "", CellFault.TOO_MANY_ROWS)]


def zipped(members: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (zipped({"xl/workbook.xml": b"0" * 20_000_000}), CellFault.FILE_TOO_LARGE),
        (zipped({"xl/workbook.xml": b"", **{f"{n}.xml": b"" for n in range(200)}}), CellFault.FILE_TOO_LARGE),
        (zipped({"xl/workbook.xml": b"no workbook"}), CellFault.NOT_A_TABLE),
        (zipped({"readme.txt": b"no workbook"}), CellFault.OTHER_FILE),
        (b"PK\x03\x04 and nothing else", CellFault.OTHER_FILE),
    ],
    ids=["unpacks to too much", "too many members", "no workbook", "another archive", "no zip"],
)
def test_a_zip_that_is_no_honest_workbook_is_refused(content: bytes, fault: CellFault) -> None:
    assert problems(ImportKind.UNITS, content) == [(0, "", fault)]


def with_sheet(old: bytes, new: bytes) -> bytes:
    """A small workbook whose sheet has been tampered with."""
    with zipfile.ZipFile(io.BytesIO(workbook(("code", "name", "sequence"), ("U01", "a", "A")))) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    sheet = members["xl/worksheets/sheet1.xml"]
    assert old in sheet
    return zipped(members | {"xl/worksheets/sheet1.xml": sheet.replace(old, new)})


def test_a_workbook_that_claims_the_last_cell_there_is_does_not_take_the_memory_for_all_before_it() -> None:
    content = with_sheet(b'r="C2"', b'r="XFD1048576"')
    (problem,) = problems(ImportKind.UNITS, content)
    assert problem[2] in (CellFault.FILE_TOO_LARGE, CellFault.TOO_MANY_ROWS)


def test_a_workbook_that_takes_too_long_is_not_called_no_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheets, "LIMITS", sandbox.ChildLimits(wall_seconds=0.001))
    assert problems(ImportKind.UNITS, workbook(("code", "name", "sequence"))) == [(0, "", CellFault.FILE_TOO_LARGE)]


def test_a_workbook_of_too_many_rows_is_refused() -> None:
    assert problems(ImportKind.UNITS, with_sheet(b'r="C2"', b'r="C60000"')) == [(0, "", CellFault.TOO_MANY_ROWS)]


def test_a_sheet_that_is_no_xml_is_refused() -> None:
    assert problems(ImportKind.UNITS, with_sheet(b"<sheetData>", b"<sheet")) == [(0, "", CellFault.NOT_A_TABLE)]


def test_the_fictional_county_imports_and_its_two_periods_tell_the_story_of_the_demo() -> None:
    """The arithmetic of the law §10: 15 yellow and 6 red, then 5 units yellow and 14 units red."""
    data = files("bot").joinpath("demo_data")
    members = reading.read_units(data.joinpath("units.csv").read_bytes())
    indicators = reading.read_indicators(data.joinpath("indicators.csv").read_bytes())
    values = reading.read_values(data.joinpath("values.csv").read_bytes(), members, indicators)
    numbers = rules.RuleSet()
    held: list[rotations.HeldFlag] = []
    story = {}
    for period in ("2026-P1", "2026-P2"):
        ranked = rankings.rank(period, members, indicators, values, [], numbers)
        assert not any(each.is_provisional or each.is_too_small for each in ranked)
        found = rotations.propose([score for each in ranked for score in each.categories], held, numbers)
        turns = rotations.rotate(held, [(each.unit, each.category, each.colour) for each in found])
        held = rotations.held_after(turns)
        story[period] = (found, turns, rotations.titles(turns, numbers))

    found, _, titles = story["2026-P1"]
    assert [each.colour for each in found].count(rotations.Colour.YELLOW) == 15
    assert [each.colour for each in found].count(rotations.Colour.RED) == 6
    assert titles == {"U15": (FlagTitle.DOUBLE_RED,)}

    found, turns, titles = story["2026-P2"]
    assert len({each.unit for each in found if each.colour is rotations.Colour.YELLOW}) == 5
    assert len({each.unit for each in found if each.colour is rotations.Colour.RED}) == 14
    assert titles["U01"] == titles["U02"] == (FlagTitle.DOUBLE_RED, FlagTitle.TURNAROUND)
    assert [turn.rotation for turn in turns if turn.unit == "U12"] == [rotations.Rotation.REMOVED]


def test_a_letter_is_about_no_unit_where_two_are_called_so() -> None:
    """It went to the last of them in the register."""
    pair = [replace(each, short="执法队") for each in MEMBERS]
    text = f"{LETTERS}1,三个月不办,执法队,,,,,\n2,三个月不办,U02,,,,,\n"
    first, second = check_letters(reading.read(ImportKind.LETTERS, text.encode()).rows, pair, {}, 1000)
    assert (first.told["unit"], first.told["unit_told"], second.told["unit"]) == ("", "执法队", "U02")


def test_a_letter_names_what_it_can_and_every_bad_cell_of_any_is_named() -> None:
    long = "长" * 1001
    text = (
        f"{LETTERS}1,渠道漏水没人修,水利局,拖沓敷衍,去年九月,城东村,某某,0571-0000000\n"
        "2,- 一是没人接电话,那个什么办,T05,,,,\n"
    )
    first, second = check_letters(
        reading.read(ImportKind.LETTERS, text.encode()).rows, MEMBERS, {"t05": "t05", "拖沓敷衍": "t05"}, 1000
    )
    assert (first.told["unit"], first.told["kind"], first.told["signed"]) == (MEMBERS[0].code, "t05", "real_name")
    assert (second.told["unit"], second.told["unit_told"], second.told["signed"]) == ("", "那个什么办", "anonymous")
    assert second.told["story"] == "- 一是没人接电话"
    bad = f"{LETTERS}1,,,,,,,\n2,{long},,贪污,,,某某,\n2,又一封,,,,,,0000\n"
    assert set(problems(ImportKind.LETTERS, bad)) == {
        (2, "story", CellFault.EMPTY),
        (3, "story", CellFault.STORY_TOO_LONG),
        (3, "kind", CellFault.KIND_UNKNOWN),
        (3, "contact", CellFault.NAME_WITHOUT_CONTACT),
        (4, "name", CellFault.NAME_WITHOUT_CONTACT),
        (4, "number", CellFault.TWICE),
    }
