"""The chore behind 演练 in chat: the office's own next period, rehearsed in a process beside the bot (`bot/rehearsal/beside.py`).

That process works in a copy of the database, or on a server in a transaction that is rolled back; the bot waits for nobody meanwhile.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import tempfile
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from bot import chores, settings
from domain.sayings.rehearsals import RehearsalOver
from handlers.administration import rehearsals
from handlers.conversation.room import Room
from storage import people as accounts
from storage import shapes
from storage.database import Database, Tx
from storage.road.chores import Chore

LOG = logging.getLogger(__name__)
TAKES_AT_MOST = timedelta(minutes=5)
LONGEST_LINE = 4 * 1024 * 1024  # bytes: the last one holds everything that would be said


class OfficeRehearsal:
    """Does it, one at a time."""

    def __init__(self, database: Database, make_room: Callable[[Tx], Room], given: settings.Settings) -> None:
        """`make_room` gives the clock's room."""
        self._database = database
        self._make_room = make_room
        self._given = given

    def errands(self) -> dict[str, chores.Errand]:
        """What `bot/chores.py` takes."""
        lease = TAKES_AT_MOST + timedelta(minutes=1)
        return {rehearsals.PLAY: chores.Errand(do=self.play, lane=rehearsals.PLAY, lease=lease)}

    async def play(self, chore: Chore) -> chores.Result:
        """Play it; what goes wrong is told, and not tried again by itself."""
        account = chore.account_id
        by = await self._database.read(lambda tx: accounts.actor_of(tx, account))
        if by is None:
            return chores.nothing
        with tempfile.TemporaryDirectory(prefix="flagpost-rehearsed-") as name:
            folder = Path(name)
            try:
                async with asyncio.timeout(TAKES_AT_MOST.total_seconds()):
                    told = await self._played(folder, by.locale, chore.body["period"], account)
            except TimeoutError:
                return self._lack(account, "too_long")
            if told is None:
                return self._lack(account, "failed")
            if "lacks" in told:
                return self._lack(account, told["lacks"], told["facts"])
            said = [_would_be_said(folder, each) for each in told["said"]]
        return lambda tx: rehearsals.hand(self._make_room(tx), account, _sum(told["figures"], len(said)), said)

    async def _played(self, folder: Path, locale: str, code: str, account: int) -> dict[str, Any] | None:
        """What the process says last; None where it ended badly. What it says before is told on."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "bot.rehearsal.beside", str(folder), locale, code),
            env={**os.environ, "FLAGPOST_HOME": str(self._given.home), "FLAGPOST_DATABASE": self._given.database},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            limit=LONGEST_LINE,
        )
        assert process.stdout is not None
        told: dict[str, Any] | None = None
        try:
            async for line in process.stdout:
                told = shapes.decode(line, dict[str, Any])
                if "step" in told:
                    await self._database.write(partial(self._tell_step, account=account, step=told["step"]))
            _, said = await process.communicate()
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode:
            LOG.error(
                "A rehearsal ended with %d: %s", process.returncode, said.decode(errors="replace").splitlines()[-1:]
            )
            return None
        return told

    def _tell_step(self, tx: Tx, *, account: int, step: str) -> None:
        rehearsals.tell_step(self._make_room(tx), account, step)

    def _lack(self, account: int, why: str, facts: dict[str, str] | None = None) -> chores.Result:
        return lambda tx: rehearsals.tell_lack(self._make_room(tx), account, why, facts or {})


def _would_be_said(folder: Path, told: dict[str, str]) -> rehearsals.WouldBeSaid:
    picture = (folder / told["picture"]).read_bytes() if told["picture"] else b""
    return rehearsals.WouldBeSaid(text=told["text"], picture=picture)


def _sum(figures: dict[str, Any], messages: int) -> RehearsalOver:
    (period,) = figures["periods"]
    return RehearsalOver(
        period=period["name"],
        red_flags=period["red_flags"],
        red_units=period["red_units"],
        yellow_flags=period["yellow_flags"],
        yellow_units=period["yellow_units"],
        messages=messages,
        pictures=figures["pictures"],
        seconds=round(figures["seconds"]),
    )
