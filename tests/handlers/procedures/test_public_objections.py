"""公示与异议: whoever is in scope sees what was announced, objects under their real name, and hears the answer (the law §4.1 L7)."""

from __future__ import annotations

from datetime import timedelta

import pytest_asyncio

from bot.publishing import publishing
from domain.people import Role
from storage.database import Tx
from storage.road import chores
from tests.handlers.procedures.test_candidates import EDITION
from tests.handlers.procedures.test_case import VOTED
from tests.support import comparing
from tests.support.announcing_house import BOARD
from tests.support.direct_stage import DirectStage
from tests.support.transcripts import Play

NOTICED = (
    VOTED
    + """
    赵 > {case}
    赵 [公示或告知]
    赵 [对外公示]
    赵 > 清政办〔2026〕8号
    赵 > 三起举报没有处置。
    赵 [提交]
"""
)
OBJECTED = """
    民 > 公示与异议
    民 [1 我有异议·GG-2026-0001]
    民 < 首次使用告知
    民 [同意]
    民 < 哪里不属实
    民 > 六月三日镇里派过两个人到现场，我就在旁边。
    民 + 现场.jpg
    民 [完成]
    民 > 李四
    民 > 13800000000
    民 < 请核对
    民 !< {case}
    民 [提交]
    民 < 群众异议已登记
    民 ? code 查询码：(\\S+)
    民 ? objection 编号：(SY-2026-\\d{6})
"""
HIDDEN = ("李四", "13800000000", "派过两个人")


@pytest_asyncio.fixture
async def play(house: DirectStage) -> Play:
    """The people of a case, and 郑 and 冯 who have no hand in it. 民 is anybody."""
    return await people_of_a_case(house)


async def people_of_a_case(house: DirectStage) -> Play:
    """Let them all come in."""
    house.channel = "telegram"
    for who in ("王", "赵", "孙", "吴", "郑", "冯"):
        await house.joins(who, Role.REVIEWER)
    for who in ("甲", "乙", "丙"):
        await house.joins(who, Role.COMMITTEE)
    for who in ("周", "何"):
        await house.joins(who, Role.LEADER)
    await house.joins("联", Role.UNIT_CONTACT, "U04")
    return Play(house)


async def test_a_citizen_objects_to_what_was_announced_and_the_case_rests_until_another_officer_has_checked(
    play: Play, house: DirectStage
) -> None:
    await play.play(NOTICED + "民 > 公示与异议\n民 < 没有正在公示的事项")
    await published(house)
    await play.play(
        """
        民 > 公示与异议
        民 < 正在公示
        民 < 三起举报没有处置
        民 !< {case}
        民 !< 分管科室互相推
        """
        + OBJECTED
        + """
        赵 < 收到一项异议，由另外的人核查
        联 > {case}
        联 < ｜异议核查中
        赵 > {objection}
        赵 !<[承办核查]
        郑 > 待办
        郑 < 派过两个人到现场
        郑 !< 李四
        郑 !< 13800000000
        郑 [承办核查]
        民 < 已由没有办过这件事的人核查
        民 > {code}
        民 < 核查中
        郑 > {objection}
        郑 [查看附件]
        郑 [作出核查结论]
        郑 [有新的事实，重新表决]
        郑 > 派工单证实两人到过现场。
        周 > {objection}
        周 < 派过两个人到现场
        周 [同意]
        民 < 您的异议核查完了。结论：有新的事实，重新表决
        民 < 派工单证实两人到过现场
        联 > {case}
        联 < ｜待表决
        民 > 公示与异议
        民 < 没有正在公示的事项
        """
    )
    for seen in [parcel.text for parcel in play.screen("联")]:
        assert not [words for words in HIDDEN if words in seen]


async def test_what_was_never_announced_or_is_over_can_not_be_objected_to_and_is_not_told(play: Play) -> None:
    await play.play(
        VOTED
        + """
        赵 > {case}
        赵 [公示或告知]
        赵 [内部告知]
        赵 > 三起举报没有处置。
        赵 [提交]
        民 > 公示与异议
        民 < 没有正在公示的事项
        民 > /contest {case}
        民 [同意]
        民 < 没有这个编号的公示
        民 !< ｜
        """
    )


async def test_of_a_notice_that_names_several_one_is_objected_to_and_the_others_go_on(
    play: Play, house: DirectStage
) -> None:
    await play.play(EDITION)
    first, second, third = await house.database.write(lambda tx: comparing.agreed(house._room(tx), 3))
    await play.play(
        """
        王 > {edition}
        王 < 可列入公示：某1、某2、某3
        王 [公示]
        王 < 已同意公示的都列入这一份
        王 > 奋斗者评选办法
        王 [提交]
        """
    )
    await published(house)
    await play.play(
        f"""
        民 > 公示与异议
        民 < 1. 某1（
        民 < 3. 某3（
        民 [1 我有异议·GG-2026-0001]
        民 [同意]
        民 < 列了几个人，对哪一位有异议
        民 [某2]
        民 < 哪里不属实
        民 > 那个项目是别的科室办的，我在场。
        民 [完成]
        民 > 李四
        民 > 13800000000
        民 [提交]
        民 ? objection 编号：(SY-2026-\\d{{6}})
        郑 > {{objection}}
        郑 < {second}
        郑 [承办核查]
        周 > {first}
        周 < ｜公示中
        周 > {second}
        周 < ｜异议核查中
        周 > {third}
        周 < ｜公示中
        民 > /contest GG-2026-0001-9
        民 < 没有这个编号的公示
        """
    )


async def published(house: DirectStage) -> None:
    """What waits to be said is worded and drawn, signed by two, and delivered to the board."""
    work = publishing.Publishing(house.database, house._room, house._words, (BOARD,))
    for chore in await house.database.write(
        lambda tx: chores.claim(tx, (publishing.KIND,), house.now, house.now + timedelta(minutes=3), 5)
    ):
        result = await work.do(chore)
        await house.database.write(result)
    await Play(house).play("周 > 待签发\n周 [同意发布]\n何 > 待签发\n何 [同意发布]\n~ 1 days")

    def deliver(tx: Tx) -> None:
        tx.put("UPDATE outbox SET state = 'sent' WHERE class = 'P'")

    await house.database.write(deliver)
