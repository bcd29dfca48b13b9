"""A striver from the nomination to the commendation, as conversations (the law §4.2)."""

from __future__ import annotations

import pytest_asyncio

from domain.people import Role
from tests.support import beginnings, comparing
from tests.support.direct_stage import DirectStage
from tests.support.scripts import NOMINATED
from tests.support.transcripts import Play

EDITION = """
    王 > 开展一期评选
    王 > 2026年第一期
    王 [表彰对象]
    王 > 1 3
    王 > 7
    王 > 今天
    王 > 2026-03-18
    王 > 清政办〔2026〕8号
    王 [提交]
    王 ? edition 编号(PX-2026-\\d+)
    周 > {edition}
    周 [批准开展]
    甲 > {edition}
    甲 [同意]
"""
TAKEN_UP = (
    NOMINATED
    + """
    王 > {number}
    王 [提交联审]
    王 > 周某
    王 > 规划科科长
    王 > {number}
    王 ? candidate 人选(HX-2026-\\d+)（联审中
"""
)
REPLIED = """
    王 > {candidate}
    王 < 姓名：周某
    王 < 领域：项目建设
    王 [登记纪委答复]
    王 [无异议]
    王 > 纪委刘主任，3月5日
    王 > {candidate}
    王 !<[登记纪委答复]
    王 !<[联审通过]
    王 [登记组织部答复]
    王 [无异议]
    王 > 组织部12号函
    王 > {candidate}
    王 [登记信访答复]
    王 [无异议]
    王 > 信访局3号函
    王 > {candidate}
    王 [登记行业主管部门答复]
    王 [无异议]
    王 > 发改局赵科长，3月6日
"""
PASSED = (
    REPLIED
    + """
    王 > {candidate}
    王 [联审通过]
    王 > 应急局、统计局都查过，没有。
    王 > {candidate}
    王 < ｜考察中
    李 > 查进度
    李 > {code}
    李 < 已通过联审，列为候选人
    李 !< 刘主任
"""
)


def nominated(who: str, called: str) -> str:
    """A script in which somebody nominates the same person, as they call them."""
    return f"""
    {who} > /nominate
    {who} [同意]
    {who} [项目建设]
    {who} [推荐别人]
    {who} > 自然资源局
    {who} > {called}
    {who} > 天天泡在工地上，难题都是他解开的。
    {who} [完成]
    {who} [提交]
    {who} ? number_{who} 编号：(TJ-\\d{{4}}-\\d{{6}})
    {who} ? code_{who} 查询码：(\\S+)
"""


INSPECTED = """
    王 [指定考察人员]
    王 > 孙、吴
    孙 < 请您参加考察
    孙 > {candidate}
    孙 [提交考察报告]
    孙 > 问了六名同事，都说他肯干。
    孙 > 问了四家企业，都说批得快。
    孙 > 事迹属实。
    孙 > 一个月跑完全部地块审批，企业提前两个月开工。
    孙 [提交]
    吴 > {candidate}
    吴 < 问了四家企业
    吴 [同意]
    王 < 考察报告已经两人签字
    甲 > {candidate}
    甲 < ｜候选人
    甲 < 企业提前两个月开工
    甲 !< {number}
"""


@pytest_asyncio.fixture
async def play(house: DirectStage) -> Play:
    """王, 赵, 孙 and 吴 review; 甲, 乙 and 丙 are the committee; 周 leads; 联 speaks for the bureau."""
    return await beginnings.of(house, "candidates", _come, (EDITION, EDITION + TAKEN_UP, EDITION + TAKEN_UP + PASSED))


async def _come(house: DirectStage) -> None:
    for who in ("王", "赵", "孙", "吴"):
        await house.joins(who, Role.REVIEWER)
    for who in ("甲", "乙", "丙"):
        await house.joins(who, Role.COMMITTEE)
    await house.joins("周", Role.LEADER)
    await house.joins("联", Role.UNIT_CONTACT, "U04")


async def test_a_nomination_becomes_a_candidate_of_the_edition_that_is_open(play: Play) -> None:
    await play.play(
        EDITION
        + TAKEN_UP
        + PASSED
        + INSPECTED
        + """
        王 > {candidate}
        王 < 评选{edition}
    """
    )


