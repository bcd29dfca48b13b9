"""What somebody edits in the channel after it was handled becomes a supplement to what they brought, where that is beyond doubt."""

from __future__ import annotations

from tests.support.direct_stage import DirectStage
from tests.support.transcripts import Play

REPORT = """
    李@telegram > 自然资源局三个月不处理违建举报
    李@telegram [同意]
    李@telegram [确认]
    李@telegram [跳过]
    李@telegram [完成]
    李@telegram [匿名]
    李@telegram [提交]
"""


async def test_an_edit_after_submission_is_a_supplement_that_the_reviewer_reads(
    house: DirectStage, staffed: Play
) -> None:
    await staffed.play(REPORT)
    await house.edits("李@telegram", "自然资源局四个月不处理违建举报，后来又去过两次")
    await staffed.play("""
        李@telegram < QS-2026-000001
        李@telegram !< 原来的内容
        王 > 下一条
        王 < 后来又去过两次
    """)


async def test_an_edit_in_the_middle_of_a_report_changes_nothing_and_says_how_to(
    house: DirectStage, play: Play
) -> None:
    await play.play("""
        李@telegram > 自然资源局三个月不处理违建举报
        李@telegram [同意]
    """)
    await house.edits("李@telegram", "自然资源局四个月不处理违建举报")
    await play.play("""
        李@telegram < 收下的仍是原来的内容
        李@telegram < 都对请按“确认”
    """)


async def test_an_edit_long_after_or_of_a_few_characters_is_not_taken(house: DirectStage, play: Play) -> None:
    await play.play(REPORT)
    await house.edits("李@telegram", "四个月")
    await play.play("李@telegram < 收下的仍是原来的内容")
    await play.play("~ 3 days")
    await house.edits("李@telegram", "自然资源局四个月不处理违建举报，后来又去过两次")
    await play.play("李@telegram < 收下的仍是原来的内容")
