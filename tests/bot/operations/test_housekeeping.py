"""The timetable of a running house, by hand: what recurs, how often, and that each of it can be done."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot import home, settings
from bot.house import wiring
from scheduler import timetable

EVERYWHERE = """
clock       every 0:00:03
backup      every 0:01:00
"""
ALONE = """
nudges      every 0:01:00  and at once
checkpoint  every 1:00:00  and at once
drafts      every 1:00:00  and at once
evidence    every 1:00:00  and at once
word index  every 1:00:00  and at once
troubles    every 1:00:00  and at once
"""


@asynccontextmanager
async def open_house(folder: Path, **more: str) -> AsyncIterator[wiring.House]:
    given = settings.load({"FLAGPOST_HOME": str(folder), "FLAGPOST_WEB": "127.0.0.1:8765", **more})
    home.make(home.Home(folder=given.home))
    async with wiring.open_house(given) as found:
        yield found


def lines(jobs: list[timetable.Job]) -> list[str]:
    """The jobs as they stand above."""
    return [f"{job.name:<12}every {job.when.interval}{'  and at once' if job.begins_at_once else ''}" for job in jobs]


async def test_the_timetable_is_this_and_everything_in_it_can_be_done(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        assert lines(house.keeping.everywhere()) == EVERYWHERE.strip().splitlines()
        assert lines(house.keeping.alone()) == ALONE.strip().splitlines()
        for job in [*house.keeping.everywhere(), *house.keeping.alone()]:
            await job.do()
        assert await house.database.read(lambda tx: tx.value("SELECT COUNT(*) FROM checkpoint"))


async def test_an_office_that_wants_no_backups_has_none_in_its_timetable(tmp_path: Path) -> None:
    async with open_house(tmp_path, FLAGPOST_BACKUP_EVERY="0") as house:
        assert [job.name for job in house.keeping.everywhere()] == ["clock"]
