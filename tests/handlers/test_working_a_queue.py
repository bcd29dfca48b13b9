"""A tired reviewer with a long queue: one list that stays usable, few taps, questions that name what they are about."""

from __future__ import annotations

from domain.people import Role
from domain.saying import Style
from tests.support.direct_stage import DirectStage
from tests.support.scripts import REPORTED, REPORTED_AGAIN
from tests.support.transcripts import Play


async def test_all_of_a_long_queue_is_reached_and_its_buttons_say_what_they_open(staffed: Play) -> None:
    """Buttons said only numbers, and eight of 41 could be opened."""
    for number in range(20):
        await staffed.play(REPORTED.replace("李", f"李{number}"))
    await staffed.play("""
        王 [打开待办]
        王 < 待办20件
        王 <[8 举报投诉处置不力·自然资源局·今天]
        王 [下一页]
        王 [下一页]
        王 < 20. QS-2026-000020
        王 [20 举报投诉处置不力·自然资源局·今天]
        王 < 线索QS-2026-000020
        # the list is still there
        王 [19 举报投诉处置不力·自然资源局·今天]
        王 < 线索QS-2026-000019
    """)
    lists = [parcel for parcel in staffed.screen("王") if "待办20件" in parcel.text]
    assert {parcel.layout for parcel in lists} == {"list"}
    stays = [button.label for button in lists[0].buttons if button.style == Style.PRIMARY]
    assert stays == ["下一页", "下一条"], "where six buttons have room, the way on was to be typed"


async def test_a_search_says_that_there_is_more_than_it_shows(staffed: Play) -> None:
    """Regression: of twenty clues that were found eight stood there, as if they were all."""
    for number in range(9):
        await staffed.play(REPORTED.replace("李", f"李{number}"))
    await staffed.play("""
        王 > 搜索 违建
        王 < 8. QS-2026-000002
        王 !< 9. QS
        王 < 只列出前8件
        王 > 搜索 2026-000009
        王 !< 只列出前
    """)


async def test_what_comes_meanwhile_does_not_take_the_place_of_the_list(staffed: Play) -> None:
    for number in range(3):
        await staffed.play(REPORTED.replace("李", f"李{number}"))
    await staffed.play("""
        王 [打开待办]
        王 < 待办3件
    """)
    await staffed.play(REPORTED.replace("李", "李3"))
    await staffed.play("""
        王 < 有4条线索待领取
        王 > 第3条
        王 < 线索QS-2026-000003
    """)
    digests = [parcel for parcel in staffed.screen("王") if "条线索待领取" in parcel.text]
    assert {parcel.layout for parcel in digests} == {""}


async def test_a_decision_takes_two_taps_and_the_next_clue_follows(staffed: Play) -> None:
    for number in range(3):
        await staffed.play(REPORTED.replace("李", f"李{number}"))
    await staffed.play("""
        王 > 下一条
        王 < 线索QS-2026-000001
        王 [受理]
        王 [造成不良影响]
        王 < “受理”已生效
        王 < 线索QS-2026-000002
        王 [受理]
        王 [造成不良影响]
        王 < 线索QS-2026-000003
        王 [不予受理]
        王 [没有写明具体事实]
        王 > 只有一句评价，没有事实。
        王 < “不予受理”已提出
        王 < 线索QS-2026-000001｜已受理
    """)


async def test_after_a_mistaken_tap_the_card_is_alive_again(staffed: Play) -> None:
    """取消 left a card whose buttons were dead."""
    await staffed.play(
        REPORTED
        + """
        王 > {number}
        王 [不予受理]
        王 [取消]
        王 < 已取消
        王 < 线索{number}｜研判中
        王 <[受理]
        王 [转送]
        王 [信访局、12345热线]
        王 [返回]
        王 [返回]
        王 < 线索{number}｜研判中
    """
    )


async def test_a_question_of_a_move_names_the_matter_its_unit_and_what_was_chosen(staffed: Play) -> None:
    await staffed.play(
        REPORTED
        + """
        王 > {number}
        王 [不予受理]
        王 < 不予受理 {number}（自然资源局）：理由是什么
        王 [取消]
        王 [转送]
        王 [信访局、12345热线]
        王 < {number}：“转送”之后不能恢复。单位：自然资源局。信访局、12345热线。确认吗？
    """
    )


async def test_a_merge_takes_only_what_there_is_and_names_it_back(house: DirectStage, staffed: Play) -> None:
    """并案 took 「我不知道」 up to 「不能恢复。确认吗？」."""
    again = REPORTED.replace("李", "张").replace("number", "twin").replace("? code", "? twin_code")
    await house.joins("周", Role.REVIEWER)
    await staffed.play(
        REPORTED
        + REPORTED_AGAIN
        + again
        + """
        王 > {twin}
        王 [并案]
        王 > 我不知道
        王 < 没有看出是哪个编号
        王 > QS-2026-000099
        王 < 不能并入QS-2026-000099
        王 !< 确认吗
        王 > {twin}
        王 < 不能并入{twin}
        王 > 2
        王 < 不是同一单位
        王 > 1
        王 < 并入{number} 自然资源局
        王 < 确认吗
        王 [确认]
        王 < 已生效
    """
    )


async def test_what_is_accepted_is_not_counted_as_waiting_to_be_claimed(staffed: Play) -> None:
    """After seven acceptances 待办 still said 「未领取40件」, and the digest offered them as new."""
    await staffed.play(
        REPORTED
        + """
        王 > {number}
        王 [受理]
        王 [后果严重]
        王 > 待办
        王 < 待办1件
        王 !< 未领取
    """
    )
