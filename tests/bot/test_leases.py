"""Several processes on one database: what one alone may do is done by one, and goes on when that one is no more."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest

from bot import home, leases
from bot.leases import COUNTED_ON, Lease, Leases
from storage import errors, vault
from storage.database import Database, Hear, Tx
from tests.support import engines

T = TypeVar("T")
TERM = 12.0
NAME = "telegram"


@dataclass
class Clock:
    """Each process measures time by a clock of its own."""

    seconds: float = 0.0

    def __call__(self) -> float:
        """Look."""
        return self.seconds


@dataclass
class Shared:
    """A database on which others work as well, and which can be out of reach."""

    inner: Database
    is_shared: bool = True
    is_away: bool = False

    @property
    def vault(self) -> vault.Vault:
        """The same."""
        return self.inner.vault

    async def write(self, work: Callable[[Tx], T]) -> T:
        """The same, where it can be reached."""
        if self.is_away:
            raise errors.StorageUnavailable
        return await self.inner.write(work)

    async def read(self, work: Callable[[Tx], T]) -> T:
        """The same, where it can be reached."""
        if self.is_away:
            raise errors.StorageUnavailable
        return await self.inner.read(work)

    def heard(self, hear: Hear) -> None:
        """The same."""
        self.inner.heard(hear)

    async def close(self) -> None:
        """The same."""
        await self.inner.close()


class Process:
    """One process and its clock, which need not show what others show."""

    def __init__(self, database: Database, name: str, *, clock: float = 0.0) -> None:
        self.database = Shared(database)
        self.clock = Clock(clock)
        self.leases = Leases(self.database, name, term=TERM, timer=self.clock)
        self.lease = self.leases.of(NAME)

    async def look(self, after: float = 0.0) -> bool:
        """Let time pass, look once; say whether the lease is held."""
        self.clock.seconds += after
        await self.leases.round()
        return self.lease.is_held


@pytest.fixture
async def database(tmp_path: Path, engine: str) -> AsyncIterator[Database]:
    opened = await engines.open_database(tmp_path)
    yield opened
    await opened.close()


async def test_one_of_two_holds_it_and_goes_on_holding_it(database: Database) -> None:
    first, second = Process(database, "one"), Process(database, "two", clock=1_000_000.0)
    assert [await first.look(), await second.look()] == [True, False]
    for _ in range(20):
        assert [await first.look(3.0), await second.look(3.0)] == [True, False]


async def test_who_comes_at_the_same_moment_does_not_hold_it_as_well(database: Database) -> None:
    both = Process(database, "one"), Process(database, "two")
    assert sorted(await asyncio.gather(*(each.look() for each in both))) == [False, True]


async def test_it_passes_on_a_term_after_the_last_sign_of_life_and_not_before(database: Database) -> None:
    first, second = Process(database, "one"), Process(database, "two")
    await first.look()
    assert not await second.look()
    assert not await second.look(TERM - 0.1)
    assert await second.look(0.1)


async def test_between_two_holders_nobody_has_it(database: Database) -> None:
    """One that was stopped and wakes, or that cannot reach the database, has let go before another one takes it."""
    first, second = Process(database, "one"), Process(database, "two")
    await first.look()
    await second.look()
    first.clock.seconds += TERM * COUNTED_ON
    assert not first.lease.is_held
    assert not await second.look(TERM * COUNTED_ON)
    assert await second.look(TERM)
    assert not await first.look(TERM), "whoever wakes up is told"
    assert [await second.look(3.0), await first.look(3.0)] == [True, False]


async def test_each_holder_has_another_fence(database: Database) -> None:
    first, second = Process(database, "one"), Process(database, "two")
    await first.look()
    await second.look()
    await second.look(TERM)
    assert first.lease.fence < second.lease.fence


async def test_what_is_given_back_is_taken_at_once(database: Database) -> None:
    first, second = Process(database, "one"), Process(database, "two")
    await first.look()
    await second.look()
    await first.leases.give_back()
    assert not first.lease.is_held
    assert await second.look()
    await first.leases.give_back()
    assert await second.look(3.0), "who has lost it gives back nothing"


async def test_after_a_restart_a_process_takes_up_its_own_at_once(database: Database) -> None:
    first, beside = Process(database, "one"), Process(database, "two")
    await first.look()
    assert not await beside.look()
    again = Process(database, "one")
    assert await again.look()
    assert again.lease.fence > first.lease.fence


async def test_a_database_that_is_away_for_a_moment_costs_nothing(database: Database) -> None:
    first, second = Process(database, "one"), Process(database, "two")
    await first.look()
    await second.look()
    first.database.is_away = True
    with pytest.raises(errors.StorageUnavailable):
        await first.look(3.0)
    assert first.lease.is_held
    first.database.is_away = False
    assert await first.look(3.0)
    first.database.is_away = True
    await first.leases.give_back()


async def test_a_work_goes_on_while_it_is_ours_and_ends_with_it() -> None:
    clock, lease = Clock(), Lease(NAME)
    lease._timer = clock
    begun, ended = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    doing = asyncio.create_task(lease.during(work))
    await asyncio.sleep(0)
    assert not begun.is_set()
    for fence in (1, 2):
        begun.clear()
        ended.clear()
        lease.held_until(clock.seconds + 1000, fence)
        await asyncio.wait_for(begun.wait(), 5)
        assert not ended.is_set()
        lease.drop()
        await asyncio.wait_for(ended.wait(), 5)
    doing.cancel()
    await asyncio.gather(doing, return_exceptions=True)


async def test_a_work_is_not_begun_under_a_lease_that_ran_out_while_nobody_looked() -> None:
    clock, lease, runs = Clock(), Lease(NAME), 0
    lease._timer = clock
    lease.held_until(1.0, 1)
    clock.seconds = 2.0

    async def work() -> None:
        nonlocal runs
        runs += 1

    doing = asyncio.create_task(lease.during(work))
    await asyncio.wait({doing}, timeout=0.05)
    assert runs == 0
    doing.cancel()
    await asyncio.gather(doing, return_exceptions=True)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_where_nobody_else_can_be_everything_is_ours_and_nothing_is_written(database: Database) -> None:
    alone = Leases(database, "one")
    assert alone.of(NAME).is_held
    await alone.run()
    await alone.give_back()
    assert await database.read(lambda tx: tx.value("SELECT COUNT(*) FROM lease")) == 0


@pytest.mark.parametrize("url", ["", "postgresql://db.example/office"])
def test_a_second_process_on_one_home_is_refused_and_the_next_has_the_same_name(tmp_path: Path, url: str) -> None:
    place = home.Home(folder=tmp_path, url=url)
    with home.Lock(place) as first:
        name = first.holder
        with pytest.raises(errors.HomeTaken), home.Lock(place):
            pass
    with home.Lock(place) as again:
        assert again.holder == name
    (tmp_path / "second").mkdir()
    with home.Lock(home.Home(folder=tmp_path / "second", url=url)) as other:
        assert other.holder != name


def test_where_a_machine_has_no_name_each_start_has_one_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home, "_BOOT", tmp_path / "nothing")
    with home.Lock(home.Home(folder=tmp_path)) as lock:
        assert lock.holder != lock.holder
    assert leases.TERM <= 15
