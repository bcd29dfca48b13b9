"""What is reported about the office that runs the bot, or who leads it, goes past it: nobody of the office sees it (the law §2 rule 4)."""

from __future__ import annotations

from dataclasses import replace

import pytest
import pytest_asyncio

import handlers
from domain.people import NEEDS_UNIT, STAFF, Role
from handlers.conversation import house_rooms
from handlers.desk import dashboards
from storage.road import history
from tests.support import office as offices
from tests.support.direct_stage import DirectStage
from tests.support.scripts import REPORTED
from tests.support.transcripts import Play

OFFICE = offices.office()
OWN = replace(OFFICE.profile, own_unit="U05", head="毛主任;效能办主任")
ABOUT_US = """
    孟 > 清溪县效能办收了投诉三个月不处理，打电话没人接
    孟 [同意]
    孟 [确认]
    孟 [不清楚是哪个单位]
    孟 [跳过]
    孟 [完成]
    孟 [实名]
    孟 > 孟某
    孟 > 0571-0000000
    孟 [提交]
    孟 < 已登记
    孟 < 不经本机关办理，本机关人员看不到
    孟 ? number 编号：(ZS-\\d{4}-\\d{6})
    孟 ? code 查询码：(\\S+)
"""
LEFT_ALONE = {"leave", "receipt", "mute", "unmute", "agree", "device", "contact"}  # what changes something at once
ALONE = (Role.REVIEWER, Role.LEADER, Role.ADMIN, Role.AUDITOR)
OFFICE_STAFF: dict[str, set[Role]] = {  # everybody of the office: the last holds all roles that are no one else's
    **{role.value: {role} for role in ALONE},
    "others": {role for role in STAFF if role not in (*ALONE, Role.BYPASS_CONTACT)},
}


@pytest_asyncio.fixture
async def above(house: DirectStage) -> Play:
    """A house with 上, the contact of the upper level, and 王, who reviews."""
    house.office = replace(house.office, profile=OWN)
    await house.joins("上", Role.BYPASS_CONTACT)
    await house.joins("王", Role.REVIEWER)
    return Play(house)


async def test_it_reaches_the_contact_above_as_an_alias_and_whoever_reported_is_answered(above: Play) -> None:
    await above.play(
        ABOUT_US
        + """
        孟 < 5个工作日内告知结果
        上 > 待办
        上 < 直送上级的线索{number}｜已直送
        上 < 反映人：R-
        上 < 署名：实名
        上 !< 孟某
        上 < 打电话没人接
        上 [接办]
        孟 < 上级联系人已经接办
        上 > {number}
        上 [转送]
        上 [信访局、12345热线]
        上 > 属个人诉求
        上 [确认]
        孟 < 已把您反映的事项转送信访局
        上 > {number}
        上 [对方退回]
        上 > 信访局说不归它管
        上 > {number}
        上 [转送]
        上 [纪检监察机关]
        上 > 可能涉及违纪
        上 [确认]
        孟 < 去向不在此告知
        孟 !< 纪检
        上 > {number}
        上 [卷宗]
        上 < 信访局、12345热线
        上 < 属个人诉求
        上 < 信访局说不归它管
        上 < 可能涉及违纪
        上 > {number}
        上 [答复反映人]
        上 > 已责令限期处理，并作了检查。
        上 [确认]
        孟 < 已责令限期处理
        李 > {code}
        李 < 当前状态：已答复
        王 > {number}
        王 !< 已答复
    """
    )


async def test_whoever_reported_adds_to_it_and_takes_it_back(above: Play) -> None:
    await above.play(
        ABOUT_US
        + """
        孟 > 查进度
        孟 > {code}
        孟 < 只由上级联系人看
        孟 [补充这件材料]
        孟 > 昨天又打了一次
        孟 [完成]
        上 > {number}
        上 < 昨天又打了一次
        上 [留言]
        上 > 请问是哪个科室？
        孟 < 请问是哪个科室
        孟 > 查进度
        孟 > {code}
        孟 [撤回这件]
        孟 [确认]
        孟 < 已按您的要求撤回
    """
    )


