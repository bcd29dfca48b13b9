"""What has a query code, as clues and nominations have: somebody brought it, and follows it by number or code.

Lives here: `Submission`, how it is found, and the words added to it later, sealed under the matter's own key.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from storage import matters, times
from storage.database import Row, Tx

_SELECT = (
    "SELECT matter.kind, matter.id, matter.number, matter.stage, matter.since, matter.due_at, matter.made_at, matter.account_id,"
    " COALESCE(clue.is_real_name, 0), matter.owner_id, matter.unit FROM matter LEFT JOIN clue ON clue.id = matter.id"
    " WHERE matter.code IS NOT NULL"
)


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
    return _maybe(tx.one(f"{_SELECT} AND matter.id = :id AND matter.kind = :kind", id=matter_id, kind=matter))


def of_number(tx: Tx, number: str) -> Submission | None:
    """Find one by its number, as it stands on the receipt."""
    where = f"matter.number = :number AND {matters.NUMBERED}"
    return _maybe(tx.one(f"{_SELECT} AND {where}", number=number.strip().upper()))


def of_code(tx: Tx, code: str) -> Submission | None:
    """Find one by its query code."""
    return _maybe(tx.one(f"{_SELECT} AND matter.code = :code", code=tx.vault.mark("code", code)))


def of_account(tx: Tx, account_id: int, limit: int = 20) -> list[Submission]:
    """List what an account brought, newest first."""
    rows = tx.all(
        f"{_SELECT} AND matter.account_id = :account ORDER BY matter.id DESC LIMIT :limit",
        account=account_id,
        limit=limit,
    )
    return [_submission(row) for row in rows]


def count_of_account(tx: Tx, account_id: int) -> dict[str, int]:
    """Count what an account brought, by matter."""
    rows = tx.all(
        "SELECT kind, COUNT(*) FROM matter WHERE account_id = :account AND code IS NOT NULL GROUP BY kind",
        account=account_id,
    )
    return defaultdict(int, rows)


def note(tx: Tx, matter: str, matter_id: int, kind: str, text: str, at: datetime, person_id: int | None = None) -> None:
    """Add a word. Where the story's key has been destroyed, nothing is added."""
    row = tx.one("SELECT number, key FROM matter WHERE id = :id", id=matter_id)
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
    row = tx.one("SELECT number, key FROM matter WHERE id = :id", id=matter_id)
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


def _list(values: Iterable[str]) -> str:
    """Literal values of our own for an IN list; nothing a person wrote comes here."""
    return ", ".join(f"'{value}'" for value in values)


def _maybe(row: Row | None) -> Submission | None:
    return None if row is None else _submission(row)


def _submission(row: Row) -> Submission:
    return Submission(
        matter=row[0],
        id=row[1],
        number=row[2],
        stage=row[3],
        since=times.read(row[4]),
        due_at=times.maybe_read(row[5]),
        made_at=times.read(row[6]),
        account_id=row[7],
        is_real_name=bool(row[8]),
        owner_id=row[9],
        unit=row[10],
    )
