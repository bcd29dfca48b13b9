"""What is kept of an account, complaints about the service, and the board in a conversation."""

from __future__ import annotations

import pytest

from domain.people import Role
from storage.database import Tx
from tests.support.direct_stage import DirectStage
from tests.support.scripts import REPORTED
from tests.support.transcripts import Play


async def test_people_read_what_is_kept_of_them(staffed: Play) -> None:
    await staffed.play(
        REPORTED
        + """
        王 > {number}
        李 > 我的数据
        李 < 渠道：本机关网页
        李 < 首次使用：3月4日
        李 < 同意告知：3月4日
        李 < 提交线索：1件
        李 < 推荐奋斗者：0件
        李 !< 工作角色
        李 [导出]
        李 < {number}｜研判中｜3月4日提交
        王 > 我的数据
        王 < 工作角色：受理员
    """
    )


async def test_language_and_silence_are_chosen_there(staffed: Play) -> None:
    await staffed.play("""
        李 > 我的数据
        李 [静音]
        李 < 已静音
        李 > 我的数据
        李 < 新进展：已静音
        李 [English]
        李 > my data
        李 < All that is kept about your account
        李 <[Unmute]
    """)


async def test_a_forgotten_account_leaves_only_the_clue(staffed: Play) -> None:
    await staffed.play(
        REPORTED
        + """
        王 > {number}
        李 > 我的数据
        李 [删除我的账号]
        李 < 您提交过1件
        李 < 确认后不会再收到任何消息
        李 !< 工作角色
        李 [确认删除]
        李 !< 李
        王 [受理]
        王 [后果严重]
        李 !< 有新进展
        # whoever writes again is somebody new
        李 > /start
        李 < 您好
        李 > 我的数据
        李 < 提交线索：0件
        # the code still opens the clue
        李 > 查进度
        李 > {code}
        李 < 已受理
    """
    )


async def _kept_for(house: DirectStage, account: int | None) -> list[str]:
    def kept(tx: Tx) -> list[str]:
        tables = ("outbox", "card", "dialogue", "tally")
        return [
            table
            for table in tables
            if tx.value(f"SELECT COUNT(*) FROM {table} WHERE account_id = :account", account=account)
        ]

    return await house.database.read(kept)


@pytest.mark.parametrize("who", ["李", "王"])
async def test_nothing_that_was_said_to_a_forgotten_account_is_kept(
    house: DirectStage, staffed: Play, who: str
) -> None:
    """What the page serves on reload was not cleared (the law §11.7)."""
    await staffed.play(REPORTED + "王 > {number}\n王 < 研判中\n")
    account = await house.account(who)
    assert await _kept_for(house, account)
    await staffed.play(f"""
        {who} > 我的数据
        {who} [删除我的账号]
        {who} [确认删除]
        赵 > {{number}}
        赵 [受理]
        赵 [后果严重]
        赵 < 已受理
    """)
    assert await _kept_for(house, account) == []


async def test_a_change_of_mind_keeps_the_account(staffed: Play) -> None:
    await staffed.play(
        REPORTED
        + """
        李 > 我的数据
        李 [删除我的账号]
        李 [取消]
        李 > 我的数据
        李 < 提交线索：1件
    """
    )


async def test_a_member_of_staff_who_is_forgotten_here_signs_out_and_keeps_the_role(staffed: Play) -> None:
    await staffed.play("""
        王 > 我的数据
        王 [删除我的账号]
        王 < 工作角色不受影响
        王 [确认删除]
        王 > 待办
        王 !< 待办0件
    """)


async def test_feedback_is_kept_without_its_author_and_shown_on_request(house: DirectStage, staffed: Play) -> None:
    await house.joins("吴", Role.ADMIN)
    await staffed.play("""
        李 > 投诉建议
        李 < 不记录是谁写的
        李 > 字太小了，老人看不清
        李 < 已收到，意见编号1
        吴 < 收到一条意见（编号1）
        吴 !< 字太小了
        吴 [群众意见]
        吴 < 1（3月4日，新）：字太小了，老人看不清
        吴 > 群众意见
        吴 < 1（3月4日）：字太小了
        王 > 群众意见
        王 !< 字太小了
    """)
    columns = await house.database.read(lambda tx: tx.all("SELECT * FROM feedback"))
    assert len(columns[0]) == 4  # number, sealed words, when, read when


async def test_the_board_is_empty_until_something_was_announced(play: Play) -> None:
    await play.play("""
        李@telegram > 光荣榜
        李@telegram < 目前没有公告
        李@telegram < https://flagpost.example/board
    """)
