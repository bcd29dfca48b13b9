"""The timetable of a running house: everything that recurs, and how often.

Made by the wiring. What every process does itself is `everywhere`; what one process does for all of them is `alone`, and that
process has the lease of the house.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.evidence import room as rooms
from bot.nudges import errands as nudging
from bot.operations import backup_rounds, index_merge
from handlers import troubles
from handlers.conversation.room import Room
from scheduler.ticker import Ticker
from scheduler.timetable import Job, every
from storage import passing_files
from storage.database import Database, Tx
from storage.road import dialogues, history

LEASE = "house"


class Housekeeping:
    """The jobs, and what each does. None of them minds being done twice."""

    def __init__(
        self,
        database: Database,
        *,
        ticker: Ticker,
        evidence: rooms.Evidence,
        nudges: nudging.Nudges,
        backups: backup_rounds.BackupRounds | None,
        clock: Callable[[], datetime],
        room: Callable[[Tx], Room],
        wake: Callable[[], None],
    ) -> None:
        """`clock` is real time, `room` the clock's; `wake` is called when there may be something to say or to do.

        Without `backups`, none are made.
        """
        self._database = database
        self._ticker = ticker
        self._evidence = evidence
        self._nudges = nudges
        self._backups = backups
        self._clock = clock
        self._room = room
        self._wake = wake

    def everywhere(self) -> list[Job]:
        """What every process does."""
        jobs = [Job(name="clock", when=every(seconds=3), do=self._ticker.ring)]
        if self._backups is not None:
            jobs.append(Job(name="backup", when=every(minutes=1), do=self._backups.round))
        return jobs

    def alone(self) -> list[Job]:
        """What one process does for all."""
        return [
            Job(name="nudges", when=every(minutes=1), do=self.nudge, begins_at_once=True),
            Job(name="checkpoint", when=every(hours=1), do=self.checkpoint, begins_at_once=True),
            Job(name="drafts", when=every(hours=1), do=self.forget_drafts, begins_at_once=True),
            Job(name="evidence", when=every(hours=1), do=self.sweep_evidence, begins_at_once=True),
            Job(name="word index", when=every(hours=1), do=self.merge_index, begins_at_once=True),
            Job(name="troubles", when=every(hours=1), do=self.look_for_troubles, begins_at_once=True),
        ]

    async def nudge(self) -> None:
        """Whoever is away and for whom something waits gets a nudge."""
        if await self._nudges.look():
            self._wake()

    async def checkpoint(self) -> None:
        """Write down the heads of all history and their number."""
        entries, head = await self._database.read(history.heads)
        now = self._clock()
        await self._database.write(lambda tx: history.checkpoint(tx, entries, head, now))

    async def forget_drafts(self) -> None:
        """What somebody began to report and did not finish is forgotten, after the hours that the rules give."""
        now = self._clock()

        def work(tx: Tx) -> int:
            hours = timedelta(hours=self._room(tx).office.rules.clue_draft_hours)
            return dialogues.forget_silent(tx, now - hours, now - dialogues.STAFF_LASTS)

        await self._database.write(work)

    async def sweep_evidence(self) -> None:
        """Files that no report claims go, and those that went through a conversation some days ago."""
        now = self._clock()
        await self._evidence.sweep(self._database, now)
        await self._database.write(lambda tx: passing_files.forget_old(tx, now))

    async def merge_index(self) -> None:
        """The word index is put in order."""
        await index_merge.tidy(self._database)

    async def look_for_troubles(self) -> None:
        """Nothing undecided is without an operator who knows of it."""
        await self._database.write(lambda tx: troubles.catch_up(self._room(tx)))
        self._wake()
