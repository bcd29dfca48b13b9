"""Whoever is here on two channels has one voice, also where both buttons are pressed at the same moment."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

from domain.people import Role
from storage import announcements, invitations
from storage import people as accounts
from storage.database import Tx
from tests.support.announcing_house import MORNING, House, open_house


async def links(house: House, name: str, *others: str) -> int:
    """Let other accounts use a code for another device of somebody, all at once; return how many are theirs now."""

    def make(tx: Tx) -> int | None:
        person = house.actor(tx, name).person_id
        invitations.invite(tx, name, Role.LEADER, "", name, house.at, MORNING.replace(year=2030), person)
        return person

    person = await house.write(make)

    def use(tx: Tx, other: str) -> None:
        account = accounts.open_account(tx, "wecom", other, other, "zh", house.at)
        house.accounts[other] = account.id
        invitations.redeem(tx, name, account, house.at, None)

    await asyncio.gather(*(house.write(partial(use, other=other)) for other in others))
    return await house.read(lambda tx: len(accounts.accounts_of_person(tx, person or 0)) - 1)


async def test_two_presses_of_one_leader_at_once_are_one_signature(tmp_path: Path, engine: str) -> None:
    """The second signature must be somebody else's: nothing public goes out by one pair of hands with two telephones."""
    async with open_house(tmp_path) as house:
        await house.person("甲", Role.LEADER, Role.COMMITTEE)
        await house.person("乙", Role.LEADER)
        assert await links(house, "甲", "甲在群里") == 1
        number = await house.announce(MORNING)
        pressed = await asyncio.gather(
            *(house.act(who, "announcement", number, "approve") for who in ("甲", "甲在群里") * 2)
        )
        assert sum(event is not None for event in pressed) == 1
        assert len(await house.read(lambda tx: announcements.valid_approvals(tx, number))) == 1
        assert await house.stage("announcement", number) == "proposed"
        assert await house.act("乙", "announcement", number, "approve") is not None
        assert await house.stage("announcement", number) == "approved"
        assert await links(house, "乙", "一", "二", "三") == 1, "a code that several use at once is used once"
