"""Callers who leave while their message is on its way: nothing is lost, nothing is done twice, nothing is left behind.

A short version of `make faults`, on both engines. The books are held to unsound doors as well.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.channels.telegram import reception
from bot.house import intake, taking
from storage.engines.sqlite import connection as sqlite_connection
from storage.road import inbox
from tests.faults.harm import doors
from tests.faults.people import open_ends
from tests.support import engines

CANCELLED = 400


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[doors.Doors]:
    """The doors, on SQLite."""
    async with doors.opened(tmp_path, engine="sqlite", seed=1) as opened:
        yield opened


async def test_whoever_leaves_and_comes_again_is_heard_once(
    tmp_path: Path, engine: str, record_property: Callable[[str, object], None]
) -> None:
    async with doors.opened(tmp_path, engine=engine, seed=1) as opened:
        while opened.cancelled < CANCELLED:
            await opened.wave()
        await opened.close_the_books()

    assert opened.wrong == []
    assert opened.tally["cancelled in flight"] >= 0.3 * opened.cancelled
    for door in ("at_the_hook", "polled", "page", "hand_in", "write"):
        assert opened.tally[f"cancelled at {door}"] > 0, door
    record_property("figures", f"{engine}: {dict(opened.tally)}")


async def test_a_house_that_does_a_repeated_message_again_is_found_out(
    here: doors.Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrive = inbox.arrive
    monkeypatch.setattr(inbox, "arrive", lambda *given: arrive(*given) or True)
    await here.wave()
    await here.close_the_books()
    assert any("bare keys had" in each for each in here.wrong)
    assert any(" left Effects" in each for each in here.wrong)


async def test_a_house_that_says_yes_to_what_it_did_not_keep_is_found_out(
    here: doors.Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def take(self: intake.Intake, event: Any) -> taking.MessageTaken:
        return taking.MessageTaken(account_id=1, is_new=True)

    monkeypatch.setattr(intake.Intake, "take", take)
    await here._until_taken("polled", lambda: here._polled(b'{"update_id": 1}'))
    here._keys.add(("telegram", "4200001:1"))
    await here.close_the_books()
    assert here.wrong == ["lost: ('telegram', '4200001:1')"]


async def test_a_door_that_goes_on_for_nobody_is_found_out(here: doors.Doors, monkeypatch: pytest.MonkeyPatch) -> None:
    keep = reception.UpdateReception.keep

    async def deaf(self: reception.UpdateReception, arrival: Any) -> None:
        with contextlib.suppress(asyncio.CancelledError):
            await keep(self, arrival)

    monkeypatch.setattr(reception.UpdateReception, "keep", deaf)
    await here.wave()
    assert any("went on although its caller had left" in each for each in here.wrong)


async def test_a_task_that_is_left_behind_is_found_out(here: doors.Doors, monkeypatch: pytest.MonkeyPatch) -> None:
    left = [asyncio.sleep(60)]

    def wake() -> None:
        if left:
            here_left.append(asyncio.create_task(left.pop()))

    here_left: list[asyncio.Task[None]] = []
    monkeypatch.setattr(here._intake, "_wake", wake)
    await here.wave()
    assert any(each.startswith("a task is left") for each in here.wrong)
    here_left[0].cancel()


async def test_a_transaction_that_stays_open_is_found_out(here: doors.Doors, tmp_path: Path) -> None:
    connection = sqlite_connection.connect(tmp_path / "flagpost.db", engines.KEYS)
    connection.execute("BEGIN IMMEDIATE")
    found = await open_ends.found(here.database, tmp_path, "sqlite")
    assert [each.partition(":")[0] for each in found] == ["a transaction is open"]
    connection.close()
    assert await open_ends.found(here.database, tmp_path, "sqlite") == []
