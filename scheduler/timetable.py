"""What recurs while the bot runs: jobs, each with a trigger of APScheduler's that says when it is due (the design §8).

Lives here: `Job`, a line of a timetable, and `Timetable`, which does them; the lines are in `bot/house/housekeeping.py`. All of
those may be done twice. A recurring job of the law must claim its row of `occurrence` in the transaction of what it causes.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One line. `begins_at_once`: it is also done when the timetable begins."""

    name: str
    when: Any  # a trigger of APScheduler's, which has no types
    do: Callable[[], Awaitable[object]]
    begins_at_once: bool = False


def every(**interval: int) -> Any:
    """Make a trigger that comes again after so many `seconds`, `minutes` or `hours`."""
    return IntervalTrigger(timezone=UTC, **interval)


class Timetable:
    """Does jobs as they become due. One that takes long lets its next time wait; one that fails is done again at its next."""

    def __init__(self, jobs: Iterable[Job]) -> None:
        """Nothing happens before `run`."""
        self._jobs = tuple(jobs)
        self._under_way: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Do them until cancelled; what is under way then is broken off before this returns."""
        logging.getLogger("apscheduler").setLevel(logging.ERROR)  # that a long job lets its next time wait is no news
        scheduler = AsyncIOScheduler(timezone=UTC)
        for job in self._jobs:
            scheduler.add_job(
                self._do, job.when, [job], name=job.name, coalesce=True, max_instances=1, misfire_grace_time=None
            )
            if job.begins_at_once:
                scheduler.add_job(self._do, args=[job], name=job.name)
        scheduler.start()
        try:
            await asyncio.Event().wait()
        finally:
            scheduler.pause()  # at once; the shutdown comes with the loop's next turn
            scheduler.shutdown(wait=False)
            for task in self._under_way:
                task.cancel()
            await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _do(self, job: Job) -> None:
        """Do one job, in a task of APScheduler's own: whatever left here would be logged by it, words and all."""
        task = asyncio.current_task()
        assert task is not None
        self._under_way.add(task)
        try:
            await job.do()
        except asyncio.CancelledError:
            return  # the timetable ends
        except Exception as error:
            LOG.error("The job %s was not finished: %s", job.name, type(error).__name__)
        finally:
            self._under_way.discard(task)
