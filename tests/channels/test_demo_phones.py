"""The demo with WeCom: what is pressed on a phone comes by the real door, and is seen in the pane of the same person."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot import clocks
from bot.channel import Parcel
from bot.demo import pages, playing
from bot.demo.house import County, found_county
from storage import times
from tests.channels.telegram_room import until

ORIGIN = "http://127.0.0.1:8380"
Message = dict[str, Any]


class Desk:
    """Somebody at the demo's page."""

    def __init__(self, county: County, http: httpx.AsyncClient) -> None:
        self.county = county
        self.http = http

    def on(self, phone: str) -> list[Message]:
        """What stands on a phone."""
        assert self.county.phones is not None
        (found,) = [each for each in self.county.phones.shown("zh") if each["name"] == phone]
        messages: Any = found["messages"]
        return list(messages)

    async def does(self, phone: str, does: str, **more: Any) -> int:
        """Do something on a phone; how that was answered."""
        answer = await self.http.post("/demo/phone", json={"phone": phone, "does": does, **more})
        return answer.status_code

    async def chooses(self, label: str) -> None:
        """Press an entry of the newest menu of the citizen."""
        await self._presses(
            "wechat_citizen", "chooses", lambda each: [(one["id"], one["content"]) for one in each["entries"]], label
        )

    async def presses(self, phone: str, label: str) -> None:
        """Press a button of the newest card that has it."""
        await self._presses(
            phone,
            "presses",
            lambda each: [
                (one["key"], one["text"])
                for one in (each["card"] or {}).get("button_list", [])
                if one["key"] in each["live"]
            ],
            label,
        )

    async def hears(self, phone: str, words: str) -> Message:
        """Wait until something with these words has come."""
        await until(lambda: any(words in _read(each) and not each["mine"] for each in self.on(phone)))
        return next(each for each in reversed(self.on(phone)) if words in _read(each) and not each["mine"])

    async def pane(self, name: str) -> list[Parcel]:
        """What stands in somebody's pane."""
        account = await self.county.house.intake.account_of(self.county.web.traits.name, self.county.token_of(name))
        assert account is not None
        return await self.county.house.delivery.page(account, 0)

    async def parked(self) -> int:
        """How much is kept until its reader writes again."""
        count = "SELECT COUNT(*) FROM outbox WHERE channel = 'wechat' AND state = 'parked'"
        return int(await self.county.house.database.read(lambda tx: tx.value(count)))

    async def held(self) -> int:
        """How much is held back for a later hour."""
        count = "SELECT COUNT(*) FROM outbox WHERE state = 'waiting' AND not_before > :now"
        return int(await self.county.house.database.read(lambda tx: tx.value(count, now=times.text(clocks.real()))))

    async def says(self, pane: str, text: str) -> None:
        """Write something in a pane."""
        answer = await self.http.post(f"/demo/say?pane={pane}", json={"key": f"{pane}-{len(text)}-said", "text": text})
        assert answer.status_code == 202

    async def _presses(
        self, phone: str, does: str, offered: Callable[[Message], list[tuple[str, str]]], label: str
    ) -> None:
        def found() -> tuple[int, str] | None:
            return next(
                (
                    (each["number"], key)
                    for each in reversed(self.on(phone))
                    for key, text in offered(each)
                    if label in text
                ),
                None,
            )

        await until(found)
        number, key = found() or (0, "")
        assert await self.does(phone, does, number=number, key=key) == 202


def _read(message: Message) -> str:
    """The words of a message, on its card and in its menu, too."""
    return f"{message['text']} {message['card'] or ''} {message['entries']}"


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    wanted = {"FLAGPOST_HOME": str(tmp_path / "home"), "FLAGPOST_WEB": ORIGIN.removeprefix("http://")}
    async with playing.opened(wanted, with_wecom=True) as county:
        await found_county(county)
        county.house.extra_routes.extend(pages.DemoDesk(county, county.web.reception, county.web.board).routes())
        through = httpx.ASGITransport(county.house.app)
        async with httpx.AsyncClient(transport=through, base_url=ORIGIN, headers={"Origin": ORIGIN}) as http:
            await http.get("/demo")
            yield Desk(county, http)


async def test_a_clue_from_wechat_is_decided_in_wecom_and_a_group_hears_what_is_announced(desk: Desk) -> None:
    # No table asked for a group by its name: whatever was announced, robots said nothing.
    told = await desk.hears("wecom_group", "2026年第1期")
    picture = next(each for each in desk.on("wecom_group") if each["file"])
    assert picture["number"] < told["number"]
    shown = await desk.http.get(picture["file"]["address"])
    assert (shown.headers["content-type"], shown.content[:4]) == ("image/png", b"\x89PNG")

    assert await desk.does("wecom_group", "says", text="大家好") == 422
    assert await desk.does("wecom_leader", "presses", number=1, key="/sign") == 422
    assert await desk.does("wechat_citizen", "opens") == 202
    await desk.chooses("我要反映")
    await desk.chooses("同意")
    await desk.hears("wechat_citizen", "请写下发生了什么")
    await desk.does("wechat_citizen", "says", text="苔石乡政府三个月不修村口的大坑")
    await desk.chooses("确认并匿名提交")
    clue = "QS-2026-000005"
    await desk.hears("wechat_citizen", clue)

    await desk.says("reviewer_a", clue)
    (card,) = [each for each in await desk.pane("reviewer_a") if clue in each.text and each.is_card]
    assert "领取" in {each.label for each in card.buttons}
    await desk.does("wecom_reviewer", "says", text=clue)
    await desk.presses("wecom_reviewer", "领取")
    await desk.hears("wecom_reviewer", "放回")
    (card,) = [each for each in await desk.pane("reviewer_a") if clue in each.text and each.is_card]
    assert "领取" not in {each.label for each in card.buttons}, "it is the same person's card"

    # Six days later: the card's code is over, and the citizen may not be written to any more.
    while (now := (await desk.county.clock()).now).day < 12 or now.hour < 9:
        await desk.county.turn_on()
    # What waited for the morning waited eight hours more, with all that was for the same person behind it.
    assert await desk.held() == 0
    await desk.presses("wecom_reviewer", "受理")
    await desk.presses("wecom_reviewer", "造成不良影响")
    await desk.hears("wecom_reviewer", "“受理”已生效")
    async with asyncio.timeout(20):
        while not await desk.parked():  # noqa: ASYNC110 - it rings no bell
            await asyncio.sleep(0.01)
    assert not any("有新进展" in each["text"] for each in desk.on("wechat_citizen"))
    await desk.does("wechat_citizen", "says", text="你好")
    await desk.hears("wechat_citizen", "有新进展")

    spoken = await desk.http.post("/demo/language", json={"locale": "en", "switch": "abcdefgh"})
    await desk.does("wechat_citizen", "says", text="hello")
    await desk.hears("wechat_citizen", "Report slackness")
    assert spoken.status_code == 202