@pytest.mark.parametrize(
    ("told", "chosen"),
    [
        ("住建局的工程三个月没人管，工人拿不到钱", "[确认]"),  # the unit of the register that the office is
        ("财政局的补贴三个月不发，毛主任打招呼不让办", "[确认]"),  # who leads it, whatever the unit
    ],
)
async def test_it_is_known_by_its_unit_and_by_who_leads_it(above: Play, told: str, chosen: str) -> None:
    await above.play(f"""
        李 > {told}
        李 [同意]
        李 {chosen}
        李 [跳过]
        李 [完成]
        李 [匿名]
        李 [提交]
        李 < 不经本机关办理
        上 > 待办
        上 < 直送上级的线索
        王 > 待办
        王 !< ZS-
    """)


async def test_nobody_is_of_the_office_and_the_contact_above_it_in_one(house: DirectStage, above: Play) -> None:
    await house.joins("王", Role.BYPASS_CONTACT)
    await house.joins("上", Role.REVIEWER)
    await above.play(ABOUT_US + "王 > {number}\n王 !< 打电话没人接\n上 > 帮助\n上 < 上级联系人\n上 !< 受理员")


async def test_a_clue_that_turns_out_to_be_about_the_office_goes_up_and_nowhere_else(above: Play) -> None:
    await above.play(
        REPORTED
        + """
        王 > {number}
        王 [更正单位]
        王 > 住建局
        王 > {number}
        王 !<[受理]
        王 !<[不予受理]
        王 [转送]
        王 !<[公安、应急管理部门]
        王 [上级机关]
        王 [确认]
        李 > {code}
        李 < 属上级机关职责范围
    """
    )


async def test_an_office_that_the_register_does_not_have_is_known_by_what_it_says_it_is(house: DirectStage) -> None:
    house.office = replace(house.office, profile=replace(OWN, name="某办【演示】", own_unit="绩效办"))
    await Play(house).play("""
        李 > 绩效办三个月不处理投诉，打电话没人接
        李 [同意]
        李 [确认]
        李 [不清楚是哪个单位]
        李 [跳过]
        李 [完成]
        李 [匿名]
        李 [提交]
        李 < 不经本机关办理
    """)


async def test_with_nobody_above_the_reporter_is_told_the_truth_and_it_is_there_once_somebody_is(
    house: DirectStage,
) -> None:
    play = Play(house)
    await play.play(
        ABOUT_US
        + """
        孟 < 上级联系人还没有确定
        孟 < 12388
        孟 !< 个工作日内告知结果
    """
    )
    await house.joins("上", Role.BYPASS_CONTACT)
    await play.play("上 > 待办\n上 < 打电话没人接")


async def test_a_letter_about_the_office_that_a_reviewer_enters_is_out_of_their_hands(above: Play) -> None:
    await above.play("""
        王 > 录入线索
        王 [群众举报]
        王 > 清溪县效能办收了投诉三个月不处理，打电话没人接
        王 [确认]
        王 [不清楚是哪个单位]
        王 [跳过]
        王 [完成]
        王 [提交]
        王 < 本机关人员看不到
        王 !< 查询码：
        王 > 待办
        王 !< ZS-
        上 > 待办
        上 < 打电话没人接
    """)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_nobody_of_the_office_sees_counts_or_finds_it_whatever_they_ask(house: DirectStage) -> None:
    """Every command of everybody says the same before and after, and nobody hears of it."""
    for who, roles in OFFICE_STAFF.items():
        for role in sorted(roles):
            await house.joins(who, role, "U09" if roles & NEEDS_UNIT else "")
    await house.joins("上", Role.BYPASS_CONTACT)
    play = Play(house)
    await play.play(REPORTED)
    await _everything(play, "ZS-2026-000001")  # what is newest on a screen is as it will be
    before = await _everything(play, "ZS-2026-000001")
    seen = {who: len(play.screen(who)) for who in OFFICE_STAFF}
    await play.play(ABOUT_US)
    for who in OFFICE_STAFF:
        await play.told(who)
    assert {who: len(play.screen(who)) for who in OFFICE_STAFF} == seen
    await play.play(
        "上 > {number}\n上 [接办]\n孟 > 查进度\n孟 > {code}\n孟 [补充这件材料]\n孟 > 昨天又打了一次\n孟 [完成]"
    )
    after = await _everything(play, play.remembered["number"])
    assert {asked: (before[asked], said) for asked, said in after.items() if before[asked] != said} == {}
    assert any("自然资源局" in said for said in after.values()), "they see what there is to see"
    shown = [text for who in OFFICE_STAFF for text in (parcel.text for parcel in play.screen(who))]
    assert not [text for text in shown if "收了投诉三个月不处理" in text or "孟某" in text]


