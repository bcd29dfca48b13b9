"""The office changes what it says of itself, its calendar and its rules; what has begun keeps the rules it began under."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from bot.publishing.pictures import pictures as drawing
from domain.importing.columns import ImportKind
from domain.matters import announcements as announcing
from domain.matters.ruling import PROFILE
from domain.people import OPERATOR, Role
from domain.saying import SaidNo
from handlers.administration import calendars, people, ruling
from handlers.administration import office as profile
from handlers.conversation import house_rooms
from handlers.conversation.room import Room
from handlers.scoring import flags
from storage import announcements, matters, offices
from storage import people as accounts
from storage.database import Tx
from storage.road import history
from tests.handlers.test_from_figures_to_ranking import confirmed
from tests.support.announcing_house import House, open_house
from tests.support.direct_stage import DirectStage
from tests.support.transcripts import Play

REPORTED = """
李 > 自然资源局三个月不处理违建举报，去了四趟都说负责人不在
李 [同意]
李 [确认]
李 [跳过]
李 [完成]
李 [匿名]
李 [提交]
李 ? number 编号：(\\S+)
"""


def room(house: DirectStage, tx: Tx) -> Room:
    return house_rooms.quiet(tx, house.office, at=house.now, now=house.now).acting_as(OPERATOR)


async def decides(house: DirectStage, key: str, value: str) -> None:
    """Decide a rule from today on; the house looks again."""

    def work(tx: Tx) -> None:
        here = room(house, tx)
        ruling.change(here, key, value, here.today)

    await house.database.write(work)
    versions = await house.database.read(offices.versions)
    house.office = replace(house.office, versions=versions, rules=versions.on(date(2026, 3, 4)))


async def test_a_clue_is_judged_to_its_end_by_the_rules_it_began_under(house: DirectStage, staffed: Play) -> None:
    await staffed.play(REPORTED)
    await decides(house, "clue.review_request", "5 d")
    assert house.office.rules.version == 2
    await staffed.play(
        """
        王 > {number}
        王 [不予受理]
        王 [没有写明具体事实]
        王 > 没有具体的时间和地点
        赵 > {number}
        赵 [同意]
        李 [查看]
        李 < 4月3日
        """
    )


async def test_what_begins_later_is_judged_by_the_newer_rules(house: DirectStage, staffed: Play) -> None:
    await decides(house, "clue.triage_target", "2 wd")
    await staffed.play(REPORTED + "王 > {number}\n王 < 期限：3月6日")


async def test_rules_are_append_only(house: DirectStage) -> None:
    await decides(house, "clue.triage_target", "2 wd")
    for statement in ("UPDATE rule_set SET changed = '{}'", "DELETE FROM rule_set"):
        with pytest.raises(Exception, match="append-only"):
            await house.database.write(partial(_run, statement))


async def test_a_holiday_that_is_decided_later_moves_the_terms_that_run_over_it(
    house: DirectStage, staffed: Play
) -> None:
    await staffed.play(REPORTED + "王 > {number}\n王 < 期限：3月11日")
    told = await house.database.write(
        lambda tx: calendars.change(room(house, tx), {date(2026, 3, 9): False, date(2026, 3, 10): False})
    )
    assert "moved=1" in repr(told)
    await staffed.play("王 > {number}\n王 < 期限：3月13日")
    standing = await house.database.read(lambda tx: matters.standing(tx, "clue", 1))
    assert standing is not None
    assert standing.due_at is not None
    assert standing.due_at.date() == date(2026, 3, 13)
    what = await house.database.read(lambda tx: [each.what for each in history.walk(tx) if each.matter == "clue"])
    assert what[-1] == "retime"


async def test_an_administrator_corrects_profile_and_calendar_in_chat(house: DirectStage) -> None:
    await house.joins("吴", Role.ADMIN)
    play = Play(house)
    await play.play(
        """
        吴 > 本机关
        吴 < 还缺：机关名称、咨询电话、保存期限
        吴 [改咨询电话]
        吴 > …
        吴 < 咨询电话不能是空的
        吴 > 0000-123456
        吴 < 咨询电话已改为“0000-123456”
        吴 > 工作日历
        吴 < 2026年工作日历
        吴 [更正某一天]
        吴 > 2026-03-07
        吴 < 3月7日现在是放假
        吴 [上班]
        吴 < 日历已更正1天
        吴 > 工作日历
        吴 [2027]
        吴 < 2027年的放假安排还没有
        """
    )
    assert await house.database.read(offices.own_days) == {date(2026, 3, 7): True}
    what = await house.database.read(lambda tx: [each.what for each in history.walk(tx) if each.matter == "office"])
    assert what == ["profile", "calendar"]


NOTICE_OF_2027 = (
    "国务院办公厅关于2027年部分节假日安排的通知\\n"
    "经国务院批准，现将2027年元旦、春节等节假日放假调休日期的具体安排通知如下。\\n"
    "一、元旦：1月1日（周五）至3日（周日）放假，共3天。\\n"
    "二、春节：2月5日（农历腊月二十九、周五）至11日（周四）放假调休，共7天。2月14日（星期日）、2月20日（星期六）上班。\\n"
    "七、国庆节：10月1日至7日放假调休，共7天。9月26日（星期日）、10月9日（星期六）上班。\\n"
    "节假日期间，各地区、各部门要妥善安排好值班和安全工作。\\n"
    "2026年11月4日"
)


async def test_an_administrator_imports_a_whole_year_in_chat(house: DirectStage) -> None:
    await house.joins("吴", Role.ADMIN)
    await Play(house).play(
        f"""
        吴 > 工作日历
        吴 [导入全年 2027]
        吴 < 2027年放假安排
        吴 > {NOTICE_OF_2027}
        吴 < 2027年的日历从此齐全
        吴 < 放假：2027年1月1日、2027年2月5日、2027年2月8日
        吴 < 周末上班：2027年2月14日、2027年2月20日、2027年9月26日、2027年10月9日
        吴 !< 恢复上班
        吴 < 全部导入吗
        吴 [全部导入]
        吴 < 日历已更正15天，2027年的日历已齐
        """
    )
    own = await house.database.read(offices.own_days)
    assert [day.isoformat() for day, works in own.items() if works] == [
        "2027-02-14",
        "2027-02-20",
        "2027-09-26",
        "2027-10-09",
    ]
    assert date(2027, 1, 1) in own
    assert date(2027, 1, 2) not in own  # a Saturday is off in a plain week
    what = await house.database.read(lambda tx: [each.what for each in history.walk(tx) if each.matter == "office"])
    assert what == ["calendar"]


async def test_a_year_is_imported_as_two_columns_in_english_too(house: DirectStage) -> None:
    house.speaks("Wu", "en")
    await house.joins("Wu", Role.ADMIN)
    await Play(house).play(
        """
        Wu > /calendar
        Wu [Import a year: 2027]
        Wu > day,kind\\n2027-01-01,off\\n2027-02-06,班\\n2027-02-08,休
        Wu < Days off: 1 Jan 2027, 8 Feb 2027
        Wu < Weekends worked: 6 Feb 2027
        Wu > yes perhaps
        Wu < Shall all of it be taken?
        Wu [Take all of it]
        Wu < Days corrected: 3
        """
    )


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("2026-01-01,休", "第2行“2026-01-01,休”：不是这一年的日期。（1月1日）这次导入的是2027年。"),
        ("2027-01-01,休", "这一天写了两次。（2027年1月1日）第1行已经有了。"),
        ("3月1日上班", "这一天不是周末，本来就上班"),
        ("3月1日上班", "（2027年3月1日）是星期一。"),
        ("10月1日至", "只写了一半"),
        ("2027-02-06", "只写了一半"),
        ("2027-02,休", "只写了一半"),
        ("国庆节放假", "只写了一半"),
        ("2月29日放假", "没有这一天"),
        ("9月27日（星期日）上班", "写的星期和日期对不上，可能是别的年份的通知。（2027年9月27日）是星期一。"),
        ("10月1日至7日放假调休，共8天。", "天数和日期对不上。数出来是7天。"),
        ("10月7日至1日放假", "止日不在起日之后"),
        ("国务院办公厅关于2026年部分节假日安排的通知", "不是这一年的日期。这次导入的是2027年。"),
    ],
)
async def test_a_bad_line_of_a_year_is_named_and_nothing_is_taken(house: DirectStage, line: str, told: str) -> None:
    await house.joins("吴", Role.ADMIN)
    await Play(house).play(
        f"""
        吴 > 工作日历
        吴 [导入全年 2027]
        吴 > 元旦：1月1日放假\\n{line}\\n2月8日放假
        吴 < {told}
        吴 < 什么都没有导入
        吴 > 元旦：1月1日放假。\\n2月8日放假
        吴 < 全部导入吗
        吴 [取消]
        """
    )
    assert await house.database.read(offices.own_days) == {}


async def test_half_a_year_is_not_taken_for_one(house: DirectStage) -> None:
    await house.joins("吴", Role.ADMIN)
    await Play(house).play(
        """
        吴 > 工作日历
        吴 [导入全年 2027]
        吴 > 2月8日放假\\n2月9日放假
        吴 < 里面没有2027年1月1日
        """
    )
    assert await house.database.read(offices.own_days) == {}


async def test_importing_a_year_shows_the_terms_that_move_before_it_asks(house: DirectStage, staffed: Play) -> None:
    await staffed.play(REPORTED + "王 > {number}\\n王 < 期限：3月11日".replace("\\n", "\n"))
    await house.joins("吴", Role.ADMIN)
    await staffed.play(
        """
        吴 > 工作日历
        吴 [2025]
        吴 [2026]
        吴 [导入全年 2026]
        吴 > 1月1日放假。3月9日至10日放假，共2天。
        吴 < 放假：3月9日、3月10日
        吴 < 恢复上班：1月2日、2月16日
        吴 < 恢复周末休息：1月4日
        吴 < {number}：3月11日 → 3月13日
        王 > {number}
        王 < 期限：3月11日
        吴 [全部导入]
        吴 < 有1个正在走的期限随之调整
        王 > {number}
        王 < 期限：3月13日
        """
    )


async def test_a_year_is_shown_again_where_something_else_was_decided_meanwhile(house: DirectStage) -> None:
    await house.joins("吴", Role.ADMIN)
    play = Play(house)
    await play.play(
        """
        吴 > 工作日历
        吴 [导入全年 2027]
        吴 > 1月1日放假。2月8日放假。
        吴 < 全部导入吗
        """
    )
    house.office = replace(
        house.office, calendar=house.office.calendar.changed({date(2027, 1, 1): False, date(2027, 3, 1): False})
    )
    await play.play(
        "吴 [全部导入]\n吴 < 这期间有别的改动\n吴 < 恢复上班：2027年3月1日\n吴 [全部导入]\n吴 < 日历已更正2天"
    )


def test_a_formal_notice_names_no_more_than_fits_into_six_hundred_characters() -> None:
    told = flags._told(f"第{place}项指标的名称" * 4 for place in range(60))
    assert told[-1] == "…"
    assert sum(map(len, told)) <= announcing.MOST_NAMED + 1
    assert flags._told(["按期办结率"]) == ("按期办结率",)


async def test_no_value_of_the_profile_is_emptied(house: DirectStage) -> None:
    for name in PROFILE:
        with pytest.raises(SaidNo):
            await house.database.write(partial(_empty, house, name))


async def test_a_privacy_notice_never_names_nobody(house: DirectStage) -> None:
    house.office = replace(house.office, profile=replace(house.office.profile, name=""))
    play = Play(house)
    await play.play("李 > 我要反映\n李 < 由设置本平台的机关主办")


async def test_losing_the_role_voids_a_signature_before_publication(
    tmp_path: Path, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ranking", "flags", "flag_list", "flag_notice"):
        monkeypatch.setattr(drawing, name, lambda sheet: repr(sheet).encode())
    async with open_house(tmp_path) as here:
        await begin(here)
        number = await confirmed(here)
        await here.act("委", "announcement", number, "approve")
        assert len(await here.read(lambda tx: announcements.valid_approvals(tx, number))) == 1
        person = await here.read(lambda tx: here.actor(tx, "委").person_id)
        assert person is not None
        await here.write(lambda tx: people.take_back(here.room(tx), person, Role.COMMITTEE))
        assert await here.read(lambda tx: announcements.valid_approvals(tx, number)) == []


async def test_a_deputy_and_whom_they_stand_in_for_are_one_voice(
    tmp_path: Path, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ranking", "flags", "flag_list", "flag_notice"):
        monkeypatch.setattr(drawing, name, lambda sheet: repr(sheet).encode())
    async with open_house(tmp_path) as here:
        await begin(here)
        await here.person("受理员", Role.REVIEWER)

        def stand_in(tx: Tx) -> None:
            deputy, leader = (here.actor(tx, name).person_id or 0 for name in ("受理员", "乙"))
            today = here.room(tx).today
            people.deputise(here.room(tx), deputy, Role.LEADER, leader, today, today)

        number = await confirmed(here)
        await here.write(stand_in)
        await here.act("乙", "announcement", number, "approve")
        await here.act("受理员", "announcement", number, "approve")
        signed = await here.read(lambda tx: announcements.valid_approvals(tx, number))
        assert [await here.read(partial(_label, each.person_id)) for each in signed] == ["乙"]


async def begin(here: House) -> None:
    await here.bring(ImportKind.UNITS)
    await here.bring(ImportKind.INDICATORS)
    for name in ("甲", "乙"):
        await here.person(name, Role.LEADER)
    await here.person("委", Role.COMMITTEE)


def _run(sql: str, tx: Tx) -> int:
    return tx.run(sql)


def _empty(house: DirectStage, name: str, tx: Tx) -> None:
    here = room(house, tx)
    profile.propose(here, name, " \u200b ", here.today, "")


def _label(person: int, tx: Tx) -> str:
    return accounts.label_of(tx, person)
