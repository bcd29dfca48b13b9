"""The house put together: every dependency in one visible place.

`open_house` makes the database, the office's values, the intake, delivery, chores, clock and channels, and the web side that
serves them.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, MutableMapping
from typing import Any

from starlette.applications import Starlette
from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from bot import channel, chores, clocks, home, leases, meters, settings, wording
from bot.channels import every
from bot.channels.surroundings import Surroundings
from bot.delivery import delivery
from bot.evidence import chores as evidence_chores
from bot.evidence import room as rooms
from bot.house import housekeeping, intake, menu, office_view
from bot.importing import in_chat
from bot.nudges import errands as nudging
from bot.operations import backup_rounds, clock_watch, office_rehearsal, preflight, watch_pages, watching
from bot.publishing import dossiers, log_files, papers, period, publishing
from bot.publishing.drawings import drawings
from bot.publishing.maker import Maker
from domain.matters.troubles import TroubleReason
from handlers import troubles
from handlers.administration import nudges as nudge_commands
from handlers.conversation.procedures import cards as card_faces
from handlers.conversation.room import Room
from scheduler.ticker import Ticker
from scheduler.timetable import Timetable
from storage import vault
from storage.database import Database, Tx
from storage.desk import cards
from storage.engines import opening
from storage.road.outbox import Waiting
from storage.upkeep import restoring

LOG = logging.getLogger(__name__)
REFRESH_EVERY = 2.0
MAKERS: tuple[type[Maker], ...] = (
    period.Drawing,
    drawings.Drawings,
    papers.Papers,
    dossiers.Dossiers,
    log_files.LogFiles,
)
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[Any], Awaitable[None]]


class House:
    """Everything that runs, and the ASGI application that lets people in."""

    def __init__(
        self,
        given: settings.Settings,
        database: Database,
        view: office_view.OfficeView,
        holder: str,
        clock: clocks.LegalClock | None = None,
    ) -> None:
        """Put the parts together; `start` sets them going. `holder` names this process, `clock` is a demo's legal time."""
        self.given = given
        self.leases = leases.Leases(database, holder)
        self.database = database
        self.view = view
        self.clock = clock or clocks.LegalClock()
        self.evidence = rooms.Evidence(given.evidence, database.vault)
        self.words = wording.load(given.timezone, clocks.real)
        self._clocks = clock_watch.ClockWatch(clock=clocks.real, timer=time.monotonic)
        self.meters = meters.Meters()
        self.intake = intake.Intake(
            database,
            office=view.now,
            clock=clocks.real,
            legal_clock=self.clock.now,
            wake=self.wake,
            meters=self.meters,
            words=self.words,
        )
        self.delivery = delivery.Delivery(
            database,
            words=self.words,
            pulling=every.traits().pulling,
            show_card=self._show_card,
            may_see=self._may_see,
            awaits=lambda tx, card: card_faces.awaits(self.quiet_room(tx), card),
            is_narrow=lambda channel: self.view.now().is_narrow(channel),
            room=self.evidence,
            clock=clocks.real,
            stuck=self._stuck,
            lease=self.leases.of,
        )
        self.channels = self._open_channels()
        errands = evidence_chores.EvidenceChores(database, self.evidence, self.channels, clocks.real).errands()
        audiences = [audience for each in self.channels.values() for audience in each.audiences()]
        errands[publishing.KIND] = publishing.Publishing(database, self.quiet_room, self.words, audiences).errand
        errands |= {make.kind: make(database, self.quiet_room, self.words).errand for make in MAKERS}
        errands |= in_chat.FilesInChat(database, self.quiet_room, self.channels).errands()
        errands |= office_rehearsal.OfficeRehearsal(database, self.quiet_room, given).errands()
        self.nudges = nudging.Nudges(database, self.quiet_room, self.words, given.mail)
        errands[nudge_commands.CHORE] = self.nudges.errand
        self.chores = chores.Chores(database, errands, clock=clocks.real, wake=self.wake)
        self.ticker = Ticker(database, self.quiet_room, wake=self.wake)
        self.watch = watching.Watch(
            database,
            pushing=[name for name, each in self.channels.items() if not each.traits.pulls],
            home=given.home,
            database_file=home.of(given).file,
            clock=clocks.real,
            clock_facts=self._clocks.facts,
            tick=self.ticker.silent_for,
            channels=self._channel_facts,
            meters=self.meters,
        )
        self.keeping = self._housekeeping()
        self.extra_routes: list[BaseRoute] = []
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def app(self) -> Callable[[Scope, Receive, Send], Awaitable[None]]:
        """The ASGI application; the doors at which platforms call are answered before everything else, for they are busy."""
        pages = Starlette(
            routes=[
                *(route for each in self.channels.values() for route in each.routes()),
                *watch_pages.WatchPages(self.watch, watch_pages.token_of(self.database.vault)).routes(),
                *self.extra_routes,
            ],
            exception_handlers={kind: how for each in self.channels.values() for kind, how in each.failures().items()},
        )
        doors: dict[str, ASGIApp] = {
            path: door for each in self.channels.values() for path, door in each.doors().items()
        }

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            door = doors.get(scope["path"]) if scope["type"] == "http" else None
            await (door or pages)(scope, receive, send)

        return app

    def close(self) -> None:
        """Let the channels end what holds requests open, so that the web server can stop."""
        for each in self.channels.values():
            each.close()

    def wake(self) -> None:
        """Something was written: there may be words to bring and chores to do."""
        self.delivery.wake()
        self.chores.ring()

    async def start(self) -> None:
        """Set everything going; the channels find their platforms by themselves."""
        self.database.heard(self.delivery.hear)
        self.delivery.start()
        self._in_background(self.intake.run())
        self._in_background(self.chores.run())
        self._in_background(self._refresh())
        self._in_background(Timetable(self.keeping.everywhere()).run())
        self._in_background(self.leases.of(housekeeping.LEASE).during(Timetable(self.keeping.alone()).run))
        shown = menu.menu(self.words)
        for each in self.channels.values():
            await each.start(shown)
        self._in_background(self.leases.run())

    async def stop(self) -> None:
        """Stop working, let what is under way be said, then hang up; the rest is taken up after the next start."""
        self.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.delivery.stop()
        for each in self.channels.values():
            await each.stop()
        await self.leases.give_back()

    def quiet_room(self, tx: Tx) -> Room:
        """The clock's room, at the present legal and real time."""
        return self.view.quiet_room(tx, self.clock.now())

    def _open_channels(self) -> dict[str, channel.Channel]:
        """Open, by name, every channel that the settings do not leave off; what is said on those that push goes by them."""
        around = Surroundings(
            given=self.given,
            database=self.database,
            intake=self.intake,
            delivery=self.delivery,
            evidence=self.evidence,
            words=self.words,
            clock=clocks.real,
            office=self.view.now,
            quiet=self.quiet_room,
            lease=self.leases.of,
        )
        found = [opened for kind in every.EVERY if (opened := kind.opened(around)) is not None]
        for each in found:
            if not each.traits.pulls:
                self.delivery.push_on(each, each.audiences())
        return {each.traits.name: each for each in found}

    def _housekeeping(self) -> housekeeping.Housekeeping:
        has_backups = self.given.backup_every and not (self.view.now().is_demo or self.given.database)
        return housekeeping.Housekeeping(
            self.database,
            ticker=self.ticker,
            evidence=self.evidence,
            nudges=self.nudges,
            # a database server has backups of its own
            backups=backup_rounds.BackupRounds(self.database, self.given, clocks.real) if has_backups else None,
            clock=clocks.real,
            room=self.quiet_room,
            wake=self.wake,
        )

    def _stuck(self, tx: Tx, row: Waiting, reason: TroubleReason, said: str) -> None:
        """A row is for an operator now. What the platform said may repeat somebody's words: it is not logged."""
        LOG.error("Row %d (class %s, %s) was not delivered: %s", row.id, row.kind, row.channel, reason)
        troubles.undelivered(self.quiet_room(tx), row.id, reason, said)

    def _show_card(self, tx: Tx, card: cards.Card) -> card_faces.Shown | None:
        return card_faces.draw(self.quiet_room(tx), card)

    def _may_see(self, tx: Tx, matter: str, matter_id: int, account_id: int) -> bool:
        return card_faces.may_see(self.quiet_room(tx), matter, matter_id, account_id)

    async def _refresh(self) -> None:
        """Every few seconds: the office's values as they are now, and a look at the clock."""
        while True:
            await asyncio.sleep(REFRESH_EVERY)
            self._clocks.look()
            with contextlib.suppress(Exception):
                await self.view.refresh()

    def _channel_facts(self) -> dict[str, channel.ChannelFacts]:
        found = {name: each.facts() for name, each in self.channels.items()}
        return {name: facts for name, facts in found.items() if facts is not None}

    def _in_background(self, work: Coroutine[Any, Any, None]) -> None:
        self._tasks.append(asyncio.create_task(work))


