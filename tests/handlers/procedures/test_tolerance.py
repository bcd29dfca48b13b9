"""Tolerance (容错) from the application to its effect and its revocation, as conversations (the law §7.3)."""

from __future__ import annotations

import pytest_asyncio

from bot.importing import taking
from domain.importing.columns import ImportKind
from domain.people import OPERATOR, Role
from handlers.administration import people
from handlers.conversation import house_rooms
from handlers.conversation.room import Room
from storage.database import Tx
from tests.support import announced, beginnings
from tests.support.announcing_house import SAMPLE
from tests.support.direct_stage import DirectStage
from tests.support.scripts import REPORTED
from tests.support.transcripts import Play

APPLIED = """
    联 > 我的旗帜
    联 ? flag 编号(2026-P1-Y\\d+)
    联 > 申请容错
    联 < 对哪件事申请容错
    联 > {flag}
    联 < 属于哪种情形
    联 [紧急避险，来不及走程序]
    联 < 请写明经过
    联 > 塌方当天先抢通便道，三天后补了手续。
    联 [完成]
    联 < 申请容错，请核对
    联 < 经过：塌方当天先抢通便道，三天后补了手续。
    联 [修改]
    联 [情形]
    联 [加快项目，程序事后补正]
    联 < 情形：加快项目，程序事后补正
    联 [提交]
    联 ? number 编号(RC-2026-\\d+)
    王 < 其他等您办的事项：1件
"""
INVESTIGATED = (
    APPLIED
    + """
    王 > 待办
    王 < ｜已申请
    王 [受理调查]
    联 < 已受理，正在调查
    王 [提交调查结果]
    王 < 六个条件须全部具备
    王 > 1-6
    王 < 有没有不得容错的情形
    王 > 没有
    王 > 动机为公，程序事后补正，没有损失。
    王 < 已查实的条件：遵纪守法、改革创新、勤勉尽责、出于公心、程序正当、知错就改
    王 [提交]
    王 [登记会商意见]
    王 [纪委监委]
    王 < 已选：纪委监委
    王 [组织部门]
    王 [完成]
    王 > 都同意容错。
    王 [提交]
    周 < 其他等您办的事项：1件
"""
)
EXEMPTED = (
    INVESTIGATED
    + """
    周 > 待办
    周 < 会商意见：都同意容错。
    周 [作出认定]
    周 [免责]
    周 > 为抢险先行施工，事后补正，没有谋私。
    周 < “作出认定”已提出，须由另一人同意后生效
    委 > 待办
    委 < 待另一人同意：作出认定，周提出
    委 < 认定结果：免责
    联 > {number}
    联 < ｜待认定
    联 !< 免责
    委 [同意]
    联 < 已作出认定
    联 < 认定结果：免责
    联 > 待办
    联 [签收认定书]
    王 < 当事单位已签收认定书
    联 [报告纠错情况]
    联 > 手续已全部补齐。
    联 [完成]
    王 > 待办
    王 < 纠错情况：手续已全部补齐。
    王 [核实生效]
    赵 > 待办
    赵 [同意]
    联 < 容错已生效
    联 < 因容错认定免责，现予摘下
"""
)


@pytest_asyncio.fixture
async def play(house: DirectStage) -> Play:
    """Flags hang; reviewers 王 and 赵, leader 周, committee member 委, and 联 of a township whose flags of the next period are proposed."""
    return await beginnings.of(house, "tolerance", _come, (APPLIED, INVESTIGATED, EXEMPTED))


async def _come(house: DirectStage) -> None:
    for kind in (ImportKind.UNITS, ImportKind.INDICATORS, ImportKind.VALUES):
        await taking.import_file(
            house.database, kind, (SAMPLE / f"{kind.value}.csv").read_bytes(), lambda tx: _room(house, tx)
        )
    for who, role in (("王", Role.REVIEWER), ("赵", Role.REVIEWER), ("周", Role.LEADER), ("委", Role.COMMITTEE)):
        await house.joins(who, role)
    await house.joins("联", Role.UNIT_CONTACT, "U29")
    await house.database.write(lambda tx: announced.hang(_room(house, tx), 1, "U29"))


def _room(house: DirectStage, tx: Tx) -> Room:
    return house_rooms.quiet(tx, house.office, at=house.now, now=house.now)


async def test_a_unit_that_acted_in_good_faith_is_exempted_and_its_flag_taken_down(play: Play) -> None:
    await play.play(EXEMPTED)


async def test_it_is_revoked_by_two_and_the_flag_hangs_again(play: Play) -> None:
    await play.play(
        EXEMPTED
        + """
        周 > {number}
        周 [撤销容错]
        周 > 材料不实。
        周 [确认]
        委 > 待办
        委 < 理由：材料不实。
        委 [同意]
        联 < 容错已撤销，原来的结果恢复
        联 > 我的旗帜
        联 < 编号{flag}
        """
    )


