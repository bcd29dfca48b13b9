"""Filing figures (数据填报) in chat: asked for when a period is over, entered, checked, corrected, frozen and ranked (the law §2, §6.1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest_asyncio

from domain.people import OPERATOR, Role
from domain.scoring.indicators import Direction, Indicator
from domain.units import Register, Unit
from handlers.understanding.units import Finder
from storage import units
from storage.database import Tx
from storage.scoring import figures, periods
from tests.support.direct_stage import DirectStage
from tests.support.transcripts import Play

TOWNS = ("望岚镇", "霁川镇", "禾坞镇", "芦笙镇", "砚北镇")
MEMBERS = (
    *(Unit(code=f"B{n}", name=f"清溪县{name}人民政府", short=name, sequence="B") for n, name in enumerate(TOWNS, 1)),
    Unit(code="F1", name="清溪县财政局", short="财政局", sequence="A"),
)
ONE = Indicator(
    code="I01",
    name="投资增速",
    section="规模",
    section_weight=Decimal(1),
    weight=Decimal(1),
    direction=Direction.HIGHER,
    sequences=("B",),
    categories=("绩效",),
    owner="F1",
)
MEASURED = (
    ONE,
    replace(ONE, code="I02", name="开工率", direction=Direction.TARGET, owner="B1"),
    replace(ONE, code="I03", name="满意度", owner=""),
)


@pytest_asyncio.fixture
async def play(house: DirectStage) -> Play:
    """Five towns; 财 files what the finance office answers for, 联 of the first town what that does; 王 checks, 周 leads."""

    def bring(tx: Tx) -> None:
        units.merge(tx, MEMBERS, OPERATOR, house.now)
        figures.merge_indicators(tx, MEASURED, OPERATOR, house.now)

    await house.database.write(bring)
    register = Register(MEMBERS)
    house.office = replace(house.office, register=register, finder=Finder(register))
    await house.joins("财", Role.DATA_OWNER, "F1")
    await house.joins("联", Role.UNIT_CONTACT, "B1")
    await house.joins("王", Role.REVIEWER)
    await house.joins("周", Role.LEADER)
    await house.joins("管", Role.ADMIN)
    return Play(house)


async def test_figures_are_asked_for_entered_corrected_checked_and_frozen(play: Play, house: DirectStage) -> None:
    await play.play(
        """
        ~ 1 minutes
        财 < 2026年第1期已结束，请报送数据：1项指标，3月6日前报齐
        管 < 没有责任单位，不会有人填报，请用表格导入：满意度
        财 > 数据填报
        财 < 投资增速
        财 < 1. 望岚镇 缺
        财 [填报数据]
        财 < 下一个：望岚镇
        财 > 霁川镇 七十
        财 < 这一行没有收：霁川镇 七十（数字没有看懂）
        财 > 财政局 70
        财 < 名单里没有这个单位
        财 > 12.5
        财 < 1. 望岚镇 12.5
        财 < 下一个：霁川镇
        # A figure is no place in a list of buttons: who wrote 2 had left all the others open.
        财 > 2
        财 < 2. 霁川镇 2
        财 > 砚北镇：１，２００．５％\\nB3 -3\\n霁川镇 缺
        财 < 2. 霁川镇 缺
        财 < 5. 砚北镇 1200.5
        财 < 下一个：芦笙镇
        财 [完成]
        财 < 填报数据 TB-2026-000001（财政局），请核对
        财 [提交]
        财 < “填报数据”已生效
        财 < 数据填报TB-2026-000001｜待填报
        财 < 未报：1
        财 [填报数据]
        财 [其余都缺]
        财 [提交]
        财 < 数据填报TB-2026-000001｜已报
        财 [更正数据]
        财 > 芦笙镇 8
        财 [完成]
        财 < 为什么更正
        财 > 统计局复核后补来
        财 [提交]
        财 < 4. 芦笙镇 8
        """
    )
    assert await house.database.read(stored) == {"B1": "12.5", "B2": "", "B3": "-3", "B4": "8", "B5": "1200.5"}


async def test_figures_of_ones_own_unit_count_once_they_were_checked(play: Play, house: DirectStage) -> None:
    await play.play(
        """
        ~ 1 minutes
        联 > 数据填报
        联 [填报数据]
        联 < 目标值写在数据后面
        联 > 望岚镇 95
        联 < 这个指标要有目标值
        联 > 95 100\\n80 100\\n70 100\\n60 100\\n50
        联 < 这一行没有收：50
        联 > 95 100\\n80 100\\n70 100\\n60 100\\n50 100
        联 < 5. 砚北镇 50，目标100
        联 [完成]
        联 [提交]
        联 < ｜待核对
        王 > 待办
        王 < 5. 砚北镇 50，目标100
        王 [退回填报]
        王 > 砚北镇的数与统计局不符
        联 < 填报的数据被退回，请改好后再报
        联 < 退回原因：砚北镇的数与统计局不符
        """
    )
    assert await house.database.read(lambda tx: stored(tx, "I02")) == {}
    await play.play(
        """
        联 > 数据填报
        联 [填报数据]
        联 > 95 100\\n80 100\\n70 100\\n60 100\\n55 100
        联 [完成]
        联 [提交]
        王 > 待办
        王 [核对无误]
        联 < 填报的数据已核对，计入评价
        """
    )
    assert (await house.database.read(lambda tx: stored(tx, "I02")))["B5"] == "55"


async def test_what_is_late_is_asked_for_again_and_on_the_day_of_freezing_what_is_there_ranks(
    play: Play, house: DirectStage
) -> None:
    await play.play(
        """
        ~ 1 minutes
        财 > 数据填报
        财 [填报数据]
        财 > 12\\n10\\n8\\n6\\n4
        财 [完成]
        财 [提交]
        王 > 数据填报
        王 < 开工率
        王 < 未报：5
        ~ 3 days
        联 < 数据到期没有报齐，请尽快补报
        ~ 9 days
        周 < 2026年第1期红黄旗名单｜拟定
        财 > 数据填报
        财 < 现在没有要填报的数据
        周 > TB-2026-000001
        周 < ｜已冻结
        周 [重新开放填报]
        周 > 望岚镇对数据有异议，复核属实
        财 < 数据已重新开放填报，请更正后再报
        ~ 2 days
        财 > 数据填报
        财 [填报数据]
        财 > 望岚镇 11
        财 [完成]
        财 [提交]
        """
    )
    period = await house.database.read(lambda tx: periods.of_code(tx, "2026-P1"))
    assert period is not None
    (ranking,) = await house.database.read(
        lambda tx: [each for each in periods.rankings(tx, period.id) if each.columns]
    )
    assert [str(each) for each in ranking.columns[0].values] == ["11", "10", "8", "6", "4"]
    assert ranking.is_provisional
    await house.database.write(lambda tx: tx.run("UPDATE matter SET stage = 'announced' WHERE kind = 'period'"))
    await play.play(
        """
        周 > TB-2026-000002
        周 < ｜已冻结
        周 !<[重新开放填报]
        """
    )


async def test_an_indicator_with_days_of_its_own_is_asked_for_reminded_and_frozen_by_them(
    play: Play, house: DirectStage
) -> None:
    """The law §6.1: due day 20, freeze day 28, a Saturday; the rule says 6 and 10 March. The list waits for the last of them."""
    own = (replace(ONE, due_day=20, freeze_day=28), replace(ONE, code="I04", name="进度", freeze_day=5))
    await house.database.write(lambda tx: figures.merge_indicators(tx, own, OPERATOR, house.now))
    await play.play(
        """
        ~ 1 minutes
        财 < 2026年第1期已结束，请报送数据：1项指标，3月5日前报齐
        财 < 1项指标，3月20日前报齐
        联 < 1项指标，3月6日前报齐
        财 > 数据填报
        财 < 投资增速｜2026年第1期｜待填报，缺5个，3月20日前
        财 < 进度｜2026年第1期｜待填报，缺5个，3月5日前
        周 > 近期安排
        周 < 3月31日08:00　讲评结果计划公布日（2026年第1期）
        ~ 9 days
        财 < TB-2026-000003（清溪县财政局）：数据到期没有报齐，请尽快补报
        财 < TB-2026-000001（待填报）期限已过半，期限3月20日
        周 !< 名单
        联 > 数据填报
        联 < 现在没有要填报的数据
        财 > 数据填报
        财 < 期限：3月20日
        ~ 11 days
        财 < 数据到期没有报齐，请尽快补报
        财 > 数据填报
        财 < ｜待补报
        财 < 期限：3月30日
        财 [填报数据]
        财 > 12\\n10\\n8\\n6\\n4
        财 [完成]
        财 [提交]
        ~ 5 days
        财 > 数据填报
        财 < ｜已报
        ~ 3 days
        周 < 2026年第1期红黄旗名单｜拟定
        财 > 数据填报
        财 < 现在没有要填报的数据
        """
    )
    assert await house.database.read(stored) == {"B1": "12", "B2": "10", "B3": "8", "B4": "6", "B5": "4"}


async def test_what_was_missed_is_caught_up_until_the_last_day_of_freezing_and_only_what_is_not_frozen(
    play: Play, house: DirectStage
) -> None:
    """The house stood still until 25 March: the rule's seven working days are over, those of one indicator are not."""
    own = replace(ONE, due_day=20, freeze_day=28)
    await house.database.write(lambda tx: figures.merge_indicators(tx, [own], OPERATOR, house.now))
    house.now += timedelta(days=21)
    await play.play(
        """
        ~ 1 minutes
        财 < 2026年第1期已结束，请报送数据：1项指标，3月20日前报齐
        联 !< 请报送数据
        联 > 数据填报
        联 < 现在没有要填报的数据
        """
    )


def stored(tx: Tx, indicator: str = "I01") -> dict[str, str]:
    found = figures.of_indicator(tx, "2026-P1", indicator)
    return {each.unit: "" if each.value is None else f"{each.value:f}" for each in found}
