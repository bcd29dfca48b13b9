"""The menu of whoever works here: what they do daily at a glance, the rest one press away, every word typed as well."""

from __future__ import annotations

import pytest

from domain.people import STAFF, Role
from handlers import TABLE
from handlers.conversation.entrance import LONGEST_MENU
from handlers.understanding import spoken
from tests.support.direct_stage import DirectStage
from tests.support.transcripts import Play


@pytest.mark.parametrize("role", STAFF)
async def test_a_menu_is_taken_in_at_a_glance_and_what_it_leaves_out_is_one_press_away(
    house: DirectStage, role: Role
) -> None:
    await house.joins("王", role, "U04" if role is Role.UNIT_CONTACT else "")
    play = Play(house)
    await play.play("王 > 菜单\n王 <[待办]\n王 <[帮助]")
    first = [button.label for button in play.screen("王")[-1].buttons]
    assert len(first) <= LONGEST_MENU, f"nobody reads so many: {first}"
    if "更多事项" in first:
        await play.play("王 [更多事项]\n王 <[光荣榜]\n王 <[菜单]")
        assert not set(first) & {button.label for button in play.screen("王")[-1].buttons} - {"菜单"}
    await play.play("王 > 我的数据\n王 !< 没有看懂")


async def test_what_stands_behind_more_may_be_typed(house: DirectStage) -> None:
    await house.joins("王", Role.REVIEWER)
    await Play(house).play("""
        王 > 菜单
        王 !<[统计]
        王 > 更多事项
        王 < 还可以办这些事
        王 [统计]
        王 < 新收到0件
        王 > 登记说情
        王 !< 没有明白
        王 > 取消
        王 [菜单]
        王 < 请选择要办的事
    """)


async def test_whoever_asks_for_what_is_not_theirs_reads_whose_it_is(house: DirectStage) -> None:
    """A contact typed 旗帜墙 and was greeted, again and again."""
    await house.joins("联", Role.UNIT_CONTACT, "U04")
    await Play(house).play("""
        联 > 账号
        联 < “人员”由管理员使用。
        群 > 账号
        群 !< 管理员使用
    """)


async def test_what_the_law_calls_a_duty_leads_to_what_waits(house: DirectStage) -> None:
    """The law §13 A names 验收, 表决 and 申请摘旗 in its menu; nobody understood them without the card."""
    await house.joins("联", Role.UNIT_CONTACT, "U04")
    await Play(house).play("""
        联 > 整改方案
        联 < 没有待办
        联 > 申请摘旗
        联 < 目前没有旗帜
        群 > 月亮灯
        群 < 目前没有公告
    """)


def test_every_command_is_understood_whether_typed_or_pressed() -> None:
    for command in TABLE:
        assert spoken.command(f"/{command.name}")[0] == command.name
