"""Where a demo's legal clock is turned: what waits in real time for an hour of it."""

from datetime import datetime, timedelta

from storage import times
from storage.database import Tx


def wait_less(tx: Tx, by: timedelta, now: datetime) -> None:
    """Let what is held back leave so much sooner, though not before now: behind it nothing leaves that is for the same person."""
    held = tx.all(
        "SELECT id, not_before FROM outbox WHERE state = 'waiting' AND not_before > :now", now=times.text(now)
    )
    for number, until in held:
        sooner = times.text(max(now, times.read(until) - by))
        tx.put("UPDATE outbox SET not_before = :sooner WHERE id = :id", sooner=sooner, id=number)
