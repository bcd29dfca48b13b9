"""Files as people have them: every kind in every form, a cell meaning what it shows, what is not certain refused by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.importing import number_formats, reading, telling
from bot.importing.reading import Remark
from bot.importing.words import ImportWords
from domain.importing.breakthroughs import check_breakthroughs
from domain.importing.columns import COLUMNS, ImportKind, period
from domain.importing.letters import check_letters
from domain.importing.pledges import check_pledges
from domain.importing.problems import CellFault, ImportRefused
from domain.importing.progress import ProgressRow, check_progress
from domain.importing.projects import check_projects
from domain.importing.snails import check_snails
from domain.importing.staff import check_staff
from domain.importing.undertakings import check_undertakings
from domain.scoring.indicators import Direction, Indicator
from domain.units import Unit
from tests.importing.workbooks import PERCENT, Rows, ods, xls, xlsx

MEMBERS = [Unit(code=f"U{number:02}", name=f"清溪县第{number}局", sequence="A") for number in range(1, 8)]
MEASURED = [
    Indicator(
        code="A",
        name="办件按时率",
        section="服务",
        section_weight=Decimal(60),
        weight=Decimal(50),
        direction=Direction.HIGHER,
    )
]
SAMPLE: dict[ImportKind, list[list[str]]] = {
    ImportKind.UNITS: [["U01", "清溪县水利局", "水利局", "水务；水电", "A", ""], ["U02", "溪东街道", "", "", "B", ""]],
    ImportKind.INDICATORS: [["D01", "完成率", "重点", "40", "15.5", "T", "A;B", "绩效", "U01"]],
    ImportKind.VALUES: [["2026-05", "U01", "A", "81.5", ""], ["2026-05", "U02", "A", "缺", ""]],
    ImportKind.PROGRESS: [["P01", "2026-03", "180.5", "已开工", ""]],
    ImportKind.PLEDGES: [["U02", "项目争速", "开工20个", "20", "个", "12", "2026年6月30日", "项目专班"]],
    ImportKind.SNAILS: [["2018年6月30日", "U02", "两条道路超期六个月。"]],
    ImportKind.BREAKTHROUGHS: [["旧城改造攻坚", "U02", "常务副县长", "", "", "一号片区签约", "2026/6/30"]],
    ImportKind.UNDERTAKINGS: [["营造氛围", "1", "每季度通报一次", "U02", "2026/6/30"]],
    ImportKind.PROJECTS: [["P01", "城东小学", "重点项目", "U01", "", "", "2026-03", "2026", "1200", *("100",) * 12]],
    ImportKind.STAFF: [["受理员", "受理员甲", "U02"], ["admin", "管理员甲", ""]],
    ImportKind.LETTERS: [["信12", "渠道漏水没人修。", "水利局", "t05", "去年", "城东村", "", ""]],
}
HEAD: list[object] = ["period", "unit", "indicator", "value", "target"]


def text_of(rows: Rows, separator: str) -> str:
    def quoted(cell: object) -> str:
        text = str(cell)
        return f'"{text}"' if separator in text else text

    return "".join(separator.join(map(quoted, row)) + "\r\n" for row in rows)


FORMS: dict[str, Callable[[Rows], bytes]] = {
    "csv utf-8": lambda rows: text_of(rows, ",").encode(),
    "csv utf-8 with its mark": lambda rows: text_of(rows, ",").encode("utf-8-sig"),
    "csv as Chinese Excel saves it": lambda rows: text_of(rows, ",").encode("gb18030"),
    "csv utf-16 with its mark": lambda rows: text_of(rows, ",").encode("utf-16"),
    "text of Excel": lambda rows: text_of(rows, "\t").encode("utf-16"),
    "csv utf-16 without its mark": lambda rows: text_of(rows, ",").encode("utf-16-le"),
    "csv utf-16 the other way round": lambda rows: b"\xfe\xff" + text_of(rows, ",").encode("utf-16-be"),
    "semicolons": lambda rows: text_of(rows, ";").encode("gb18030"),
    "tabs": lambda rows: text_of(rows, "\t").encode(),
    "sep= on the first line": lambda rows: ("sep=;\r\n" + text_of(rows, ";")).encode("utf-8-sig"),
    "xlsx": xlsx,
    "xls and et": xls,
    "ods": ods,
}


OF_MEMBERS: dict[ImportKind, Callable[[Any], Any]] = {
    ImportKind.STAFF: lambda rows: [
        each.key for each in check_staff(rows, MEMBERS, {"受理员": "reviewer", "admin": "admin"})
    ],
    ImportKind.SNAILS: lambda rows: check_snails(rows, MEMBERS, date(2026, 3, 4)),
    ImportKind.BREAKTHROUGHS: lambda rows: check_breakthroughs(rows, MEMBERS, (), date(2026, 3, 4)),
    ImportKind.UNDERTAKINGS: lambda rows: check_undertakings(rows, MEMBERS, (), date(2026, 3, 4)),
    ImportKind.PROJECTS: lambda rows: check_projects(rows, MEMBERS, {"重点项目": "key"}, (), "2026-03"),
}


def read(kind: ImportKind, content: bytes) -> Any:
    if kind is ImportKind.UNITS:
        return reading.read_units(content)
    if kind is ImportKind.INDICATORS:
        return reading.read_indicators(content)
    if kind is ImportKind.LETTERS:
        rows = reading.read(kind, content).rows
        return [letter.told for letter in check_letters(rows, MEMBERS, {"t05": "t05"}, 1000)]
    if kind is ImportKind.PROGRESS:
        known = (ProgressRow(code="P01", month="2026-03", actual=None, begun="yes"),)
        return check_progress(reading.read(kind, content).rows, known, {"已开工": "yes"})
    if kind is ImportKind.PLEDGES:
        rows = reading.read(kind, content).rows
        return check_pledges(rows, MEMBERS, {"项目争速": "项目争速"}, (), date(2026, 3, 4))
    if kind in OF_MEMBERS:
        return OF_MEMBERS[kind](reading.read(kind, content).rows)
    return reading.read_values(content, MEMBERS, MEASURED)


def value_of(content: bytes) -> str:
    return str(reading.read_values(content, MEMBERS, MEASURED)[0].value)


def refusals(kind: ImportKind, content: bytes) -> list[tuple[str, CellFault]]:
    with pytest.raises(ImportRefused) as refused:
        read(kind, content)
    for problem in refused.value.problems:
        assert telling.explain(problem, kind, ImportWords("zh")) != telling.explain(problem, kind, ImportWords("en"))
    return [(problem.cell, problem.fault) for problem in refused.value.problems]


@pytest.mark.parametrize(("locale", "form"), [*(("zh", form) for form in FORMS), ("en", "csv utf-8"), ("en", "xlsx")])
@pytest.mark.parametrize("kind", list(ImportKind))
def test_every_kind_is_read_the_same_from_every_form_of_file_with_headers_in_both_languages(
    kind: ImportKind, form: str, locale: str
) -> None:
    header = [ImportWords(locale).label(kind, name) for name in COLUMNS[kind].order]
    wanted = read(kind, text_of([COLUMNS[kind].order, *SAMPLE[kind]], ",").encode())
    assert read(kind, FORMS[form]([header, *SAMPLE[kind]])) == wanted


SHOWN = [
    (1.269, "0.0%", "126.9"),
    (0.815, "0%", "82"),  # what it shows, and that it holds more is said
    (81.5, "General", "81.5"),
    (1234.5, "#,##0.00", "1234.5"),
    (-3.25, "0.00_);(0.00)", "-3.25"),
    (12, '0"件"', "12"),
    (-0.0, "General", "0"),
    (83.4567, "0.0", "83.5"),
    (0.1 + 0.2, "General", "0.3"),
    (2.675, "0.00", "2.68"),  # as spreadsheets round, not as binary fractions do
    (99.5, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "99.5"),
    (88, "[$¥-804]#,##0.00;[Red][$¥-804]-#,##0.00", "88"),
]


def test_a_cell_means_what_it_shows() -> None:
    """A cell that shows 126.9% was read as 1.269 without a word."""
    rows: Rows = [HEAD, *([f"2026-{n:02}", "U01", "A", held, None] for n, (held, _, _) in enumerate(SHOWN, start=1))]

    def dress(book: Any) -> None:
        for line, (_, form, _) in enumerate(SHOWN, start=2):
            book.active[f"D{line}"].number_format = form

    old = [[cell for cell in row if cell is not None] for row in rows]
    forms = {(line, 3): form for line, (_, form, _) in enumerate(SHOWN, start=1)}
    for content in (xlsx(rows, dress), xls(old, forms)):
        assert [str(each.value) for each in reading.read_values(content, MEMBERS, MEASURED)] == [
            shown for _, _, shown in SHOWN
        ]


def test_what_an_ods_shows_is_what_is_read() -> None:
    assert value_of(ods([HEAD, ["2026-05", "U01", "A", ("126.9%", 1.269), None]])) == "126.9"
    assert value_of(ods([HEAD, ["2026-05", "U01", "A", ("83.5", 83.4567), None]])) == "83.5"


@pytest.mark.parametrize(
    "written", ["１２６．９", " 126.9 ", "\u3000126.9\u00a0", "126.9%", "126.9％", "126.90", "+126.9"]
)
def test_a_number_that_is_text_is_read_as_it_is_written(written: str) -> None:
    assert value_of(xlsx([HEAD, ["2026-05", "U01", "A", written, None]])) == "126.9"
    assert value_of(text_of([HEAD, ["2026-05", "U01", "A", written, ""]], ",").encode()) == "126.9"


@pytest.mark.parametrize(
    ("held", "form", "fault"),
    [
        (123000, '0!.0,"万"', CellFault.UNCLEAR_FORMAT),
        (12, '0"万"', CellFault.UNCLEAR_FORMAT),
        (-5, "0.00;[Red]0.00", CellFault.UNCLEAR_FORMAT),  # a minus that is only red
        (12345, "0,", CellFault.UNCLEAR_FORMAT),
        (0, '0;-0;"-"', CellFault.UNCLEAR_FORMAT),
        (5, "[>100]0;0.0", CellFault.UNCLEAR_FORMAT),
        (5, "# ?/?", CellFault.UNCLEAR_FORMAT),
        (5, ";;;", CellFault.UNCLEAR_FORMAT),
        (1 / 3, "General", CellFault.TOO_MANY_DECIMALS),
        (date(2026, 3, 5), "yyyy-mm-dd", CellFault.NOT_A_NUMBER),
        ("12万", "General", CellFault.NOT_A_NUMBER),
        ("1,5", "General", CellFault.NOT_A_NUMBER),
    ],
)
def test_what_is_not_certain_is_refused_by_the_name_of_its_cell(held: object, form: str, fault: CellFault) -> None:
    def dress(book: Any) -> None:
        book.active["D2"].number_format = form

    assert refusals(ImportKind.VALUES, xlsx([HEAD, ["2026-05", "U01", "A", held, None]], dress)) == [("D2", fault)]


def test_a_percentage_among_figures_that_may_be_of_one_is_refused() -> None:
    rows: list[list[object]] = [HEAD, ["2026-05", "U01", "A", 0.95, None], *([["2026-05", "U02", "A", 0.93, None]])]

    def dress(book: Any) -> None:
        book.active["D2"].number_format = PERCENT

    assert refusals(ImportKind.VALUES, xlsx(rows, dress)) == [("D2", CellFault.UNCLEAR_PERCENT)]


def formula(book: Any) -> None:
    book.active["D2"] = "=80+1"


def error(book: Any) -> None:
    book.active["D2"].data_type = "e"


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (xlsx([HEAD, ["2026-05", "U01", "A", 1, None]], formula), CellFault.NOT_COMPUTED),
        (xlsx([HEAD, ["2026-05", "U01", "A", "#N/A", None]], error), CellFault.ERROR_VALUE),
        (xlsx([HEAD, ["2026-05", "U01", "A", "#DIV/0!", None]], error), CellFault.ERROR_VALUE),
        (ods([HEAD, ["2026-05", "U01", "A", "#DIV/0!", None]]), CellFault.ERROR_VALUE),
    ],
    ids=["formula without a result", "#N/A", "#DIV/0!", "ods"],
)
def test_a_formula_without_a_result_and_an_error_are_refused_and_never_taken_for_missing(
    content: bytes, fault: CellFault
) -> None:
    assert refusals(ImportKind.VALUES, content) == [("D2", fault)]


def test_the_error_of_an_old_workbook_and_of_a_csv_are_refused_too() -> None:
    assert refusals(ImportKind.VALUES, text_of([HEAD, ["2026-05", "U01", "A", "#N/A", ""]], ",").encode()) == [
        ("", CellFault.ERROR_VALUE)
    ]


OLD: Rows = [HEAD, ["2026-05", "U01", "A", 1, ""]]
NEW: Rows = [HEAD, ["2026-05", "U01", "A", 81, ""]]


def with_hidden_first(book: Any) -> None:
    first = book.create_sheet("旧数据", 0)
    for row in OLD:
        first.append(row)
    first.sheet_state = "hidden"


@pytest.mark.parametrize(
    "content",
    [xlsx(NEW, with_hidden_first), xls(NEW, hidden_first=OLD), ods(NEW, hidden_first=OLD)],
    ids=["xlsx", "xls", "ods"],
)
def test_a_hidden_sheet_is_passed_over_and_that_is_said(content: bytes) -> None:
    """The hidden first sheet was imported instead of the visible one."""
    table = reading.read(ImportKind.VALUES, content)
    assert [row.cells["value"] for row in table.rows] == ["81"]
    assert Remark("hidden_sheet", "旧数据") in table.remarks


def test_hidden_rows_and_columns_and_rounded_cells_are_said() -> None:
    def hide(book: Any) -> None:
        book.active.row_dimensions[2].hidden = True
        book.active.column_dimensions["C"].hidden = True
        book.active["D3"].number_format = "0.0"

    rows: Rows = [HEAD, ["2026-05", "U01", "A", 81, None], ["2026-05", "U02", "A", 81.55, None]]
    assert reading.read(ImportKind.VALUES, xlsx(rows, hide)).remarks == [
        Remark("hidden_rows", "2"),
        Remark("hidden_columns", "C"),
        Remark("rounded", "D3"),
    ]


def test_of_several_visible_sheets_the_one_that_fits_is_read_else_they_are_named() -> None:
    def beside(title: str, *rows: Sequence[object]) -> Callable[[Any], None]:
        def change(book: Any) -> None:
            sheet = book.create_sheet(title, 0)
            for row in rows:
                sheet.append(list(row))

        return change

    other = reading.read(ImportKind.VALUES, xlsx(NEW, beside("封面", ["各单位数值"])))
    assert (len(other.rows), other.remarks) == (1, [Remark("chosen_sheet", "Sheet")])
    both = xlsx(NEW, beside("四月", *OLD))
    with pytest.raises(ImportRefused) as refused:
        reading.read(ImportKind.VALUES, both)
    assert (refused.value.problems[0].fault, refused.value.problems[0].found) == (
        CellFault.SEVERAL_SHEETS_FIT,
        "四月、Sheet",
    )
    assert reading.read(ImportKind.VALUES, both, "四月").rows[0].cells["value"] == "1"
    none = xlsx([["a"], ["b"]], beside("封面", ["各单位数值"], ["x"]))
    assert refusals(ImportKind.VALUES, none) == [("", CellFault.NO_SHEET_FITS)]


def test_titles_above_the_header_merged_cells_and_columns_for_oneself_are_understood() -> None:
    def merge(book: Any) -> None:
        sheet = book.active
        sheet.merge_cells("A1:E1")
        sheet.merge_cells("B3:B4")

    rows: list[list[object]] = [
        ["2026年5月各单位数值表", None, None, None, None],
        ["序号", "期次", "单位名称", "指标（必填）", "数值*"],
        ["1", "2026年5月", "清溪县第1局", "办件按时率", 81],
        ["2", None, "U02", "A", 82],
    ]
    table = reading.read(ImportKind.VALUES, xlsx(rows, merge))
    values = reading.read_values(xlsx(rows, merge), MEMBERS, MEASURED)
    assert Remark("ignored", "序号") in table.remarks
    assert [(each.period, each.unit, each.indicator, each.value) for each in values] == [
        ("2026-05", "U01", "A", Decimal(81)),
        ("2026-05", "U02", "A", Decimal(82)),
    ]


def test_a_figure_of_a_merged_cell_and_a_cell_under_no_header_are_refused() -> None:
    rows: Rows = [HEAD, ["2026-05", "U01", "A", 81, None], ["2026-05", "U02", "A", None, None]]
    assert refusals(ImportKind.VALUES, xlsx(rows, lambda book: book.active.merge_cells("D2:D3"))) == [
        ("D3", CellFault.MERGED_FIGURE)
    ]
    untitled: Rows = [["period", "unit", None, "indicator", "value"], ["2026-05", "U01", "x", "A", 81]]
    assert refusals(ImportKind.VALUES, xlsx(untitled)) == [("C2", CellFault.TOO_MANY_CELLS)]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("May-26", "2026-05"),
        ("Dec-26", "2026-12"),
        ("2026/5", "2026-05"),
        ("2026/5/1", "2026-05"),
        ("2026-5", "2026-05"),
        ("2026年5月", "2026-05"),
        ("2026年11月", "2026-11"),
        ("2026年5月1日", "2026-05"),
        ("202605", "2026-05"),
        ("2026.05", "2026-05"),
        ("2026-05-01", "2026-05"),
        ("2026/5/1 0:00", "2026-05"),
        ("2026-P3", "2026-P3"),
        ("2026-q2", "2026-Q2"),
        ("2026年第2季度", "2026-Q2"),
        ("2026年第1期", "2026-P1"),
        ("２０２６－０５", "2026-05"),
        ("2026-第3", "2026-第3"),
        ("26-May", "26-May"),
        ("2026.1", "2026.1"),
        ("2026-05-15", "2026-05-15"),
        ("2026-111", "2026-111"),
    ],
)
def test_a_period_is_read_as_excel_shows_it_where_that_is_certain(written: str, meant: str) -> None:
    assert period(written) == meant


@pytest.mark.parametrize(
    ("held", "form"),
    [
        (date(2026, 5, 1), "yyyy-mm-dd"),
        (datetime(2026, 5, 1), "mmm-yy"),  # noqa: DTZ001
        (date(2026, 5, 17), "yyyy-mm"),
        (date(2026, 5, 1), 'yyyy"年"m"月"'),
        ("2026-05", "@"),
    ],
)
def test_a_period_that_became_a_date_is_read(held: object, form: str) -> None:
    def dress(book: Any) -> None:
        book.active["A2"].number_format = form

    content = xlsx([HEAD, [held, "U01", "A", 81, None]], dress)
    assert reading.read_values(content, MEMBERS, MEASURED)[0].period == "2026-05"
    if isinstance(held, date):
        old = xls([HEAD, [held, "U01", "A", 81]], {(1, 0): form})
        assert reading.read_values(old, MEMBERS, MEASURED)[0].period == "2026-05"


def test_the_month_that_chinese_excel_writes_by_number_alone_is_a_month() -> None:
    assert number_formats.CHINESE_DAYS[57] == "y m"
    assert number_formats.day(date(2026, 5, 1), number_formats.CHINESE_DAYS[57]) == "2026-05"


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xff\xd8\xff\xe0", "图片"),
        (b"Rar!\x1a\x07", "压缩包"),
        (b"<html><table><tr><td>a</td></tr></table></html>", "网页"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "损坏"),
    ],
)
def test_another_kind_of_file_is_refused_by_its_right_name(content: bytes, what: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        reading.read(ImportKind.UNITS, content)
    (problem,) = refused.value.problems
    assert what in telling.explain(problem, ImportKind.UNITS, ImportWords("zh"))


@settings(max_examples=60)
@given(st.decimals(min_value=-999_999, max_value=999_999, places=4, allow_nan=False, allow_infinity=False))
def test_the_number_shown_is_the_number_read_exactly_in_text(number: Decimal) -> None:
    for written in (
        f"{number:f}",
        f"{number:,.4f}",
        f"{number:f}".translate(str.maketrans("0123456789.", "０１２３４５６７８９．")),
    ):
        content = text_of([HEAD, ["2026-05", "U01", "A", written, ""]], ";").encode("gb18030")
        assert Decimal(value_of(content)) == number


@settings(max_examples=300)
@given(
    st.decimals(min_value=-99_999, max_value=99_999, places=6, allow_nan=False, allow_infinity=False),
    st.sampled_from(["0", "0.0", "0.00", "#,##0.000", "0.0%", "0.00%", "0.00_);(0.00)", "[Red]-0.0;0.0"]),
)
def test_what_a_format_shows_is_the_number_rounded_once_as_people_round(number: Decimal, form: str) -> None:
    try:
        shown, is_rounded = number_formats.shown(float(number), form)
    except number_formats.Unclear:
        assert "Red" in form
        return
    held = Decimal(f"{float(number):.15g}") * (100 if "%" in form else 1)
    places = {"0": 0, "0.0": 1, "0.00": 2, "#,##0.000": 3, "0.0%": 1, "0.00%": 2, "0.00_);(0.00)": 2}.get(form, 1)
    read_back = Decimal(shown.rstrip("%"))
    assert abs(read_back - held) * 2 <= Decimal(1).scaleb(-places) or "Red" in form
    assert is_rounded == (read_back != held) or "Red" in form


@pytest.fixture(scope="module")
def many() -> list[Decimal]:
    return [Decimal(number).scaleb(-places) for number in range(-40, 4000, 37) for places in range(5)]


@pytest.mark.parametrize("make", [xlsx, xls, ods])
def test_the_number_shown_is_the_number_read_exactly_in_workbooks(
    many: list[Decimal], make: Callable[[Rows], bytes]
) -> None:
    rows: list[list[object]] = [HEAD]
    rows += [[f"2026-P{number % 6 + 1}", "U01", f"I{number}", float(each), ""] for number, each in enumerate(many)]
    found = reading.read(ImportKind.VALUES, make(rows)).rows
    assert [Decimal(row.cells["value"]) for row in found] == many
