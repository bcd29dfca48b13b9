"""How a saying becomes words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

import words as prose
from bot import wording
from domain.saying import Choice, Saying, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(Saying):
    """A notice with everything in it."""

    unit: str = "民政局"
    due: date | datetime | None = None
    reason: Term | None = None
    units: tuple[str, ...] = ()
    places: int | None = None
    is_late: bool = False


def words(zh: str = "", en: str = "", **tables: object) -> wording.Words:
    shipped = {locale: prose.said(locale) for locale in wording.LOCALES}
    return wording.Words(
        {
            "zh": {**tables, "written": shipped["zh"]["written"], "say": {"test_wording": {"notice": zh}}},
            "en": {**tables, "written": shipped["en"]["written"], "say": {"test_wording": {"notice": en}}},
        },
        ZoneInfo("Asia/Shanghai"),
        lambda: datetime(2026, 3, 5, tzinfo=UTC),
    )


def test_params_are_put_where_the_words_want_them() -> None:
    assert words("请{unit}办理。").word(Notice(), "zh") == "请民政局办理。"


def test_what_a_person_wrote_is_never_read_as_words() -> None:
    hostile = "[[{due}]] {reason} {unit.__class__} {{x}}"
    assert words("来自{unit}。[[缘由{unit}]]").word(Notice(unit=hostile), "zh") == f"来自{hostile}。缘由{hostile}"


@pytest.mark.parametrize(
    ("saying", "expected"),
    [
        (Notice(), "请办理。"),
        (Notice(places=0), "请办理。"),
        (Notice(places=3, is_late=True), "请办理，名次3，已逾期。"),
    ],
)
def test_a_segment_without_its_param_is_left_out(saying: Notice, expected: str) -> None:
    assert words("请办理[[，名次{places}]][[{is_late}，已逾期]]。").word(saying, "zh") == expected


@pytest.mark.parametrize(
    ("due", "zh", "en"),
    [
        (date(2026, 11, 21), "11月21日", "21 Nov"),
        (date(2027, 1, 4), "2027年1月4日", "4 Jan 2027"),
        (datetime(2026, 3, 5, 16, 30, tzinfo=UTC), "3月6日00:30", "6 Mar, 00:30"),
        (datetime(2026, 12, 31, 16, 0, tzinfo=UTC), "2027年1月1日00:00", "1 Jan 2027, 00:00"),
        (datetime(2025, 12, 31, 16, 0, tzinfo=UTC), "1月1日00:00", "1 Jan, 00:00"),
    ],
)
def test_days_are_those_of_the_office_and_name_another_year(due: date, zh: str, en: str) -> None:
    both = words("{due}", "{due}")
    assert both.word(Notice(due=due), "zh") == zh
    assert both.word(Notice(due=due), "en") == en


def test_several_are_listed_as_the_language_does() -> None:
    both = words("{units}", "{units}")
    assert both.word(Notice(units=("甲", "乙")), "zh") == "甲、乙"
    assert both.word(Notice(units=("A", "B")), "en") == "A, B"


def test_sayings_inside_a_saying_are_lines_of_it() -> None:
    both = words("单位：{unit}[[\n{units}]]")
    lines = (Notice(unit="甲"), Notice(unit="乙"))
    assert both.word(Notice(units=lines), "zh") == "单位：民政局\n单位：甲\n单位：乙"  # type: ignore[arg-type]


def test_a_term_is_looked_up_in_its_table_and_tables_in_tables() -> None:
    both = words("{reason}", kind={"t05": "拖延"}, stage={"clue": {"triage": "研判"}})
    assert both.word(Notice(reason=Term("kind", "t05")), "zh") == "拖延"
    assert both.word(Notice(reason=Term("stage.clue", "triage")), "zh") == "研判"


def test_a_button_shows_its_label_or_what_it_is_called() -> None:
    both = words(button={"accept": "受理"})
    assert both.label(Choice(value="a", label=Term("button", "accept")), "zh") == "受理"
    assert both.label(Choice(value="u", text="民政局"), "zh") == "民政局"


def test_a_language_we_do_not_have_is_answered_in_chinese() -> None:
    assert words("好", "fine").word(Notice(), "fr") == "好"


def test_missing_words_are_an_error_that_names_them() -> None:
    with pytest.raises(wording.NoWords, match=r"kind\.t99 in en"):
        words().term(Term("kind", "t99"), "en")
    with pytest.raises(wording.NoWords, match=r"test_wording\.notice"):
        wording.Words({"zh": {}}, UTC, lambda: datetime(2026, 3, 5, tzinfo=UTC)).word(Notice(), "zh")


def test_where_one_of_several_has_the_sign_between_them_another_stands_between() -> None:
    """影响合法权益、工作、生活、造成不良社会影响 was read as four reasons; it is two."""
    several = Notice(units=("影响合法权益、工作、生活", "造成不良社会影响"))
    assert words("{units}").word(several, "zh") == "影响合法权益、工作、生活；造成不良社会影响"
    assert (
        words(en="{units}").word(Notice(units=("Petitions office, 12345", "Police")), "en")
        == "Petitions office, 12345; Police"
    )
    assert words("{units}").word(Notice(units=("水利局", "民政局")), "zh") == "水利局、民政局"
