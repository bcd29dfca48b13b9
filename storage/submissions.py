"""What a clue and a nomination have in common: somebody brought it, and follows it by number or query code.

Lives here: `Submission`, how it is found, and the words added to it later, sealed under the matter's own key.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from storage import times
from storage.database import Row, Tx

_CLAIMED = {"clue": "is_real_name, owner_id", "striver": "0, NULL"}  # nominations have no such columns
MATTERS = tuple(_CLAIMED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What the two sides of it need to know of a clue or a nomination, without its story."""

    matter: str
    id: int
    number: str
    stage: str
    since: datetime
    due_at: datetime | None
    made_at: datetime
    account_id: int
    is_real_name: bool
    owner_id: int | None
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A word added later: `kind` is supplement, answer, office or news."""

    kind: str
    at: datetime
    person_id: int | None
    text: str


def of_id(tx: Tx, matter: str, matter_id: int) -> Submission | None:
    """Find one by its id."""
    return _first(tx, (matter,), "id = :value", matter_id)


def of_number(tx: Tx, number: str) -> Submission | None:
    """Find one by its number, as it stands on the receipt."""
    return _first(tx, MATTERS, "number = :value", number.strip().upper())


def of_code(tx: Tx, code: str) -> Submission | None:
    """Find one by its query code."""
    return _first(tx, MATTERS, "code = :value", tx.vault.mark("code", code))


def of_account(tx: Tx, account_id: int, limit: int = 20) -> list[Submission]:
    """List what an account brought, newest first."""
    found = [
        _submission(matter, row)
        for matter in MATTERS
        for row in tx.all(
            f"{_select(matter)} WHERE account_id = :account ORDER BY id DESC LIMIT :limit",
            account=account_id,
            limit=limit,
        )
    ]
    return sorted(found, key=lambda each: each.made_at, reverse=True)[:limit]


def count_of_account(tx: Tx, account_id: int) -> dict[str, int]:
    """Count what an account brought, by matter."""
    counted = {}
    for matter in MATTERS:
        counted[matter] = int(
            tx.value(f"SELECT COUNT(*) FROM {matter} WHERE account_id = :account", account=account_id)
        )
    return counted


def note(tx: Tx, matter: str, matter_id: int, kind: str, text: str, at: datetime, person_id: int | None = None) -> None:
    """Add a word. Where the story's key has been destroyed, nothing is added."""
    row = tx.one(f"SELECT number, key FROM {matter} WHERE id = :id", id=matter_id)
    if row is None or row[1] is None:
        return
    tx.put(
        "INSERT INTO note (matter, matter_id, kind, at, person_id, body)"
        " VALUES (:matter, :id, :kind, :at, :person, :body)",
        matter=matter,
        id=matter_id,
        kind=kind,
        at=times.text(at),
        person=person_id,
        body=tx.vault.seal_story(row[1], text, f"{matter}|{row[0]}"),
    )


def notes(tx: Tx, matter: str, matter_id: int, kinds: Sequence[str], limit: int = 20) -> list[Note]:
    """List the last notes of these kinds, oldest first."""
    row = tx.one(f"SELECT number, key FROM {matter} WHERE id = :id", id=matter_id)
    if row is None or row[1] is None:
        return []
    rows = tx.all(
        "SELECT kind, at, person_id, body FROM note WHERE matter = :matter AND matter_id = :id"
        f" AND kind IN ({_list(kinds)}) ORDER BY id DESC LIMIT :limit",
        matter=matter,
        id=matter_id,
        limit=limit,
    )
    return [
        Note(
            kind=kind,
            at=times.read(at),
            person_id=person,
            text=tx.vault.open_story(row[1], body, f"{matter}|{row[0]}"),
        )
        for kind, at, person, body in reversed(rows)
    ]


def _first(tx: Tx, among: Iterable[str], where: str, value: object) -> Submission | None:
    for matter in among:
        row = tx.one(f"{_select(matter)} WHERE {where}", value=value)
        if row is not None:
            return _submission(matter, row)
    return None


def _select(matter: str) -> str:
    return f"SELECT id, number, stage, since, due_at, made_at, account_id, {_CLAIMED[matter]}, unit FROM {matter}"


def _list(values: Iterable[str]) -> str:
    """Literal values of our own for an IN list; nothing a person wrote comes here."""
    return ", ".join(f"'{value}'" for value in values)


def _submission(matter: str, row: Row) -> Submission:
    return Submission(
        matter=matter,
        id=row[0],
        number=row[1],
        stage=row[2],
        since=times.read(row[3]),
        due_at=times.maybe_read(row[4]),
        made_at=times.read(row[5]),
        account_id=row[6],
        is_real_name=bool(row[7]),
        owner_id=row[8],
        unit=row[9],
    )
