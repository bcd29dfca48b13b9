"""Backups by themselves: a running bot has one made whenever one is due (`FLAGPOST_BACKUP_EVERY`).

Made by the wiring. The work is done by `flagpost backup --if-changed` in a process of its own, at a low priority: checking a
large database takes seconds of computing, which the people who are writing to the bot must not notice.
"""

import asyncio
import contextlib
import logging
import os
import sys
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta

from bot import settings
from storage.database import Database
from storage.upkeep import backups

LOG = logging.getLogger(__name__)
REST = 20  # times as long as the last one took: copying takes a twentieth of one processor at most
NICE = 10
LONGEST = 500  # characters of a complaint
Make = Callable[[], Awaitable[tuple[int, str]]]  # its exit code, and what it complained of


class BackupRounds:
    """Looks whether a backup is due, and has it made."""

    def __init__(
        self, database: Database, given: settings.Settings, clock: Callable[[], datetime], make: Make | None = None
    ) -> None:
        """`make` has a backup made: by the command, unless another way is given."""
        self._database = database
        self._given = given
        self._clock = clock
        self._make = make or self._by_command
        self._looked_at: datetime | None = None

    async def round(self) -> bool:
        """Have a backup made if one is due; False where none is. What fails is logged and remembered for whoever watches.

        Cancelled, it kills the copy in the making, which leaves nothing that passes for one.
        """
        last = await self._database.read(backups.last)
        now = self._clock()
        rest = max(self._given.backup_every, REST * timedelta(seconds=last.took))
        # A look that found nothing new, or that failed, counts as one too.
        since = max(filter(None, (last.at, self._looked_at)), default=None)
        if since is not None and now < since + rest:
            return False
        self._looked_at = now
        code, said = await self._make()
        if code:
            LOG.error("No sound backup was made: %s", said)
            if (await self._database.read(backups.last)).error in ("", last.error):
                await self._database.write(lambda tx: backups.record_failure(tx, f"{now.isoformat()} {said}"))
        return True

    async def _by_command(self) -> tuple[int, str]:
        """Run the command; return its exit code and what it complained of."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "backup",
            "--if-changed",
            env=environment(self._given, os.environ),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            with contextlib.suppress(ProcessLookupError):
                os.setpriority(os.PRIO_PROCESS, process.pid, NICE)
            _, complaint = await process.communicate()
        except asyncio.CancelledError:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            raise
        return process.returncode or 0, " ".join(complaint.decode("utf-8", "replace").split())[-LONGEST:]


def environment(given: settings.Settings, ours: Mapping[str, str]) -> dict[str, str]:
    """What the command is started with: the same home, and nothing of the channels' secrets."""
    theirs = {name: value for name, value in ours.items() if not name.upper().startswith(settings.PREFIX)}
    return theirs | {
        "FLAGPOST_HOME": str(given.home),
        "FLAGPOST_EVIDENCE": str(given.evidence),
        "FLAGPOST_BACKUP": str(given.backup),
        "FLAGPOST_BACKUP_RECIPIENTS": " ".join(given.backup_recipients),
    }
