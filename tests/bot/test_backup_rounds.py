"""A running bot is backed up by itself, in a process of its own; what fails is loud and known to whoever watches."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import backup, backup_rounds, home, settings, wiring
from storage import backups, offices
from tests.recovery_room import nothing

MINUTE = timedelta(minutes=1)


class Clock:
    """Real time, moved by hand."""

    now = datetime(2026, 5, 6, 4, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
async def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[wiring.House]:
    """A running bot."""
    monkeypatch.chdir(Path(__file__).parents[2])
    env = {"FLAGPOST_HOME": str(tmp_path / "home"), "FLAGPOST_BACKUP": str(tmp_path / "disk")}
    given = settings.load(env)
    home.make(home.Home(folder=given.home))
    async with wiring.open_house(given) as found:
        yield found


def copies(house: wiring.House) -> list[str]:
    return [copy.name for copy in backup.existing(house.given.backup)]


async def test_one_is_made_when_it_is_due_and_something_happened(house: wiring.House) -> None:
    clock = Clock()
    rounds = backup_rounds.BackupRounds(house.database, house.given, clock)
    assert await rounds.round()
    assert len(copies(house)) == 1
    last = await house.database.read(backups.last)
    assert last.at is not None
    clock.now = last.at + 14 * MINUTE
    assert not await rounds.round()
    clock.now = last.at + 15 * MINUTE
    assert await rounds.round()
    assert await house.database.read(backups.last) == last, "nothing had happened"
    await house.database.write(offices.touch)
    clock.now += 15 * MINUTE
    assert await rounds.round()
    assert (await house.database.read(backups.last)).at != last.at


async def test_a_slow_one_is_followed_by_a_long_rest(house: wiring.House) -> None:
    clock = Clock()
    rounds = backup_rounds.BackupRounds(house.database, house.given, clock)
    await house.database.write(
        lambda tx: backups.record(tx, at=clock.now, size=1, took=100.0, file="flagpost-x.age", mark="")
    )
    clock.now += 99 * MINUTE
    assert not await rounds.round()
    clock.now += 2 * MINUTE
    assert await rounds.round()


async def test_a_failure_is_logged_and_remembered_until_one_succeeds(
    house: wiring.House, caplog: pytest.LogCaptureFixture
) -> None:
    clock = Clock()
    rounds = backup_rounds.BackupRounds(house.database, house.given, clock)
    house.given.backup.write_bytes(b"a file where the folder should be")
    with caplog.at_level(logging.ERROR):
        assert await rounds.round()
    assert "No sound backup was made" in caplog.text
    assert "FLAGPOST_BACKUP" in (await house.database.read(backups.last)).error
    house.given.backup.unlink()
    clock.now += 15 * MINUTE
    assert await rounds.round()
    last = await house.database.read(backups.last)
    assert (last.error, len(copies(house))) == ("", 1)


async def test_the_command_is_started_without_the_channels_secrets(house: wiring.House) -> None:
    given = backup_rounds.environment(house.given, {"FLAGPOST_TELEGRAM_TOKEN": "1:x", "PATH": "/bin", "LANG": "C"})
    assert "1:x" not in given.values()
    assert (given["PATH"], given["FLAGPOST_HOME"]) == ("/bin", str(house.given.home))


async def test_a_copy_that_is_made_by_hand_and_one_by_the_clock_do_not_meet(house: wiring.House) -> None:
    plan = backup.Plan(
        place=home.Home(folder=house.given.home), evidence=house.given.evidence, folder=house.given.backup
    )
    backup.make(plan, datetime.now(UTC), nothing)
    rounds = backup_rounds.BackupRounds(house.database, house.given, lambda: datetime.now(UTC))
    assert not await rounds.round()
    assert len(copies(house)) == 1
