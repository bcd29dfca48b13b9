"""The reviewers' queue (受理队列): what waits, by term, without what this reviewer must not see.

What waits is an index of its own, as long as the backlog and no longer, and holds all that is counted. The rows are clues
(`storage/clues.py`) and nominations.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.matters import strivers
from domain.matters.parts import clue_guards
from domain.mechanism.standing import Outcome, Standing
from storage import clues as clue_rows
from storage import matters, times
from storage.database import Tx
from storage.desk import cards, viewing
from storage.desk.viewing import Viewer

# Word for word as in the index of what was decided.
OPEN = matters.CLUES_WAITING
DECIDED = "matter.kind = 'clue' AND matter.stage IN ('rejected', 'transferred', 'merged', 'answered', 'reviewed', 'closed', 'archived')"
_WORKED = f"(matter.stage IN ({', '.join(repr(stage) for stage in sorted(clue_guards.WORKED))}))"
_CAME = "matter.kind = 'clue' AND matter.made_at > ''"
MOST_PENDING = 200
# What is proposed is sealed; by whom, the history says. None of whoever took part decides a review (the law §3). These are lists made
# once for a question, by the index of what is pending: what waits is not looked up row by row for it.
_PROPOSED_BY_ME = (
    "EXISTS (SELECT 1 FROM history WHERE history.matter = proposed.kind AND history.matter_id = proposed.id"
    " AND history.actor = :actor AND history.seq = (SELECT MAX(newest.seq) FROM history AS newest"
    f" WHERE newest.matter = proposed.kind AND newest.matter_id = proposed.id AND newest.what LIKE '%.{Outcome.PROPOSED}'))"
)
_DECISIONS = ", ".join(
    f"'{move}.{outcome}'"
    for move in sorted(clue_guards.DECISIONS)
    for outcome in Outcome
    if outcome is not Outcome.DECLINED
)
_DECIDED_BY_ME = (
    f"(proposed.stage = '{clue_guards.ClueStage.REVIEW}' AND EXISTS (SELECT 1 FROM history WHERE history.matter = proposed.kind"
    f" AND history.matter_id = proposed.id AND history.actor = :actor AND history.what IN ({_DECISIONS})))"
)
_PENDING = "SELECT proposed.id FROM matter AS proposed WHERE proposed.pending IS NOT NULL AND proposed.kind ="
_TO_SIGN = f"({_PENDING} 'clue' AND NOT ({_PROPOSED_BY_ME} OR {_DECIDED_BY_ME}))"
_FOR_OTHERS = f"({_PENDING} 'clue' AND ({_PROPOSED_BY_ME} OR {_DECIDED_BY_ME}))"
_NOMINATIONS_TO_SIGN = f"({_PENDING} 'striver' AND NOT {_PROPOSED_BY_ME})"
_NOMINATED = f"kind <> 'clue' AND kind = 'striver' AND stage = '{strivers.StriverStage.NOMINATED}'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which part of the queue: each field narrows it. `due_before` also leaves out what has no term; `free_at` leaves what nobody
    has claimed, or whose claim has lapsed by then, `is_free` what nobody has; `is_undecided` leaves out what is accepted and waits for
    its answer; `is_for_me_to_do` leaves out what waits for another's signature."""

    is_mine: bool = False
    is_free: bool = False
    free_at: datetime | None = None
    is_undecided: bool = False
    is_for_me_to_sign: bool = False
    is_for_me_to_do: bool = False
    due_before: datetime | None = None
    unit: str = ""
    kind: str = ""


EVERYTHING = Wanted()


def waiting(tx: Tx, viewer: Viewer, wanted: Wanted, *, after: int = 0, limit: int = 10) -> list[Standing]:
    """List the clues that wait for a reviewer, the nearest term first; `after` leaves out so many."""
    visible, given = viewing.visible(viewer, "clue")
    rows = tx.all(
        f"SELECT {matters.COLUMNS} FROM {clue_rows.CLUES} WHERE {OPEN} AND {visible} AND {_narrowed(viewer, wanted, given)}"
        " ORDER BY matter.due_at NULLS FIRST, matter.id LIMIT :limit OFFSET :after",
        limit=limit,
        after=after,
        **given,
    )
    return [matters.of_row(tx, row) for row in rows]


def is_any_due(tx: Tx, before: datetime) -> bool:
    """Whether the term of anything that waits for reviewers ends before a moment, whoever may see it."""
    asked = f"SELECT EXISTS (SELECT 1 FROM matter WHERE {OPEN} AND due_at < :before)"
    nominated = f"EXISTS (SELECT 1 FROM matter WHERE {_NOMINATED} AND due_at < :before)"
    return any(tx.one(f"{asked}, {nominated}", before=times.text(before)) or ())


def count(tx: Tx, viewer: Viewer, *parts: Wanted) -> list[int]:
    """Count each of these parts, in one look at all that waits."""
    visible, given = viewing.visible(viewer, "clue")
    counted = ", ".join(
        f"COUNT(CASE WHEN {_narrowed(viewer, part, given, f'_{number}')} THEN 1 END)"
        for number, part in enumerate(parts)
    )
    return list(tx.one(f"SELECT {counted} FROM matter WHERE {OPEN} AND {visible}", **given) or ())


def kinds(tx: Tx, viewer: Viewer) -> list[str]:
    """List the kinds of what waits, the most frequent first."""
    return _groups(tx, viewer, "category")


def units(tx: Tx, viewer: Viewer) -> list[str]:
    """List the units of what waits, the most frequent first."""
    return _groups(tx, viewer, "unit")


