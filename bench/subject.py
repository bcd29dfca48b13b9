"""The bot that is measured: `flagpost run` as a child, with a home of its own, and what its database says afterwards.

Everything about the bot's surface that the measurement relies on is in here.
"""

import asyncio
import shutil
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bench import children, standin
from bench.children import CouldNotMeasure
from bot import clocks
from bot.home import Home
from domain.people import Role
from storage import invitations, people, vault
from storage.database import Database, Tx
from storage.engines import opening
from storage.road import inbox

FLAGPOST = ("-c", "from bot.cli import main; main()")
UNITS = "bot/demo_data/units.csv"
SET_UP_SECONDS = 60.0
DRAIN_SECONDS = 120.0
POLL_SECONDS = 0.005


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The bot at work, and a way to look into its database from outside."""

    child: children.Child
    database: Database
    replicas: tuple[children.Child, ...] = ()
    addresses: tuple[str, ...] = ()

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
        found = await self.database.read(lambda tx: _found(tx, acknowledged // dialogues))
        wanted = _Found(handled=acknowledged, otherwise=0, speakers=dialogues, unanswered=0, clues=dialogues)
        if found != wanted:
            raise CouldNotMeasure(f"The database holds {found}; what was acknowledged is {wanted}.")


@asynccontextmanager
async def prepared(folder: Path, api: str, database: str = "") -> AsyncIterator[Mapping[str, str]]:
    """Make a home as an operator would, with the sample units; yield the settings to run it with. `database`: a server's."""
    log = folder / "flagpost.log"
    env = {"FLAGPOST_HOME": str(home_in(folder).folder), "FLAGPOST_DATABASE": database}
    for arguments in (("init", "--yes"), ("import", "units", "--yes", UNITS)):
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


async def staff(folder: Path, settings: Mapping[str, str], reviewers: int) -> None:
    """Let reviewers be invited and sign in at their pages, as a real office has them; the bot does not run yet."""
    if not reviewers:
        return
    home = home_in(folder)
    place = opening.DatabasePlace(file=home.database, url=settings["FLAGPOST_DATABASE"])
    database = await opening.open_database(place, vault.Vault(vault.read_key(home.key)))
    now = clocks.real()
    try:
        for number in range(reviewers):
            await database.write(lambda tx, number=number: sign_in(tx, f"reviewer {number + 1}", now))  # type: ignore[misc]
    finally:
        await database.close()


def sign_in(tx: Tx, label: str, at: datetime) -> None:
    """Invite a reviewer of this label, and let them sign in at their page."""
    code, until = vault.new_code(), at + timedelta(days=30)
    invitations.invite(tx, code, Role.REVIEWER, "", label, at, until)
    invitations.redeem(tx, code, people.open_account(tx, "web", label, label, "zh", at), at, until)


@asynccontextmanager
async def running(folder: Path, settings: Mapping[str, str], *, processes: int = 1) -> AsyncIterator[Subject]:
    """Run the bot; it tells the stand-in where it listens. Every further process has a home of its own with the same key."""
    home = home_in(folder)
    keys = vault.Vault(vault.read_key(home.key))
    async with AsyncExitStack() as stack:
        replicas = [settings, *(_replica(folder, settings, number) for number in range(1, processes))]
        running = [
            await stack.enter_async_context(children.running((*FLAGPOST, "run"), folder / "flagpost.log", env=each))
            for each in replicas
        ]
        place = opening.DatabasePlace(file=home.database, url=settings["FLAGPOST_DATABASE"])
        database = await opening.open_database(place, keys)
        stack.push_async_callback(database.close)
        yield Subject(
            child=running[0],
            database=database,
            replicas=tuple(running[1:]),
            addresses=tuple(f"http://{each['FLAGPOST_WEB']}" for each in replicas[1:]),
        )


def _replica(folder: Path, settings: Mapping[str, str], number: int) -> Mapping[str, str]:
    home = folder / f"home-{number}"
    shutil.copytree(home_in(folder).folder, home)
    return {**settings, "FLAGPOST_HOME": str(home), "FLAGPOST_WEB": f"127.0.0.1:{children.free_port()}"}


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


_ANSWERED = "(SELECT COUNT(*) AS replies FROM outbox WHERE class = 'R' GROUP BY account_id) AS speaker"


def _found(tx: Tx, messages: int) -> _Found:
    """What it holds, where each speaker has sent at least so many messages."""
    counts = inbox.counts(tx)
    return _Found(
        handled=counts.pop("handled", 0),
        otherwise=sum(counts.values()),
        speakers=int(tx.value(f"SELECT COUNT(*) FROM {_ANSWERED}")),
        unanswered=int(tx.value(f"SELECT COUNT(*) FROM {_ANSWERED} WHERE replies < :messages", messages=messages)),
        clues=int(tx.value("SELECT COUNT(*) FROM clue")),
    )
