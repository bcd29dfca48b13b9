"""Power cuts: the house writes under the eyes of `witness.py`, then the power goes at a chosen moment of that story.

story = await power.live(folder, seed=1)      # one life of the database, as events
for cut, wrong in power.suffer(story, power.cuts(story, 500, seed=1), folder):
    …                                         # moments, in turn from every kind of boundary there is

What is rebuilt is opened by the product itself, with the same library and key, and held to what had been acknowledged by
that moment.
"""

from __future__ import annotations

import asyncio
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

from domain import said
from storage import vault
from storage.database import Tx
from storage.engines import migrating
from storage.engines.sqlite import checkpointing, engine
from storage.engines.sqlite import connection as sqlite_connection
from storage.road import history, inbox
from tests.faults.harm import disk
from tests.faults.harm.disk import Disk, Event
from tests.faults.people import ledger
from tests.faults.people.witness import Witness

NAME = "flagpost.db"
KEYS = vault.Vault(bytes(range(32)))
SPEAKERS = 7
FIRST = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
FOLDED_AFTER, CHECKPOINT_PAGES = 20, 60  # messages, pages: far fewer than in the office, for a short life to see many
ROUNDS = 14  # in each part of a life
AT_ONCE = 9  # messages that may share a commit
SCHEMA = "schema"


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """All that happened to the disk, and the messages in the order in which they were committed."""

    events: list[Event]
    names: dict[int, str]
    messages: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """The power goes when `after` events have happened; `kind` says what was under way."""

    after: int
    kind: str
    seed: int


Check = Callable[[Path, list[str]], list[str]]  # a file, and what was acknowledged by then: what is wrong


async def live(folder: Path, *, seed: int, worse: str = "") -> Story:
    """Lead a life of the database in an empty folder: made, written to, reopened, shrunk; with clean closings between.

    `worse` is a pragma by which it is kept less carefully than the product keeps it.
    """
    path, drawn = folder / NAME, random.Random(seed)
    with less_careful(worse), Witness(folder) as witness:
        witness.events.append(disk.Began("making"))
        migrating.migrate(path, KEYS)
        witness.events.append(disk.Acknowledged(SCHEMA))
        life = _Life(path, witness.events, drawn)
        with mock.patch.object(checkpointing, "WORKS", FOLDED_AFTER):
            await life.lead("messages, the log folded beside them", ROUNDS)
        with less_careful(f"PRAGMA wal_autocheckpoint={CHECKPOINT_PAGES}"):
            await life.lead("messages, the log folded within commits", ROUNDS)
            life.tidy("shrinking", "VACUUM")
            await life.lead(
                "messages, the log emptied at times", ROUNDS // 2, checkpoint="PRAGMA wal_checkpoint(TRUNCATE)"
            )
    connection = sqlite_connection.connect(path, KEYS)
    messages = [key for (key,) in connection.execute("SELECT event_key FROM inbox ORDER BY id")]
    connection.close()
    names = {event.file: event.name for event in witness.events if isinstance(event, disk.Made)}
    return Story(events=witness.events, names=names, messages=messages)


def cuts(story: Story, number: int, *, seed: int) -> Iterator[Cut]:
    """Draw so many, in turn from every kind; each before the boundary, in the midst of it, or just behind it."""
    drawn = random.Random(seed)
    moments = _moments(story)
    kinds = sorted(moments)
    for index in range(number):
        kind = kinds[index % len(kinds)]
        yield Cut(after=drawn.choice(moments[kind]), kind=kind, seed=drawn.getrandbits(32))


def suffer(
    story: Story, planned: Iterable[Cut], folder: Path, check: Check | None = None
) -> Iterator[tuple[Cut, list[str]]]:
    """Yield every cut, in the order of the story, with what is wrong when the power is back; the folder is empty. `check` looks at the
    file for whoever tells another story than `live`."""
    look = check or (lambda path, told: _opened(path, story.messages, told))
    state, told, past = Disk(), list[str](), 0
    for cut in sorted(planned, key=lambda cut: cut.after):
        for event in story.events[past : cut.after]:
            state.happens(event)
            if isinstance(event, disk.Acknowledged):
                told.append(event.what)
        past = cut.after
        drawn = random.Random(cut.seed)
        for name, content in state.after_a_cut(disk.manner(drawn), drawn).items():
            (folder / name).write_bytes(content)
        yield cut, look(folder / NAME, told)
        for file in folder.iterdir():
            file.unlink()


