"""A case of slackness from the recommendation to the commendation, as conversations (the law §4.1)."""

from __future__ import annotations

import pytest
import pytest_asyncio

from domain.people import Role
from tests.support import beginnings
from tests.support.direct_stage import DirectStage
from tests.support.scripts import ACCEPTED, concluded
from tests.support.transcripts import Play

RECOMMENDED = (
    ACCEPTED
    + """
    王 > 推荐认定
    王 > {number}
    王 < 现在不能就“{number}”提出
    王 [取消]
    """
    + concluded("属实")
    + """
    王 > 推荐认定
    王 < 根据哪条线索
    王 > {number}
    王 < 一案只认定一件事
    王 [单位]
    王 < 属于哪一类
    王 > 举报投诉处置不力
    王 < 程度如何
    王 [造成不良影响]
    王 > 三起违建举报登记后三个月没有派人到现场，也没有答复。
    王 [完成]
    王 < 推荐认定，请核对
    王 < 事实：三起违建举报登记后三个月没有派人到现场，也没有答复。
    王 [提交]
    王 ? case 编号(RD-2026-\\d+)
    联 > {case}
    联 !< 三起违建
"""
)
INSPECTED = (
    RECOMMENDED
    + """
    赵 > 待办
    赵 < ｜已推荐
    赵 [承办案件]
    赵 !<[开始考察]
    赵 [指定考察人员]
    赵 > 孙、吴
    孙 < 请您参加考察
    赵 > {case}
    赵 < 考察人员：孙、吴
    赵 [开始考察]
    赵 > {case}
    赵 < 封存后未改动
    孙 > 待办
    孙 [记录事后整改]
    孙 > 考察开始后第二天，两起违建已经拆除。
    孙 > {case}
    孙 [提交考察报告]
    孙 > 1 2
    孙 > 三起举报都没有派单，分管科室互相推。
    孙 [造成不良影响]
    孙 [提交]
    吴 > 待办
    吴 < 待另一人同意：提交考察报告，孙提出
    吴 < 三起举报都没有派单
    吴 [同意]
    赵 < 考察报告已经两人签字
"""
)
SERVED = (
    INSPECTED
    + """
    赵 > {case}
    赵 [送达告知书]
    赵 > 违建举报处置
    赵 > 三起违建举报登记后三个月没有派人到现场。
    赵 [提交]
    联 < 拟认定事项告知书
    联 < 逾期未提出的，不视为认可上述事实
    联 < 事实摘要：三起违建举报登记后三个月没有派人到现场。
    联 > {case}
    联 < ｜申辩中
    联 !< 分管科室互相推
    联 !< {number}
    联 !< 王
"""
)
HEARD = (
    SERVED
    + """
    联 [陈述申辩]
    联 > 执法车辆报废，六月才补齐，台账可以提供。
    联 [完成]
    联 [提交]
    赵 < 单位已陈述申辩
    甲 < 其他等您办的事项：1件
"""
)
COMPARED = (
    HEARD
    + """
    甲 > 待办
    甲 < ｜比选中
    甲 < 认定后的后果：当年不得评先评优
    甲 < 执法车辆报废
    甲 < 两起违建已经拆除
    甲 [比选打分]
    甲 > 24
    甲 > 25
    甲 > 15
    甲 > 12
    乙 > {case}
    乙 [比选打分]
    乙 > 20
    乙 > 20
    乙 > 15
    乙 > 10
    丙 > {case}
    丙 [比选打分]
    丙 > 22
    丙 > 20
    丙 > 14
    丙 > 10
    丙 < 其他等您办的事项：1件
    丙 > {case}
    丙 < ｜待表决
    丙 < 平均69.00分
"""
)
VOTED = (
    COMPARED
    + """
    丙 [表决]
    丙 [同意]
    丙 > 事实清楚。
    甲 > {case}
    甲 < 认定后的后果：当年不得评先评优；这件事已按规则扣1分，不再扣；连续第二次认定的，转入问责；经费和岗位的变动另由主要负责同志决定
    甲 [表决]
    甲 [同意]
    甲 > 三个月不处置。
    乙 > {case}
    乙 !< 丙的意见
    乙 [表决]
    乙 [不同意]
    乙 > 有客观原因。
    赵 < 表决通过，请公示或告知
"""
)
CONFIRMED = (
    VOTED
    + """
    赵 > {case}
    赵 < 同意：2票
    赵 [公示或告知]
    赵 [内部告知]
    赵 > 三起违建举报三个月没有处置。
    赵 [提交]
    联 < 拟认定事项已告知
    ~ 8 days
    周 > 待办
    周 < ｜待签发
    周 [签发认定]
    周 > 三月二十四日领导小组会议
    周 [确认]
    联 < 已签发认定
    赵 > 待办
    赵 [授旗]
    赵 > 三月讲评会
    赵 > 表态：一个月内清零积案。
    赵 [提交]
    联 < 黄旗通知
    联 < 主要事由：三起违建举报三个月没有处置。
    联 ? flag 黄旗(TP-2026-\\d+)
"""
)
MENDED = (
    CONFIRMED
    + """
    赵 > {case}
    赵 [指定帮扶人]
    赵 [郑]
    郑 < 已指定帮扶人
    联 > {flag}
    联 [签收黄旗]
    联 > {case}
    联 < 帮扶人：郑
    联 [报送整改方案]
    联 > 没有专人派单，责任在分管科室。
    联 > 建立派单台账，李科长，4月20日\\n清零三起举报，陈科长，4月30日
    联 [完成]
    联 [提交]
    赵 < 整改方案已报送
    联 > 待办
    联 > ZG-2026-000001
    联 < 整改事项：建立派单台账
    联 < 期限：4月20日
    联 [报送佐证]
    联 > 台账已建，见附件。
    联 [完成]
    赵 < 单位报送了佐证
    赵 > ZG-2026-000001
    赵 [核实销号]
    联 > {case}
    联 !<[申请摘旗]
    联 [报送进度]
    联 > 台账已建，举报清了两起。
    联 [完成]
    郑 < 单位报送了进度
    郑 > 待办
    郑 < 会签：等帮扶人会签
    郑 [会签进度]
    郑 [属实]
    赵 < 帮扶人已会签单位报送的进度
    郑 > {case}
    郑 < 帮扶人会签：属实
    郑 !<[会签进度]
    郑 [记录帮扶]
    郑 > 到现场帮着理了派单流程。
    郑 [完成]
    联 > ZG-2026-000002
    联 [报送佐证]
    联 > 三起都答复了。
    联 [完成]
    赵 > ZG-2026-000002
    赵 [退回整改]
    赵 > 还差一起的答复回执。
    联 < 还差一起的答复回执
    联 > ZG-2026-000002
    联 [报送佐证]
    联 > 回执补上了。
    联 [完成]
    赵 > ZG-2026-000002
    赵 [核实销号]
    联 > {case}
    联 [申请摘旗]
    联 > 两项都已完成。
    联 [完成]
    赵 < 单位申请摘旗
"""
)
REMOVED = (
    MENDED
    + """
    赵 > {case}
    赵 [指定验收员]
    赵 > 郑
    赵 < 没有看出是哪些人
    赵 [冯]
    冯 > {case}
    冯 [提交验收意见]
    冯 > 现场看了台账和三户回访。
    冯 [完成]
    冯 > 92
    冯 [没有指标]
    冯 [摘旗]
    冯 [提交]
    甲 > 待办
    甲 < ｜摘旗表决
    甲 [摘旗表决]
    甲 < 同意摘旗吗
    甲 [同意]
    甲 > 改到位了。
    乙 > {case}
    乙 [摘旗表决]
    乙 [同意]
    乙 > 同意。
    丙 > {case}
    丙 [摘旗表决]
    丙 [弃权]
    丙 > 没有去现场。
    联 < 摘旗通知
    联 > {flag}
    联 < ｜已摘
"""
)

