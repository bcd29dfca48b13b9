"""The stage behind the doors: scripts go straight through `handlers.conversation.dispatch` on a real database, worded by the real words."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self, cast

from bot import wording
from bot.channel import Parcel
from bot.delivery import rendering
from bot.evidence.room import Evidence
from bot.house import intake
from domain import codes, people
from domain import text as texts
from domain.people import Role
from domain.said import FileKind, FileRef, Said
from handlers.conversation import dispatch
from handlers.conversation.procedures import cards as faces
from handlers.conversation.room import Office, Room
from scheduler.ticker import Ticker
from storage import invitations, vault
from storage import people as accounts
from storage.database import Database, Tx
from storage.desk import cards
from storage.road import pages, speakers
from tests.support import engines
from tests.support import office as offices

BETWEEN = timedelta(seconds=10)  # two messages: nobody writes as fast as a test
KINDS = {"jpg": FileKind.PHOTO, "mp4": FileKind.VIDEO, "ogg": FileKind.VOICE, "geo": FileKind.LOCATION}


@dataclass(frozen=True, slots=True, kw_only=True)
class StageKept:
    """A house at some moment: what it remembers, its time, how many events there were, and what everybody has seen."""

    content: engines.Content
    now: datetime
    events: int
    seen: Mapping[int, int]


class DirectStage:
    """A house without doors. One says, presses and looks by name; time is turned by hand."""

    def __init__(self, folder: Path, office: Office | None = None) -> None:
        self.office = office or offices.office()
        self.now = offices.MORNING
        self.channel = "web"  # where people are who say nothing else; a page of the staff is theirs for thirty days
        self.keys = vault.Vault(bytes(32))
        self._folder = folder
        self._events = 0
        self._looked_into = 0
        self._seen: dict[int, int] = {}
        self._locales: dict[str, str] = {}
        self._words = wording.load(offices.ZONE, lambda: self.now)
        self.codes = vault.new_code

    def draws_from(self, chance: random.Random) -> None:
        """Draw from here on what this chance gives, and nothing of the system's: query codes, aliases, the order of an arena."""
        self.codes = lambda length=codes.LENGTH: "".join(chance.choices(codes.ALPHABET, k=length))

    @property
    def database(self) -> Database:
        """The database of the house, for whoever does something to it past the doors."""
        self._looked_into += 1
        return self._database

    @database.setter
    def database(self, opened: Database) -> None:
        self._database = opened

    async def open(self) -> Self:
        """Open the house; its database is opened when something is first asked of it."""
        self._database = self._opened()
        return self

    def _opened(self) -> Database:
        return engines.LaterDatabase(self._folder, self.keys)

    async def close(self) -> None:
        """Close it."""
        await self._database.close()

    async def joins(self, who: str, role: Role, unit: str = "") -> None:
        """Invite somebody by a one-time link, and let them follow it."""
        code = self.codes()
        await self.invites(code, role, who.partition("@")[0], unit)
        await self.follows(who, code)

    async def follows(self, who: str, code: str) -> None:
        """Let somebody come in by an invitation of this code."""
        await self._take(replace(self._event(who), text="/start", payload=f"i_{code}"))
        await self.sees(who)

    async def invites(self, code: str, role: Role, label: str, unit: str = "") -> None:
        """Make an invitation of this code, good for a day."""
        until = self.now + timedelta(days=1)
        await self._database.write(lambda tx: invitations.invite(tx, code, role, unit, label, self.now, until))

    def speaks(self, who: str, locale: str) -> None:
        """Say beforehand what language somebody's device speaks."""
        self._locales[who] = locale

    async def says(self, who: str, text: str, files: Sequence[str]) -> None:
        """See `tests/support/transcripts.py`."""
        sent = tuple(_file(name) for name in files)
        await self._take(replace(self._event(who), text=texts.clean(text), files=sent))

    async def edits(self, who: str, text: str) -> None:
        """Let somebody edit in the channel what they said before."""
        await self._take(replace(self._event(who), text=texts.clean(text), edits=True))

    async def presses(self, who: str, handle: str, chosen: str = "") -> None:
        """See `tests/support/transcripts.py`."""
        await self._take(replace(self._event(who), choice=handle, text=chosen))

    async def sees(self, who: str) -> list[Parcel]:
        """See `tests/support/transcripts.py`."""
        account = await self.account(who)
        if account is None:
            return []
        after = self._seen.get(account, 0)
        drafts = await self._database.write(lambda tx: self._page(tx, self._packing(), account, after))
        self._seen[account] = max((draft.parcel.number for draft in drafts), default=after)
        return [draft.parcel for draft in drafts]

    async def evidence_before(self, who: str) -> list[str]:
        """The keys of all evidence that somebody's page shows when it is opened anew."""
        account = await self.account(who)
        assert account is not None
        drafts = await self._database.write(lambda tx: self._packing().page(tx, account, 0))
        return [file.key for draft in drafts for file in draft.evidence]

    async def served(self, account: int) -> list[str]:
        """What the page of an account is served when it is opened anew."""
        drafts = await self._database.write(lambda tx: self._packing().page(tx, account, 0))
        return [draft.parcel.text for draft in drafts]

    async def turns(self, by: timedelta) -> None:
        """Time goes by, and the clock does what becomes due, moment by moment."""
        until = self.now + by
        clock = Ticker(self._database, self._room, wake=lambda: None)
        while True:
            coming = await clock.upcoming()
            if coming is None or coming.at > until:
                break
            self.now = max(self.now, coming.at)
            assert await clock.ring(), f"the clock promised something for {coming.at} and did nothing"
        self.now = until

    async def restarts(self) -> None:
        """Only what was committed is there again."""
        await self.close()
        await self.open()

    async def kept(self) -> StageKept:
        """All of this house as it stands, to be come back to by another on the same engine."""
        await self.close()
        content = engines.content(self._folder)
        await self.open()
        return StageKept(content=content, now=self.now, events=self._events, seen=dict(self._seen))

    async def stands(self, kept: StageKept) -> None:
        """Be the house that was kept; what happened here before is not."""
        await self.close()
        engines.put_back(self._folder, kept.content)
        await self.open()
        self.now, self._events, self._seen = kept.now, kept.events, dict(kept.seen)

    def came_to(self) -> tuple[object, ...]:
        """What changes where anything at all is done to the house."""
        return (self.now, self._events, self._looked_into, *self.named())

    def named(self) -> tuple[str, ...]:
        """What a house that was kept must have in common with this one."""
        return (engines.engine(), self.channel, *(f"{who} {locale}" for who, locale in sorted(self._locales.items())))

    async def account(self, who: str) -> int | None:
        """The account of somebody who has spoken."""
        name, _, channel = who.partition("@")
        found = await self._database.read(lambda tx: accounts.account_of(tx, channel or self.channel, name, self.now))
        return found.id if found else None

    async def _take(self, event: Said) -> None:
        await self._database.write(lambda tx: self._handle(tx, event))

    def _handle(self, tx: Tx, event: Said) -> None:
        heard = speakers.hear(tx, event)
        meant = dispatch.meant(tx, self.office, event, heard)
        dispatch.dispatch(tx, self.office, meant, intake.drawn(self.codes), heard, at=self.now)

    def _event(self, who: str) -> Said:
        name, _, channel = who.partition("@")
        self._events += 1
        self.now += BETWEEN
        return Said(
            channel=channel or self.channel,
            event_key=str(self._events),
            speaker=name,
            route=name,
            at=self.now,
            locale=self._locales.get(who, ""),
        )

    def _packing(self) -> rendering.Packing:
        return rendering.Packing(
            words=self._words,
            show_card=self._show_card,
            may_see=lambda tx, *of: faces.may_see(self._room(tx), *of),
            room=cast(Evidence, None),
            public_routes={},
        )

    def _show_card(self, tx: Tx, card: cards.Card) -> faces.Shown | None:
        return faces.draw(self._room(tx), card)

    def _room(self, tx: Tx) -> Room:
        return Room(
            tx=tx,
            office=self.office,
            actor=people.CLOCK,
            at=self.now,
            now=self.now,
            drawn=intake.drawn(self.codes),
            channel="web",
        )

    def _page(self, tx: Tx, packing: rendering.Packing, account: int, after: int) -> list[rendering.ParcelDraft]:
        drafts = packing.page(tx, account, after)
        for draft in drafts:
            if draft.blanks is not None:
                cards.put_out(tx, draft.blanks, self.now)
        pages.mark_seen(tx, account, [draft.parcel.number for draft in drafts], self.now)
        return drafts


def _file(name: str) -> FileRef:
    kind = KINDS.get(Path(name).suffix[1:], FileKind.DOCUMENT)
    return FileRef(kind=kind, ref="28.1,119.6" if kind is FileKind.LOCATION else name, name=name, size=1000)
