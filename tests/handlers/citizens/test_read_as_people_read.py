"""Units, days and the notice as whoever reads them reads them: English beside Chinese names, 5月3日 and not 2026-05-03."""

from __future__ import annotations

import pytest

from domain.sayings.clues import When
from tests.support.transcripts import Play


async def test_whoever_asks_for_english_is_spoken_to_in_it(play: Play) -> None:
    """Regression: English was not understood and kept as words of a report, and /language en was answered with nothing."""
    await play.play(
        """
        Ann > English
        Ann < Welcome.
        Ann [Report slackness]
        Ann < Before you begin
        Ann > 中文
        Ann < 现在用中文
        Ann < 首次使用告知
        Ann [同意]
        Ann < 请写下发生了什么
        Ann > in English, please
        Ann < From now on in English
        Ann < what happened
        Ann > The natural resources bureau ignored me for three months
        Ann [Yes, and submit anonymously]
        Ann < Query code
        Ann > /language
        Ann <[中文]
        Ann [中文]
        Ann < 现在用中文
        Ann <[查进度]
        """
    )


async def test_who_reads_english_is_shown_an_english_name_beside_the_chinese_one(staffed: Play) -> None:
    await staffed.play(
        """
        Ann > /language en
        Ann > The natural resources bureau ignored me for three months
        Ann < encrypted, kept: two years
        Ann !< 两年
        Ann [I agree]
        Ann < Natural Resources Bureau (清溪县自然资源局)
        Ann [Yes, and submit anonymously]
        Ann ? code Query code: (\\S+)
        Ann > {code}
        Ann < | Natural Resources Bureau (清溪县自然资源局)
        王 > /language en
        王 > /todo
        王 < Natural Resources Bureau (自然资源局)
        王 > 1
        王 < Unit: Natural Resources Bureau (清溪县自然资源局)
        赵 > 待办
        赵 < 自然资源局
        赵 !< Bureau
        """
    )


async def test_a_day_is_shown_as_it_was_written(staffed: Play) -> None:
    await staffed.play(
        """
        李 > 2月3日自然资源局不处理违建举报，去了没人理
        李 [同意]
        李 < 时间：2月3日
        李 !< 2026-
        李 [确认]
        李 > 跳过
        李 [完成]
        李 [匿名]
        李 < 时间：2月3日
        李 !< 2026-
        李 [提交]
        王 > 待办
        王 > 1
        王 < 时间：2月3日
        王 !< 2026-02
        王 > /language en
        王 > 1
        王 < Time: 3 Feb
        Ann > /language en
        Ann > The natural resources bureau ignored me on May 3
        Ann [I agree]
        Ann < 3 May 2025
        Ann !< 2025-05
        """
    )


@pytest.mark.parametrize("told", ["2026-02-30", "上周三", "2026-13-01"])
def test_what_is_no_day_of_a_calendar_stays_words(told: str) -> None:
    when = When.of(told)
    assert when is not None
    assert (when.day, when.told) == (None, told)
