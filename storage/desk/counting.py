"""What is under way in the whole office, for those who lead it: counts, and how long things stand where they stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from storage import times
from storage.database import Tx
from storage.desk.queue import OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenMatter:
    """One matter that is under way: no more of it than is counted."""

    kind: str
    stage: str
    unit: str
    since: datetime
    due_at: datetime | None


def under_way(tx: Tx, places: Iterable[tuple[str, str]]) -> list[OpenMatter]:
    """The clues that wait, and the matters of these kinds and stages."""
    given: dict[str, str] = {}
    for number, (kind, stage) in enumerate(places):
        given |= {f"kind_{number}": kind, f"stage_{number}": stage}
    columns = "SELECT kind, stage, unit, since, due_at FROM matter WHERE"
    rows = tx.all(f"{columns} {OPEN}")
    if given:
        pairs = ", ".join(f"(:kind_{number}, :stage_{number})" for number in range(len(given) // 2))
        rows += tx.all(f"{columns} kind <> 'clue' AND (kind, stage) IN (VALUES {pairs})", **given)
    return [
        OpenMatter(kind=kind, stage=stage, unit=unit, since=times.read(since), due_at=times.maybe_read(due))
        for kind, stage, unit, since, due in rows
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterCount:
    """How many matters of a kind are of this category and unit, and stand in this stage."""

    category: str
    unit: str
    stage: str
    number: int


def counted_since(tx: Tx, kind: str, since: datetime) -> list[MatterCount]:
    """Count the matters of a kind that began since a moment. Not for clues."""
    rows = tx.all(
        "SELECT category, unit, stage, COUNT(*) FROM matter WHERE kind <> 'clue' AND kind = :kind AND made_at >= :since"
        " GROUP BY category, unit, stage ORDER BY unit, stage",
        kind=kind,
        since=times.text(since),
    )
    return [
        MatterCount(category=category, unit=unit, stage=stage, number=number) for category, unit, stage, number in rows
    ]
