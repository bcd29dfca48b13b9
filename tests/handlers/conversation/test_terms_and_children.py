"""A case with items, a term that rests and is extended, and visits: what columns alone bring about (the design §5)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from domain.people import Role
from handlers.conversation import handles
from handlers.understanding import spoken
from tests.support.direct_stage import DirectStage
from tests.support.transcripts import Play
from tests.toys import toy_case

PLANNED = """
    王 > 提出案件
    王 > 三个月没有回复群众来信。
    王 [一般]
    王 [提交]
    王 ? case 编号(AJ-2026-\\d+)
    王 > {case}
    王 [列出清单]
    王 < 一行写一项，依次写事项、责任人、完成日
    王 !<[完成]
    王 > 1. 建台账，张三，5月20日\\n2. 逐件回信，李四
    王 < 请改这一行的“完成日”：逐件回信，李四
    王 > 建台账，张三，2025年5月20日
    王 < 这一天已经过去
    王 > 建台账，张三，5月20日
    王 < 1. 建台账、张三，5月20日
    王 !<[完成]
    王 > 2. 逐件回信，李四，5月25日\\n3. 公开结果，王五，5月26日
    王 < 3. 公开结果、王五，5月26日
    王 [删去 3]
    王 !< 公开结果
    王 [完成]
    王 < 2. 逐件回信、李四，5月25日
    王 [提交]
    王 < 案件{case}｜整改中
"""


@pytest_asyncio.fixture
async def house(tmp_path: Path, engine: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[DirectStage]:
    """Reviewers 王 and 赵, and a leader 周."""
    stage = await DirectStage(tmp_path, toy_case.added(monkeypatch)).open()
    for who in ("王", "赵"):
        await stage.joins(who, Role.REVIEWER)
    await stage.joins("周", Role.LEADER)
    yield stage
    await stage.close()
    for cached in (handles.names, spoken._commands, spoken._labels):
        cached.cache_clear()


@pytest.fixture
def play(house: DirectStage) -> Play:
    return Play(house)


async def test_every_item_of_a_list_is_a_matter_of_its_own_and_the_case_waits_for_all_of_them(play: Play) -> None:
    await play.play(
        PLANNED
        + """
        王 > {case}
        王 < 整改项ZX-2026-000001（未销号）
        王 < 整改项ZX-2026-000002（未销号）
        王 !<[办结案件]
        王 [整改项 ZX-2026-000001]
        王 < 所属事项：案件{case}（整改中）
        王 < 责任人：张三
        王 < 情况：三个月没有回复群众来信。
        王 [销号]
        王 > 台账建好了。
        王 > {case}
        王 < 整改项ZX-2026-000001（已销号）
        王 !<[办结案件]
        赵 > ZX-2026-000002
        赵 [销号]
        赵 > 都回了。
        王 [办结案件]
        王 < 案件{case}｜已办结
        """
    )


async def test_a_term_is_extended_by_two_people_as_often_as_the_table_says_and_not_beyond_its_cap(play: Play) -> None:
    await play.play(
        PLANNED
        + """
        王 < 期限：3月18日
        王 [延长期限]
        王 > 台账多。
        周 > {case}
        周 < 台账多。
        周 [同意]
        王 < 期限已延长
        # 10 working days more would be over on 1 April; the cap of 15 is on 25 March
        王 < 期限：3月25日
        王 > {case}
        王 < 期限：3月25日
        ~ 22 days
        王 < 已逾期
        王 > {case}
        王 < 案件{case}｜逾期
        """
    )


async def test_a_term_rests_while_others_are_waited_for_and_reminds_nobody(play: Play) -> None:
    await play.play(
        PLANNED
        + """
        ~ 24 hours
        王 > {case}
        王 [要求说明]
        ~ 20 days
        王 !< 逾期
        王 > {case}
        王 < 案件{case}｜待说明
        王 [作出说明]
        王 > 已经在改。
        王 > {case}
        王 < 案件{case}｜整改中
        王 < 期限：4月8日
        """
    )


async def test_what_is_given_up_takes_its_open_children_with_it(play: Play) -> None:
    await play.play(
        PLANNED
        + """
        赵 > ZX-2026-000001
        赵 [销号]
        赵 > 台账建好了。
        王 > {case}
        王 [中止案件]
        王 [确认]
        王 > {case}
        王 < 整改项ZX-2026-000001（已销号）
        王 < 整改项ZX-2026-000002（已取消）
        """
    )


async def test_visits_are_appointments_that_come_due_by_themselves_and_one_of_them_reopens_the_case(play: Play) -> None:
    await play.play(
        PLANNED
        + """
        赵 > ZX-2026-000001
        赵 [销号]
        赵 > 台账建好了。
        赵 > ZX-2026-000002
        赵 [销号]
        赵 > 都回了。
        王 > {case}
        王 [办结案件]
        王 > {case}
        王 < 回访TV-2026-000001（未到期）
        王 < 回访TV-2026-000002（未到期）
        赵 > TV-2026-000001
        赵 < 第几次：第一次
        赵 !<[评定]
        ~ 15 days
        赵 > TV-2026-000001
        赵 < 回访TV-2026-000001｜待回访
        赵 [评定]
        赵 [好]
        赵 > {case}
        赵 < 案件{case}｜已办结
        赵 > TV-2026-000002
        赵 < 未到期
        ~ 7 days
        赵 > TV-2026-000002
        赵 [评定]
        赵 [较差]
        王 < 要重新整改
        王 > {case}
        王 < 案件{case}｜整改中
        """
    )
