"""The reviewers' queue (受理队列): what waits, by term, without what this reviewer must not see.

What waits is an index of its own, as long as the backlog and no longer, and holds all that is counted. Called by
`handlers/queue.py`. The rows are clues (`storage/clues.py`) and nominations (`storage/strivers.py`).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain import clues, strivers
from domain.procedure import Pending
from storage import clues as clue_rows
from storage import shapes, times, viewing
from storage import strivers as striver_rows
from storage.database import Tx
from storage.viewing import Viewer

OPEN = f"stage IN ('{clues.Stage.TRIAGE}', '{clues.Stage.ACCEPTED}', '{clues.Stage.REVIEW}')"  # word for word as in the index of what waits
MOST_PENDING = 200


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
    visible, given = viewing.visible(viewer, "clue")
    rows = tx.all(
        f"SELECT {clue_rows.COLUMNS} FROM clue WHERE {OPEN} AND {visible} AND {_narrowed(tx, viewer, wanted, given)}"
        " ORDER BY due_at NULLS FIRST, id LIMIT :limit OFFSET :after",
        limit=limit,
        after=after,
        **given,
    )
    return [clue_rows.of_row(row) for row in rows]


def count(tx: Tx, viewer: Viewer, *parts: Wanted) -> list[int]:
    """Count each of these parts, in one look at all that waits."""
    visible, given = viewing.visible(viewer, "clue")
    counted = ", ".join(
        f"COUNT(CASE WHEN {_narrowed(tx, viewer, part, given, f'_{number}')} THEN 1 END)"
        for number, part in enumerate(parts)
    )
    return list(tx.one(f"SELECT {counted} FROM clue WHERE {OPEN} AND {visible}", **given) or ())


def kinds(tx: Tx, viewer: Viewer) -> list[str]:
    """List the kinds of what waits, the most frequent first."""
    return _groups(tx, viewer, "kind")


def units(tx: Tx, viewer: Viewer) -> list[str]:
    """List the units of what waits, the most frequent first."""
    return _groups(tx, viewer, "unit")


def nominations(tx: Tx, viewer: Viewer, *, limit: int = 10) -> list[striver_rows.Striver]:
    """List the nominations that wait for a reviewer, the nearest term first."""
    visible, given = viewing.visible(viewer, "striver")
    rows = tx.all(
        f"SELECT {striver_rows.COLUMNS} FROM striver WHERE stage = '{strivers.Stage.NOMINATED}' AND {visible}"
        " ORDER BY due_at NULLS FIRST, id LIMIT :limit",
        limit=limit,
        **given,
    )
    return [striver_rows.of_row(row) for row in rows]


def _groups(tx: Tx, viewer: Viewer, column: str) -> list[str]:
    visible, given = viewing.visible(viewer, "clue")
    rows = tx.all(
        f"SELECT {column} FROM clue WHERE {OPEN} AND {visible} AND {column} <> ''"
        f" GROUP BY {column} ORDER BY COUNT(*) DESC, {column}",
        **given,
    )
    return [value for (value,) in rows]


def _narrowed(tx: Tx, viewer: Viewer, wanted: Wanted, given: dict[str, Any], mark: str = "") -> str:
    """Write the condition of a part; its values go into `given`, under names with `mark` at the end."""
    parts = []
    if wanted.is_mine:
        parts.append("owner_id = :person")
    if wanted.is_unclaimed:
        parts.append("owner_id IS NULL")
    if wanted.is_for_me_to_sign:
        to_sign = _to_sign(tx, viewer.person_id)
        parts.append(f"id IN ({', '.join(map(str, to_sign))})" if to_sign else "1 = 0")
    for column, sign, value in (
        ("due_at", "<", times.text(wanted.due_before) if wanted.due_before else ""),
        ("unit", "=", wanted.unit),
        ("kind", "=", wanted.kind),
    ):
        if value:
            parts.append(f"{column} {sign} :{column}{mark}")
            given[f"{column}{mark}"] = value
    return " AND ".join(parts) or "1 = 1"


def _to_sign(tx: Tx, person_id: int) -> list[int]:
    """List what waits for a second signer and was proposed by somebody else; what is proposed is sealed."""
    rows = tx.all(f"SELECT id, pending FROM clue WHERE pending IS NOT NULL AND {OPEN} ORDER BY id LIMIT {MOST_PENDING}")
    opened = [(number, tx.vault.open(sealed, f"clue|pending|{number}")) for number, sealed in rows]
    return [number for number, plain in opened if shapes.decode(plain, Pending).by != person_id]