async def test_what_lacks_a_condition_is_refused_and_reviewed_once_by_somebody_else(play: Play) -> None:
    await play.play(
        APPLIED
        + """
        王 > 待办
        王 [受理调查]
        王 [提交调查结果]
        王 > 1 2 3
        王 [弄虚作假]
        王 [完成]
        王 > 事后补的材料是编的。
        王 [提交]
        王 [登记会商意见]
        王 > 1
        王 < 已选：纪委监委
        王 [完成]
        王 > 不同意。
        王 [提交]
        周 > 待办
        周 [作出认定]
        周 !<[免责]
        周 [不予容错]
        周 > 材料造假。
        委 > 待办
        委 [同意]
        联 < 认定结果：不予容错
        联 > {number}
        联 [申请复核]
        联 > 材料是经办人补的，单位不知情。
        联 [完成]
        周 < 其他等您办的事项：1件
        周 > {number}
        周 !<[作出复核决定]
        """
    )


async def test_a_decision_that_is_not_acknowledged_counts_as_served(play: Play) -> None:
    await play.play(
        INVESTIGATED
        + """
        周 > 待办
        周 [作出认定]
        周 [减轻]
        周 > 情有可原。
        委 > 待办
        委 [同意]
        ~ 7 days
        联 < 视为送达
        联 > 待办
        联 < ｜纠错中
        """
    )


async def test_an_officer_whose_role_is_taken_back_is_none_any_more_and_another_takes_over(
    play: Play, house: DirectStage
) -> None:
    """What somebody had taken on could be moved by nobody else, and by them without the role."""
    await play.play(
        APPLIED
        + """
        王 > 待办
        王 [受理调查]
        """
    )
    await house.database.write(lambda tx: people.take_back(_room(house, tx).acting_as(OPERATOR), 1, Role.REVIEWER))
    await play.play(
        """
        王 > {number}
        王 !<[提交调查结果]
        赵 > 待办
        赵 < ｜调查中
        赵 [接手]
        赵 < 承办：赵
        赵 <[提交调查结果]
        """
    )


async def test_who_proposed_a_decision_hears_that_it_was_not_agreed_to(play: Play) -> None:
    await play.play(
        INVESTIGATED
        + """
        周 > 待办
        周 [作出认定]
        周 [减轻]
        周 > 情有可原。
        委 > 待办
        委 [不同意]
        委 > 还缺组织部门的意见。
        周 < 没有获得同意，退回原阶段
        周 < 不同意的理由：还缺组织部门的意见。
        周 > 待办
        周 < ｜待认定
        """
    )


async def test_taken_up_ex_officio_about_a_clue_its_unit_learns_neither_of_the_clue_nor_what_was_written(
    play: Play, house: DirectStage
) -> None:
    """A unit's contact never sees a clue's words or source (the law §2)."""
    await house.joins("资", Role.UNIT_CONTACT, "U04")
    await play.play(
        REPORTED
        + """
        王 > {number}
        王 [受理]
        王 [造成不良影响]
        王 > 申请容错
        王 > {number}
        王 [无明确规定，出于善意]
        王 > 举报人说他去了三次，单位当时没有规定可依。
        王 [完成]
        王 [提交]
        王 ? tolerance 编号(RC-2026-\\d+)
        王 > {tolerance}
        王 < 申请事项：{number}
        资 > {tolerance}
        资 < 情形：无明确规定，出于善意
        资 !< {number}
        资 !< 举报人
        """
    )


async def test_about_one_flag_there_is_one_application_and_only_about_one_s_own(play: Play) -> None:
    await play.play(
        APPLIED
        + """
        联 > 申请容错
        联 > {flag}
        联 < 正在办理，编号{number}
        联 > 申请容错
        联 > 2026-P1-R01
        联 < 现在不能就“2026-P1-R01”提出
        联 > 2026-P2-Y05
        联 < 现在不能就“2026-P2-Y05”提出
        联 > 取消
        联 > {number}
        联 [撤回申请]
        联 [确认]
        联 > 申请容错
        联 > {flag}
        联 < 属于哪种情形
        """
    )


async def test_what_is_served_on_the_unit_holds_no_number_and_no_words_of_a_clue(play: Play) -> None:
    """It is said at once what was found and where; the way goes on from the same question."""
    await play.play(
        REPORTED
        + INVESTIGATED
        + """
        周 > 待办
        周 [作出认定]
        周 [不予容错]
        周 > 材料造假，详情请打13800000000。
        周 < 这段话会送到单位或公开，里面有电话号码：“假，详情请打13800000000。”。请去掉后再写。
        周 > 据了解，自然资源局三个月不处理违建举报。
        周 < 里面有线索的原话或编号：“自然资源局三个月不处理违建举报”
        周 [返回]
        周 < 认定结果是什么
        周 [不予容错]
        周 > 材料造假。
        周 < “作出认定”已提出
        """
    )


async def test_where_a_unit_has_no_contact_any_more_the_officer_hears_what_it_would(
    house: DirectStage, play: Play
) -> None:
    """It was told to nobody, and stood in nobody's 待办: who is above stands in for whoever is not there (the law §13A)."""
    await play.play(INVESTIGATED)
    await house.database.write(lambda tx: people.take_back(_room(house, tx).acting_as(OPERATOR), 5, Role.UNIT_CONTACT))
    await play.play("""
        周 > 待办
        周 [作出认定]
        周 [免责]
        周 > 为抢险先行施工，事后补正，没有谋私。
        委 > 待办
        委 [同意]
        王 < 已作出认定
        王 > 待办
        王 < 容错申请{number}
    """)
