"""What must hold of a clue (the law §10, the scenarios 1, 2, 3, 4 and 13)."""

from __future__ import annotations

from tests.support.scripts import ACCEPTED, REPORTED
from tests.support.transcripts import Play


async def test_1_who_reports_anonymously_learns_what_became_of_it_by_the_code_only(play: Play) -> None:
    await play.play(
        ACCEPTED
        + """
        李 < 编号{number}有新进展
        李 !< 已受理
        张 > 查进度
        张 > {number}
        张 !< 当前状态
        张 > {code}
        张 < 当前状态：已受理
        王 > {number}
        王 !< {code}
        """
    )


async def test_2_a_reviewer_is_alarmed_on_the_fifteenth_working_day_of_a_clue_with_a_real_name(play: Play) -> None:
    """A real name is not taken in a chat of Telegram (the law §3): who gives it is on our own page."""
    await play.play(
        REPORTED.replace("李 [匿名]", "李 [实名]\n李 > 李四\n李 > 13800000000").replace("李 ", "李@web ")
        + """
        ~ 21 days
        李@web !< 应当在3月25日前办完
        ~ 1 days
        李@web < 应当在3月25日前办完
        王 < 已逾期：1件
        王 [已逾期的]
        王 < {number}
        王 > {number}
        王 !< 李四
        王 !< 13800000000
        """
    )


async def test_3_a_reviewer_of_the_unit_that_is_meant_sees_nothing_of_it(play: Play) -> None:
    await play.play(
        REPORTED
        + """
        钱 > 待办
        钱 !< {number}
        钱 > {number}
        钱 !< 违建举报
        钱 !<[受理]
        钱 > 下一条
        钱 !< 违建举报
        """
    )


async def test_4_a_clue_is_turned_away_by_two_and_until_then_it_is_not(play: Play) -> None:
    await play.play(
        REPORTED
        + """
        王 > {number}
        王 [不予受理]
        王 [没有写明具体事实]
        王 > 没有写是哪一处。
        王 < 须由另一人同意后生效
        李 > {code}
        李 !< 不予受理
        王 > {number}
        王 !<[同意]
        赵 > {number}
        赵 < 没有写是哪一处。
        赵 [同意]
        李 > {code}
        李 < 不予受理
        """
    )


async def test_13_working_days_pass_over_a_holiday(play: Play) -> None:
    """Ten of them from 31 March: Qingming is on Monday 6 April, or else it would be the 14th."""
    await play.play(
        "~ 27 days"
        + REPORTED
        + """
        王 > {number}
        王 [要求补充]
        王 > 违建在哪一条街？
        李 > {code}
        李 < 请于4月15日前补充
        """
    )
