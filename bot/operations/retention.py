"""Which old copies are kept: all of the last six hours, then one an hour, one a day, one a month.

Pure.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

STEPS: Final = (
    (timedelta(hours=6), "%Y-%m-%d %H:%M:%S"),
    (timedelta(hours=48), "%Y-%m-%d %H"),
    (timedelta(days=31), "%Y-%m-%d"),
    (timedelta(days=366), "%Y-%m"),
)
"""Until which age, and what two copies share when one of them is enough; the newer one is kept."""


@dataclass(frozen=True, slots=True, order=True)
class BackupCopy:
    """A copy by its moment. `is_sound`: nothing was wrong with the database that was copied."""

    made_at: datetime
    name: str
    is_sound: bool


def superfluous(copies: Collection[BackupCopy], now: datetime) -> list[BackupCopy]:
    """List the copies to delete. Neither the newest copy nor the newest sound one is ever among them."""
    newest_first = sorted(copies, reverse=True)
    kept = set(_representatives(newest_first, now))
    kept.update(newest_first[:1])
    kept.update([copy for copy in newest_first if copy.is_sound][:1])
    return [copy for copy in reversed(newest_first) if copy not in kept]


def _representatives(newest_first: Iterable[BackupCopy], now: datetime) -> Iterable[BackupCopy]:
    seen: set[str] = set()
    for copy in newest_first:
        age = now - copy.made_at
        shared = next((copy.made_at.strftime(share) for until, share in STEPS if age <= until), None)
        if shared is not None and shared not in seen:
            seen.add(shared)
            yield copy
