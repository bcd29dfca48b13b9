"""Where the policy is `mainland`, Telegram carries public announcements and progress by code; all else goes by our own page."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from domain.people import Role
from tests.support import office
from tests.support.direct_stage import DirectStage
from tests.support.transcripts import Play


@pytest_asyncio.fixture
async def stage(tmp_path: Path, engine: str) -> AsyncIterator[DirectStage]:
    """An office with the policy `mainland`."""
    stage = await DirectStage(tmp_path, office.office(channel_policy="mainland")).open()
    yield stage
    await stage.close()


@pytest_asyncio.fixture
async def play(stage: DirectStage) -> Play:
    """A play in it."""
    return Play(stage)


async def test_a_story_is_not_taken_on_telegram_and_its_teller_is_shown_the_page(play: Play) -> None:
    await play.play("""
        李@telegram > /start
        李@telegram < 清溪县效能办
        李@telegram < 凭查询码查进度
        李@telegram > 自然资源局三个月不处理违建举报
        李@telegram < https://flagpost.example/chat
        李@telegram > 我要反映
        李@telegram < https://flagpost.example/chat
        李@telegram + 现场.jpg
        李@telegram < https://flagpost.example/chat
    """)


async def test_progress_is_told_on_telegram_by_code_and_nothing_can_be_added_there(play: Play) -> None:
    await play.play(r"""
        李 > 自然资源局三个月不处理违建举报
        李 [同意]
        李 [确认]
        李 [跳过]
        李 [完成]
        李 [匿名]
        李 [提交]
        李 ? code 查询码：(\S+)
        张@telegram > 查进度
        张@telegram > {code}
        张@telegram < QS-2026-000001
        张@telegram !<[补充材料]
        张@telegram !<[撤回]
        张@telegram > 补充材料
        张@telegram < https://flagpost.example/chat
    """)


async def test_staff_do_not_come_in_by_telegram(stage: DirectStage, play: Play) -> None:
    await stage.joins("王@telegram", Role.REVIEWER)
    await play.play("""
        王@telegram > 待办
        王@telegram < https://flagpost.example/chat
    """)
