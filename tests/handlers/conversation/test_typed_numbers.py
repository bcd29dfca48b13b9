"""A number that is typed is an entry only where numbers stand before entries, and only where nobody was asked for a number."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.people import Role
from storage.road import menus
from tests.support.direct_stage import DirectStage
from tests.support.transcripts import Play


@pytest.fixture
async def house(tmp_path: Path, engine: str) -> AsyncIterator[DirectStage]:
    stage = await DirectStage(tmp_path).open()
    yield stage
    await stage.close()


async def reads(house: DirectStage, who: str, menu: dict[int, str]) -> None:
    """Let a menu with these numbers stand before somebody."""
    account = await house.account(who)
    assert account is not None
    await house.database.write(lambda tx: menus.note(tx, account, 1, menu))


@pytest.mark.parametrize("where", ["web", "telegram", "wecom"])
async def test_where_no_numbers_are_shown_none_of_them_chooses_an_entry(house: DirectStage, where: str) -> None:
    await Play(house).play(f"李@{where} > /start")
    await reads(house, f"李@{where}", {1: "/mydata", 2: "/help"})
    for typed in ("1", "（1）", "①"):
        await Play(house).play(f"""
            李@{where} > {typed}
            李@{where} !< 关于您的账号
        """)


async def test_where_they_are_shown_each_is_what_it_stands_before_however_it_is_typed(house: DirectStage) -> None:
    await Play(house).play("李@wechat > /start")
    for typed in ("2", "２", "2.", "2、", "（2）", "②", " 2 "):
        await reads(house, "李@wechat", {1: "/help", 2: "/mydata"})
        await Play(house).play(f"""
            李@wechat > {typed}
            李@wechat < 关于您的账号
        """)


async def test_a_number_that_was_asked_for_is_the_answer(house: DirectStage) -> None:
    """7. 取消 stood below the question how many there are to be: 7 is how many."""
    await house.joins("王@wechat", Role.REVIEWER)
    await Play(house).play("""
        王@wechat > 开展一期评选
        王@wechat > 2026年第一期
        王@wechat [表彰对象]
        王@wechat > 1 3
    """)
    await reads(house, "王@wechat", {1: "/back", 7: "/cancel"})
    await Play(house).play("""
        王@wechat > 7
        王@wechat !< 已取消
        王@wechat < 从哪一天开始征集
    """)
