"""The bot that is measured: `flagpost run` as a child, with a home of its own, and what its database says afterwards.

Called by `bench/intake.py`. Everything about the bot's surface that the measurement relies on is in here.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import children, standin
from bench.children import CouldNotMeasure
from bot.home import Home
from storage import inbox, sqlite_engine, vault
from storage.database import Tx

FLAGPOST = ("-c", "from bot.cli import main; main()")
UNITS = "bot/demo_data/units.csv"
SET_UP_SECONDS = 60.0
DRAIN_SECONDS = 120.0
POLL_SECONDS = 0.005


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The bot at work, and a way to look into its database from outside."""

    child: children.Child
    database: sqlite_engine.SqliteDatabase

    async def drained_at(self, acknowledged: int) -> float:
        """Wait until everything is handled and nothing waits; return when that was, on the monotonic clock."""
        until = time.monotonic() + DRAIN_SECONDS
        while True:
            counts = await self.database.read(inbox.counts)
            now = time.monotonic()
            if not counts.get("new") and counts.get("handled", 0) >= acknowledged:
                return now
            if now > until:
                raise CouldNotMeasure(f"{acknowledged} updates were acknowledged, but the inbox stands at {counts}.")
            await asyncio.sleep(POLL_SECONDS)

    async def check(self, acknowledged: int, dialogues: int) -> None:
        """Hold the database to what was acknowledged: handled once each, a reply to each, a clue for each dialogue."""
        found = await self.database.read(_found)
        wanted = _Found(handled=acknowledged, otherwise=0, speakers=dialogues, unanswered=0, clues=dialogues)
        if found != wanted:
            raise CouldNotMeasure(f"The database holds {found}; what was acknowledged is {wanted}.")


@asynccontextmanager
async def prepared(folder: Path, api: str) -> AsyncIterator[Mapping[str, str]]:
    """Make a home as an operator would, with the sample units; yield the settings to run it with."""
    log = folder / "flagpost.log"
    env = {"FLAGPOST_HOME": str(home_in(folder).folder)}
    for arguments in (("init", "--yes"), ("import", "units", UNITS)):
        async with children.running((*FLAGPOST, *arguments), log, env=env) as child:
            await child.ended(SET_UP_SECONDS)
    web = f"127.0.0.1:{children.free_port()}"
    yield {
        **env,
        "FLAGPOST_TELEGRAM_TOKEN": standin.TOKEN,
        "FLAGPOST_TELEGRAM_API": api,
        "FLAGPOST_TELEGRAM_MODE": "webhook",
        "FLAGPOST_PUBLIC_URL": f"http://{web}",
        "FLAGPOST_WEB": web,
    }


@asynccontextmanager
async def running(folder: Path, settings: Mapping[str, str]) -> AsyncIterator[Subject]:
    """Run the bot; it tells the stand-in where it listens."""
    home = home_in(folder)
    keys = vault.Vault(vault.read_key(home.key))
    async with children.running((*FLAGPOST, "run"), folder / "flagpost.log", env=settings) as child:
        database = await sqlite_engine.open_database(home.database, keys)
        try:
            yield Subject(child=child, database=database)
        finally:
            await database.close()


def home_in(folder: Path) -> Home:
    """Where the bot of this run lives."""
    return Home(folder=folder / "home")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What the database holds. `unanswered`: speakers with fewer replies than messages."""

    handled: int
    otherwise: int
    speakers: int
    unanswered: int
    clues: int


_SPEAKERS = (
    "SELECT account.id, COUNT(*) AS messages,"
    " (SELECT COUNT(*) FROM outbox WHERE outbox.account_id = account.id AND class = 'R') AS replies"
    " FROM inbox JOIN account ON account.mark = inbox.speaker GROUP BY account.id"
)


def _found(tx: Tx) -> _Found:
    counts = inbox.counts(tx)
    return _Found(
        handled=counts.pop("handled", 0),
        otherwise=sum(counts.values()),
        speakers=int(tx.value(f"SELECT COUNT(*) FROM ({_SPEAKERS})")),
        unanswered=int(tx.value(f"SELECT COUNT(*) FROM ({_SPEAKERS}) WHERE replies < messages")),
        clues=int(tx.value("SELECT COUNT(*) FROM clue")),
    )
