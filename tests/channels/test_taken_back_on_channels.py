"""What is taken back from whoever may not see it any more, on Telegram: words are edited, pictures deleted where Telegram lets a
bot do that; signing out asks for the same.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from domain.people import Role
from handlers.administration import people
from tests.support.homes import make_home
from tests.support.scripts import REPORTED
from tests.support.stages import Stage, stage
from tests.support.transcripts import Play
from tests.web.channel_people import OnTelegram

GONE = "这条消息的内容已收起，不再显示。"
LOOKED = (
    REPORTED.replace("李 [完成]", "李 + 一.jpg, 二.jpg\n李 [完成]")
    + """
    王 > 搜索 自然资源局
    王 < 1. {number} 自然资源局
    王 > {number}
    王 [查看附件]
    王 < 附件1
"""
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def template(tmp_path_factory: object) -> Path:
    """A home that was made once."""
    return await make_home(tmp_path_factory.mktemp("template") / "home")  # type: ignore[attr-defined]


@pytest_asyncio.fixture
async def here(template: Path, tmp_path: Path) -> AsyncIterator[Stage]:
    """An open house with a reviewer, 王, on Telegram."""
    async with stage(template, tmp_path / "home", channel="telegram") as opened:
        await opened.joins("王", Role.REVIEWER)
        yield opened


async def _chat(here: Stage, who: str) -> OnTelegram:
    await here.settled()
    found = await here.person(who)
    assert isinstance(found, OnTelegram)
    return found


async def _tells(here: Stage, who: str) -> list[str]:
    """What still stands in somebody's chat of the office's work."""
    found = await _chat(here, who)
    told = [message for message in found.user.sees if message.is_from_bot]
    return [
        message.text or "a file"
        for message in told
        if message.file or any(mark in message.text for mark in ("QS-", "违建举报", "附件"))
    ]


async def _loses_the_role(here: Stage) -> None:
    await here.house.database.write(lambda tx: people.take_back(here.house.quiet_room(tx), 1, Role.REVIEWER))
    here.house.delivery.wake()


async def test_whoever_loses_the_role_keeps_no_list_card_or_picture_in_the_chat(here: Stage) -> None:
    """Telegram kept what was sent: lists, cards that were shown again, pictures."""
    await Play(here).play(LOOKED)
    assert len(await _tells(here, "王")) > 3
    await _loses_the_role(here)
    assert await _tells(here, "王") == []
    assert GONE in [message.text for message in (await _chat(here, "王")).user.sees]


async def test_what_telegram_does_not_delete_any_more_is_left_in_peace(here: Stage) -> None:
    """A picture of three days ago cannot be deleted: its words go, nobody is troubled, and what comes after arrives."""
    await Play(here).play(LOOKED)
    await here.settled()
    here.server.methods.keeps_what_is_old = True
    await _loses_the_role(here)
    pictures = [message for message in (await _chat(here, "王")).user.sees if message.is_from_bot and message.file]
    assert [message.text for message in pictures if "附件" in message.text] == []
    assert await here.house.database.read(lambda tx: tx.value("SELECT COUNT(*) FROM trouble")) == 0
    await Play(here).play("王 < 您的受理员角色已收回")


async def test_signing_out_takes_cards_lists_and_pictures_along(here: Stage) -> None:
    """离开 forgot what was said here, and left it standing in the chat."""
    await Play(here).play(
        LOOKED
        + """
        王 > 离开
        王 [退出这台设备]
    """
    )
    assert await _tells(here, "王") == []
    left = await here.house.database.read(lambda tx: tx.value("SELECT COUNT(*) FROM outbox WHERE account_id = 1"))
    assert left == 0, "no address of somebody who has left is kept"
