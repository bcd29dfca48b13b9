"""The reviewers' queue (受理队列): what waits, by term, without what this reviewer must not see.

What waits is an index of its own, as long as the backlog and no longer, and holds all that is counted. The rows are clues
(`storage/clues.py`) and nominations (`storage/strivers.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain import clues, strivers
from domain.mechanism.procedure import Pending
from storage import clues as clue_rows
from storage import shapes, times
from storage import strivers as striver_rows
from storage.database import Tx
from storage.desk import viewing
from storage.desk.viewing import Viewer
from storage.road import history

# Word for word as in the indexes of what waits and of what was decided.
OPEN = "matter.kind = 'clue' AND matter.stage IN ('triage', 'accepted', 'review')"
DECIDED = (
    "matter.kind = 'clue' AND matter.stage IN ('rejected', 'transferred', 'merged', 'answered', 'closed', 'archived')"
)
_CAME = "matter.kind = 'clue' AND matter.made_at > ''"
MOST_PENDING = 200
_NOMINATED = f"kind <> 'clue' AND kind = 'striver' AND stage = '{strivers.Stage.NOMINATED}'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which part of the queue: each field narrows it. `due_before` also leaves out what has no term; `free_at` leaves what nobody
    has claimed, or whose claim has lapsed by then; `is_undecided` leaves out what is accepted and waits for its answer;
    `is_for_me_to_do` leaves out what waits for another's signature."""

    is_mine: bool = False
    free_at: datetime | None = None
    is_undecided: bool = False
    is_for_me_to_sign: bool = False
    is_for_me_to_do: bool = False
    due_before: datetime | None = None
    unit: str = ""
    kind: str = ""


EVERYTHING = Wanted()


