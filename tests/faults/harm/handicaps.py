"""What a bot suffers all its life long: a slow clock, a short lease, a full disk. Applied in the child, after the fork.

Production code knows nothing of this. A clock that is stepped and a disk that is full are so by a file that the test
writes and removes; the two timings are made short because tests do not wait for minutes.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypedDict

from bot import chores, clocks, leases
from bot.channels.wecom import answers, channel
from bot.channels.wecom.citizens import pulling, sending
from bot.channels.wecom.citizens.pulling import CitizenPulling
from bot.delivery import attempt, send_worker
from storage.engines.sqlite import connection
from tests.faults.harm.vfs import FullDisk

PAUSES = (
    *((answers, "MINUTE"), (answers, "TOKEN_PAUSE"), (sending, "PAUSE")),
    *((pulling, "LONGEST_WAIT"), (pulling, "LOOK_EVERY")),
    (channel, "LONGEST_WAIT"),
    *((attempt, "LONGEST_PAUSE"), (chores, "_LONGEST_PAUSE")),
)


class Handicaps(TypedDict, total=False):
    """Which, and how much."""

    clock: str
    """A file with the seconds by which the clock is ahead; without the file it is right."""
    lease: float
    """Seconds for which a row is claimed."""
    term: float
    """Seconds without a sign of life after which another process takes over."""
    busy: int
    """Milliseconds for which a locked database is waited for."""
    full: str
    """A file: while it is there, the disk is full."""
    safety: float
    """Seconds after which customer service is asked although nobody has rung."""
    moment: float
    """Seconds for which a platform that does not take something is let alone at most."""


def suffer(given: Handicaps, home: Path) -> None:
    """Begin to."""
    if "clock" in given:
        _step_by(Path(given["clock"]))
    if "lease" in given:
        send_worker.LEASE = timedelta(seconds=given["lease"])
        send_worker.SENDING_AT_MOST = given["lease"] * 0.8
    if "term" in given:
        leases.TERM = given["term"]
    if "busy" in given:
        patience = (*connection._PRAGMAS, f"PRAGMA busy_timeout={given['busy']}")
        setattr(connection, "_PRAGMAS", patience)  # noqa: B010 - its type counts the pragmas
    if "moment" in given:
        for place, name in PAUSES:
            setattr(place, name, min(getattr(place, name), given["moment"]))
    if "safety" in given:
        usual = CitizenPulling.__init__.__kwdefaults__ or {}
        usual["safety"] = given["safety"]
    if "full" in given:
        disk = FullDisk(home, Path(given["full"]))
        _held.append(disk.__enter__())


_held: list[FullDisk] = []  # for life: the library calls back


def _step_by(file: Path) -> None:
    def stepped() -> datetime:
        try:
            ahead = float(file.read_text("ascii"))
        except FileNotFoundError:
            ahead = 0.0
        return datetime.now(UTC) + timedelta(seconds=ahead)

    clocks.real = stepped
