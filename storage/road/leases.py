"""Leases: what one process alone may do for a while, among all that run on one database.

A holder says again and again that it lives (its `beat`); whoever has seen a lease stand still for a whole term takes it. So
no clock is compared with another machine's: each process measures the term by its own. Who holds what, and for how long, is
judged by `bot/leases.py`, the only caller.
"""

from collections.abc import Collection
from dataclasses import dataclass

from storage.database import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaseStanding:
    """A lease as it stands. `fence` counts its holders; `holder` is empty where it was given back."""

    holder: str
    fence: int
    beat: int


def standing(tx: Tx, names: Collection[str]) -> dict[str, LeaseStanding]:
    """Tell how these leases stand; one that nobody ever held is missing."""
    found = {}
    for name in names:
        row = tx.one("SELECT holder, fence, beat FROM lease WHERE name = :name", name=name)
        if row is not None:
            found[name] = LeaseStanding(holder=row[0], fence=row[1], beat=row[2])
    return found


def take(tx: Tx, name: str, holder: str, seen: LeaseStanding | None) -> int | None:
    """Take a lease that still stands as it was seen; return its fence, or None where it does not."""
    if seen is None:
        made = tx.run(
            "INSERT INTO lease (name, holder, fence, beat) VALUES (:name, :holder, 1, 0) ON CONFLICT (name) DO NOTHING",
            name=name,
            holder=holder,
        )
        return 1 if made else None
    fence: int | None = tx.value(
        "UPDATE lease SET holder = :holder, fence = fence + 1, beat = 0"
        " WHERE name = :name AND fence = :fence AND beat = :beat AND holder = :before RETURNING fence",
        holder=holder,
        name=name,
        fence=seen.fence,
        beat=seen.beat,
        before=seen.holder,
    )
    return fence


def keep(tx: Tx, name: str, fence: int) -> bool:
    """Say that its holder lives. False where somebody else has taken it."""
    return tx.run("UPDATE lease SET beat = beat + 1 WHERE name = :name AND fence = :fence", name=name, fence=fence) == 1


def give_back(tx: Tx, name: str, fence: int) -> None:
    """Let anybody take it at once, unless somebody has already."""
    tx.put("UPDATE lease SET holder = '' WHERE name = :name AND fence = :fence", name=name, fence=fence)
