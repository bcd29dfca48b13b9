"""A house in which figures become a published ranking: a real database, the fictional county's figures, a clock.

Nobody speaks through a channel here: people act at their cards, as `handlers/conversation/procedures/cards.py` lets them.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from importlib import resources
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot import card_text, office_calendar, wording
from bot.channel import Audience
from bot.importing import taking
from bot.publishing import period, publishing
from bot.wording import LOCALES
from domain import people
from domain.cards import CardView
from domain.importing.columns import ImportKind
from domain.matters.announcements import Rendering
from domain.mechanism.rules import RuleSet
from domain.mechanism.standing import Event, Standing
from domain.people import Actor, Role
from domain.saying import Saying
from handlers import MATTERS
from handlers.conversation.procedures import cards, moves
from handlers.conversation.room import Drawn, Office, Profile, Room
from handlers.understanding.units import Finder
from scheduler.ticker import Ticker
from storage import announcements as announcement_store
from storage import invitations, matters, pictures, units
from storage import people as accounts
from storage.database import Database, Tx
from storage.road import chores, outbox, pages
from tests.support import announced, engines

T = TypeVar("T")
ZONE = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2026, 3, 4, 1, 30, tzinfo=UTC)  # a Wednesday, half past nine; the first period has just ended
SAMPLE = resources.files("bot") / "demo_data"

BOARD = Audience(name="board", channel="web", locales=LOCALES)
CHANNEL = Audience(name="channel", channel="telegram", locales=("zh",), route="@announcements")


@dataclass(repr=False)  # a test that fails would print the whole office
class House:
    """What the tests speak with. `at` is legal time, moved by hand; real time goes along."""

    database: Database
    office: Office
    words: wording.Words
    at: datetime = MORNING
    woken: int = 0
    accounts: dict[str, int] = field(default_factory=dict)

    def room(self, tx: Tx) -> Room:
        """The clock's room, now."""
        drawn = Drawn(code="0" * 10, alias="R-0000", dialogue=1)
        return Room(tx=tx, office=self.office, actor=people.CLOCK, at=self.at, now=self.at, drawn=drawn, channel="web")

    async def write(self, work: Callable[[Tx], T]) -> T:
        """Write."""
        return await self.database.write(work)

    async def read(self, work: Callable[[Tx], T]) -> T:
        """Read."""
        return await self.database.read(work)

    async def person(self, name: str, *roles: Role, unit: str = "") -> int:
        """Let somebody come in with these roles; return their account."""

        def work(tx: Tx) -> int:
            account = accounts.open_account(tx, "web", name, name, "zh", self.at)
            for number, role in enumerate(roles):
                code = f"{name}{number}"
                invitations.invite(tx, code, role, unit, name, self.at, self.at + timedelta(days=1))
                now = accounts.account_of(tx, "web", name, self.at)
                assert now is not None
                invitations.redeem(tx, code, now, self.at, self.at + timedelta(days=365))
            return account.id

        self.accounts[name] = await self.write(work)
        return self.accounts[name]

    def actor(self, tx: Tx, name: str) -> Actor:
        """Somebody as they are now."""
        found = accounts.actor_of(tx, self.accounts[name])
        assert found is not None
        return cards.as_staff(found)

    async def act(
        self, name: str, matter: str, number: int, move: str, given: Mapping[str, str] | None = None
    ) -> Event | None:
        """Let somebody make a move whose answers are all there; None where it was refused."""

        def work(tx: Tx) -> Event | None:
            standing = nth(tx, matter, number)
            return moves.carry_out(self.room(tx).acting_as(self.actor(tx, name)), standing, move, dict(given or {}))

        return await self.write(work)

    async def view(self, name: str, matter: str, number: int) -> CardView | None:
        """What somebody's card shows now."""
        return await self.read(
            lambda tx: self.office.matters[matter].view(
                self.room(tx).acting_as(self.actor(tx, name)), nth(tx, matter, number).id if number else 0
            )
        )

    async def text(self, name: str, matter: str, number: int, locale: str = "zh") -> str:
        """The words of somebody's card."""
        found = await self.view(name, matter, number)
        return "" if found is None else card_text.worded(self.words, found, locale).whole

    async def told(self, name: str, key: str, locale: str = "zh") -> list[str]:
        """The words of everything with this key that was said to somebody, cards not counted."""

        def work(tx: Tx) -> list[Saying]:
            rows = [row for row in pages.page(tx, self.accounts[name], 0) if row.card_id is None]
            return [outbox.body(tx, row).saying for row in rows]

        return [self.words.word(saying, locale) for saying in await self.read(work) if saying.key == key]

    async def moves(self, name: str, matter: str, number: int) -> set[str]:
        """The moves that somebody's card offers."""
        found = await self.view(name, matter, number)
        return set() if found is None else {button.value.partition(":")[0] for button in found.buttons}

    async def revoke(self, name: str, role: Role) -> None:
        """Take a role away."""

        def work(tx: Tx) -> None:
            accounts.revoke(tx, self.actor(tx, name).person_id or 0, role, self.at)

        await self.write(work)

    async def bring(self, kind: ImportKind, content: bytes | None = None) -> taking.Imported:
        """Import a file; without one, the sample of its kind."""
        data = (SAMPLE / f"{kind.value}.csv").read_bytes() if content is None else content
        found = await taking.import_file(self.database, kind, data, self.room)
        if kind is ImportKind.UNITS:
            register = await self.read(units.register)
            self.office = replace(self.office, register=register, finder=Finder(register))
        return found

    async def ring(self) -> int:
        """Ring the clock once, at the house's time."""
        return await Ticker(self.database, self.room, wake=self._wake).ring()

    async def render(self, audiences: tuple[Audience, ...] = (BOARD,)) -> int:
        """Do the rendering that waits; return how many chores there were."""
        return await self._do(
            publishing.KIND, publishing.Publishing(self.database, self.room, self.words, audiences).do
        )

    async def draw(self) -> int:
        """Draw the lists that wait to be drawn; return how many chores there were."""
        return await self._do(period.Drawing.kind, period.Drawing(self.database, self.room, self.words).do)

    async def _do(self, kind: str, do: Callable[[chores.Chore], Awaitable[Callable[[Tx], None]]]) -> int:
        taken = await self.write(lambda tx: chores.claim(tx, (kind,), self.at, self.at + timedelta(minutes=3), 5))
        for chore in taken:
            result = await do(chore)

            def finish(tx: Tx, chore: chores.Chore = chore, result: Callable[[Tx], None] = result) -> None:
                chores.done(tx, chore)
                result(tx)

            await self.write(finish)
        return len(taken)

    async def announce(
        self, publish_at: datetime, *, author_id: int | None = None, answers_id: int | None = None
    ) -> int:
        """Propose a plain announcement, as if it had been rendered."""
        picture = b"\x89PNG not looked at"
        key = pictures.key_of(picture)
        words = [
            Rendering(audience=audience, channel=channel, locale="zh", part=1, title="标题", text="正文", picture=key)
            for audience, channel in (("board", "web"), ("channel", "telegram"))
        ]
        draft = announcement_store.Draft(
            kind="period",
            about="2026-P1",
            about_id=None,
            author_id=author_id,
            answers_id=answers_id,
            publish_at=publish_at,
            renderings=words,
            pictures={key: picture},
        )

        def work(tx: Tx) -> int:
            return announced.propose(tx, draft, self.at)

        return await self.write(work)

    async def stage(self, matter: str, number: int) -> str:
        """Where a matter stands."""
        return (await self.read(lambda tx: nth(tx, matter, number))).stage

    async def said(self, channel: str) -> list[str]:
        """The states of the public words for a channel."""
        rows = await self.read(
            lambda tx: tx.all("SELECT state FROM outbox WHERE class = 'P' AND channel = :c ORDER BY id", c=channel)
        )
        return [state for (state,) in rows]

    def _wake(self) -> None:
        self.woken += 1


def nth(tx: Tx, matter: str, number: int) -> Standing:
    """A matter by its id; where that is another's, the matter of this kind that came as the first, the second …"""
    found = matters.standing(tx, matter, number)
    if found is None:
        ids = tx.all("SELECT id FROM matter WHERE kind = :kind ORDER BY id", kind=matter)
        found = matters.standing(tx, matter, ids[number - 1][0])
    assert found is not None
    return found


@asynccontextmanager
async def open_house(folder: Path) -> AsyncIterator[House]:
    """Open it, empty; opened again on the same folder, it remembers."""
    database = await engines.open_database(folder)
    register = await database.read(units.register)
    office = Office(
        register=register,
        finder=Finder(register),
        rules=RuleSet(),
        calendar=office_calendar.load(ZONE, {}),
        profile=Profile(name="清溪县效能办", signature="清溪县效能办", phone="0000-000000"),
        matters=MATTERS,
    )
    try:
        yield House(database=database, office=office, words=wording.load(ZONE, lambda: MORNING))
    finally:
        await database.close()
