"""A draft is kept for a day: long enough for a night's sleep, not for whoever finds the telephone next week."""

from __future__ import annotations

from tests.support.transcripts import Play

TOLD = """
    李 > 交通运输局上周一直不处理道路破损的投诉，打了三次电话都没有人管。
    李 [同意]
    李 < 都对请按
"""


async def test_a_draft_of_yesterday_evening_goes_on(play: Play) -> None:
    await play.play(
        TOLD
        + """
        ~ 14 hours
        李 [确认]
        李 < 在什么地方
    """
    )


async def test_a_draft_of_last_week_is_gone_and_the_person_is_told(play: Play) -> None:
    await play.play(
        TOLD
        + """
        ~ 7 days
        李 > 跳过
        李 < 已超过保存时间
    """
    )
