"""A running bot is backed up by itself, in a process of its own; what fails is loud and known to whoever watches."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import home, settings
from bot.house import wiring
from bot.operations import backup, backup_rounds
from storage.upkeep import backups
from tests.support.recovery_room import nothing

MINUTE = timedelta(minutes=1)


class Clock:
    """Real time, moved by hand."""

    now = datetime(2026, 5, 6, 4, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
async def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[wiring.House]:
    """A running bot."""
    monkeypatch.chdir(Path(__file__).parents[3])
    env = {"FLAGPOST_HOME": str(tmp_path / "home"), "FLAGPOST_BACKUP": str(tmp_path / "disk")}
    given = settings.load(env)
    home.make(home.Home(folder=given.home))
    async with wiring.open_house(given) as found:
        yield found


def copies(house: wiring.House) -> list[str]:
    return [copy.name for copy in backup.existing(house.given.backup)]


async def test_one_is_made_beside_a_running_bot(house: wiring.House) -> None:
    rounds = backup_rounds.BackupRounds(house.database, house.given, Clock())
    assert await rounds.round()
    last = await house.database.read(backups.last)
    assert copies(house) == [last.file]
    assert last.error == ""


async def test_between_two_there_are_fifteen_minutes_or_twenty_times_as_long_as_the_last_one_took(
    house: wiring.House,
) -> None:
    clock, made = Clock(), []

    async def make() -> tuple[int, str]:
        made.append(clock.now)
        return 0, ""

    rounds = backup_rounds.BackupRounds(house.database, house.given, clock, make)
    began = clock.now
    for took, minutes in ((1.0, (0, 14, 15, 29, 30)), (300.0, (129, 130, 131))):
        await house.database.write(
            lambda tx, took=took: backups.record(tx, at=began, size=1, took=took, file="x", mark="")  # type: ignore[misc]
        )
        for minute in minutes:
            clock.now = began + minute * MINUTE
            await rounds.round()
    assert [at - began for at in made] == [15 * MINUTE, 30 * MINUTE, 130 * MINUTE]


async def test_a_failure_is_logged_and_remembered(house: wiring.House, caplog: pytest.LogCaptureFixture) -> None:
    rounds = backup_rounds.BackupRounds(house.database, house.given, Clock())
    house.given.backup.write_bytes(b"a file where the folder should be")
    with caplog.at_level(logging.ERROR):
        assert await rounds.round()
    assert "No sound backup was made" in caplog.text
    assert "FLAGPOST_BACKUP" in (await house.database.read(backups.last)).error


async def test_the_command_is_started_without_the_channels_secrets(house: wiring.House) -> None:
    given = backup_rounds.environment(house.given, {"FLAGPOST_TELEGRAM_TOKEN": "1:x", "PATH": "/bin", "LANG": "C"})
    assert "1:x" not in given.values()
    assert (given["PATH"], given["FLAGPOST_HOME"]) == ("/bin", str(house.given.home))


async def test_one_that_was_made_by_hand_counts(house: wiring.House) -> None:
    place = home.Home(folder=house.given.home)
    plan = backup.BackupPlan(place=place, evidence=house.given.evidence, folder=house.given.backup)
    backup.make(plan, datetime.now(UTC), nothing)
    rounds = backup_rounds.BackupRounds(house.database, house.given, lambda: datetime.now(UTC))
    assert not await rounds.round()
    assert len(copies(house)) == 1