def waiting(tx: Tx, viewer: Viewer, wanted: Wanted, *, after: int = 0, limit: int = 10) -> list[clue_rows.Clue]:
    """List the clues that wait for a reviewer, the nearest term first; `after` leaves out so many."""
    visible, given = viewing.visible(viewer, "clue")
    rows = tx.all(
        f"SELECT {clue_rows.COLUMNS} FROM {clue_rows.CLUES} WHERE {OPEN} AND {visible} AND {_narrowed(tx, viewer, wanted, given)}"
        " ORDER BY matter.due_at NULLS FIRST, matter.id LIMIT :limit OFFSET :after",
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
    return list(tx.one(f"SELECT {counted} FROM matter WHERE {OPEN} AND {visible}", **given) or ())


def kinds(tx: Tx, viewer: Viewer) -> list[str]:
    """List the kinds of what waits, the most frequent first."""
    return _groups(tx, viewer, "category")


def units(tx: Tx, viewer: Viewer) -> list[str]:
    """List the units of what waits, the most frequent first."""
    return _groups(tx, viewer, "unit")


def nominations(tx: Tx, viewer: Viewer, *, after: int = 0, limit: int = 10) -> list[striver_rows.Striver]:
    """List the nominations that wait for a reviewer, the nearest term first."""
    visible, given = viewing.visible(viewer, "striver")
    rows = tx.all(
        f"SELECT {striver_rows.COLUMNS} FROM matter WHERE {_NOMINATED} AND {visible}"
        " ORDER BY due_at NULLS FIRST, id LIMIT :limit OFFSET :after",
        limit=limit,
        after=after,
        **given,
    )
    return [striver_rows.of_row(row) for row in rows]


def nominations_to_sign(tx: Tx, viewer: Viewer) -> list[striver_rows.Striver]:
    """List the nominations that wait for a second signer and were decided by somebody else."""
    visible, given = viewing.visible(viewer, "striver")
    rows = tx.all(
        f"SELECT id, pending FROM matter WHERE pending IS NOT NULL AND {_NOMINATED} AND {visible}"
        f" ORDER BY id LIMIT {MOST_PENDING}",
        **given,
    )
    opened = [(number, tx.vault.open(sealed, f"striver|pending|{number}")) for number, sealed in rows]
    mine = [number for number, plain in opened if shapes.decode(plain, Pending).by != viewer.person_id]
    return [found for number in mine if (found := striver_rows.of_id(tx, number)) is not None]


def late(tx: Tx, at: datetime) -> int:
    """Count the clues that wait and were due before this moment, whoever may see them."""
    return int(tx.value(f"SELECT COUNT(*) FROM matter WHERE {OPEN} AND due_at < :at", at=times.text(at)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many clues came since a moment, at which stage those are that were decided since, and how many wait and are late now."""

    came: int
    stages: Mapping[str, int]
    waiting: int
    overdue: int


def counted(tx: Tx, viewer: Viewer | None, *, since: datetime, at: datetime) -> Counted:
    """Count what this viewer may see (None: everything)."""
    visible, given = viewing.visible(viewer, "clue") if viewer is not None else ("1 = 1", {})
    came = tx.value(
        f"SELECT COUNT(*) FROM matter WHERE {_CAME} AND made_at >= :since AND {visible}",
        since=times.text(since),
        **given,
    )
    stages = {
        stage: number
        for condition in (DECIDED, f"{OPEN} AND stage = '{clues.Stage.ACCEPTED}'")
        for stage, number in tx.all(
            f"SELECT stage, COUNT(*) FROM matter WHERE {condition} AND since >= :since AND {visible} GROUP BY stage",
            since=times.text(since),
            **given,
        )
    }
    waiting, overdue = tx.one(
        f"SELECT COUNT(*), COUNT(CASE WHEN due_at < :at THEN 1 END) FROM matter WHERE {OPEN} AND {visible}",
        at=times.text(at),
        **given,
    ) or (0, 0)
    return Counted(came=int(came), stages=stages, waiting=waiting, overdue=overdue)


def _groups(tx: Tx, viewer: Viewer, column: str) -> list[str]:
    visible, given = viewing.visible(viewer, "clue")
    rows = tx.all(
        f"SELECT {column} FROM matter WHERE {OPEN} AND {visible} AND {column} <> ''"
        f" GROUP BY {column} ORDER BY COUNT(*) DESC, {column}",
        **given,
    )
    return [value for (value,) in rows]


def _narrowed(tx: Tx, viewer: Viewer, wanted: Wanted, given: dict[str, Any], mark: str = "") -> str:
    """Write the condition of a part; its values go into `given`, under names with `mark` at the end."""
    parts = []
    if wanted.is_mine:
        parts.append("matter.owner_id = :person")
    if wanted.free_at is not None:
        parts.append(f"(matter.owner_id IS NULL OR matter.owned_until < :free{mark})")
        given[f"free{mark}"] = times.text(wanted.free_at)
    if wanted.is_undecided:
        parts.append("matter.stage <> 'accepted'")
    if wanted.is_for_me_to_do:
        signing = ", ".join(map(str, _to_sign(tx, viewer.person_id))) or "NULL"
        parts.append(f"(matter.pending IS NULL OR matter.id IN ({signing}))")
    if wanted.is_for_me_to_sign:
        to_sign = _to_sign(tx, viewer.person_id)
        parts.append(f"matter.id IN ({', '.join(map(str, to_sign))})" if to_sign else "1 = 0")
    for column, sign, value in (
        ("due_at", "<", times.text(wanted.due_before) if wanted.due_before else ""),
        ("unit", "=", wanted.unit),
        ("category", "=", wanted.kind),
    ):
        if value:
            parts.append(f"matter.{column} {sign} :{column}{mark}")
            given[f"{column}{mark}"] = value
    return " AND ".join(parts) or "1 = 1"


def _to_sign(tx: Tx, person_id: int) -> list[int]:
    """List what waits for a second signer and may be signed by this one: proposed by somebody else, and no review of what this
    person took part in. What is proposed is sealed."""
    rows = tx.all(
        f"SELECT id, stage, pending FROM matter WHERE pending IS NOT NULL AND {OPEN} ORDER BY id LIMIT {MOST_PENDING}"
    )
    found = []
    for number, stage, sealed in rows:
        pending = shapes.decode(tx.vault.open(sealed, f"clue|pending|{number}"), Pending)
        is_review = stage == clues.Stage.REVIEW
        did = history.deeds(tx, "clue", number, f"person:{person_id}") if is_review else frozenset()
        if pending.by != person_id and not did & clues.DECISIONS:
            found.append(number)
    return found
