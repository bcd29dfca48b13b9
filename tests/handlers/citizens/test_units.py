"""Units are found however people write them. The county is the fictional one of the demo."""

from dataclasses import replace
from datetime import date
from importlib.resources import files

import pytest

from bot.importing import reading
from domain import units
from handlers.understanding import recognising
from handlers.understanding import units as finding

MEMBERS = reading.read_units(files("bot").joinpath("demo_data/units.csv").read_bytes())
FINDER = finding.Finder(units.Register(tuple(MEMBERS)))
TODAY = date(2026, 3, 18)  # a Wednesday


def sure(text: str) -> str | None:
    found = finding.sure(FINDER.find(text))
    return found.short if found else None


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("清溪县自然资源局", "自然资源局"),  # full name
        ("自然资源局", "自然资源局"),  # short name
        ("自规局", "自然资源局"),  # alias
        ("卫健局", "卫生健康局"),
        ("农农局", "农业农村局"),  # no alias, but how names are shortened
        ("U04", "自然资源局"),
        ("zrzyj", "自然资源局"),  # initials
        ("ZRZYJ", "自然资源局"),
        ("ｚｒｚｙｊ", "自然资源局"),
        ("ziranziyuanju", "自然资源局"),  # pinyin
        ("zi ran zi yuan ju", "自然资源局"),
        ("自然资园局", "自然资源局"),  # a homophone
        ("财政居", "财政局"),
        ("  自然 资源局 ", "自然资源局"),
        ("自然\u200b资源局", "自然资源局"),  # an invisible character
        ("自然资源局三个月不处理违建举报", "自然资源局"),
        ("我们村的路被挖断后，找了县交通运输局三次都没人管", "交通运输局"),
        ("zrzyj三个月不处理违建举报", "自然资源局"),
        ("交通运疏局拖了半年", "交通运输局"),
        ("自然资源执法队乱收费", "自然资源执法队"),  # and not the bureau whose name begins alike
    ],
)
def test_a_unit_is_found_beyond_doubt(text: str, unit: str) -> None:
    assert sure(text) == unit


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("自然姿态局", "自然资源局"),  # two characters wrong, one by sound
        ("自然资源与规划局", "自然资源局"),
        ("资源局", "自然资源局"),
        ("ziranziyuangju", "自然资源局"),
        ("霁川", "霁川镇"),
    ],
)
def test_what_may_be_meant_is_offered_but_not_taken_for_sure(text: str, offered: str) -> None:
    assert FINDER.find(text)[0].unit.short == offered
    assert sure(text) is None


def test_two_units_in_one_sentence_are_both_offered_in_the_order_they_were_named() -> None:
    found = FINDER.find("住房建设局和交通运输局互相推诿")
    assert [match.unit.short for match in found] == ["住房建设局", "交通运输局"]
    assert finding.sure(found) is None


def test_part_of_a_name_offers_all_that_hold_it_but_no_more_than_asked_for() -> None:
    names = {match.unit.short for match in FINDER.find("执法队", limit=10)}
    assert names == {
        "综合行政执法队",
        "自然资源执法队",
        "交通执法队",
        "市场监管执法队",
        "生态环境执法队",
    }
    assert len(FINDER.find("执法队", limit=2)) == 2


@pytest.mark.parametrize(
    ("text", "is_exact"), [("自然资源局", True), ("自然资源局不作为", True), ("自然资园局", False)]
)
def test_a_match_says_whether_the_name_stands_there_letter_by_letter(text: str, is_exact: bool) -> None:
    assert FINDER.find(text)[0].is_exact is is_exact


@pytest.mark.parametrize("text", ["", " ", "😀", "今天天气很好", "x", "\ud800", "\u202e", "。" * 2000, "的" * 2000])
def test_where_no_unit_is_meant_none_is_found(text: str) -> None:
    assert FINDER.find(text) == []


def test_of_names_that_begin_alike_the_longer_one_is_meant() -> None:
    finder = finding.Finder(
        units.Register(
            (
                units.Unit(code="1", name="交通局", sequence="A"),
                units.Unit(code="2", name="交通局执法队", sequence="C"),
            )
        )
    )
    assert [match.unit.code for match in finder.find("交通局执法队乱罚款")] == ["2"]


def test_the_same_initials_of_two_units_are_offered_and_not_guessed() -> None:
    two = units.Register(
        (
            units.Unit(code="1", name="财政局", sequence="A"),
            units.Unit(code="2", name="城镇局", sequence="A"),
        )
    )
    found = finding.Finder(two).find("czj")
    assert {match.unit.name for match in found} == {"财政局", "城镇局"}
    assert finding.sure(found) is None


