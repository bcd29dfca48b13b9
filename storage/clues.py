"""Clues as they are remembered: the story under a key of its own, the identity under another, words findable by keyed tokens.

Called by `handlers/clues.py`, `handlers/queue.py` and the clock.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain import clues
from domain.drafts import Draft
from storage import shapes, times, tokens
from storage.database import Row, Tx

_COLUMNS = (
    "id, number, stage, epoch, since, due_at, source, unit, kind, severity, is_real_name, account_id, alias, owner_id,"
    " transferred_to, merged_into, made_at"
)
MIN_SHARED = 4  # of the 8 tokens of a sketch: about half of the words are the same


@dataclass(frozen=True, slots=True, kw_only=True)
class Clue:
    """What staff may know of a clue without its story."""

    id: int
    number: str
    stage: clues.Stage
    epoch: int
    since: datetime
    due_at: datetime | None
    source: str
    unit: str
    kind: str
    severity: str
    is_real_name: bool
    account_id: int
    alias: str
    owner_id: int | None
    transferred_to: str
    merged_into: int | None
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What the reporter told."""

    story: str
    when: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A word added later: `kind` is supplement, answer, office, news or review."""

    kind: str
    at: datetime
    person_id: int | None
    text: str


def add(tx: Tx, draft: Draft, *, account_id: int, number: str, code: str, alias: str, rules: int, at: datetime) -> int:
    """Remember a submitted clue; return its id. Its words are in nothing but sealed columns and keyed tokens."""
    key = tx.vault.new_matter_key(f"clue|{number}")
    story = shapes.encode(Story(story=draft.story, when=draft.when or "", where=draft.where or "")).decode()
    identity = None
    if draft.is_real_name:
        plain = shapes.encode({"name": draft.name, "contact": draft.contact})
        identity = tx.vault.seal(plain, f"clue|identity|{number}", key="identity")
    clue_id = int(
        tx.value(
            "INSERT INTO clue (number, code, stage, epoch, since, rules, source, unit, kind, severity, is_real_name,"
            " account_id, alias, key, story, identity, made_at)"
            " VALUES (:number, :code, :stage, 0, :at, :rules, 'pub', :unit, :kind, '', :real, :account, :alias, :key,"
            " :story, :identity, :at) RETURNING id",
            number=number,
            code=tx.vault.mark("code", code),
            stage=clues.Stage.SUBMITTED.value,
            at=times.text(at),
            rules=rules,
            unit=draft.unit or "",
            kind=draft.kind or "t99",
            real=int(bool(draft.is_real_name)),
            account=account_id,
            alias=alias,
            key=key,
            story=tx.vault.seal_story(key, story, f"clue|{number}"),
            identity=identity,
        )
    )
    _index(tx, clue_id, draft.unit or "", f"{draft.story} {draft.where or ''}")
    return clue_id


def of_id(tx: Tx, clue_id: int) -> Clue | None:
    """Find a clue by id."""
    return _maybe(tx.one(f"SELECT {_COLUMNS} FROM clue WHERE id = :id", id=clue_id))


def of_number(tx: Tx, number: str) -> Clue | None:
    """Find a clue by its number."""
    return _maybe(tx.one(f"SELECT {_COLUMNS} FROM clue WHERE number = :number", number=number.strip().upper()))


def of_code(tx: Tx, code: str) -> Clue | None:
    """Find a clue by its query code."""
    return _maybe(tx.one(f"SELECT {_COLUMNS} FROM clue WHERE code = :code", code=tx.vault.mark("code", code)))


def of_account(tx: Tx, account_id: int, limit: int = 20) -> list[Clue]:
    """List the clues that an account brought, newest first."""
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM clue WHERE account_id = :account ORDER BY id DESC LIMIT :limit", account=account_id, limit=limit
    )
    return [_clue(row) for row in rows]


def story(tx: Tx, clue_id: int) -> Story:
    """Open the story; empty where its key has been destroyed."""
    row = tx.one("SELECT number, key, story FROM clue WHERE id = :id", id=clue_id)
    if row is None or row[1] is None or row[2] is None:
        return Story(story="", when="", where="")
    plain = tx.vault.open_story(row[1], row[2], f"clue|{row[0]}")
    found: Story = shapes.decode(plain.encode(), Story)
    return found


def awaiting_triage(
    tx: Tx,
    *,
    hidden_units: Iterable[str],
    person_id: int,
    stages: Sequence[str] = (clues.Stage.TRIAGE, clues.Stage.REVIEW),
    unit: str = "",
    kind: str = "",
    owner_id: int | None = None,
    after: int = 0,
    limit: int = 10,
) -> list[Clue]:
    """List what waits, by term and age, without what this person must not see. `after` leaves out so many."""
    hidden = set(hidden_units)
    found: list[Clue] = []
    offset = after
    while len(found) < limit:
        rows = tx.all(
            f"SELECT {_COLUMNS} FROM clue WHERE stage IN ({_list(stages)})"
            " AND (:unit = '' OR unit = :unit) AND (:kind = '' OR kind = :kind) AND (:owner IS NULL OR owner_id = :owner)"
            " AND NOT EXISTS (SELECT 1 FROM recusal WHERE matter = 'clue' AND matter_id = clue.id AND person_id = :person)"
            " ORDER BY stage, due_at, id LIMIT :limit OFFSET :offset",
            unit=unit,
            kind=kind,
            owner=owner_id,
            person=person_id,
            limit=limit * 2,
            offset=offset,
        )
        found.extend(_clue(row) for row in rows if row[7] not in hidden)
        offset += len(rows)
        if len(rows) < limit * 2:
            break
    return found[:limit]


def count_by_stage(tx: Tx) -> dict[str, int]:
    """Count clues by stage."""
    return dict(tx.all("SELECT stage, COUNT(*) FROM clue GROUP BY stage"))


def search(tx: Tx, words: str, *, limit: int = 20) -> list[Clue]:
    """Find clues whose story has all these words, newest first; two-character words are found."""
    wanted = tokens.of(tx.vault, words)
    if not wanted:
        return []
    query = " AND ".join(f'"{token}"' for token in sorted(wanted))
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM clue WHERE id IN (SELECT rowid FROM clue_words WHERE clue_words MATCH :query"
        " ORDER BY rowid DESC LIMIT :limit) ORDER BY id DESC",
        query=query,
        limit=limit,
    )
    return [_clue(row) for row in rows]


def similar(tx: Tx, clue_id: int, *, limit: int = 3) -> list[Clue]:
    """Suggest clues of the same unit with nearly the same words."""
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM clue WHERE id IN (SELECT other.clue_id FROM clue_band AS mine"
        " JOIN clue_band AS other ON other.band = mine.band AND other.clue_id <> mine.clue_id"
        " WHERE mine.clue_id = :id GROUP BY other.clue_id HAVING COUNT(*) >= :shared"
        " ORDER BY COUNT(*) DESC, other.clue_id LIMIT :limit)",
        id=clue_id,
        shared=MIN_SHARED,
        limit=limit,
    )
    return [_clue(row) for row in rows]


def claim(tx: Tx, clue_id: int, person_id: int) -> bool:
    """Give a clue an owner if it has none; False where somebody else was first."""
    return (
        tx.run(
            "UPDATE clue SET owner_id = :person WHERE id = :id AND (owner_id IS NULL OR owner_id = :person)",
            person=person_id,
            id=clue_id,
        )
        == 1
    )


def release(tx: Tx, clue_id: int, person_id: int) -> bool:
    """Put a clue back into the queue; False where it is not this person's."""
    return tx.run("UPDATE clue SET owner_id = NULL WHERE id = :id AND owner_id = :person", id=clue_id, person=person_id) == 1


