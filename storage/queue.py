"""The reviewers' queue (受理队列): what waits, by term, without what this reviewer must not see; and finding by words.

Called by `handlers/queue.py`. The rows are clues (`storage/clues.py`) and nominations (`storage/strivers.py`).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain import clues, strivers
from domain.procedure import Pending
from storage import clues as clue_rows
from storage import shapes, times, tokens
from storage import strivers as striver_rows
from storage.database import Tx

WAITING = (clues.Stage.TRIAGE, clues.Stage.REVIEW)
MOST_PENDING = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Who looks: the person, and the units that are theirs or in line with theirs, whose matters they never see."""

    person_id: int
    hidden_units: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which part of the queue: each field narrows it. `due_before` also leaves out what has no term."""

    is_mine: bool = False
    is_unclaimed: bool = False
    is_for_me_to_sign: bool = False
    due_before: datetime | None = None
    unit: str = ""
    kind: str = ""


EVERYTHING = Wanted()


def waiting(tx: Tx, viewer: Viewer, wanted: Wanted, *, after: int = 0, limit: int = 10) -> list[clue_rows.Clue]:
    """List the clues that wait for a reviewer, the nearest term first; `after` leaves out so many."""
    where, given = _where(tx, viewer, wanted)
    rows = tx.all(
        f"SELECT {clue_rows.COLUMNS} FROM clue WHERE stage IN ({_stages()}) AND {where}"
        " ORDER BY due_at NULLS FIRST, id LIMIT :limit OFFSET :after",
        limit=limit,
        after=after,
        **given,
    )
    return [clue_rows.of_row(row) for row in rows]


def count(tx: Tx, viewer: Viewer, wanted: Wanted) -> int:
    """Count them."""
    where, given = _where(tx, viewer, wanted)
    return int(tx.value(f"SELECT COUNT(*) FROM clue WHERE stage IN ({_stages()}) AND {where}", **given))


def kinds(tx: Tx, viewer: Viewer) -> list[str]:
    """List the kinds of what waits, the most frequent first."""
    return _groups(tx, viewer, "kind")


def units(tx: Tx, viewer: Viewer) -> list[str]:
    """List the units of what waits, the most frequent first."""
    return _groups(tx, viewer, "unit")


def nominations(tx: Tx, viewer: Viewer, *, limit: int = 10) -> list[striver_rows.Striver]:
    """List the nominations that wait for a reviewer, the nearest term first."""
    hidden, given = _hidden(viewer, "striver")
    rows = tx.all(
        f"SELECT {striver_rows.COLUMNS} FROM striver WHERE stage = '{strivers.Stage.NOMINATED}' AND {hidden}"
        " ORDER BY due_at NULLS FIRST, id LIMIT :limit",
        limit=limit,
        **given,
    )
    return [striver_rows.of_row(row) for row in rows]


def find(
    tx: Tx, viewer: Viewer, *, words: str = "", unit: str = "", kind: str = "", limit: int = 10
) -> list[clue_rows.Clue]:
    """Find clues in any stage, newest first: of this unit and kind, whose story has all these words."""
    hidden, given = _hidden(viewer, "clue")
    wanted = tokens.of(tx.vault, words)
    if words and not wanted:
        return []
    matching = f" AND {tx.words.matching}" if wanted else ""
    if wanted:
        given["words"] = tx.words.query(wanted)
    rows = tx.all(
        f"SELECT {clue_rows.COLUMNS} FROM clue WHERE {hidden} AND (:unit = '' OR unit = :unit)"
        f" AND (:kind = '' OR kind = :kind){matching} ORDER BY id DESC LIMIT :limit",
        unit=unit,
        kind=kind,
        limit=limit,
        **given,
    )
    return [clue_rows.of_row(row) for row in rows]


def _groups(tx: Tx, viewer: Viewer, column: str) -> list[str]:
    where, given = _where(tx, viewer, EVERYTHING)
    rows = tx.all(
        f"SELECT {column} FROM clue WHERE stage IN ({_stages()}) AND {where} AND {column} <> ''"
        f" GROUP BY {column} ORDER BY COUNT(*) DESC, {column}",
        **given,
    )
    return [value for (value,) in rows]


def _where(tx: Tx, viewer: Viewer, wanted: Wanted) -> tuple[str, dict[str, Any]]:
    hidden, given = _hidden(viewer, "clue")
    parts = [hidden]
    if wanted.is_mine:
        parts.append("owner_id = :person")
    if wanted.is_unclaimed:
        parts.append("owner_id IS NULL")
    if wanted.is_for_me_to_sign:
        to_sign = _to_sign(tx, viewer.person_id)
        parts.append(f"id IN ({', '.join(map(str, to_sign))})" if to_sign else "1 = 0")
    if wanted.due_before is not None:
        parts.append("due_at < :due_before")
        given["due_before"] = times.text(wanted.due_before)
    for column, value in (("unit", wanted.unit), ("kind", wanted.kind)):
        if value:
            parts.append(f"{column} = :{column}")
            given[column] = value
    return " AND ".join(parts), given


def _hidden(viewer: Viewer, matter: str) -> tuple[str, dict[str, Any]]:
    """Leave out what the viewer recused themselves from or brought, and what is about a unit in line with theirs."""
    given: dict[str, Any] = {"person": viewer.person_id, "matter": matter}
    names = []
    for number, unit in enumerate(viewer.hidden_units):
        given[f"unit_{number}"] = unit
        names.append(f":unit_{number}")
    where = (
        "NOT EXISTS (SELECT 1 FROM recusal WHERE recusal.matter = :matter"
        f" AND recusal.matter_id = {matter}.id AND recusal.person_id = :person)"
        f" AND NOT EXISTS (SELECT 1 FROM account WHERE account.id = {matter}.account_id"
        " AND account.person_id = :person)"
    )
    return (f"{where} AND unit NOT IN ({', '.join(names)})" if names else where), given


def _to_sign(tx: Tx, person_id: int) -> list[int]:
    """List what waits for a second signer and was proposed by somebody else; what is proposed is sealed."""
    rows = tx.all(
        f"SELECT id, pending FROM clue WHERE pending IS NOT NULL AND stage IN ({_stages()}) LIMIT {MOST_PENDING}"
    )
    opened = [(number, tx.vault.open(sealed, f"clue|pending|{number}")) for number, sealed in rows]
    return [number for number, plain in opened if shapes.decode(plain, Pending).by != person_id]


def _stages() -> str:
    return ", ".join(f"'{stage}'" for stage in WAITING)
