"""Power cuts: what was acknowledged is there when the power is back, whenever it went, and the file is whole.

A short version of `make faults`: one life of the database, cut several times at every kind of boundary in it.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from storage.engines import migrating
from storage.engines.sqlite import connection as sqlite_connection
from tests.faults import trial_power
from tests.faults.harm import disk, power
from tests.faults.harm.disk import Disk, FolderSynced, Made, Removed, Synced, Truncated, Wrote

EACH = 2  # cuts of every kind
BOUNDARIES = {
    *("database made", "journal made", "journal synced", "journal removed", "folder synced", "checkpoint"),
    *("log made", "log begun", "commit", "log cut short", "database cut short", "log removed", "between two writes"),
}
COMMITTING = "messages, the log folded beside them: between two writes"
DROPPED = disk.Manner(sector=512, kept=0.0, names=0.0, is_noisy=False)
KEPT = disk.Manner(sector=512, kept=1.0, names=1.0, is_noisy=False)
TORN = disk.Manner(sector=512, kept=0.5, names=1.0, is_noisy=False)


async def test_no_power_cut_loses_what_was_acknowledged_or_breaks_the_file(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    story = await power.live(_room(tmp_path, "life"), seed=1)
    kinds = len({cut.kind for cut in power.cuts(story, 1_000, seed=1)})

    suffered = list(power.suffer(story, power.cuts(story, EACH * kinds, seed=1), _room(tmp_path, "after")))

    wrong = [f"{cut}: {each}" for cut, found in suffered for each in found]
    assert not wrong, "\n".join(wrong[:20])
    met = Counter(cut.kind for cut, _ in suffered)
    assert {kind.partition(": ")[2] for kind in met} == BOUNDARIES
    record_property("figures", f"{met.total()} cuts at {len(met)} kinds of boundaries, {len(story.messages)} messages")


async def test_the_same_cuts_lose_messages_where_commits_are_not_synced(tmp_path: Path) -> None:
    story = await power.live(_room(tmp_path, "life"), seed=1, worse=trial_power.NORMAL)

    found = [each for _, wrong in power.suffer(story, _commits(story), _room(tmp_path, "after")) for each in wrong]

    assert any(each.startswith("lost: ") for each in found)
    assert not any("broken" in each or "does not" in each for each in found), "less careful, but not careless"


async def test_the_same_cuts_break_the_file_where_nothing_is_synced(tmp_path: Path) -> None:
    story = await power.live(_room(tmp_path, "life"), seed=1, worse=trial_power.OFF)
    planned = power.cuts(story, 40, seed=1)
    found = [each for _, wrong in power.suffer(story, planned, _room(tmp_path, "after")) for each in wrong]

    assert any(each.startswith("does not open") for each in found)


def test_a_garbled_first_sector_is_mended_from_the_log(tmp_path: Path) -> None:
    """What a cut in the midst of a checkpoint leaves: SQLCipher's salt would lie there, if we let it look."""
    path = tmp_path / power.NAME
    migrating.migrate(path, power.KEYS)
    connection = sqlite_connection.connect(path, power.KEYS)
    connection.execute(f"PRAGMA user_version={len(migrating.steps('sqlite'))}")  # as it is; writes the first page
    log = (tmp_path / f"{power.NAME}-wal").read_bytes()
    connection.close()
    path.write_bytes(b"\x55" * disk.SECTORS[0] + path.read_bytes()[disk.SECTORS[0] :])
    (tmp_path / f"{power.NAME}-wal").write_bytes(log)

    migrating.check(path, power.KEYS)


def test_only_what_was_synced_is_sure_to_be_there() -> None:
    state = _after(Made(1, "a"), FolderSynced(), Wrote(1, 0, b"old"), Synced(1), Wrote(1, 0, b"new"), Made(2, "b"))

    assert state.after_a_cut(DROPPED, random.Random(1)) == {"a": b"old"}
    assert state.after_a_cut(KEPT, random.Random(1)) == {"a": b"new", "b": b""}


def test_what_is_written_while_a_sync_is_under_way_may_still_be_missing() -> None:
    state = _after(Made(1, "a"), FolderSynced(), Wrote(1, 0, b"in time"), Wrote(1, 0, b"late"), Synced(1, began=3))

    assert state.after_a_cut(DROPPED, random.Random(1)) == {"a": b"in time"}


def test_a_removed_file_may_be_back_until_its_folder_is_synced() -> None:
    events = (Made(1, "a"), Wrote(1, 0, b"x"), Synced(1), FolderSynced(), Removed("a"))

    assert _after(*events).after_a_cut(DROPPED, random.Random(1)) == {"a": b"x"}
    assert _after(*events, FolderSynced()).after_a_cut(DROPPED, random.Random(1)) == {}


@pytest.mark.parametrize("is_noisy", [False, True])
def test_a_write_may_be_torn_at_every_sector(is_noisy: bool) -> None:
    state = _after(Made(1, "a"), FolderSynced(), Wrote(1, 0, b"o" * 2048), Synced(1), Wrote(1, 256, b"n" * 1024))
    how = disk.Manner(sector=512, kept=0.5, names=1.0, is_noisy=is_noisy)

    found = {state.after_a_cut(how, random.Random(seed))["a"] for seed in range(60)}

    assert b"o" * 512 + b"n" * 512 + b"o" * 1024 in found, "a piece in the middle alone"
    assert all(each[:256] == b"o" * 256 and each[1280:] == b"o" * 768 for each in found), "its neighbours are safe"
    assert any(set(each) - set(b"on") for each in found) is is_noisy


def test_a_file_may_be_long_already_or_still_when_it_was_cut_short() -> None:
    state = _after(Made(1, "a"), FolderSynced(), Wrote(1, 0, b"long"), Synced(1), Truncated(1, 1), Wrote(1, 6, b"z"))

    assert state.after_a_cut(DROPPED, random.Random(1)) == {"a": b"long"}
    assert state.after_a_cut(KEPT, random.Random(1)) == {"a": b"l\0\0\0\0\0z"}


def _commits(story: power.Story) -> list[power.Cut]:
    """Cuts while messages are written; the least that a disk may have kept is drawn often enough."""
    return [cut for cut in power.cuts(story, 2_000, seed=1) if cut.kind == COMMITTING][:30]


def _after(*events: disk.Event) -> Disk:
    state = Disk()
    for event in events:
        state.happens(event)
    return state


def _room(folder: Path, name: str) -> Path:
    made = folder / name
    made.mkdir()
    return made