def set_severity(tx: Tx, clue_id: int, severity: str) -> None:
    """Remember the severity given at triage."""
    tx.run("UPDATE clue SET severity = :severity WHERE id = :id", severity=severity, id=clue_id)


def set_unit(tx: Tx, clue_id: int, unit: str) -> None:
    """Correct the unit; similar clues are looked for under the new one."""
    told = story(tx, clue_id)
    tx.run("UPDATE clue SET unit = :unit, owner_id = NULL WHERE id = :id", unit=unit, id=clue_id)
    tx.run("DELETE FROM clue_band WHERE clue_id = :id", id=clue_id)
    _bands(tx, clue_id, unit, tokens.of(tx.vault, f"{told.story} {told.where}"))


def set_transferred(tx: Tx, clue_id: int, target: str) -> None:
    """Remember the new owner."""
    tx.run("UPDATE clue SET transferred_to = :target WHERE id = :id", target=target, id=clue_id)


def set_merged(tx: Tx, clue_id: int, into: int) -> None:
    """Link to the clue it was merged into."""
    tx.run("UPDATE clue SET merged_into = :into WHERE id = :id", into=into, id=clue_id)


def note(tx: Tx, clue_id: int, kind: str, text: str, at: datetime, person_id: int | None = None) -> None:
    """Add a word to a clue, sealed under the clue's own key."""
    row = tx.one("SELECT number, key FROM clue WHERE id = :id", id=clue_id)
    if row is None or row[1] is None:
        return
    tx.run(
        "INSERT INTO clue_note (clue_id, kind, at, person_id, body) VALUES (:id, :kind, :at, :person, :body)",
        id=clue_id,
        kind=kind,
        at=times.text(at),
        person=person_id,
        body=tx.vault.seal_story(row[1], text, f"clue|{row[0]}"),
    )


