"""Somebody who is here on two channels is one person: a notice comes once, where they were seen last."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from domain.people import Role
from tests.support.homes import make_home
from tests.support.scripts import REPORTED, REPORTED_AGAIN
from tests.support.stages import Stage, stage
from tests.support.transcripts import Play


@pytest_asyncio.fixture
async def here(tmp_path: Path) -> AsyncIterator[Stage]:
    """A house with one reviewer, 王, on the web and, linked by a one-time code, on Telegram."""
    template = await make_home(tmp_path / "template")
    async with stage(template, tmp_path / "home", channel="web") as opened:
        await opened.joins("王", Role.REVIEWER)
        play = Play(opened)
        await play.play("""
            王 > 新设备
            王 ? device 设备码：(\\S+)
        """)
        await opened.follows("王@telegram", f"i_{play.remembered['device']}")
        await opened.sees("王@telegram")
        yield opened


async def test_what_waits_is_told_where_they_were_seen_last_and_is_kept_up_to_date_on_both(here: Stage) -> None:
    """It came on every channel at once: the same news twice in one pocket. And what was read or decided on one holds on all."""
    play = Play(here)
    await play.play(
        REPORTED
        + """
        王@telegram < 1条线索
        王 !< 1条线索
        王 > {number}
        王 [领取]
        王@telegram > {number}
        王@telegram <[受理]
        王 [受理]
        王 [造成不良影响]
        王@telegram !<[受理]
        ~ 2 minutes
        王 > 帮助
    """
        + REPORTED_AGAIN
        + """
        王 < 条线索
        王@telegram !< 条线索
    """
    )


async def test_office_work_does_not_come_into_somebodys_own_wechat(tmp_path: Path) -> None:
    """Regression: whoever linked the WeChat they have, and wrote there last, was shown the office's work there."""
    template = await make_home(tmp_path / "template")
    async with stage(template, tmp_path / "home", channel="wechat") as here:
        await here.joins("王", Role.REVIEWER)
        play = Play(here)
        await play.play("""
            王 > 新设备
            王 ? device 设备码：(\\S+)
        """)
        await here.follows("王@wechat", f"i_{play.remembered['device']}")
        await here.sees("王@wechat")
        await play.play(
            """
            ~ 2 minutes
            王@wechat > 帮助
            """
            + REPORTED
            + """
            王 < 1条线索
            王@wechat !< 线索
            王@wechat > 待办
            王@wechat < 待办1件
            """
        )
