"""Which processors a running bot uses: one for the threads that carry messages, all of them for the rest.

Only one thread of a process runs Python at a time. Where the loop and the writer have a processor each, every handing over of
the interpreter's lock wakes the other processor, which costs more than most of what is handed over; on one it is a mere
switch. What is long and not Python (drawing, a backup, the children that remake pictures) has the others. Where the system
knows no such thing, nothing is done.
"""

import asyncio
import contextlib
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

STAYS = 10.0
"""Seconds the threads stay where they are, before the system may choose again: another process may have come there."""
CHOOSES = 0.05
"""Seconds the system has for it."""
_ASIDE = "flagpost-aside"
_ASIDE_AT_ONCE = 4
_LAST_RAN_ON = 36  # of /proc/…/stat, counted from a thread's state, which follows its name
_ALL = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set[int]()


async def keep_together() -> None:
    """Keep this process's threads on one processor, but for those `aside`, until cancelled."""
    if len(_ALL) < 2:
        return
    try:
        while True:
            place = _here()
            for thread in _together():
                _let_run_on(place, thread)
            await asyncio.sleep(STAYS)
            for thread in _together():
                spread(thread)
            await asyncio.sleep(CHOOSES)
    finally:
        for thread in _together():
            spread(thread)


def aside() -> ThreadPoolExecutor:
    """Make the threads for what takes long: drawing, reading a table, waiting for a child."""
    return ThreadPoolExecutor(_ASIDE_AT_ONCE, _ASIDE, initializer=spread)


def spread(number: int = 0) -> None:
    """Let a thread or a child run on every processor that this process may use; 0 is the calling thread.

    It would else stay where whoever started it was.
    """
    if _ALL:
        _let_run_on(_ALL, number)


def _together() -> list[int]:
    return [each.native_id for each in threading.enumerate() if each.native_id and not each.name.startswith(_ASIDE)]


def _let_run_on(processors: set[int], number: int) -> None:
    with contextlib.suppress(OSError):  # it has ended, or the system forbids it: everything goes on as it was
        os.sched_setaffinity(number, processors)


def _here() -> set[int]:
    """The processor that the calling thread is on; all, where the system does not tell."""
    try:
        stat = Path(f"/proc/self/task/{threading.get_native_id()}/stat").read_text("ascii", "replace")
    except OSError:
        return _ALL
    return {int(stat.rpartition(")")[2].split()[_LAST_RAN_ON])}