def view_of(given: settings.Settings, database: Database, *, is_demo: bool = False) -> office_view.OfficeView:
    """The office's values over a database; refresh them before use."""
    return office_view.OfficeView(
        database,
        timezone=given.timezone,
        locale=given.locale,
        channel_policy=given.channel_policy,
        public_url=given.public_url,
        is_demo=is_demo,
        has_mail=given.mail is not None,
        channels=every.traits(),
    )


@contextlib.asynccontextmanager
async def stand_house(
    given: settings.Settings, *, is_demo: bool = False, clock: clocks.LegalClock | None = None
) -> AsyncIterator[tuple[House, home.Lock]]:
    """The house on an existing home, nothing set going; its lock is held. Raises the sentence to act on where it cannot be opened."""
    place = home.of(given)
    preflight.check(place)
    keys = vault.Vault(vault.read_key(place.key))
    with home.Lock(place) as lock:
        database = await opening.open_database(place.place, keys)
        try:
            view = view_of(given, database, is_demo=is_demo)
            await view.refresh()
            keys.renew_handles(await database.read(restoring.generation))
            yield House(given, database, view, lock.holder, clock), lock
        finally:
            await database.close()


@contextlib.asynccontextmanager
async def open_house(
    given: settings.Settings, *, is_demo: bool = False, clock: clocks.LegalClock | None = None
) -> AsyncIterator[House]:
    """Open the house and let everything run while it stands."""
    async with stand_house(given, is_demo=is_demo, clock=clock) as (house, lock):
        # From here until it is closed, the database has a write-ahead file: whoever finds the mark and no such file misses one.
        lock.mark(preflight.RUNNING)
        await house.start()
        try:
            yield house
        finally:
            lock.mark(b"")
            await house.stop()
