"""An edition that finds nobody says so in public, of strivers and of cases, and only on a document (the law §4)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from domain.matters.announcements import Rendering
from domain.people import Role
from handlers.conversation.procedures import beginnings
from storage import announcements
from storage.announcements import Announcement
from storage.database import Tx
from tests.support import comparing
from tests.support.announcing_house import BOARD, CHANNEL, House, open_house

BOTH = (BOARD, CHANNEL)
DOCUMENT = "清政办〔2026〕8号"


@pytest.fixture
async def house(tmp_path: Path, engine: str) -> AsyncIterator[House]:
    """Leaders 甲 and 乙, committee members 委 and 员, and a reviewer 王."""
    async with open_house(tmp_path) as found:
        for name in ("甲", "乙"):
            await found.person(name, Role.LEADER)
        for name in ("委", "员"):
            await found.person(name, Role.COMMITTEE)
        await found.person("王", Role.REVIEWER)
        yield found


@pytest.mark.parametrize(("yields", "said"), [("cases", "本期无认定对象"), ("strivers", "本期无表彰对象")])
async def test_nobody_is_a_result_that_is_said_in_public(house: House, yields: str, said: str) -> None:
    await decided(house, yields)
    assert await act(house, "甲", "find_none", reason="没有够条件的。")
    assert await stage(house) == "deciding", "a committee member signs, too"
    assert await act(house, "委", "sign")
    assert await stage(house) == "announcing"
    assert await house.render(BOTH) == 1
    (chinese,) = [each for each in await words(house) if (each.audience, each.locale) == ("board", "zh")]
    assert said in chinese.text
    assert DOCUMENT in chinese.text
    assert "没有够条件的" not in chinese.text, "why is the office's own"
    await sign(house)
    assert await stage(house) == "none"


async def test_what_is_sent_back_is_not_said_and_decided_anew(house: House) -> None:
    await decided(house, "cases")
    await act(house, "甲", "find_none", reason="没有够条件的。")
    await act(house, "委", "sign")
    await house.render(BOTH)
    found = await newest(house)
    assert await house.act("乙", "announcement", found.id, "return", {"reason": "日期不对。"})
    assert await stage(house) == "deciding"


async def test_the_call_is_said_in_public_while_it_runs(house: House) -> None:
    await opened(house, "strivers", DOCUMENT)
    assert await act(house, "王", "call")
    assert await house.render(BOTH) == 1
    assert (await newest(house)).kind == "edition_call"
    (chinese,) = [each for each in await words(house) if (each.audience, each.locale) == ("board", "zh")]
    for told in ("12388", "征集时间：3月4日至3月18日", "推荐领域：双招双引、项目建设", "最多7名"):
        assert told in chinese.text


async def test_a_trial_without_a_document_is_never_public_and_ends_too(house: House) -> None:
    await decided(house, "strivers", "")
    assert not await act(house, "甲", "find_none", reason="没有够条件的。")
    assert await stage(house) == "deciding"
    await act(house, "甲", "close", reason="试评结束。")
    await act(house, "委", "sign")
    assert await stage(house) == "closed"
    await house.render(BOTH)
    assert await house.read(lambda tx: tx.value("SELECT COUNT(*) FROM announcement")) == 0


async def opened(house: House, yields: str, document: str) -> None:
    """Let a reviewer propose an edition, a leader open it, and a committee member sign."""

    def begin(tx: Tx) -> None:
        room = house.room(tx).acting_as(house.actor(tx, "王"))
        given = {"title": "2026年第一期", "yields": yields, "authorisation": document, **comparing.WINDOW}
        beginnings.create(room, "edition", "propose", given)

    await house.write(begin)
    assert await act(house, "甲", "open")
    assert await act(house, "委", "sign")
    assert await stage(house) == "collecting"


async def decided(house: House, yields: str, document: str = DOCUMENT) -> None:
    """Let the window of an edition go by."""
    await opened(house, yields, document)
    house.at += timedelta(days=30)
    await house.ring()
    assert await stage(house) == "deciding"


async def act(house: House, name: str, move: str, **given: str) -> bool:
    return await house.act(name, "edition", 0, move, given) is not None


async def stage(house: House) -> str:
    return await house.stage("edition", 0)


async def newest(house: House) -> Announcement:
    def work(tx: Tx) -> Announcement:
        found = announcements.of_id(tx, tx.value("SELECT MAX(id) FROM announcement"))
        assert found is not None
        return found

    return await house.read(work)


async def sign(house: House) -> None:
    """Let two sign who did not decide it, and its moment come."""
    found = await newest(house)
    assert await house.act("乙", "announcement", found.id, "approve")
    assert await house.act("员", "announcement", found.id, "approve")
    due = await newest(house)
    house.at = due.publish_at
    await house.ring()


async def words(house: House) -> list[Rendering]:
    number = (await newest(house)).id
    return [each for _, each in await house.read(lambda tx: announcements.renderings(tx, number))]


async def test_a_call_that_two_ask_for_is_said_once(house: House) -> None:
    """Regression: whoever pressed it again had the same words signed and said a second time; what was sent back may be asked for anew."""
    await opened(house, "strivers", DOCUMENT)
    await act(house, "王", "call")
    await house.render(BOTH)
    await act(house, "甲", "call")
    await house.render(BOTH)
    assert await house.read(lambda tx: tx.value("SELECT COUNT(*) FROM announcement")) == 1
    assert await house.act("乙", "announcement", (await newest(house)).id, "return", {"reason": "日期不对。"})
    await act(house, "王", "call")
    await house.render(BOTH)
    assert await house.read(lambda tx: tx.value("SELECT COUNT(*) FROM announcement")) == 2
