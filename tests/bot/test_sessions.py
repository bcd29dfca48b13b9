"""Sessions of people who work here go on while they are used, and end when they are not; those of citizens are the browser's."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.house import intake
from domain.people import Role
from handlers.conversation import entrance
from storage import invitations, people, staff
from storage.database import Database, Tx
from tests.support import engines
from tests.support import office as offices

BEGAN = datetime(2026, 3, 4, 2, tzinfo=UTC)


class Door:
    """An intake whose time is moved by hand, with 王, who works here, and 李, who does not."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.at = BEGAN
        self.intake = intake.Intake(
            database, office=offices.office, clock=lambda: self.at, legal_clock=lambda: self.at, wake=lambda: None
        )

    async def begin(self) -> None:
        def work(tx: Tx) -> None:
            people.open_account(tx, "web", "李", "李", "zh", self.at)
            account = people.open_account(tx, "web", "王", "王", "zh", self.at)
            invitations.invite(tx, "CODE", Role.REVIEWER, "", "王", self.at, self.at + timedelta(days=1))
            invitations.redeem(tx, "CODE", account, self.at, self.at + entrance.SESSION)

        await self.database.write(work)

    async def uses(self, who: str, after: timedelta) -> bool:
        self.at += after
        return await self.intake.renew("web", who)

    async def is_in(self, who: str) -> bool:
        return await self.intake.account_of("web", who) is not None


@pytest.fixture
async def door(tmp_path: Path, engine: str) -> AsyncIterator[Door]:
    made = Door(await engines.open_database(tmp_path))
    await made.begin()
    yield made
    await made.database.close()


async def test_a_session_of_staff_that_is_used_every_few_weeks_never_ends(door: Door) -> None:
    for _ in range(12):
        assert await door.uses("王", timedelta(days=25))
    assert await door.is_in("王")


async def test_one_that_is_not_used_for_its_time_ends_and_is_not_brought_back_by_use(door: Door) -> None:
    assert not await door.uses("王", entrance.SESSION + timedelta(minutes=1))
    assert not await door.is_in("王")


async def test_one_that_was_signed_out_is_not_renewed_and_the_person_keeps_the_role(door: Door) -> None:
    def out(tx: Tx) -> int:
        account = people.account_of(tx, "web", "王", door.at)
        assert account is not None
        staff.sign_out(tx, account.id, door.at)
        return account.person_id or 0

    person = await door.database.write(out)
    assert not await door.uses("王", timedelta(days=1))
    assert await door.database.read(lambda tx: people.roles_of(tx, person)) == {Role.REVIEWER}


async def test_a_citizens_session_is_left_to_the_browser(door: Door) -> None:
    assert not await door.uses("李", timedelta(days=1))
