"""Whoever changes, adds or takes away one row of what is remembered is found out, and the row is named."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.importing.columns import ImportKind
from domain.people import Role
from storage import vault
from storage.database import Tx
from storage.engines import standalone
from storage.road import history
from storage.upkeep import copies, verifying
from storage.upkeep.verifying import Wrong
from tests.support.announcing_house import MORNING, SAMPLE, open_house
from tests.support.direct_stage import DirectStage
from tests.support.scripts import NOMINATED, REPORTED
from tests.support.transcripts import Play

KEYS = vault.Vault(bytes(32))
MATTERS = {"clue", "striver", "announcement", "period", "flag"}  # of this office, each of which has a stage
CHANGES: dict[str, Callable[[Any], object]] = {
    "matter": lambda value: "clue" if value != "clue" else "striver",
    "matter_id": lambda value: value + 1,
    "seq": lambda value: value + 1000,
    "at": lambda value: value.replace("2026", "2025"),
    "actor": lambda value: f"{value}0",
    "what": lambda value: f"{value}x",
    "body": lambda value: bytes([value[0] ^ 1]) + value[1:],
    "hash": lambda value: bytes([value[0] ^ 1]) + value[1:],
}


@dataclass(frozen=True)
class Row:
    """A row of history before anybody changed it."""

    id: int
    matter: str
    matter_id: int
    seq: int
    what: str

    @property
    def name(self) -> str:
        return f"history, {self.matter} {self.matter_id}, entry {self.seq} (number {self.id})"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def office(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Path]:
    """A database with clues, nominations and announcements that were decided about, and checkpoints over it."""
    folder = tmp_path_factory.mktemp("office")
    stage = await DirectStage(folder).open()
    for who in ("王", "赵"):
        await stage.joins(who, Role.REVIEWER)
    play = Play(stage)
    await play.play(REPORTED + "王 > {number}\n王 [领取]\n王 [受理]\n王 [造成不良影响]\n")
    await stage.database.write(lambda tx: history.checkpoint(tx, *history.heads(tx), MORNING))
    await play.play(NOMINATED)
    await stage.close()
    async with open_house(folder) as house:
        for name in ("甲", "乙"):
            await house.person(name, Role.LEADER)
        first = None
        for _ in range(3):  # what puts right the first waits for no other day
            number = await house.announce(MORNING, answers_id=first)
            first = first or number
            for name in ("甲", "乙"):
                await house.act(name, "announcement", number, "approve")
        house.at += timedelta(days=1)
        await house.ring()
        await house.write(lambda tx: tx.run("UPDATE outbox SET state = 'sent' WHERE class = 'P'"))
        for kind in (ImportKind.UNITS, ImportKind.INDICATORS):
            await house.bring(kind)
        values = (SAMPLE / "values.csv").read_text("utf-8").splitlines()
        await house.bring(ImportKind.VALUES, "\n".join(each for each in values if "2026-P2" not in each).encode())
        flag = await house.read(lambda tx: int(tx.value("SELECT MIN(id) FROM flag")))
        await house.act("甲", "period", 1, "strike", {"flags": str(flag), "reason": "数据待核"})
        await house.write(lambda tx: history.checkpoint(tx, *history.heads(tx), MORNING))
    yield folder / "flagpost.db"


def wrong(tx: Tx) -> list[Wrong]:
    """Everything that is found."""
    return [each for check in verifying.checks() for each in check.look(tx, lambda more: None)]


@contextlib.contextmanager
def tampering(path: Path) -> Iterator[Tx]:
    """Somebody with the key and no guards in their way; afterwards it is as before."""
    with contextlib.suppress(_Undone), standalone.writing(path, KEYS) as tx:
        for (name,) in tx.all("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            tx.run(f"DROP TRIGGER {name}")
        tx.run("PRAGMA defer_foreign_keys=ON")
        yield tx
        raise _Undone


class _Undone(Exception):
    pass


def rows(tx: Tx) -> list[Row]:
    return [Row(*row) for row in tx.all("SELECT id, matter, matter_id, seq, what FROM history ORDER BY id")]


def next_of(tx: Tx, row: Row) -> Row | None:
    return next((each for each in rows(tx) if _chain(each) == _chain(row) and each.seq > row.seq), None)


def _chain(row: Row) -> tuple[str, int]:
    return row.matter, row.matter_id


async def test_an_office_where_everything_went_its_way_is_found_well(office: Path) -> None:
    with standalone.reading(office, KEYS) as tx:
        assert len(rows(tx)) > 15
        assert {row.matter for row in rows(tx)} == {*MATTERS, "person", "import"}
        assert wrong(tx) == []


def test_what_is_in_an_office_is_counted_by_what_it_is_about(office: Path) -> None:
    """A backup said that it held no nominations: they have no table of their own."""
    with standalone.reading(office, KEYS) as tx:
        rows = copies.contents(tx).rows
    assert (rows["clue"], rows["striver"], rows["announcement"], rows["period"]) == (1, 1, 3, 1)


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(which=st.integers(0, 10_000), column=st.sampled_from(sorted(CHANGES)))
def test_a_row_of_history_that_was_changed_is_named(office: Path, which: int, column: str) -> None:
    with tampering(office) as tx:
        row = rows(tx)[which % len(rows(tx))]
        value = tx.value(f"SELECT {column} FROM history WHERE id = :id", id=row.id)
        tx.run(
            f"UPDATE OR IGNORE history SET {column} = :value WHERE id = :id", value=CHANGES[column](value), id=row.id
        )
        if tx.value(f"SELECT {column} FROM history WHERE id = :id", id=row.id) == value:
            return  # another row is there already, and the database would not have it
        found = [each.row for each in wrong(tx)]
        assert any(f"(number {row.id})" in name for name in found), (row, column, found)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(which=st.integers(0, 10_000))
def test_a_row_of_history_that_was_taken_away_is_named(office: Path, which: int) -> None:
    with tampering(office) as tx:
        row = rows(tx)[which % len(rows(tx))]
        tx.run("DELETE FROM history WHERE id = :id", id=row.id)
        found = [each.row for each in wrong(tx)]
        assert f"history, entry number {row.id}" in found
        after = next_of(tx, row)
        assert after is None or after.name in found


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(which=st.integers(0, 10_000), place=st.sampled_from(["at the end", "before", "far behind", "of nothing"]))
def test_a_row_of_history_that_was_added_is_named(office: Path, which: int, place: str) -> None:
    with tampering(office) as tx:
        row = rows(tx)[which % len(rows(tx))]
        last = [each for each in rows(tx) if _chain(each) == _chain(row)][-1]
        seq = {"at the end": last.seq + 1, "before": 0, "far behind": last.seq + 9, "of nothing": 1}[place]
        matter_id = 999 if place == "of nothing" else row.matter_id
        added = tx.value(
            "INSERT INTO history (matter, matter_id, seq, at, actor, what, body, hash)"
            " SELECT matter, :matter, :seq, at, actor, what, body, hash FROM history WHERE id = :id RETURNING id",
            matter=matter_id,
            seq=seq,
            id=row.id,
        )
        found = [each.row for each in wrong(tx)]
        assert any(f"(number {added})" in name for name in found), (row, place, found)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(which=st.integers(0, 10_000), most=st.integers(1, 12), is_whole=st.booleans())
def test_a_tail_that_was_cut_off_is_named(office: Path, which: int, most: int, is_whole: bool) -> None:
    """The tail of everything, or of one chain."""
    with tampering(office) as tx:
        row = rows(tx)[which % len(rows(tx))]
        chain = [each for each in rows(tx) if is_whole or _chain(each) == _chain(row)]
        cut = chain[-most:]
        for each in cut:
            tx.run("DELETE FROM history WHERE id = :id", id=each.id)
        found = wrong(tx)
        assert any("checkpoint" in each.row for each in found)
        missing = {number for each in found for number in _numbers(each.row)}
        assert missing == {each.id for each in cut}
        moves = [each for each in cut if "." in each.what and not each.what.endswith(".acted")]
        told = {(each.matter, each.matter_id) for each in moves if each.matter in MATTERS}
        named = {each.row for each in found}
        assert {f"{matter} {number}" for matter, number in told} <= named


def test_a_move_that_was_cut_off_since_the_last_checkpoint_is_missed_by_its_matter(office: Path) -> None:
    with tampering(office) as tx:
        tx.run("DELETE FROM checkpoint")
        last = [row for row in rows(tx) if row.what == "publish.moved"][-1]
        tx.run("DELETE FROM history WHERE id >= :id AND matter = 'announcement'", id=last.id)
        assert [each.row for each in wrong(tx)][-1] == f"announcement {last.matter_id}"


Tamper = Callable[[Tx], object]


def _run(sql: str, **given: Any) -> Tamper:
    return lambda tx: tx.run(sql, **given)


def _lost(tx: Tx) -> None:
    tx.run("DELETE FROM clue")
    tx.run("DELETE FROM matter WHERE kind = 'clue'")


@pytest.mark.parametrize(
    ("tamper", "row"),
    [
        (_run("UPDATE checkpoint SET entries = entries - 1 WHERE id = 2"), "checkpoint 2"),
        (_run("UPDATE checkpoint SET head = zeroblob(32) WHERE id = 1"), "checkpoint 1"),
        (_run("UPDATE matter SET stage = 'rejected' WHERE kind = 'clue'"), "clue 1"),
        (_run("UPDATE matter SET stage = 'approved' WHERE id = (SELECT MAX(id) FROM announcement)"), "announcement "),
        (_lost, "clue 1"),
        (_run("DELETE FROM clue"), "clue 1"),
        (_run("UPDATE matter SET due_at = '2027-01-01T00:00:00.000000+00:00' WHERE kind = 'clue'"), "clue 1"),
        (_run("DELETE FROM term"), "clue 1"),
        (_run("UPDATE matter SET stage = 'struck' WHERE kind = 'flag'"), "flag "),
        (_run("UPDATE matter SET epoch = epoch + 1 WHERE kind = 'period'"), "period "),
        (_run("DELETE FROM ballot WHERE person_id = 4"), "outbox"),
        (_run("UPDATE ballot SET subject = 'another'"), "outbox"),
        (_run("UPDATE announcement SET author_id = 3"), "outbox"),
        (
            _run(
                "INSERT INTO ballot (matter_id, move, round, person_id, grant_id, role, subject, at)"
                " SELECT matter_id, move, round, 1, grant_id, role, subject, at FROM ballot LIMIT 1"
            ),
            "approve by person 1",
        ),
        (
            _run("UPDATE rendering SET text = 'another' WHERE announcement_id = (SELECT MIN(id) FROM announcement)"),
            "GG-2026-0001",
        ),
        (_run("UPDATE outbox SET rendering_id = 999 WHERE rendering_id = 1"), "outbox"),
        (_run("UPDATE picture SET bytes = x'00'"), "picture"),
        (_run("UPDATE matter SET story = zeroblob(300) WHERE id = 1"), "matter.story of row 1"),
        (_run("UPDATE account SET route = (SELECT MIN(route) FROM account)"), "account.route"),
        (
            _run(
                "UPDATE outbox SET body = (SELECT body FROM outbox AS one WHERE one.account_id <> outbox.account_id"
                " AND one.card_id IS NULL AND one.account_id > 0 LIMIT 1) WHERE id = 2"
            ),
            "outbox.body of row 2",
        ),
        (_run("UPDATE note SET body = zeroblob(300)"), "note.body"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_what_does_not_agree_with_its_neighbours_is_named(office: Path, tamper: Tamper, row: str) -> None:
    with tampering(office) as tx:
        if "note" in row:
            tx.run("INSERT INTO note (matter, matter_id, kind, at, body) VALUES ('clue', 1, 'x', '', x'00')")
        tamper(tx)
        assert any(row in each.row for each in wrong(tx)), wrong(tx)


def test_words_that_were_said_twice_are_named_even_where_the_guard_was_taken_away(office: Path) -> None:
    with tampering(office) as tx:
        tx.run("DROP INDEX outbox_said_once")
        columns = "account_id, channel, class, priority, state, made_at, not_before, body, rendering_id"
        tx.run(f"INSERT INTO outbox ({columns}) SELECT {columns} FROM outbox WHERE class = 'P' LIMIT 1")
        assert [each.why.partition(" as ")[0] for each in wrong(tx)] == ["it says the same words"]


def _numbers(row: str) -> Iterator[int]:
    """The numbers of the entries that are called missing."""
    _, _, named = row.partition("entry number ")
    if named:
        yield int(named)
    _, _, named = row.partition("entries number ")
    if named:
        first, last = map(int, named.split(" to "))
        yield from range(first, last + 1)
