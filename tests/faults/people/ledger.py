"""The books: what a home holds, against what its platforms were told.

`after_a_kill` looks at a copy of the files as they lay when the bot died, before any other bot has mended them;
`at_the_end` looks when everything is drained. Both answer with sentences, one for each thing that is wrong.
"""

from __future__ import annotations

import itertools
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.channels.web import says
from bot.home import Home
from domain import said
from storage import clues, evidence, people, times, vault
from storage.database import Tx
from storage.engines.postgres import connection as postgres_connection
from storage.engines.sqlite import connection as sqlite_connection
from storage.road import chores, history, inbox, outbox
from tests.faults.people.speakers import Record, Speaker

Key = tuple[str, str]


# A clock that is years ahead makes terms late, which their reporters hear, where it shows an hour at which the office speaks.
LATE_NEWS = "clues.news"
SOON = timedelta(minutes=30)  # what is to be said later than that is not awaited
ANSWERED = "entrance.help"  # said to whoever asks only because words are kept for them until they do


@dataclass(frozen=True, slots=True, kw_only=True)
class Autopsy:
    """What lay there at a death. `unacknowledged`: messages that were committed, but whose platform does not know it."""

    wrong: list[str]
    stored: int
    unacknowledged: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """All that a conversation left in the books, without what differs from person to person."""

    said: tuple[str, ...]
    clues: int
    moves: tuple[str, ...]
    terms: int
    files: tuple[tuple[str, str, bool], ...]
    has_open_dialogue: bool


def after_a_kill(home: Home, record: Record, acknowledged: frozenset[Key], folder: Path) -> Autopsy:
    """Open a copy of the database and its log as they lie; hold them to what was acknowledged until now.

    On a server nothing lies still and nothing is to be mended: there the database itself is looked at.
    """
    if home.url:
        with looking_at(home) as tx:
            return _autopsy(tx, record, acknowledged, is_file=False)
    for file in home.folder.glob(f"{home.database.name}*"):
        if not file.name.endswith("-shm"):  # shared memory is rebuilt, as after a power cut
            shutil.copyfile(file, folder / file.name)
    try:
        with looking_at(Home(folder=folder), key=home.key) as tx:
            return _autopsy(tx, record, acknowledged, is_file=True)
    finally:
        for file in folder.glob(f"{home.database.name}*"):
            file.unlink()


def at_the_end(home: Home, room: Path, record: Record, undisturbed: Iterable[Speaker]) -> list[str]:
    """Hold everything to what was said: once, whole, and as for those who were never disturbed."""
    with looking_at(home) as tx:
        kept = stored(tx)
        expected = {speaker.way: effects(tx, speaker) for speaker in undisturbed}
        wrong = [*broken(tx, is_file=not home.url), *_lost(record.acknowledged, kept), *_strange(record, kept)]
        wrong += left(tx, record.junk)
        for speaker in record.speakers:
            found, usual = effects(tx, speaker), expected[speaker.way]
            if found != usual:
                wrong.append(f"speaker {speaker.number} left {found}, not {usual}")
            wrong += [*_incomplete(speaker, found), *_untrue(tx, room, speaker)]
        wrong += _gone_uploads(tx, room, record)
        return wrong


@contextmanager
def looking_at(home: Home, *, key: Path | None = None) -> Iterator[Tx]:
    """Open a home's database to look."""
    keys = vault.Vault(vault.read_key(key or home.key))
    if home.url:
        with postgres_connection.session(home.url) as session:
            yield postgres_connection.tx_of(session.execute, keys)
        return
    connection = sqlite_connection.connect(home.database, keys)
    try:
        yield sqlite_connection.tx_of(connection, keys)
    finally:
        connection.close()


def left(tx: Tx, junk: int = 0) -> list[str]:
    """What is not handled, not done or not sent; a page may leave its words for later, and what waits for somebody is left to them:
    public words for an operator, others for their reader to write, or for the morning.

    So many messages are set aside for the operator, and are to be: `junk`.
    """
    unsent = (
        "SELECT state, COUNT(*) FROM outbox WHERE channel <> 'web' AND state <> 'sent'"
        " AND NOT (class = 'P' AND state = 'unknown') AND NOT (state = 'waiting' AND not_before > :soon)"
        " AND account_id NOT IN (SELECT account_id FROM outbox WHERE state = 'parked') GROUP BY state"
    )
    soon = times.text(datetime.now(UTC) + SOON)
    messages = Counter(inbox.counts(tx)) - Counter({"dead": junk})
    found = [f"{number} messages are {state}" for state, number in messages.items() if state != "handled"]
    found += [f"{number} chores are {state}" for state, number in chores.counts(tx).items()]
    return found + [f"{number} words are {state}" for state, number in tx.all(unsent, soon=soon)]


def is_kept_for(tx: Tx, speaker: Speaker) -> bool:
    """Whether words are kept for a speaker until they write again."""
    return (
        tx.one("SELECT 1 FROM outbox WHERE account_id = :id AND state = 'parked'", id=_account(tx, speaker)) is not None
    )


