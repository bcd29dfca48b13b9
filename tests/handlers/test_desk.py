"""What waits for staff is told in one message with a button, refreshed until somebody looks, made anew once a day."""

from __future__ import annotations

from domain.people import Role
from tests.support.direct_stage import DirectStage
from tests.support.scripts import NOMINATED, REPORTED, REPORTED_AGAIN
from tests.support.transcripts import Play

WAITING = "条线索待领取"


async def _digests(play: Play, who: str) -> list[str]:
    await play.told(who)
    return [parcel.text for parcel in play.screen(who) if "【待办提醒】" in parcel.text]


async def test_new_clues_come_as_one_line_and_not_as_cards(staffed: Play) -> None:
    """Forty clues were forty cards of nine buttons, for everybody."""
    await staffed.play(REPORTED + REPORTED_AGAIN * 3)
    assert await _digests(staffed, "王") == ["【待办提醒】\n有4条线索待领取。"]
    await staffed.play("""
        王 !< 线索QS
        王 !<[领取]
        王 [打开待办]
        王 < 待办4件
    """)


async def test_it_is_refreshed_until_somebody_looks_and_made_anew_afterwards(staffed: Play) -> None:
    await staffed.play(
        REPORTED
        + """
        王 < 有1条线索待领取
    """
        + REPORTED_AGAIN
        + """
        王 < 有2条线索待领取
    """
    )
    assert len(await _digests(staffed, "王")) == 1
    await staffed.play(
        "王 [打开待办]"
        + REPORTED_AGAIN
        + """
        王 < 有3条线索待领取
        赵 < 有3条线索待领取
    """
    )
    assert len(await _digests(staffed, "王")) == 2
    assert len(await _digests(staffed, "赵")) == 1


async def test_who_must_not_see_a_clue_does_not_hear_of_it(house: DirectStage, staffed: Play) -> None:
    await house.joins("吴", Role.REVIEWER, "U05")
    await staffed.play(
        REPORTED
        + """
        吴 < 有1条线索待领取
        钱 !< 待办提醒
        王 > /report
        王 > 水利局三个月不处理投诉，一直没有答复
        王 [确认]
        王 [跳过]
        王 [完成]
        王 [匿名]
        王 [提交]
        王 !< 有2条线索待领取
        赵 < 有2条线索待领取
    """
    )


async def test_the_second_signer_is_told_and_the_proposer_is_not(staffed: Play) -> None:
    """A proposal was told to nobody; it stood on a card that some had far above."""
    await staffed.play(
        REPORTED
        + """
        王 > {number}
        赵 [打开待办]
        王 [不予受理]
        王 [没有写明具体事实]
        王 > 请写明是哪一处违建
        王 !< 等您签字
        赵 < 等您签字：1件
        赵 [待我签的]
        赵 < 1. {number}
        赵 > {number}
        赵 < 说明：请写明是哪一处违建
        赵 [同意]
        赵 < 已生效
    """
    )


async def test_the_second_signer_of_a_nomination_reads_the_words_as_well(staffed: Play) -> None:
    await staffed.play(
        NOMINATED
        + """
        王 > {number}
        王 [不予采纳]
        王 [没有具体事迹]
        王 > 请写明去年做了什么
        赵 < 等您签字：1件
        赵 > {number}
        赵 < 说明：请写明去年做了什么
    """
    )


async def test_reminders_of_a_day_are_one_message_and_of_many_days_one_a_day(staffed: Play) -> None:
    """They were thirty single bubbles in ten days for six clues, without a button."""
    await staffed.play(
        REPORTED
        + REPORTED_AGAIN * 4
        + """
        王 [打开待办]
        ~ 6 days
        王 < 一个工作日内到期：5件
        王 <[打开待办]
    """
    )
    assert len(await _digests(staffed, "王")) <= 1 + 3
    await staffed.play("""
        ~ 3 days
        王 < 已逾期：5件
        王 <[已逾期的]
    """)


