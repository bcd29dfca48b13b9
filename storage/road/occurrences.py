"""Occurrences: each thing that is due happens once, over restarts and outages (the design §8).

A row is inserted in the same transaction as what it causes.
"""

from datetime import datetime
from enum import StrEnum

from storage import times
from storage.database import Tx


class OccurrenceState(StrEnum):
    """What became of an occurrence."""

    DONE = "done"
    SKIPPED = "skipped"  # it was missed by more than its window; a person is asked


def publication(announcement_id: int) -> str:
    """The job of saying an announcement."""
    return f"announcement:{announcement_id}"


def said_to(place: str) -> str:
    """The job of pushing an announcement to a public place, which comes up once a day."""
    return f"said:{place}"


def claim(tx: Tx, job: str, due: datetime, at: datetime, state: OccurrenceState = OccurrenceState.DONE) -> bool:
    """Take an occurrence; False where it has been taken before."""
    taken = tx.run(
        "INSERT INTO occurrence (job, due, state, at) VALUES (:job, :due, :state, :at) ON CONFLICT (job, due) DO NOTHING",
        job=job,
        due=times.text(due),
        state=state.value,
        at=times.text(at),
    )
    return taken == 1


def state_of(tx: Tx, job: str, due: datetime) -> OccurrenceState | None:
    """Say what became of an occurrence; None where it has not come up yet."""
    found = tx.value("SELECT state FROM occurrence WHERE job = :job AND due = :due", job=job, due=times.text(due))
    return None if found is None else OccurrenceState(found)


def listing(person_id: int) -> str:
    """The job of putting before somebody, on a working morning, what is due."""
    return f"list:{person_id}"


def refused(matter_id: int, move: str) -> str:
    """The job of saying that the law refused what the end of a term should have done."""
    return f"refused:{matter_id}:{move}"


def last(tx: Tx, job: str) -> datetime | None:
    """When a job was last due that was done; None where it never was."""
    return times.maybe_read(tx.value("SELECT MAX(due) FROM occurrence WHERE job = :job", job=job))


def forget_before(tx: Tx, job: str, due: datetime) -> None:
    """Of a job that recurs for ever only the last time is kept."""
    tx.put("DELETE FROM occurrence WHERE job = :job AND due < :due", job=job, due=times.text(due))