async def test_one_organ_that_objects_is_enough_and_why_is_told_to_nobody_outside(play: Play) -> None:
    await play.play(
        EDITION
        + TAKEN_UP
        + """
        王 > {candidate}
        王 [登记信访答复]
        王 [有异议]
        王 > 信访局3号函
        王 > 有一件积案没有化解。
        王 > {candidate}
        王 [不列为候选人]
        王 [有机关提出异议]
        王 > 等积案化解后再推荐。
        周 > {candidate}
        周 < 信访异议：有一件积案没有化解
        周 [同意]
        王 < 已经两人同意
        李 > 查进度
        李 > {code}
        李 < 这次没有入选
        李 !< 积案
    """
    )


async def test_without_an_edition_the_check_waits(play: Play) -> None:
    await play.play(
        TAKEN_UP
        + REPLIED
        + """
        王 > {candidate}
        王 !<[联审通过]
    """
        + EDITION.replace("王 > 1 3", "王 > 1 2")
        + """
        # an edition of other fields than theirs
        王 > {candidate}
        王 !<[联审通过]
    """
        + EDITION.replace("第一期", "第二期")
        + """
        王 > {candidate}
        王 [联审通过]
    """
    )


async def test_nominations_are_taken_within_the_window_and_of_the_fields_of_the_edition(play: Play) -> None:
    await play.play(
        EDITION.replace("今天", "2026-03-10")
        .replace("03-18", "03-12")
        .replace("王 > 7", "王 > 9")
        .replace(
            "    王 [提交]\n",
            """
    王 [提交]
    王 < 名额超过了规定的最多数
    王 < 名额上限：9
    王 [修改]
    王 [名额上限]
    王 > 7
    王 [提交]
""",
        )
        + """
        李 > /nominate
        李 [同意]
        李 < “2026年第一期”的推荐从3月10日开始，到3月12日截止
        联 > 推荐奋斗者
        联 < 现在还没有开始
        ~ 6 days
        李 > /nominate
        李 < 推荐哪个方面
        李 !<[共同富裕]
        李 [双招双引]
        ~ 3 days
        周 > {edition}
        周 < ｜待定结果
        李 > /nominate
        李 < “2026年第一期”的推荐已在3月12日截止
        """
    )


async def test_several_who_nominate_one_person_each_hear_what_becomes_of_them_and_nothing_of_one_another(
    play: Play,
) -> None:
    await play.play(
        EDITION
        + NOMINATED
        + nominated("张", "规划科的周某科长")
        + """
        王 > {number_张}
        王 < 疑似同一人：{number} 周某，规划科科长｜待审核
        王 [并入同一人选]
        王 > HX-2026-000009
        王 < 没有编号是HX-2026-000009
        王 > 取消
        王 > {number}
        王 [提交联审]
        王 > 周某
        王 > 规划科科长
        王 > {number}
        王 ? candidate 人选(HX-2026-\\d+)（联审中
        王 > {number_张}
        王 < 疑似同一人：{candidate} 周某（规划科科长）｜联审中
        王 [并入同一人选]
        王 [{candidate}]
        张 < 编号{number_张}有新进展
        张 > 查进度
        张 > {code_张}
        张 < 推荐已提交有关部门联审
        甲 > {candidate}
        甲 !< 推荐件数
        """
        + PASSED
        + """
        王 < 推荐件数：2
        张 > 查进度
        张 > {code_张}
        张 < 已通过联审，列为候选人
        """
        + nominated("赵", "周谋科长").replace("    赵 [同意]\n", "")
        + """
        王 > {number_赵}
        王 [并入同一人选]
        王 [{candidate}]
        赵 > 查进度
        赵 > {code_赵}
        赵 < 已通过联审，列为候选人
        王 > {candidate}
        王 < 推荐件数：3
        王 [指定考察人员]
        王 !<[赵]
        赵 > 取消
        赵 > {candidate}
        赵 !< ｜考察中
        """
    )
    seen = [parcel.text for who in ("李", "张", "赵") for parcel in play.screen(who)]
    assert not [words for words in seen if "并入" in words or "同一人" in words]