def effects(tx: Tx, speaker: Speaker) -> Effects:
    """Collect what one speaker's conversation left."""
    account = _account(tx, speaker)
    rows = tx.all(f"SELECT {outbox.COLUMNS} FROM outbox WHERE account_id = :id ORDER BY id", id=account)
    numbers = [
        number for (number,) in tx.all("SELECT id FROM matter WHERE kind = 'clue' AND account_id = :id", id=account)
    ]
    moves = [
        what
        for number in numbers
        for (what,) in tx.all(
            "SELECT what FROM history WHERE matter = 'clue' AND matter_id = :id ORDER BY seq", id=number
        )
    ]
    # Which of their reminders have rung depends on how far ahead the clock was set; that they run does not.
    terms = [tx.value("SELECT COUNT(*) FROM term WHERE matter_id = :id", id=number) for number in numbers]
    pieces = [piece for number in numbers for piece in evidence.of_matter(tx, "clue", number)]
    return Effects(
        said=_without_repeats(outbox.body(tx, outbox.waiting(row)).key for row in rows),
        clues=len(numbers),
        moves=tuple(moves),
        terms=sum(terms),
        files=tuple((piece.kind.value, piece.state.value, piece.is_shown) for piece in pieces),
        has_open_dialogue=tx.one("SELECT 1 FROM dialogue WHERE account_id = :id", id=account) is not None,
    )


def _without_repeats(said: Iterable[str]) -> tuple[str, ...]:
    """Count of files again and again as one: a count that has not left yet gives way to the next, so speed decides how many leave."""
    keys = [key for key, _ in itertools.groupby(key for key in said if key not in (LATE_NEWS, ANSWERED))]
    return tuple(keys)


def receipts(tx: Tx, speaker: Speaker) -> set[str]:
    """The numbers of a speaker's clues."""
    return {
        number
        for (number,) in tx.all(
            "SELECT number FROM matter WHERE kind = 'clue' AND account_id = :id", id=_account(tx, speaker)
        )
    }


def stored(tx: Tx) -> Counter[Key]:
    """Every message that is kept, and how often."""
    return Counter((channel, key) for channel, key in tx.all("SELECT channel, event_key FROM inbox"))


def broken(tx: Tx, *, is_file: bool = True) -> list[str]:
    """What our own history says, and where the database is a file, SQLite and its encryption."""
    found = [f"history is broken: {each}" for each in history.verify(tx)]
    if is_file:
        found += [row for (row,) in tx.all("PRAGMA integrity_check") if row != "ok"]
        found += [f"a page does not authenticate: {row}" for (row,) in tx.all("PRAGMA cipher_integrity_check")]
    return found


def _autopsy(tx: Tx, record: Record, acknowledged: frozenset[Key], *, is_file: bool) -> Autopsy:
    found = stored(tx)
    wrong = [*broken(tx, is_file=is_file), *_lost(acknowledged, found), *_strange(record, found)]
    unacknowledged = len(found.keys() - acknowledged)
    return Autopsy(wrong=wrong, stored=len(found), unacknowledged=unacknowledged)


def _account(tx: Tx, speaker: Speaker) -> int:
    found = people.account_of(tx, speaker.channel, speaker.speaker, datetime.now(UTC))
    return 0 if found is None else found.id


def _lost(acknowledged: Iterable[Key], stored: Counter[Key]) -> list[str]:
    counted = ((key, stored[key]) for key in acknowledged)
    return [f"acknowledged, but there {times} times: {key}" for key, times in counted if times != 1]


def _strange(record: Record, stored: Counter[Key]) -> list[str]:
    """Nothing is there that nobody said; of a page whose opening was cut, its greeting may be."""
    strange = stored.keys() - record.said
    cut = {key for key in strange if key[0] == "web"}
    others = sorted(strange - cut)
    wrong = [f"nobody said: {key}" for key in others] if len(others) != record.junk else []
    if len(cut) > record.lost_openings:
        wrong.append(f"{len(cut)} sessions nobody has, of {record.lost_openings} cut openings")
    return wrong


def _incomplete(speaker: Speaker, found: Effects) -> list[str]:
    """Whoever said everything has one clue, with all files, and nothing open."""
    is_whole = found.clues == 1 and len(found.files) == len(speaker.files) and not found.has_open_dialogue
    return [] if is_whole else [f"speaker {speaker.number} left {found}"]


def _untrue(tx: Tx, room: Path, speaker: Speaker) -> list[str]:
    """What of a clue is not what its speaker told: the words, or the bytes of a file."""
    wrong = []
    for number in [
        row[0]
        for row in tx.all("SELECT id FROM matter WHERE kind = 'clue' AND account_id = :id", id=_account(tx, speaker))
    ]:
        if clues.story(tx, number).story != speaker.story:
            wrong.append(f"the story of speaker {speaker.number} is another")
        kept = [_opened(tx, room, piece.kept) for piece in evidence.of_matter(tx, "clue", number)]
        if kept != [file.content for file in speaker.files]:
            wrong.append(f"the files of speaker {speaker.number} are others")
    return wrong


def _gone_uploads(tx: Tx, room: Path, record: Record) -> list[str]:
    """Uploads that were acknowledged and do not open, or hold something else."""
    tokens = {ticket: speaker.speaker for speaker in record.speakers for ticket in speaker.tickets}
    wrong = []
    for ticket, content in record.uploads.items():
        file: said.FileRef = says.redeem(tokens[ticket], ticket)
        if _opened(tx, room, file.ref) != content:
            wrong.append(f"an upload is gone: {file.name}")
    return wrong


def _opened(tx: Tx, room: Path, ref: str) -> bytes | None:
    path = room / ref
    return tx.vault.open(path.read_bytes(), ref, key="evidence") if ref and path.is_file() else None