async def test_the_owner_alone_is_reminded_before_the_term_and_everybody_after(staffed: Play) -> None:
    await staffed.play(
        REPORTED
        + """
        王 > {number}
        王 [领取]
        赵 [打开待办]
        ~ 6 days
        王 < 一个工作日内到期：1件
        赵 !< 到期：
        ~ 3 days
        赵 < 已逾期：1件
    """
    )


async def test_leaders_read_how_many_are_late_and_open_the_figures(house: DirectStage, staffed: Play) -> None:
    """They read 「已逾期五个工作日」 of clues they cannot open."""
    await house.joins("领", Role.LEADER)
    await staffed.play(
        REPORTED
        + """
        ~ 20 days
        领 !< {number}
        领 < 逾期五个工作日以上未办的事项：1件
    """
    )


async def test_an_answer_of_the_reporter_is_a_message_with_a_button_to_who_waits_for_it(staffed: Play) -> None:
    """It only changed a card that stood somewhere above."""
    await staffed.play(
        REPORTED
        + """
        王 > {number}
        王 [要求补充]
        王 > 哪条街？
        李 > 查进度
        李 > {code}
        李 [回答提问]
        李 > 城东街
        李 [完成]
        王 < 编号{number}：提交人有新的补充
        王 [查看]
        王 < 线索{number}｜研判中
        王 < 城东街
        赵 !< 提交人有新的补充
    """
    )


async def test_a_claim_that_nothing_comes_of_lapses_and_can_be_taken_over(staffed: Play) -> None:
    """A claim held for ever: who was ill for three weeks kept their clues."""
    await staffed.play(
        REPORTED
        + """
        王 > {number}
        王 [领取]
        王 < 2个工作日没有动静
        赵 > {number}
        赵 !<[领取]
        赵 !<[接手]
        ~ 3 days
        赵 > {number}
        赵 < 承办：王（领取已过期，可以接手）
        赵 > 待办
        赵 < 未领取1件
        赵 > {number}
        赵 [接手]
        赵 < 由您办理（原由王领取）
        王 < 已由赵接手
        王 [[受理]]
        王 < 已由赵领取，未作改动
        赵 [受理]
        赵 < 问题程度
    """
    )


async def test_a_claim_does_not_lapse_while_the_reporter_is_waited_for_or_its_owner_works(staffed: Play) -> None:
    await staffed.play(
        REPORTED
        + """
        王 > {number}
        王 [领取]
        ~ 1 days
        王 [留言]
        王 > 正在看
        ~ 1 days
        赵 > {number}
        赵 !<[接手]
        王 [要求补充]
        王 > 哪条街？
        ~ 5 days
        赵 > {number}
        赵 !<[接手]
        赵 !<[领取]
    """
    )


async def test_a_decided_clue_says_who_decided_why_and_when_and_tells_its_course(staffed: Play) -> None:
    await staffed.play(
        REPORTED
        + """
        王 > {number}
        王 [领取]
        王 [不予受理]
        王 [没有写明具体事实]
        王 > 请写明是哪一处违建
        赵 > {number}
        赵 [同意]
        孙 > {number}
        孙 < 决定：3月4日10:03 赵 不予受理：没有写明具体事实　请写明是哪一处违建
        孙 [历程]
        孙 < 编号{number}的办理历程
        孙 < 王 领取
        孙 < 王 不予受理（提出）：没有写明具体事实
        孙 < 赵 不予受理：没有写明具体事实
        钱 > /history {number}
        钱 < 不在您的办理范围内
    """
    )


async def test_reviewers_and_leaders_read_how_many_came_and_were_decided(house: DirectStage, staffed: Play) -> None:
    await house.joins("领", Role.LEADER)
    await staffed.play(
        REPORTED
        + REPORTED_AGAIN
        + """
        王 > {number}
        王 [转送]
        王 [信访局、12345热线]
        王 [确认]
        ~ 9 days
        王 > 统计
        王 < 新收到2件
        王 < 答复办结0件，不予受理0件，转送1件
        王 < 现在待办1件
        王 < 其中逾期1件
        领 > 统计
        领 < 新收到2件
        领 < 答复办结0件，不予受理0件，转送1件
        领 !< {second}
        钱 > 统计
        钱 < 新收到1件
    """
    )