def test_an_english_alias_is_found_as_words_and_not_inside_others() -> None:
    finder = finding.Finder(
        units.Register((units.Unit(code="1", name="水利局", aliases=("Water Bureau", "CWB"), sequence="A"),))
    )
    assert finder.find("The water bureau never answered")[0].unit.code == "1"
    assert finder.find("cwb!")[0].unit.code == "1"
    assert finder.find("a backwater bureaucracy") == []


def recognised(text: str) -> recognising.Recognised:
    return recognising.recognise(text, FINDER, TODAY)


def test_a_sentence_is_recognised_as_a_clue() -> None:
    found = recognised("自然资源局三个月不处理违建举报")
    assert found.units[0].unit.short == "自然资源局"
    assert (found.kind, found.happened_on, found.period) == ("t13", None, "三个月")
    assert found.is_anything


def test_small_talk_is_not_recognised_as_anything() -> None:
    assert not recognised("你好，请问").is_anything


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("天天开会喊口号，说了不做", "t01"),
        ("遥控指挥，从来不到现场", "t02"),
        ("上班混日子", "t03"),
        ("说是船到码头，等退休了", "t04"),
        ("一个证拖了四个月，迟迟办不下来", "t05"),
        ("没有批示就不办，漠视群众", "t06"),
        ("怕担责，不敢签字", "t07"),
        ("两个部门互相推诿扯皮", "t08"),
        ("检查来了做样子走过场", "t09"),
        ("收红包还不办事", "t10"),
        ("对下属公司疏于管理", "t11"),
        ("安置房停工两年，推进滞后", "t12"),
        ("投诉多次没人回复", "t13"),
        ("业务不熟，一问三不知", "t14"),
        ("整个单位集体躺平", "t15"),
        ("They keep passing the buck", "t08"),
        ("My complaint got no reply", "t13"),
        ("路灯坏了", None),
    ],
)
def test_the_kind_is_recognised_by_cue_words(text: str, kind: str | None) -> None:
    assert recognised(text).kind == kind


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("昨天", date(2026, 3, 17)),
        ("大前天下午", date(2026, 3, 15)),
        ("3月5日去的", date(2026, 3, 5)),
        ("三月五号", date(2026, 3, 5)),
        ("12月23日", date(2025, 12, 23)),  # the last one, not the next
        ("十二月二十三日", date(2025, 12, 23)),
        ("2026-03-05", date(2026, 3, 5)),
        ("2025年11月3日上午", date(2025, 11, 3)),
        ("2026/3/5", date(2026, 3, 5)),
        ("去年12月5日", date(2025, 12, 5)),
        ("上个月5号", date(2026, 2, 5)),
        ("上周三", date(2026, 3, 11)),
        ("星期一", date(2026, 3, 16)),
        ("周五", date(2026, 3, 13)),  # this week's is still to come
        ("十天前", date(2026, 3, 8)),
        ("2月29日", date(2024, 2, 29)),
        ("yesterday", date(2026, 3, 17)),
        ("on March 5th", date(2026, 3, 5)),
        ("5 December 2025", date(2025, 12, 5)),
        ("last Monday", date(2026, 3, 16)),
        ("3 days ago", date(2026, 3, 15)),
        ("2027-01-01", None),  # in the future
        ("2026年2月31日", None),
        ("一周三次", None),
        ("上周三个人来过", None),
        ("12345热线", None),
    ],
)
def test_a_day_is_recognised_where_one_is_named(text: str, day: date | None) -> None:
    assert recognised(text).happened_on == day


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("拖了三个月", "三个月"),
        ("半年多了", "半年多"),
        ("去年底开始", "去年底"),
        ("上周", "上周"),
        ("今年3月起", "今年3月"),
        ("两年", "两年"),
        ("last week they closed", "last week"),
        ("waiting for three months", "for three months"),
        ("昨天", ""),
        ("3月5日", ""),
    ],
)
def test_words_for_a_stretch_of_time_are_kept(text: str, period: str) -> None:
    assert recognised(text).period == period


def test_a_closed_unit_is_not_offered_and_is_still_known_by_its_code() -> None:
    register = units.Register(tuple(replace(unit, is_closed=unit.code == "U01") for unit in MEMBERS))
    assert sure("清溪县发展改革局") == "发展改革局"
    assert [match for match in finding.Finder(register).find("清溪县发展改革局") if match.unit.code == "U01"] == []
    assert register.get("U01") is not None
