"""Backups: whole though the bot writes meanwhile, opened by whom they were sealed to and by nobody else, never half there."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from pyrage import x25519

from bot import home
from bot.operations import archive_format, backup, restoring, retention
from storage import errors, vault
from storage.database import Tx
from storage.engines import standalone
from storage.upkeep import backups
from tests.support.recovery_room import MASTER, OPENER, Office, moved, nothing, open_office, plan_of, restored

NOON = datetime(2026, 5, 6, 4, 0, tzinfo=UTC)
CANARY = "canary-of-a-frightened-person"
PIECE = "0123456789abcdef" * 2


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(tmp_path / "home") as found:
        yield found


async def test_a_copy_brings_back_everything_a_home_needs(office: Office, tmp_path: Path) -> None:
    office.plan.evidence.mkdir()
    (office.plan.evidence / PIECE).write_bytes(b"sealed before")
    (office.plan.evidence / (PIECE + ".part")).write_bytes(b"still being written")
    (office.plan.place.folder / "flagpost.toml").write_text('FLAGPOST_LOCALE = "en"\n')
    await office.house.announce(NOON)
    made = office.copy()
    came = restored(made, tmp_path / "new", NOON)
    new = tmp_path / "new"
    assert sorted(file.name for file in new.iterdir()) == ["evidence", "flagpost.db", "flagpost.key", "flagpost.toml"]
    assert [(file.name, file.read_bytes()) for file in (new / "evidence").iterdir()] == [(PIECE, b"sealed before")]
    assert vault.read_key(new / "flagpost.key") == MASTER
    assert came.inventory.rows["announcement"] == 1
    with standalone.reading(new / "flagpost.db", vault.Vault(MASTER)) as tx:
        assert tx.value("SELECT COUNT(*) FROM rendering") == 2


async def test_a_copy_made_under_writes_is_one_state_and_holds_up_no_writer(office: Office, tmp_path: Path) -> None:
    def both(tx: Tx) -> None:
        for name in ("one", "other"):
            tx.run(
                "INSERT INTO counter (name, value) VALUES (:name, 1)"
                " ON CONFLICT (name) DO UPDATE SET value = counter.value + 1",
                name=name,
            )
        tx.run("INSERT INTO feedback (body, made_at) VALUES (:body, '')", body=os.urandom(2000))

    is_copied = False
    seen = 0

    async def writing() -> None:
        nonlocal seen
        while not is_copied:
            await office.house.write(both)
            seen += 1

    await office.house.write(both)
    writer = asyncio.create_task(writing())
    made = [await asyncio.to_thread(office.copy, NOON + timedelta(minutes=number)) for number in range(5)]
    is_copied = True
    await writer
    counted = []
    for number, each in enumerate(made):
        folder = tmp_path / f"new{number}"
        restored(each, folder, NOON)
        with standalone.reading(folder / "flagpost.db", vault.Vault(MASTER)) as tx:
            one, other = (tx.value("SELECT value FROM counter WHERE name = :n", n=n) for n in ("one", "other"))
            assert one == other == tx.value("SELECT COUNT(*) FROM feedback") + 1_000  # numbers jump when it is restored
            counted.append(one)
    assert counted == sorted(counted)
    assert counted[-1] > counted[0], "nothing was written while the copies were made"


async def test_whom_it_was_sealed_to_opens_it_and_a_stranger_does_not(office: Office, tmp_path: Path) -> None:
    friend, stranger = x25519.Identity.generate(), x25519.Identity.generate()
    made = backup.make(plan_of(office.plan.place.folder, friend.to_public()), NOON, nothing)
    for number, opener in enumerate((OPENER, restoring.Opener(identities=[stranger, friend]))):
        restoring.restore(
            made.path,
            opener,
            home.Home(folder=tmp_path / f"{number}"),
            tmp_path / f"{number}" / "evidence",
            NOON,
            nothing,
        )
    for opener in (restoring.Opener(identities=[stranger]), restoring.Opener(master=bytes(31) + b"x")):
        with pytest.raises(archive_format.CopyLocked, match="recovery key"):
            restoring.restore(made.path, opener, home.Home(folder=tmp_path / "n"), tmp_path / "e", NOON, nothing)
    assert not home.Home(folder=tmp_path / "n").is_made()


async def test_nothing_in_a_copy_or_beside_it_is_in_clear(office: Office) -> None:
    (office.plan.place.folder / "flagpost.toml").write_text(f'FLAGPOST_TELEGRAM_TOKEN = "{CANARY}"\n')
    await office.house.write(lambda tx: tx.run("INSERT INTO meta (name, value) VALUES ('profile.name', :n)", n=CANARY))
    clear = (CANARY.encode(), MASTER.hex().encode(), b"flagpost.db", b"SQLite format")
    seen: list[bytes] = []

    def look(what: str, done: int, total: int) -> None:
        seen.extend(file.read_bytes() for file in office.plan.folder.iterdir())

    made = backup.make(office.plan, NOON, look)
    assert len(seen) > 1
    assert not any(word in data for data in [*seen, made.path.read_bytes()] for word in clear)


@pytest.mark.parametrize("place", [0, 30, 200, 1_000, 70_000, 200_000, -1])
async def test_a_copy_with_one_byte_changed_or_cut_off_there_is_not_restored(
    office: Office, tmp_path: Path, place: int
) -> None:
    made = office.copy()
    whole = bytearray(made.path.read_bytes())
    cut = bytes(whole[:place])
    whole[place] ^= 1
    for number, data in enumerate((cut, bytes(whole))):
        made.path.write_bytes(data)
        new = tmp_path / f"new{number}"
        with pytest.raises((archive_format.CopyDamaged, archive_format.CopyLocked)):
            restored(made, new, NOON)
        assert not home.Home(folder=new).is_made()


async def test_a_damaged_database_gives_no_copy_that_passes_for_a_sound_one(tmp_path: Path) -> None:
    """VACUUM reads no index: a copy of a file with a damaged one may be whole, and yet the file has to be looked after."""
    async with open_office(tmp_path / "home") as office:
        good = office.copy()
    path = office.plan.place.database
    whole = path.read_bytes()
    refused = marked = 0
    for place in range(5_000, len(whole), 9 * 4096):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        try:
            made = backup.make(office.plan, NOON + timedelta(seconds=place), nothing)
        except errors.DatabaseDamaged:
            refused += 1
        else:
            assert made.path.name.endswith("-unsound.age"), place
            marked += 1
        path.write_bytes(whole)
        for leftover in office.plan.place.folder.glob("flagpost.db-*"):
            leftover.unlink()
    assert refused
    assert marked
    assert good.path.exists(), "older copies stay"
    assert not list(office.plan.place.folder.glob("copying*"))


async def test_a_copy_of_a_history_that_does_not_hold_is_kept_and_marked(office: Office) -> None:
    await office.approved(NOON)

    def forge(tx: Tx) -> None:
        tx.run("DROP TRIGGER history_is_never_edited")
        tx.run("UPDATE history SET actor = 'p99' WHERE seq = 2")

    await office.house.write(forge)
    made = office.copy(NOON)
    assert made.path.name == "flagpost-20260506T040000Z-unsound.age"
    assert made.inventory.problems == ["history does not hold at announcement 1, entry 2"]
    last = await office.house.read(backups.last)
    assert (last.at, last.file) == (NOON, made.path.name)
    assert "announcement 1, entry 2" in last.error


async def test_what_was_done_and_what_failed_is_known_to_whoever_watches(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (await office.house.read(backups.last)).at is None
    made = office.copy(NOON)
    last = await office.house.read(backups.last)
    assert (last.at, last.size, last.file, last.error) == (NOON, made.path.stat().st_size, made.path.name, "")
    with monkeypatch.context() as full:
        full.setattr(shutil, "disk_usage", lambda path: Disk(total=10**9, free=10**6))
        with pytest.raises(backup.NoRoom, match="FLAGPOST_BACKUP"):
            office.copy(NOON + timedelta(hours=1))
    last = await office.house.read(backups.last)
    assert (last.at, "no room" in last.error) == (NOON, True)
    office.copy(NOON + timedelta(hours=2))
    assert (await office.house.read(backups.last)).error == ""


async def test_a_new_copy_is_needed_when_something_happened_or_a_day_has_passed(office: Office, tmp_path: Path) -> None:
    assert backup.is_needed(office.plan, NOON)
    made = office.copy(NOON)
    assert not backup.is_needed(office.plan, NOON + timedelta(hours=23))
    assert backup.is_needed(office.plan, NOON + timedelta(hours=25))
    assert backup.is_needed(moved(office.plan, tmp_path / "elsewhere"), NOON)
    await office.house.announce(NOON)
    await office.approved(NOON)
    assert backup.is_needed(office.plan, NOON)
    office.copy(NOON)
    assert not backup.is_needed(office.plan, NOON)
    made.path.unlink()
    assert backup.is_needed(office.plan, NOON)


async def test_two_at_a_time_are_refused_and_what_a_killed_one_left_is_cleared(office: Office) -> None:
    office.plan.folder.mkdir()
    half = office.plan.folder / ".flagpost-20260101T000000Z.age.part"
    half.write_bytes(b"half")
    (office.plan.place.folder / "copying.db").write_bytes(b"half")
    refused: list[str] = []

    def again(what: str, done: int, total: int) -> None:
        if not refused:
            with pytest.raises(backup.BackupUnderWay) as caught:
                office.copy()
            refused.append(str(caught.value))

    made = backup.make(office.plan, NOON, again)
    assert refused
    assert list(office.plan.folder.iterdir()) == [made.path]
    assert not (office.plan.place.folder / "copying.db").exists()


class Disk(NamedTuple):
    """What a disk has."""

    total: int
    free: int


def every(minutes: int, days: int, *, sound: bool = True) -> list[retention.BackupCopy]:
    moments = (NOON - timedelta(minutes=minutes * number) for number in range(days * 24 * 60 // minutes))
    return [retention.BackupCopy(made_at=at, name=f"{at}", is_sound=sound) for at in moments]


def kept(copies: list[retention.BackupCopy], now: datetime = NOON) -> list[timedelta]:
    """The ages of what stays."""
    gone = set(retention.superfluous(copies, now))
    return sorted(now - copy.made_at for copy in copies if copy not in gone)


def test_all_of_six_hours_stay_then_one_an_hour_one_a_day_one_a_month() -> None:
    ages = kept(every(15, 800))
    hours = [age / timedelta(hours=1) for age in ages]
    assert sum(hour <= 6 for hour in hours) == 25
    assert sum(6 < hour <= 48 for hour in hours) == 42
    assert sum(48 < hour <= 31 * 24 for hour in hours) in (29, 30)
    assert sum(hour > 31 * 24 for hour in hours) in (11, 12)
    assert max(hours) <= 366 * 24


def test_thinning_day_by_day_comes_to_the_same_as_thinning_once() -> None:
    """Nothing is lost by thinning often: the copy that will stand for a day is not the one that is deleted the day before."""
    left: list[retention.BackupCopy] = []
    for copy in reversed(every(60, 100)):
        left.append(copy)
        gone = set(retention.superfluous(left, copy.made_at))
        left = [each for each in left if each not in gone]
    ages = [age / timedelta(days=1) for age in kept(left)]
    assert sum(2 < age <= 31 for age in ages) in (28, 29, 30)
    assert sum(age > 31 for age in ages) in (3, 4)


def test_neither_the_newest_copy_nor_the_newest_sound_one_is_ever_deleted() -> None:
    years = timedelta(days=2000)
    old = retention.BackupCopy(made_at=NOON - years, name="old", is_sound=True)
    unsound = [
        retention.BackupCopy(made_at=NOON - years / 2 + timedelta(hours=n), name=f"{n}", is_sound=False)
        for n in range(9)
    ]
    gone = retention.superfluous([old, *unsound], NOON)
    assert set(gone) == set(unsound[:-1])
