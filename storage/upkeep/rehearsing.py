"""What a rehearsal asks of all matters at once: which have moved on since it looked, and how many there are of each."""

from dataclasses import dataclass

from storage.database import Tx


@dataclass(frozen=True, slots=True)
class MatterPlace:
    """Where a matter stands: its kind and stage, `epoch` counts its moves; whether a move of it waits for a second signer."""

    kind: str
    stage: str
    parent_id: int | None
    epoch: int
    is_pending: bool


def places(tx: Tx) -> dict[int, MatterPlace]:
    """Where every matter stands, by its id: for an office of some hundreds of them."""
    rows = tx.all("SELECT id, kind, stage, parent_id, epoch, pending IS NOT NULL FROM matter ORDER BY id")
    return {row[0]: MatterPlace(row[1], row[2], row[3], row[4], bool(row[5])) for row in rows}


def newest(tx: Tx) -> int:
    """The id of the matter that began last; 0 before any."""
    found: int = tx.value("SELECT COALESCE(MAX(id), 0) FROM matter")
    return found


def begun_after(tx: Tx, kind: str, number: int) -> int | None:
    """The first matter of a kind that began after the one of this id."""
    found: int | None = tx.value(
        "SELECT MIN(id) FROM matter WHERE kind = :kind AND id > :number", kind=kind, number=number
    )
    return found


def announced(tx: Tx) -> dict[str, int]:
    """How many announcements of each kind were published."""
    rows = tx.all(
        "SELECT category, COUNT(*) FROM matter WHERE kind = 'announcement' AND stage = 'published'"
        " GROUP BY category ORDER BY category"
    )
    return {row[0]: row[1] for row in rows}


def published(tx: Tx) -> list[int]:
    """Every announcement that was published, in the order in which they were."""
    rows = tx.all("SELECT id FROM announcement WHERE published_at IS NOT NULL ORDER BY published_at, id")
    return [number for (number,) in rows]