SCRIPTS = (RECOMMENDED, INSPECTED, SERVED, HEARD, COMPARED, VOTED, CONFIRMED, MENDED, REMOVED)


@pytest_asyncio.fixture
async def play(house: DirectStage, request: pytest.FixtureRequest) -> Play:
    """Those who have to do with a case. The scripts of this file, and `BEGINNINGS` of the file that asks, are begun with once."""
    house.channel = "telegram"  # it takes longer than a page of the staff lasts
    more = getattr(request.module, "BEGINNINGS", ())
    return await beginnings.of(house, "case", _come, (*SCRIPTS, *more))


async def _come(house: DirectStage) -> None:
    """Reviewers 王, 赵, 孙, 吴, 郑 and 冯, committee members 甲, 乙 and 丙, leader 周, and 联 of the natural resources bureau (U04)."""
    for who in ("王", "赵", "孙", "吴", "郑", "冯"):
        await house.joins(who, Role.REVIEWER)
    for who in ("钱", "冉"):
        await house.joins(who, Role.REVIEWER)
    for who in ("甲", "乙", "丙"):
        await house.joins(who, Role.COMMITTEE)
    await house.joins("周", Role.LEADER)
    await house.joins("联", Role.UNIT_CONTACT, "U04")


async def test_a_unit_is_heard_voted_on_in_secret_and_gets_a_flag(play: Play) -> None:
    await play.play(CONFIRMED)


