"""After a restore nothing public is said twice, no number is given twice, and nothing is restored over anything (fault F57)."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import home
from bot.operations import archive_format, backup, restoring
from domain import errors as domain_errors
from domain.matters.announcements import CATCH_UP
from handlers import troubles
from handlers.conversation import handles
from storage import board as board_rows
from storage import errors, matters, vault
from storage import troubles as trouble_store
from storage.engines import standalone
from storage.road import outbox, sending
from storage.upkeep import restoring as sleep
from tests.support.announcing_house import MORNING
from tests.support.recovery_room import MASTER, OPENER, open_office, restored

FRIDAY = datetime(2026, 3, 13, 0, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


async def test_what_was_announced_after_the_copy_is_not_announced_again(tmp_path: Path) -> None:
    async with open_office(tmp_path / "old") as office:
        await office.approved(FRIDAY)
        made = office.copy(FRIDAY - HOUR)
        await office.let_time_pass(FRIDAY)
        assert office.heard == ["标题\n\n正文"]
    came = restored(made, tmp_path / "new", FRIDAY + 3 * HOUR)
    assert came.held == sleep.Held(messages=0, announcements=1)
    async with open_office(tmp_path / "new", office.platform) as again:
        for hours in (3, 4, 24, 100, 1000):
            await again.let_time_pass(FRIDAY + hours * HOUR)
        assert office.heard == ["标题\n\n正文"]
        asked = await again.house.read(lambda tx: tx.value("SELECT COUNT(*) FROM card WHERE matter = 'announcement'"))
        assert asked == 2, "both leaders are asked"


async def test_what_was_on_its_way_when_the_copy_was_made_waits_for_a_person(tmp_path: Path) -> None:
    async with open_office(tmp_path / "old") as office:
        await office.approved(FRIDAY)
        office.house.at = FRIDAY
        await office.house.ring()
        made = office.copy(FRIDAY)
        await office.let_time_pass(FRIDAY)
        assert len(office.heard) == 1
    came = restored(made, tmp_path / "new", FRIDAY + HOUR)
    assert came.held == sleep.Held(messages=2, announcements=0)
    async with open_office(tmp_path / "new", office.platform) as again:
        await again.let_time_pass(FRIDAY + HOUR)
        assert len(office.heard) == 1
        for _ in range(2):
            await again.house.write(lambda tx: troubles.catch_up(again.house.room(tx)))
        asked = [trouble.outbox_id for trouble in await again.house.read(trouble_store.waiting)]
        rows = await again.house.read(lambda tx: [outbox.of_id(tx, number or 0) for number in asked])
        waiting = {row.channel: row.id for row in rows if row}
        assert (len(asked), set(waiting)) == (2, {"web", "telegram"}), "an operator is asked about each, once"
        assert await again.house.write(lambda tx: sending.was_sent(tx, waiting["telegram"], FRIDAY + HOUR))
        assert await again.house.write(lambda tx: sending.send_again(tx, waiting["web"], FRIDAY + HOUR))
        await again.let_time_pass(FRIDAY + 2 * HOUR)
        assert len(await again.house.read(board_rows.told)) == 1
        assert len(office.heard) == 1


async def test_a_leader_may_still_let_it_be_said_and_what_comes_later_is_said_by_itself(tmp_path: Path) -> None:
    async with open_office(tmp_path / "old") as office:
        due = await office.approved(FRIDAY)
        await office.approved(FRIDAY + timedelta(days=3))
        made = office.copy(FRIDAY - HOUR)
    assert CATCH_UP > HOUR
    restored(made, tmp_path / "new", FRIDAY + HOUR)
    async with open_office(tmp_path / "new") as again:
        again.house.accounts = office.house.accounts
        await again.let_time_pass(FRIDAY + HOUR)
        assert again.heard == []
        await again.house.act("甲", "announcement", due, "reschedule")
        await again.let_time_pass(FRIDAY + HOUR + timedelta(minutes=30))
        assert len(again.heard) == 1
        await again.let_time_pass(FRIDAY + timedelta(days=3))
        assert len(again.heard) == 2


async def test_no_number_and_no_button_of_the_lost_time_is_good_for_something_else(tmp_path: Path) -> None:
    async with open_office(tmp_path / "old") as office:
        await office.house.write(lambda tx: matters.next_number(tx, "clue 2026"))
        made = office.copy(MORNING)
        lost = await office.house.write(lambda tx: [matters.next_number(tx, "clue 2026") for _ in range(9)])
        button = handles.of_card(office.house.database.vault, 1, "clue", 7, 1, "accept")
    restored(made, tmp_path / "new", FRIDAY)
    keys = vault.Vault(MASTER)
    assert handles.read(keys, 1, button) is not None
    with standalone.writing(tmp_path / "new" / "flagpost.db", keys) as tx:
        assert matters.next_number(tx, "clue 2026") > max(lost)
        keys.renew_handles(sleep.generation(tx))
    assert handles.read(keys, 1, button) is None
    assert handles.read(keys, 1, handles.of_card(keys, 1, "clue", 7, 1, "accept")) is not None


async def test_a_page_that_heard_more_than_the_copy_knows_misses_nothing_new(tmp_path: Path) -> None:
    async with open_office(tmp_path / "old") as office:
        made = office.copy(MORNING)
        await office.approved(FRIDAY)
        heard = await office.house.read(lambda tx: tx.value("SELECT MAX(id) FROM outbox"))
    restored(made, tmp_path / "new", FRIDAY)
    async with open_office(tmp_path / "new") as again:
        again.house.accounts = office.house.accounts
        await again.approved(FRIDAY + 9 * HOUR)
        new = await again.house.read(
            lambda tx: tx.value("SELECT MIN(id) FROM outbox WHERE made_at >= :at", at="2026-03-13")
        )
        assert new is None or new > heard


async def test_nothing_is_restored_over_anything(tmp_path: Path) -> None:
    async with open_office(tmp_path / "old") as office:
        made = office.copy(MORNING)
    before = {file: file.read_bytes() for file in (tmp_path / "old").iterdir() if file.is_file()}
    with pytest.raises(restoring.HomeNotEmpty, match="empty folder"):
        restored(made, tmp_path / "old", FRIDAY)
    (tmp_path / "new" / "evidence").mkdir(parents=True)
    (tmp_path / "new" / "evidence" / "somebody's").write_bytes(b"")
    with pytest.raises(restoring.HomeNotEmpty):
        restored(made, tmp_path / "new", FRIDAY)
    assert {file: file.read_bytes() for file in (tmp_path / "old").iterdir() if file.is_file()} == before


async def test_a_restore_that_was_cut_short_is_no_home_and_is_begun_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_office(tmp_path / "old") as office:
        office.plan.evidence.mkdir()
        for name in "ab":
            (office.plan.evidence / (name * 32)).write_bytes(b"sealed")
        made = office.copy(MORNING)
    with monkeypatch.context() as broken:
        broken.setattr(restoring, "_sync", _power_cut)
        with pytest.raises(SystemExit):
            restored(made, tmp_path / "new", FRIDAY)
    assert not home.Home(folder=tmp_path / "new").is_made()
    assert restored(made, tmp_path / "new", FRIDAY).inventory.rows["person"] == 2
    assert len(list((tmp_path / "new" / "evidence").iterdir())) == 2
    assert not (tmp_path / "new" / ".restoring").exists()


@pytest.mark.parametrize(
    ("lie", "says"),
    [
        ({"rows": {"clue": 1}}, "does not agree with its inventory"),
        ({"head": "00"}, "does not agree with its inventory"),
        ({"files": {}}, "damaged or not whole"),
        ({"format": 99}, "newer Flagpost"),
    ],
    ids=lambda given: next(iter(given)) if isinstance(given, dict) else "",
)
async def test_a_copy_that_is_not_what_its_inventory_says_is_not_restored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lie: dict[str, Any], says: str
) -> None:
    async with open_office(tmp_path / "old") as office:
        with monkeypatch.context() as lying:
            lying.setattr(archive_format, "open_copy", lambda *_: told[0])
            told: list[archive_format.Inventory] = []
            lying.setattr(backup, "Inventory", lambda **true: _told(told, {**true, **lie}))
            made = office.copy(MORNING)
    with pytest.raises(domain_errors.FlagpostError, match=says):
        restored(made, tmp_path / "new", FRIDAY)
    assert not home.Home(folder=tmp_path / "new").is_made()


def _told(told: list[archive_format.Inventory], values: dict[str, Any]) -> archive_format.Inventory:
    told.append(archive_format.Inventory(**values))
    return told[0]


async def test_a_copy_of_another_office_is_not_taken_for_ours(tmp_path: Path) -> None:
    """Whoever knows our public recipient can seal a file to it."""
    async with open_office(tmp_path / "old") as office:
        made = office.copy(MORNING)
    (tmp_path / "forged").mkdir()
    vault.write_key(tmp_path / "forged" / "flagpost.key", b"another office's key ...........")
    restored(made, tmp_path / "new", FRIDAY)
    stage = tmp_path / "stage"
    shutil.copytree(tmp_path / "new", stage)
    (stage / "flagpost.key").unlink()
    shutil.copy(tmp_path / "forged" / "flagpost.key", stage / "flagpost.key")
    with pytest.raises(restoring.CopyUnsound, match="other_key"):
        restoring._keys(stage, OPENER)


async def test_a_lost_key_comes_back_from_paper(tmp_path: Path) -> None:
    async with open_office(tmp_path / "home") as office:
        pass
    place, key = office.plan.place, office.plan.place.key.read_bytes()
    with pytest.raises(restoring.HomeNotEmpty):
        restoring.check_key_is_lost(place)
    place.key.unlink()
    restoring.check_key_is_lost(place)
    with pytest.raises(errors.WrongKey):
        restoring.put_key_back(place, b"another office's key ...........")
    assert not place.key.exists()
    restoring.put_key_back(place, vault.read_recovery_words(vault.recovery_words(MASTER)))
    assert place.key.read_bytes() == key


@pytest.mark.parametrize("place", range(56))
def test_a_recovery_key_with_one_wrong_character_is_refused_and_one_with_a_slip_of_the_pen_is_read(place: int) -> None:
    master = bytes(range(32))
    words = vault.recovery_words(master)
    assert (
        vault.read_recovery_words(f"  {words.lower().replace('0', 'o').replace('1', 'l').replace('-', ' ')}\n")
        == master
    )
    plain = words.replace("-", "")
    for wrong in ({"7": "8"}.get(plain[place], "7"), "", "U"):
        with pytest.raises(errors.WrongRecoveryKey):
            vault.read_recovery_words(plain[:place] + wrong + plain[place + 1 :])


def _power_cut(folder: Path) -> None:
    raise SystemExit
