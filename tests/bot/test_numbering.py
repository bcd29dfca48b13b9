"""What the numbers on a screen stand for is known before the message leaves, and is so no more where it surely did not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.channel import Button, MessageTurn, NotSent, Outcome, OutcomeUnknown, Parcel, Parked, Undeliverable, at_once
from bot.delivery import numbering
from storage.database import Database
from storage.road import menus, outbox, sending
from tests.support import delivery_room
from tests.support.delivery_room import House, Recording


@dataclass
class Asking(Recording):
    """A channel whose readers type numbers: what they would choose at the moment in which a message is with the platform."""

    database: Database | None = None
    chosen: list[dict[int, str]] = field(default_factory=list)

    async def send(self, parcel: Parcel, turn: MessageTurn = at_once) -> Outcome:
        """Answer, and remember what stands there."""
        assert self.database is not None
        self.chosen.append(await self.database.read(lambda tx: menus.standing(tx, 1)))
        return await super().send(parcel, turn)


@pytest.fixture
async def house(tmp_path: Path, engine: str) -> AsyncIterator[House]:
    channel = Asking(combines=True, numbers=True)
    async with delivery_room.open_house(tmp_path, channel) as opened:
        channel.database = opened.database
        yield opened


async def standing(house: House, account: int) -> dict[int, str]:
    return await house.database.read(lambda tx: menus.standing(tx, account))


@pytest.mark.parametrize(
    ("labels", "shown"),
    [
        (["同意", "取消"], ["1. 同意", "2. 取消"]),
        (["9 水利局", "10 教育局", "取消"], ["9 水利局", "10 教育局", "3. 取消"]),
        (["3 水利局", "7 教育局", "取消", "更多"], ["3 水利局", "7 教育局", "4. 取消", "5. 更多"]),
        (["1 水利局", "1 教育局"], ["1 水利局", "2. 1 教育局"]),
        (["3月2日", "2026年第1期", "1.5倍", "2025"], ["1. 3月2日", "2. 2026年第1期", "3. 1.5倍", "2025"]),
        (["1", "2", "取消"], ["1", "2", "3. 取消"]),
    ],
)
def test_each_entry_has_one_number_and_it_is_what_one_reads(labels: list[str], shown: list[str]) -> None:
    """3 取消 stood below 3 水利局: one of the two could not be chosen; and 3月2日 had no number at all."""
    found = numbering.numbered([Button(label=label, handle=label) for label in labels])
    assert [each.label for each in found] == shown
    assert len({each.number for each in found}) == len(found)
    assert all(each.label.startswith(str(each.number)) for each in found)


async def test_it_is_known_while_the_message_is_under_way(house: House) -> None:
    """Who answered at once, before the platform had answered us, chose from the menu before it."""
    account = await house.account("one")
    for name, handle in (("一", "/one"), ("二", "/two")):
        await house.say(account, name, handle=handle)
    await house.deliver()
    assert isinstance(house.channel, Asking)
    assert house.channel.chosen == [{1: "/two", 2: "/one"}], "of what is said together the last comes first"
    assert [each.label for each in house.channel.tried[0].buttons] == ["1. 受理", "2. 受理"]


@pytest.mark.parametrize("outcome", [NotSent("busy"), Parked("silent"), Undeliverable("no")])
async def test_what_surely_did_not_leave_changes_nothing(house: House, outcome: Outcome) -> None:
    account = await house.account("one")
    await house.say(account, "一", handle="/one")
    await house.deliver()
    house.channel.outcomes.append(outcome)
    await house.say(account, "二", handle="/two")
    await house.deliver()
    assert await standing(house, account) == {1: "/one"}
    house.restart()
    at = house.time.now()
    await house.database.write(lambda tx: sending.free(tx, account, at))
    await house.deliver(8, pause=1)
    assert await standing(house, account) == ({1: "/one"} if isinstance(outcome, Undeliverable) else {1: "/two"})


async def test_what_may_have_arrived_stands_there_also_where_it_is_surely_not_said_again(house: House) -> None:
    """The answer was lost, then the line was down: 1 was taken for the menu before, though the newer one was read."""
    account = await house.account("one")
    await house.say(account, "一", handle="/one")
    await house.deliver()
    house.channel.outcomes.extend([OutcomeUnknown("the answer was lost"), NotSent("no connection")])
    await house.say(account, "二", handle="/two")
    await house.deliver()
    await house.say(account, "三", handle="/three")
    await house.deliver(3, pause=1)
    assert len(house.channel.tried) == 3, "it was tried again"
    assert await standing(house, account) == {1: "/two"}
    await house.deliver(8, pause=1)
    assert await standing(house, account) == {1: "/three", 2: "/two"}


async def test_what_came_back_stands_there_no_more(house: House) -> None:
    account = await house.account("one")
    for name, handle in (("一", "/one"), ("二", "/two")):
        await house.say(account, name, handle=handle)
        await house.deliver()
    at = house.time.now()
    assert await house.database.write(lambda tx: sending.come_back(tx, account, "t2", at, "it could not be brought"))
    assert await standing(house, account) == {1: "/one"}


async def test_a_card_stands_there_as_it_was_said_whatever_it_shows_by_now(house: House) -> None:
    account = await house.account("one")
    card = await house.card(account)
    house.show(card, "研判中")
    await house.deliver()
    assert await standing(house, account) == {1: "c.clue.7"}
    await house.say(account, "一", handle="/one")
    await house.deliver()
    await house.refresh(account, card)
    await house.deliver()
    assert house.channel.tried[-1].edits, "it was refreshed where it stands"
    assert await standing(house, account) == {1: "/one"}, "what was said last is what one reads last"


async def test_it_goes_with_who_leaves_and_a_copy_that_is_brought_back_knows_of_none(house: House) -> None:
    one, two = await house.account("one"), await house.account("two")
    await house.database.write(
        lambda tx: [menus.note(tx, account, row, {1: f"/{row}"}) for account in (one, two) for row in range(12)]
    )
    assert await house.database.read(lambda tx: tx.value("SELECT COUNT(*) FROM menu")) == 20, "old ones are forgotten"
    await house.database.write(lambda tx: outbox.forget(tx, one))
    assert (await standing(house, one), await standing(house, two)) == ({}, {1: "/11"})
    house.database.vault.renew_handles("another generation")
    assert await standing(house, two) == {}