def nominations(tx: Tx, viewer: Viewer, *, after: int = 0, limit: int = 10) -> list[Standing]:
    """List the nominations that wait for a reviewer, the nearest term first."""
    visible, given = viewing.visible(viewer, "striver")
    rows = tx.all(
        f"SELECT {matters.COLUMNS} FROM matter WHERE {_NOMINATED} AND {visible}"
        " ORDER BY due_at NULLS FIRST, id LIMIT :limit OFFSET :after",
        limit=limit,
        after=after,
        **given,
    )
    return [matters.of_row(tx, row) for row in rows]


def nominations_to_sign(tx: Tx, viewer: Viewer) -> list[Standing]:
    """List the nominations that wait for a second signer and were decided by somebody else."""
    visible, given = viewing.visible(viewer, "striver")
    rows = tx.all(
        f"SELECT {matters.COLUMNS} FROM matter WHERE {_NOMINATED} AND matter.id IN {_NOMINATIONS_TO_SIGN} AND {visible}"
        f" ORDER BY id LIMIT {MOST_PENDING}",
        actor=f"person:{viewer.person_id}",
        **given,
    )
    return [matters.of_row(tx, row) for row in rows]


def following(viewer: Viewer, account_id: int, *, free_at: datetime, at_most: int) -> tuple[str, dict[str, Any]]:
    """SQL that selects the `kind` and `id` of what follows the matter shown to this account last, and its values: of what is this
    reviewer's to do their own clues, then free ones, then nominations, each by term; after the last the first again."""
    of_clues, given = viewing.visible(viewer, "clue")
    of_nominations, _ = viewing.visible(viewer, "striver")
    own = _narrowed(viewer, Wanted(is_mine=True, is_for_me_to_do=True), given)
    free = _narrowed(viewer, Wanted(free_at=free_at, is_for_me_to_do=True), given)
    parts = (
        f"{OPEN} AND {of_clues} AND {own}",
        f"{OPEN} AND {of_clues} AND {free} AND (matter.owner_id IS NULL OR matter.owner_id <> :person)",
        f"{_NOMINATED} AND {of_nominations}",
    )
    waiting = " UNION ALL ".join(
        f"SELECT * FROM (SELECT {part} AS part, matter.kind, matter.id, matter.due_at FROM matter WHERE {where}"
        f" ORDER BY matter.due_at NULLS FIRST, matter.id LIMIT :at_most) AS part_{part}"
        for part, where in enumerate(parts)
    )
    sql = (
        f"WITH waiting AS ({waiting}),"
        " placed AS (SELECT kind, id, ROW_NUMBER() OVER (ORDER BY part, due_at NULLS FIRST, id) AS place FROM waiting),"
        f" last AS (SELECT placed.place FROM ({cards.LAST_SHOWN}) AS shown JOIN placed ON placed.kind = shown.matter"
        " AND placed.id = shown.matter_id)"
        " SELECT kind, id FROM placed WHERE place NOT IN (SELECT place FROM last)"
        " ORDER BY CASE WHEN place > (SELECT place FROM last) THEN 0 ELSE 1 END, place LIMIT 1"
    )
    return sql, {**given, "at_most": at_most, "last_before": account_id, "desk": cards.DESK}


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
        for condition in (DECIDED, f"{OPEN} AND {_WORKED}")
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


def rejected(tx: Tx, since: datetime, until: datetime) -> list[str]:
    """The numbers of the clues that stand rejected since some moment of this time; the index of what was decided finds them."""
    rows = tx.all(
        f"SELECT number FROM matter WHERE {DECIDED} AND stage = 'rejected' AND since >= :since AND since < :until ORDER BY id",
        since=times.text(since),
        until=times.text(until),
    )
    return [number for (number,) in rows]


def _groups(tx: Tx, viewer: Viewer, column: str) -> list[str]:
    visible, given = viewing.visible(viewer, "clue")
    rows = tx.all(
        f"SELECT {column} FROM matter WHERE {OPEN} AND {visible} AND {column} <> ''"
        f" GROUP BY {column} ORDER BY COUNT(*) DESC, {column}",
        **given,
    )
    return [value for (value,) in rows]


def _narrowed(viewer: Viewer, wanted: Wanted, given: dict[str, Any], mark: str = "") -> str:
    """Write the condition of a part; its values go into `given`, under names with `mark` at the end."""
    parts = []
    if wanted.is_mine:
        parts.append("matter.owner_id = :person")
    if wanted.is_free:
        parts.append("matter.owner_id IS NULL")
    if wanted.free_at is not None:
        parts.append(f"(matter.owner_id IS NULL OR matter.owned_until < :free{mark})")
        given[f"free{mark}"] = times.text(wanted.free_at)
    if wanted.is_undecided:
        parts.append(f"NOT {_WORKED}")
    if wanted.is_for_me_to_do:
        parts.append(f"matter.id NOT IN {_FOR_OTHERS}")
    if wanted.is_for_me_to_sign:
        parts.append(f"matter.id IN {_TO_SIGN}")
    if wanted.is_for_me_to_do or wanted.is_for_me_to_sign:
        given["actor"] = f"person:{viewer.person_id}"
    for column, sign, value in (
        ("due_at", "<", times.text(wanted.due_before) if wanted.due_before else ""),
        ("unit", "=", wanted.unit),
        ("category", "=", wanted.kind),
    ):
        if value:
            parts.append(f"matter.{column} {sign} :{column}{mark}")
            given[f"{column}{mark}"] = value
    return " AND ".join(parts) or "1 = 1"