def notes(tx: Tx, clue_id: int, kinds: Sequence[str], limit: int = 20) -> list[Note]:
    """List the last notes of these kinds, oldest first."""
    row = tx.one("SELECT number, key FROM clue WHERE id = :id", id=clue_id)
    if row is None or row[1] is None:
        return []
    rows = tx.all(
        f"SELECT kind, at, person_id, body FROM clue_note WHERE clue_id = :id AND kind IN ({_list(kinds)})"
        " ORDER BY id DESC LIMIT :limit",
        id=clue_id,
        limit=limit,
    )
    return [
        Note(
            kind=kind,
            at=times.read(at),
            person_id=person,
            text=tx.vault.open_story(row[1], body, f"clue|{row[0]}"),
        )
        for kind, at, person, body in reversed(rows)
    ]


def _index(tx: Tx, clue_id: int, unit: str, words: str) -> None:
    found = tokens.of(tx.vault, words)
    tx.run("INSERT INTO clue_words (rowid, tokens) VALUES (:id, :tokens)", id=clue_id, tokens=" ".join(sorted(found)))
    _bands(tx, clue_id, unit, found)


def _bands(tx: Tx, clue_id: int, unit: str, found: set[str]) -> None:
    for token in tokens.sketch(found):
        band = bytes.fromhex(tx.vault.token(f"{unit}|{token}"))
        tx.run("INSERT INTO clue_band (band, clue_id) VALUES (:band, :id)", band=band, id=clue_id)


def _list(values: Iterable[str]) -> str:
    """Literal values of our own enums for an IN list; nothing a person wrote comes here."""
    return ", ".join(f"'{value}'" for value in values)


def _maybe(row: Row | None) -> Clue | None:
    return None if row is None else _clue(row)


def _clue(row: Row) -> Clue:
    return Clue(
        id=row[0],
        number=row[1],
        stage=clues.Stage(row[2]),
        epoch=row[3],
        since=times.read(row[4]),
        due_at=times.maybe_read(row[5]),
        source=row[6],
        unit=row[7],
        kind=row[8],
        severity=row[9],
        is_real_name=bool(row[10]),
        account_id=row[11],
        alias=row[12],
        owner_id=row[13],
        transferred_to=row[14],
        merged_into=row[15],
        made_at=times.read(row[16]),
    )
