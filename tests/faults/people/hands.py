"""Other hands in a town's database, and a hand on its bot: what `nemesis.py` does to a bot beside the roads that people take."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlcipher3 import dbapi2 as sqlcipher

from bot.home import Home
from domain.matters.announcements import Rendering
from domain.people import Role
from storage import announcements, people, vault
from storage.database import Tx
from storage.engines import standalone
from storage.engines.postgres import connection as postgres_connection
from storage.engines.sqlite import connection as sqlite_connection
from storage.road import claiming, outbox
from tests.faults.people import ledger
from tests.faults.people.town import Town
from tests.support import announced
from tests.support import office as offices


async def stop_between_transactions(town: Town) -> None:
    """Stop it where it holds no lock: within a transaction it would keep everybody from writing, and lose nothing."""
    with connection(town) as opened:
        opened.execute("PRAGMA busy_timeout=0")
        for _ in range(500):
            town.nest.signals(signal.SIGSTOP)
            await asyncio.sleep(0.01)
            try:
                opened.execute("BEGIN IMMEDIATE")
            except sqlcipher.OperationalError:
                town.nest.signals(signal.SIGCONT)
                await asyncio.sleep(0.002 * town.drawn.random())
            else:
                opened.execute("ROLLBACK")
                return
    raise AssertionError("it was always within a transaction")


def take_over(town: Town, seconds: float) -> list[tuple[int, int]]:
    """Be another worker: free what is claimed for too long, claim it; return rows and fencing numbers."""
    at = datetime.now(UTC)
    with writing(town.home) as tx:
        claiming.expire_claims(tx, "telegram", at, is_two_phase=True)
        taken = claiming.claim(tx, "telegram", at, at + timedelta(seconds=seconds), 16).taken
    return [(row.id, row.fence) for row in taken]


def is_ours(town: Town, number: int, fence: int) -> bool:
    """Whether whoever had the row before us left it alone; when our claim has run out, anybody may have taken it."""
    with ledger.looking_at(town.home) as tx:
        row = outbox.of_id(tx, number)
        return row is not None and (row.fence > fence or row.state in ("claimed", "waiting"))


def said_in_public(town: Town) -> list[str]:
    """How far each public word has come."""
    with ledger.looking_at(town.home) as tx:
        return [state for (state,) in tx.all("SELECT state FROM outbox WHERE class = 'P'")]


def working_day() -> datetime:
    """The next day on which the office may speak, late in its morning."""
    tomorrow = datetime.now(offices.ZONE).replace(hour=0, minute=0) + timedelta(days=1)
    return offices.office().calendar.next_speaking_moment(tomorrow) + timedelta(hours=2)


def sign(town: Town, publish_at: datetime) -> None:
    """Let two leaders sign an announcement for the board."""
    words = Rendering(audience="board", channel="web", locale="zh", part=1, title="公告", text="某局得红旗一面。")
    at = datetime.now(UTC)
    draft = announcements.Draft(
        kind="ranking",
        about="1",
        about_id=None,
        author_id=None,
        publish_at=publish_at,
        renderings=[words],
        pictures={},
    )
    with writing(town.home) as tx:
        number = announced.propose(tx, draft, at)
        for label in ("甲", "乙"):
            person = tx.add("INSERT INTO person (label, unit, made_at) VALUES (:label, '', '')", label=label)
            people.grant(tx, person, Role.LEADER, at)
            assert announced.sign(tx, number, person, Role.LEADER, at)
        announced.approve(tx, number)


def writing(home: Home) -> AbstractContextManager[Tx]:
    """A transaction of somebody else's."""
    return _writing_on_a_server(home) if home.url else standalone.writing(home.database, _keys(home))


@contextmanager
def connection(town: Town) -> Iterator[Any]:
    """A connection of somebody else's."""
    opened = sqlite_connection.connect(town.home.database, _keys(town.home))
    try:
        yield opened
    finally:
        opened.close()


@contextmanager
def _writing_on_a_server(home: Home) -> Iterator[Tx]:
    with postgres_connection.session(home.url) as session:
        session.script("SET lock_timeout = '20s'")
        session.begin_alone()
        yield postgres_connection.tx_of(session.execute, _keys(home))
        session.commit()


def _keys(home: Home) -> vault.Vault:
    return vault.Vault(vault.read_key(home.key))