async def test_a_like_clue_is_not_said_to_be_like_it_and_is_not_merged_into_it(above: Play) -> None:
    await above.play(
        ABOUT_US
        + """
        李 > 自然资源局收了投诉三个月不处理，打电话没人接
        李 [同意]
        李 [确认]
        李 [跳过]
        李 [完成]
        李 [匿名]
        李 [提交]
        李 ? other 编号：(QS-\\d{4}-\\d{6})
        王 > {other}
        王 !< 疑似重复
        王 [并案]
        王 > {number}
        王 < 不能并入{number}
    """
    )


async def test_what_is_recorded_about_anything_is_not_about_it(above: Play) -> None:
    """The auditor reads the number of whatever somebody put in a word about, and that there is such a matter."""
    await above.play(
        ABOUT_US
        + """
        上 > 登记说情
        上 > {number}
        上 !< SQ-
        上 > 申请他人回避
        上 > {number}
        上 !< HB-
    """
    )


async def test_its_history_names_nobody_and_tells_no_words(house: DirectStage, above: Play) -> None:
    await above.play(ABOUT_US)
    lines = await house.database.read(lambda tx: history.of_matter(tx, "upward", 1))
    assert [line.move for line in lines] == ["submit", "register"]
    assert not {"story", "name", "contact"} & set(lines[0].given)


async def _everything(play: Play, number: str) -> dict[str, str]:
    """What everybody of the office is told to whatever they ask; the dashboard as it is counted."""
    stage = play.stage
    assert isinstance(stage, DirectStage)
    of_it = [
        f"{name} {rest}" for name in ("card", "matter", "history", "dossier", "papers") for rest in (number, "upward 2")
    ]
    of_it += ["printdossier upward 2", "rest upward 2 0"]
    parts = [
        "todo mine",
        "todo unclaimed",
        "todo overdue",
        "todo kinds",
        "todo units",
        "search 效能办",
        "search 打电话没人接",
    ]
    every = [command for command in handlers.TABLE if command.name not in LEFT_ALONE]
    said = {}
    for who, roles in OFFICE_STAFF.items():
        mine = [command.name for command in every if roles & command.roles]
        reviewing = parts if Role.REVIEWER in roles else []
        for asked in (*mine, *reviewing, *of_it):
            await play.play(f"{who} > /{asked}")
            said[f"{who} {asked.replace(number, '')}"] = "\n".join(await play.told(who))
        await play.play(f"{who} > 取消\n{who} > {number}")
        said[f"{who} by number"] = "\n".join(await play.told(who)).replace(number, "")
    at = stage.now
    counted = await stage.database.read(
        lambda tx: dashboards.counted(house_rooms.quiet(tx, stage.office, at=at, now=at))
    )
    return {
        **said,
        "dashboard": f"{counted.number} {[(each.kind, each.number) for each in counted.stages]} {counted.units}",
    }