async def test_a_member_asks_for_more_before_the_vote_and_all_read_the_answer(play: Play) -> None:
    """The law §2: the committee may vote, ask for more, declare 回避."""
    await play.play(
        COMPARED
        + """
        丙 [表决]
        丙 [同意]
        丙 > 事实清楚。
        甲 > {case}
        甲 [要求补充]
        甲 > 另外两户答复了没有？
        甲 [提交]
        赵 < 领导小组成员在表决前要求补充
        赵 < 另外两户答复了没有？
        乙 > {case}
        乙 < 成员要求补充：另外两户答复了没有？
        乙 !< 丙
        赵 > 待办
        赵 [补充说明]
        赵 > 两户都没有答复。
        赵 + a.jpg
        赵 > 回执复印件见照片。
        赵 [完成]
        联 > {case}
        联 !< 两户都没有答复
        乙 > {case}
        乙 < 补充说明：两户都没有答复。
        乙 < 回执复印件见照片
        """
    )


async def test_what_is_mended_is_proven_item_by_item_evaluated_by_another_and_the_flag_removed(play: Play) -> None:
    await play.play(REMOVED)


VISITED = """
    周 > HF-2026-00000{visit}
    周 [安排回访人员]
    周 > 钱、冉
    钱 > HF-2026-00000{visit}
    钱 [登记回访]
    钱 > {day}
    钱 [{grade}]
    钱 [已听取]
    钱 [跳过]
    钱 [完成]
    钱 [提交]
    冉 > HF-2026-00000{visit}
    冉 [同意]
"""


def visited(visit: int, day: str, grade: str) -> str:
    """Lines of a script: the visit is made by two."""
    return VISITED.replace("{visit}", str(visit)).replace("{grade}", grade).replace("{day}", day)


async def test_two_good_visits_and_half_a_year_lead_to_conversion_and_commendation(play: Play) -> None:
    await play.play(
        REMOVED
        + "~ 33 days"
        + visited(1, "4月10日", "好")
        + "~ 62 days"
        + visited(2, "6月10日", "好")
        + """
        赵 > {case}
        赵 < ｜回访中
        赵 !<[转化移号]
        ~ 100 days
        赵 > {case}
        赵 < ｜转化待审
        赵 [转化移号]
        周 > {case}
        周 [同意]
        联 < 已转化移号
        周 > {case}
        周 [登记表彰]
        周 > 夺旗模范
        联 < 已登记表彰
        """
    )


async def test_a_poor_visit_opens_it_again_and_the_other_visits_fall_away(play: Play) -> None:
    await play.play(
        REMOVED
        + "~ 33 days"
        + visited(1, "4月10日", "较差")
        + """
        联 < 回访评为较差，重新整改
        联 > {case}
        联 < ｜待报整改方案
        联 <[报送整改方案]
        赵 > {case}
        赵 < 事项：违建举报处置
        周 > HF-2026-000002
        周 < ｜已取消
        """
    )


