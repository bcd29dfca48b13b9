"""What has a query code, as clues and nominations have: somebody brought it, and follows it by number or code.

Lives here: how it is found, how whoever brought it is told, and the words added to it later, sealed under the matter's own key.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.mechanism.standing import Standing
from storage import matters, times
from storage.database import Tx

_BROUGHT = f"SELECT {matters.COLUMNS} FROM matter WHERE matter.code IS NOT NULL"
Word = tuple[str, str, int | None]  # a word of a matter: its kind, its text, and the member of staff who wrote it
Sealing = tuple[str, bytes | None]  # a matter's number and the key of its story, None where that has been destroyed


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporter:
    """How to tell whoever brought a matter in. `channel` is empty where nothing is to be pushed: they have left, want none, or cannot
    be reached, which began at `lost_at`."""

    sealing: Sealing
    channel: str
    lost_at: datetime | None
    is_real_name: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A word added later: `kind` is supplement, answer, office or news."""

    kind: str
    at: datetime
    person_id: int | None
    text: str


def of_id(tx: Tx, matter: str, matter_id: int) -> Standing | None:
    """Find one by its id."""
    return _maybe(tx, f"{_BROUGHT} AND matter.id = :id AND matter.kind = :kind", id=matter_id, kind=matter)


def of_number(tx: Tx, number: str) -> Standing | None:
    """Find one by its number, as it stands on the receipt."""
    written = number.strip().upper()
    return _maybe(tx, f"{_BROUGHT} AND matter.number = :number AND {matters.NUMBERED}", number=written)


def of_code(tx: Tx, code: str) -> Standing | None:
    """Find one by its query code."""
    return _maybe(tx, f"{_BROUGHT} AND matter.code = :code", code=tx.vault.mark("code", code))


def change_code(tx: Tx, matter_id: int, code: str) -> None:
    """Let it open by another query code, and by the one before no more."""
    tx.run("UPDATE matter SET code = :code WHERE id = :id", id=matter_id, code=tx.vault.mark("code", code))


def of_account(tx: Tx, account_id: int, limit: int = 20) -> list[Standing]:
    """List what an account brought, newest first."""
    rows = tx.all(
        f"{_BROUGHT} AND matter.account_id = :account ORDER BY matter.id DESC LIMIT :limit",
        account=account_id,
        limit=limit,
    )
    return [matters.of_row(tx, row) for row in rows]


def count_of_account(tx: Tx, account_id: int) -> dict[str, int]:
    """Count what an account brought, by matter."""
    rows = tx.all(
        "SELECT kind, COUNT(*) FROM matter WHERE account_id = :account AND code IS NOT NULL GROUP BY kind",
        account=account_id,
    )
    return defaultdict(int, rows)


def reporter_of(tx: Tx, matter_id: int) -> Reporter | None:
    """Say all that is needed to tell whoever brought a matter in."""
    row = tx.one(
        "SELECT matter.number, matter.key, account.id, account.channel, account.is_muted, account.route IS NOT NULL,"
        " account.unreachable_since, CASE WHEN matter.identity IS NULL THEN 0 ELSE 1 END FROM matter"
        " LEFT JOIN account ON account.id = matter.account_id AND account.gone_at IS NULL"
        " WHERE matter.id = :id",
        id=matter_id,
    )
    if row is None:
        return None
    return Reporter(
        sealing=(row[0], row[1]),
        channel=row[3] if row[2] is not None and row[5] and not row[4] else "",
        lost_at=times.maybe_read(row[6]),
        is_real_name=bool(row[7]),
    )


def alias_of(tx: Tx, matter_id: int) -> str:
    """As whom the office knows whoever brought it: drawn for this one matter, and leading to nobody."""
    return str(tx.value("SELECT alias FROM matter WHERE id = :id", id=matter_id))


def note(
    tx: Tx,
    matter: str,
    matter_id: int,
    words: Sequence[Word],
    at: datetime,
    *,
    sealing: Sealing | None = None,
) -> None:
    """Add words. Where the story's key has been destroyed, nothing is added. `sealing` is the matter's, where it is known."""
    row = sealing or tx.one("SELECT number, key FROM matter WHERE id = :id", id=matter_id)
    if row is None or row[1] is None:
        return
    given: dict[str, Any] = {"matter": matter, "id": matter_id, "at": times.text(at)}
    for place, (kind, text, person_id) in enumerate(words):
        body = tx.vault.seal_story(row[1], text, f"{matter}|{row[0]}")
        given |= {f"kind_{place}": kind, f"person_{place}": person_id, f"body_{place}": body}
    values = ", ".join(f"(:matter, :id, :kind_{n}, :at, :person_{n}, :body_{n})" for n in range(len(words)))
    tx.put(f"INSERT INTO note (matter, matter_id, kind, at, person_id, body) VALUES {values}", **given)


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


def _maybe(tx: Tx, sql: str, **given: Any) -> Standing | None:
    row = tx.one(sql, **given)
    return None if row is None else matters.of_row(tx, row)