class _Life:
    """The house at work on one file, through its own engine."""

    def __init__(self, path: Path, events: list[Event], drawn: random.Random) -> None:
        self._path = path
        self._events = events
        self._drawn = drawn
        self._number = 0

    async def lead(self, part: str, rounds: int, *, checkpoint: str = "") -> None:
        self._events.append(disk.Began(part))
        database = await engine.open_database(self._path, KEYS)
        for turn in range(rounds):
            await asyncio.gather(*(self._say(database) for _ in range(self._drawn.randint(1, AT_ONCE))))
            if checkpoint and turn % 3 == 2:
                self.tidy("a checkpoint that empties the log", checkpoint)
        self._events.append(disk.Began("closing"))
        await database.close()

    def tidy(self, part: str, statement: str) -> None:
        self._events.append(disk.Began(part))
        connection = sqlite_connection.connect(self._path, KEYS)
        connection.execute(statement).fetchall()
        connection.close()

    async def _say(self, database: engine.SqliteDatabase) -> None:
        self._number += 1
        number, length = self._number, self._drawn.choice((40, 400, 4_000, 12_000))
        await database.write(lambda tx: message(tx, number, length))
        self._events.append(disk.Acknowledged(_key(number)))


def message(tx: Tx, number: int, length: int) -> None:
    """One message and what follows from it: its row, a line of history, an older one done with and its words wiped."""
    at = FIRST + timedelta(seconds=number)
    event = said.Said(
        channel="telegram", event_key=_key(number), speaker=str(number % SPEAKERS), route="", text="字" * length, at=at
    )
    inbox.keep(tx, event, tx.vault.mark("speaker", event.speaker), at)
    row = tx.value("SELECT id FROM inbox WHERE event_key = :key", key=event.event_key)
    history.write(tx, "clue", number % SPEAKERS, history.HistoryLine(at=at, actor="1", what="heard", body={"row": row}))
    done = tx.value("SELECT MIN(id) FROM inbox WHERE state = 'new' AND id < :row", row=row - 4)
    if done is not None:
        tx.run("UPDATE inbox SET state = 'handled', body = NULL WHERE id = :id", id=done)


@contextmanager
def less_careful(pragma: str) -> Iterator[None]:
    """Let every connection be opened with this as well."""
    with mock.patch.object(sqlite_connection, "_PRAGMAS", (*sqlite_connection._PRAGMAS, pragma)):
        yield


def _opened(path: Path, messages: list[str], told: list[str]) -> list[str]:
    try:
        if SCHEMA in told:
            migrating.check(path, KEYS)
        else:
            migrating.migrate(path, KEYS)
    except Exception as error:
        return [f"does not open: {error!r}"]
    connection = sqlite_connection.connect(path, KEYS)
    try:
        return _wrong(connection, messages, [each for each in told if each != SCHEMA])
    finally:
        connection.close()


def _wrong(connection: Any, messages: list[str], told: list[str]) -> list[str]:
    tx = sqlite_connection.tx_of(connection, KEYS)
    try:
        stored = [key for (key,) in tx.all("SELECT event_key FROM inbox ORDER BY id")]
        lines = tx.value("SELECT COUNT(*) FROM history")
        wrong = ledger.broken(tx)
    except Exception as error:
        return [f"does not read: {error!r}"]
    wrong += [f"lost: {key}" for key in sorted(set(told) - set(stored))]
    if stored != messages[: len(stored)]:
        wrong.append("something is missing before something that is there")
    if lines != len(stored):
        wrong.append(f"half a message: {len(stored)} rows and {lines} lines of history")
    return wrong or _goes_on(connection, tx, len(stored))


def _goes_on(connection: Any, tx: Tx, stored: int) -> list[str]:
    """The next message is taken as if nothing had been."""
    try:
        connection.execute("BEGIN IMMEDIATE")
        message(tx, 1_000_000, 40)
        connection.execute("COMMIT")
    except Exception as error:
        return [f"does not go on: {error!r}"]
    return [] if tx.value("SELECT COUNT(*) FROM inbox") == stored + 1 else ["the next message is not there"]


def _moments(story: Story) -> dict[str, list[int]]:
    """Every moment worth a cut, by kind: how many events have happened by then."""
    found: dict[str, list[int]] = defaultdict(list)
    state, part = Disk(), ""
    for index, event in enumerate(story.events):
        if isinstance(event, disk.Began):
            part = event.part
        boundary = _boundary(story, state, event)
        if boundary:
            found[f"{part}: {boundary}"] += [index, index, index + 1]
        elif isinstance(event, disk.Wrote):
            found[f"{part}: between two writes"].append(index)
        state.happens(event)
    return found


def _boundary(story: Story, state: Disk, event: Event) -> str:
    match event:
        case disk.Made():
            return f"{_role(event.name)} made"
        case disk.Removed():
            return f"{_role(event.name)} removed"
        case disk.FolderSynced():
            return "folder synced"
        case disk.Truncated():
            return f"{_role(story.names[event.file])} cut short"
        case disk.Synced():
            return _sync(_role(story.names[event.file]), state.pending(event.file))
    return ""


def _sync(role: str, pending: list[disk.Wrote | disk.Truncated]) -> str:
    if role == "log" and any(isinstance(each, disk.Wrote) and each.offset == 0 for each in pending):
        return "log begun"
    return {"log": "commit", "database": "checkpoint", "journal": "journal synced"}[role]


def _role(name: str) -> str:
    return {"": "database", "-wal": "log", "-journal": "journal"}[name.removeprefix(NAME)]


def _key(number: int) -> str:
    return f"1:{number}"