async def test_a_unit_finds_the_flag_of_a_case_among_its_flags_until_it_is_removed(play: Play) -> None:
    await play.play(CONFIRMED + "联 > 我的旗帜\n联 < 黄旗{flag}｜")
    await play.play(REMOVED.removeprefix(CONFIRMED) + "联 > 我的旗帜\n联 < 本单位目前没有旗帜")


async def test_who_accepted_the_clue_neither_inspects_its_case_nor_votes_on_it(house: DirectStage, play: Play) -> None:
    """The law §2 rule 2: triage ≠ verify ≠ vote; on its case, whoever had triaged the clue had a voice."""
    await house.joins("吴", Role.COMMITTEE)
    accepted = "王 > {number}\n    王 [受理]\n    王 [造成不良影响]"
    script = HEARD.replace(accepted, accepted.replace("王", "吴")).replace(
        "赵 > 孙、吴", "赵 > 吴\n赵 !< 吴\n赵 > 孙、冯"
    )
    script = script.replace("考察人员：孙、吴", "考察人员：孙、冯").replace(
        "    吴 > 待办\n    吴 <", "    冯 > 待办\n    冯 <"
    )
    await play.play(script.replace("    吴 <", "    冯 <").replace("    吴 [同意]", "    冯 [同意]"))
    await play.play("""
        甲 > {case}
        甲 < 应投3人，已投0人
        吴 > {case}
        吴 < ｜比选中
        吴 !<[比选打分]
    """)


async def test_a_unit_asks_for_more_time_and_reports_meanwhile_what_its_helper_signs_or_owes_a_signature(
    play: Play,
) -> None:
    """The law §4.1 L12B: once, with reasons. Only who evaluated could propose it; the unit that had to mend could ask for nothing."""
    await play.play(
        MENDED.partition("    联 [报送进度]")[0]
        + """
        联 [申请延长整改期限]
        联 < 为什么要延长整改期限
        联 > 举报人出差，要下月才能核对。
        联 [完成]
        联 [提交]
        联 > {case}
        联 [报送进度]
        联 > 清了两起。
        联 [完成]
        联 < “报送进度”已完成
        郑 > 待办
        郑 [会签进度]
        郑 [与实际不符]
        郑 > 现场看只清了一起。
        郑 + a.jpg
        郑 [完成]
        联 < 与实际不符之处：现场看只清了一起。
        周 > 待办
        周 < 延长整改的理由：举报人出差
        周 [不同意]
        周 > 可以先用视频核对。
        联 < 没有获得同意
        联 < 不同意的理由：可以先用视频核对。
        联 > {case}
        联 < ｜整改中
        联 [申请延长整改期限]
        联 > 档案室装修，台账要六月才取得出。
        联 [完成]
        联 [提交]
        周 > 待办
        周 [同意]
        联 < 整改期限已经延长
        赵 < 整改期限已经延长
        联 > {case}
        联 < ｜延期整改
        联 < 延长整改的理由：档案室装修
        联 [报送进度]
        联 > 又清了一起。
        联 [完成]
        联 > {case}
        联 < 会签：等帮扶人会签
        联 !< 现场看只清了一起
        ~ 8 days
        郑 < 已逾期
        赵 < 您督办
        联 > {case}
        联 !< 逾期
        """
    )


async def test_a_case_without_a_clue_will_take_the_points_of_its_severity_and_says_so_before_the_vote(
    play: Play,
) -> None:
    """The law §4.1, consequences recorded on L8, and §6.1."""
    await play.play(
        """
        周 > 推荐认定
        周 [跳过]
        周 > 自然资源局
        周 [单位]
        周 > 举报投诉处置不力
        周 [造成不良影响]
        周 > 三起违建举报登记后三个月没有派人到现场，也没有答复。
        周 [完成]
        周 [提交]
        周 ? case 编号(RD-2026-\\d+)
        """
        + COMPARED.removeprefix(RECOMMENDED)
        + "丙 < 当年不得评先评优；按规则扣1分；连续第二次认定的，转入问责；经费和岗位的变动另由主要负责同志决定"
    )
