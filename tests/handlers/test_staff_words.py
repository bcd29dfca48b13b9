"""Members of staff type as people type; nothing of it is taken for a citizen's report."""

from __future__ import annotations

from pathlib import Path

import pytest

import words as prose
from domain import text as texts
from domain.people import Role
from handlers.understanding import spoken
from storage import shapes, times
from storage.database import Tx
from storage.road import pages
from tests.support.direct_stage import DirectStage
from tests.support.scripts import REPORTED, REPORTED_AGAIN
from tests.support.transcripts import Play

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("typed", "answered"),
    [
        ("搜索 自然资源局", "1. {number} 自然资源局"),
        ("搜索：自然资源局", "1. {number} 自然资源局"),
        ("搜索 违建", "1. {number}"),
        ("搜索 4", "没有找到"),
        ("搜索 拖", "一个字太少，没法搜“拖”"),
        ("搜索 1", "线索{number}｜研判中"),
        ("搜索 0001", "线索{number}｜研判中"),
        ("搜索 QS-2026-1", "线索{number}｜研判中"),
        ("搜索 2026", "没有找到"),
        ("待办 逾期", "只看：已逾期的"),
        ("逾期", "只看：已逾期的"),
        ("待办 自然资源局", "只看单位：清溪县自然资源局"),
        ("待我签的", "只看：待我签的"),
        ("我领取的", "只看：我领取的"),
        ("第1条", "线索{number}｜研判中"),
        ("1", "线索{number}｜研判中"),
        ("「1」", "线索{number}｜研判中"),
        ("QS-2026-000001", "线索{number}｜研判中"),
        ("qs-2026-000001", "线索{number}｜研判中"),
        ("下一个", "线索QS-2026-00000"),
        ("历程", "不在您的办理范围内"),
        ("领取", "还没有打开哪一件"),
        ("帮助", "受理员：发送“待办”看清单"),
        ("search 违建", "1. {number}"),
        ("todo overdue", "只看：已逾期的"),
        ("next", "线索QS-2026-00000"),
        ("今天天气不错", "没有明白“今天天气不错”"),
    ],
)
async def test_a_reviewer_types_as_people_type(staffed: Play, typed: str, answered: str) -> None:
    """All of these were answered with 「没有明白您的意思。想反映问题…」, to a reviewer."""
    await staffed.play(
        REPORTED
        + REPORTED_AGAIN
        + f"""
        王 > {typed}
        王 < {answered}
        王 !< 想反映问题
    """
    )


async def test_a_number_is_the_place_in_the_newest_list(staffed: Play) -> None:
    await staffed.play(
        REPORTED
        + REPORTED_AGAIN
        + """
        王 > 待办 水利局
        王 < 1. {second}
        王 > 1
        王 < 线索{second}｜研判中
        王 > 搜索 违建
        王 > 第1条
        王 < 线索{number}｜研判中
    """
    )


async def test_a_label_of_the_newest_card_presses_its_button(staffed: Play) -> None:
    await staffed.play(
        REPORTED
        + """
        王 > {number}
        王 > 领取
        王 < 已领取线索{number}
        王 > 受理
        王 < 请选择问题程度
        王 > 后果严重
        王 < “受理”已生效
        王 > {number}
        王 > 不予受理
        # who moved it last themselves is not told that somebody did: 「刚有变动（王）」 was said to 王
        王 !< 刚有变动
        王 < 刚才的按钮或办法已经不适用了
        赵 > {number}
        赵 > 留言
        赵 < 已由王领取
        王 > 历程
        王 < 编号{number}的办理历程
    """
    )


async def test_what_the_last_messages_have_a_button_for_may_be_typed(house: DirectStage, staffed: Play) -> None:
    """「还可以直接打字：改比拼项目」 stood below six buttons in an app, and 「没有明白“改比拼项目”」 was the answer."""
    await house.joins("管", Role.ADMIN)
    await staffed.play("""
        管 > 改比拼项目
        管 < 没有明白
        管 > 本机关
        管 <[改比拼项目]
        管 > 改比拼项目。
        管 < 比拼项目改成什么？
    """)


async def test_who_agrees_before_a_card_that_waits_for_a_signature_signs_it(staffed: Play) -> None:
    await staffed.play(
        REPORTED
        + """
        王 > {number}
        王 > 不予受理
        王 [没有写明具体事实]
        王 > 只有一句评价，没有事实。
        赵 > {number}
        赵 > 同意
        赵 < “不予受理”已生效
    """
    )


async def test_help_answers_for_the_role_that_asks_with_what_one_can_do_now(house: DirectStage, staffed: Play) -> None:
    await house.joins("领", Role.LEADER)
    await staffed.play(
        REPORTED
        + """
        王 > {number}
        王 > 帮助
        王 < 现在打开的是{number}，可以办：领取、受理
        王 !< 遗失后不能补发
        领 > 帮助
        领 < 负责同志：发送“待办”
        领 !< 受理员：
        李 > 帮助
        李 < 怎样使用
        李 !< 受理员：
    """
    )


async def test_help_knows_the_words_for_every_move_of_the_card_that_is_open(staffed: Play) -> None:
    await staffed.play(
        REPORTED
        + """
        王 > {number}
        王 > 领取
        王 > 受理
        王 > 后果严重
        王 > {number}
        王 > 帮助
        王 < 现在打开的是{number}，可以办：放回、交办
    """
    )


async def test_staff_type_in_english_as_well(house: DirectStage, staffed: Play) -> None:
    house.speaks("Wang", "en")
    await house.joins("Wang", Role.REVIEWER)
    await staffed.play(
        REPORTED
        + """
        Wang > to do
        Wang < Waiting: 1
        Wang > 1
        Wang > claim
        Wang < is yours now
        Wang > todo mine
        Wang < claimed by me
        Wang > help
        Wang < Reviewer: send “to do” for the list
        Wang > what now
        Wang !< which unit
    """
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_word_on_a_button_of_staff_is_heard_when_it_is_typed(language: str) -> None:
    labels = prose.said(language)["move"]
    heard = prose.of_file("understanding", language)["staff_moves"]
    for name in heard.keys() - {"sign"}:
        assert spoken.staff("moves", texts.folded(labels[name])) == name


async def test_who_works_here_and_agrees_to_nothing_is_not_told_that_it_was_recorded(staffed: Play) -> None:
    """A signer who typed it believed to have signed."""
    await staffed.play("""
        王 > 同意
        王 !< 已记录您的同意
        王 < 请选择要办的事
    """)


def _another_version(tx: Tx) -> None:
    """As the version before or after this one keeps it: under a key that is not known here, and with other params."""
    for key in ("queue.found_of_another_version", "matters.receipt"):
        number = pages.page(tx, 1, 0)[-1]
        sealed = shapes.encode({"key": key, "params": {"of": "another version"}})
        at = times.text(number.made_at)
        tx.put(
            "INSERT INTO outbox (account_id, channel, class, priority, state, made_at, not_before, body)"
            " VALUES (1, 'web', 'R', 0, 'sent', :at, :at, :body)",
            at=at,
            body=tx.vault.seal(sealed, f"outbox|1|{at}"),
        )


async def test_a_number_opens_its_line_behind_what_another_version_said(house: DirectStage, staffed: Play) -> None:
    """A kept saying of another version stopped typed numbers: the message failed and was set aside."""
    await staffed.play(
        REPORTED
        + """
        王 > 搜索 自然资源局
        王 < 1. {number} 自然资源局
    """
    )
    await house.database.write(_another_version)
    await staffed.play("""
        王 > 第1条
        王 < 线索{number}｜研判中
    """)