async def test_who_nominated_themselves_is_known_by_it_asked_on_it_and_may_take_it_back(
    house: DirectStage, play: Play
) -> None:
    """赵 reviews, too, and has no hand in their own matter; nobody of the unit had to invite them."""
    await play.play(
        EDITION
        + nominated("赵", "赵某，规划科科长").replace("    赵 [同意]\n", "").replace("推荐别人", "自荐")
        + """
        王 > {number_赵}
        王 < 推荐谁：自荐
        王 [提交联审]
        王 > 赵某
        王 > 规划科科长
        王 > {number_赵}
        王 ? candidate 人选(HX-2026-\\d+)（联审中
        赵 > {candidate}
        赵 !< 联审中
        赵 > {number_赵}
        赵 !<[核实是本人]
        """
    )
    await house.database.write(lambda tx: comparing.put(house._room(tx), play.remembered["candidate"]))
    await play.play(
        """
        赵 > 查进度
        赵 > {code_赵}
        赵 < 已通过联审，列为候选人
        赵 !<[答复是否同意公示]
        王 > {number_赵}
        王 [核实是本人]
        王 > 3月5日到单位当面核对
        ~ 20 days
        周 > {edition}
        周 [开始比选]
        周 > 1
        周 > 今年只有一名。
        """
    )
    for member in "甲乙丙":
        await play.play(comparing.voted(member, [play.remembered["candidate"]], {}))
    await play.play(
        """
        赵 < 编号{number_赵}有新进展
        赵 > 查进度
        赵 > {code_赵}
        赵 < 公示姓名、单位、职务和事迹以前要您本人同意
        赵 [答复是否同意公示]
        赵 < 不同意，就不公示，也不会有不利影响
        赵 [同意公示姓名和事迹]
        王 > {candidate}
        王 < ｜本人同意，待公示
        王 > {edition}
        王 < 可列入公示：赵某
        赵 > 查进度
        赵 > {code_赵}
        赵 [撤回同意]
        赵 [确认]
        王 > {candidate}
        王 < ｜本人不同意
        """
    )


async def test_a_candidate_goes_on_as_long_as_one_of_those_who_nominated_them_does(play: Play) -> None:
    await play.play(
        EDITION
        + TAKEN_UP
        + nominated("张", "周某科长")
        + """
        王 > {number_张}
        王 [并入同一人选]
        王 [{candidate}]
        李 > 撤回
        李 > {code}
        李 [确认]
        王 > {candidate}
        王 < ｜联审中
        王 < 推荐件数：1
        张 > 撤回
        张 > {code_张}
        张 [确认]
        王 > {candidate}
        王 < ｜推荐已撤回
        """
    )


async def test_a_candidate_ends_with_a_nomination_that_is_withdrawn(play: Play) -> None:
    await play.play(
        EDITION
        + TAKEN_UP
        + """
        李 > 撤回
        李 > {code}
        李 [确认]
        王 < 推荐人撤回了推荐
        王 > {candidate}
        王 < ｜推荐已撤回
    """
    )


async def test_who_is_level_for_the_last_place_is_compared_again_and_who_is_above_is_chosen(
    house: DirectStage, play: Play
) -> None:
    await play.play(EDITION)
    first, second, third = await house.database.write(lambda tx: comparing.ready(house._room(tx), 3))
    await play.play(
        """
        ~ 20 days
        周 > {edition}
        周 [开始比选]
        周 > 2
        周 [跳过]
    """
    )
    for member in "甲乙丙":
        await play.play(comparing.voted(member, [first, second, third], {first: "48 18 18 9"}))
    await play.play(
        f"""
        周 > {first}
        周 < ｜拟表彰
        周 < 平均93.00分
        周 > {second}
        周 < ｜比选中
    """
    )
    for member in "甲乙丙":
        await play.play(comparing.voted(member, [second, third], {third: "41 15 15 8"}))
    await play.play(
        f"""
        周 > {third}
        周 < ｜拟表彰
        周 > {second}
        周 < ｜未入选
    """
    )


async def test_the_contact_of_a_unit_nominates_follows_it_by_code_and_decides_nothing_of_it(play: Play) -> None:
    await play.play(
        NOMINATED.replace("    李 [同意]\n", "").replace("李", "联")
        + """
        王 > {number}
        王 < 周某，规划科科长
        王 [提交联审]
        王 > 周某
        王 > 规划科科长
        联 < 编号{number}有新进展
        联 [查看]
        联 < 推荐已提交有关部门联审
    """
    )


async def test_who_nominates_in_the_office_looks_at_it_no_more(play: Play) -> None:
    await play.play(
        NOMINATED.replace("    李 [同意]\n", "").replace("李", "赵")
        + """
        赵 > {number}
        赵 !< 周某，规划科科长
        王 > {number}
        王 [提交联审]
    """
    )
