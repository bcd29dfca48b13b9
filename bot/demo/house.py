"""`flagpost demo`: a fictional county in a temporary home, with a role for every pane and a clock to turn.

Lives here: `County`, the house as the demo page sees it (`bot/demo/pages.py`), and `found_county`, which brings it to life. It goes
the roads that everybody goes: figures are imported, leaders decide, the clock announces.
"""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime

from bot import clocks, page_words
from bot.cast import fictional_county
from bot.cast.fictional_county import keep_profile, profile, sample
from bot.cast.people import CAST, HALL
from bot.channels.web import sessions
from bot.channels.web.channel import WebChannel
from bot.channels.web.traits import TRAITS
from bot.channels.wecom.traits import TRAITS as WECOM
from bot.demo import guide, pages, stage, story
from bot.demo.phones import Phones
from bot.demo.wecom.members import WecomMember
from bot.house import wiring
from bot.importing import taking
from domain.importing.columns import ImportKind
from domain.people import Role
from handlers.administration import people as people_moves
from scheduler import clock
from storage import offices, people, vault
from storage.database import Tx
from storage.upkeep import demo_marks

PANES = ("citizen", *CAST)
LOCALES = ("zh", "en")
Say = Callable[[str, Mapping[str, object]], None]  # a sentence by its name, and what stands in it


class County:
    """The demo's house."""

    def __init__(self, house: wiring.House, phones: Phones | None = None) -> None:
        """Give every pane a token of its own. `phones` are the other devices of some of the cast."""
        self.house = house
        self.phones: pages.PhonesShown | None = phones
        self._owners = phones
        self.panes = [
            pages.Pane(
                name=name,
                label={locale: page_words.table(locale, "demo")[f"pane_{name}"] for locale in LOCALES},
                token=sessions.new_token(),
            )
            for name in PANES
        ]
        self._tokens = {pane.name: pane.token for pane in self.panes} | {who: sessions.new_token() for who in HALL}
        self.is_over = asyncio.Event()
        self._turns = 0
        self._stage = stage.TurnedStage(house, self.token_of)
        self.guide: pages.RoadsWalked = guide.RoadGuide(stage.CountyStage(self))

    @property
    def web(self) -> WebChannel:
        """The pages on which the demo is played."""
        found = self.house.channels[TRAITS.name]
        assert isinstance(found, WebChannel)
        return found

    def token_of(self, name: str) -> str:
        """The token of somebody's pane, or of a seat in the hall."""
        return self._tokens[name]

    async def people_come_in(self) -> None:
        """Invite everybody with a role, and let everybody take their seat, the hall of the arena, too."""
        for pane in self.panes:
            if pane.name in CAST:
                await self._takes_seat(pane)
            else:
                await self._stage.says(pane.name, "/start")
        seat = page_words.table(self.house.given.locale, "demo")["seat_hall"]
        for number, who in enumerate(HALL, 1):
            await self._stage.joins(who, Role.RATER, "", seat.format(number=number))

    async def _takes_seat(self, pane: pages.Pane) -> None:
        """Let one of the cast come in; where they have a phone, on that first: then they hear things in their pane until they use it."""
        role, unit = CAST[pane.name]
        code = await self._stage.invites(role, unit, pane.label[self.house.given.locale])
        member = None if self._owners is None else self._owners.member_of(pane.name)
        if member is not None:
            await member.says(code)
            code = await self._code_for_another_device(member)
        await self._stage.comes_in(pane.name, code)

    async def _code_for_another_device(self, member: WecomMember) -> str:
        """What 新设备 gives to a member."""
        code = vault.new_code()

        def make(tx: Tx) -> None:
            account = people.account_of(tx, WECOM.name, member.userid.lower(), clocks.real())
            assert account is not None, "they came in by their invitation"
            assert account.person_id is not None, "it was an invitation of somebody who works here"
            people_moves.device(self.house.quiet_room(tx), account.person_id, code)

        await self.house.database.write(make)
        return code

    async def figures_come(self, kind: str, data: bytes) -> None:
        """Import a file of figures."""
        house = self.house
        await taking.import_file(house.database, ImportKind(kind), data, house.quiet_room)
        await house.database.write(offices.touch)
        await house.view.refresh()
        house.wake()

    async def clock(self) -> pages.ClockFace:
        """Read the clock."""
        coming = await self.house.ticker.upcoming()
        zone = self.house.given.timezone
        what = {
            locale: page_words.table(locale, "demo")[f"coming_{coming.kind.value if coming else 'nothing'}"]
            for locale in LOCALES
        }
        now = self.house.clock.now()
        # What is due already comes with the next turn.
        next_at = max(coming.at, now).astimezone(zone) if coming else None
        return pages.ClockFace(now=now.astimezone(zone), next_at=next_at, next_what=what)

    async def turn(self) -> pages.ClockFace:
        """Turn the clock to the next event and let it happen."""
        await self.turn_on()
        return await self.clock()

    async def turn_on(self) -> bool:
        """The same; whether there was one."""
        has_turned = await self._stage.turns_on()
        self._turns += has_turned
        return has_turned

    async def turns_to(self, moment: datetime) -> None:
        """Turn the clock to a moment, and let nothing happen."""
        await self._stage.turns_to(moment)

    async def turn_until_published(self) -> None:
        """Turn the clock until nothing waits to be published any more."""
        while True:
            coming = await self.house.ticker.upcoming()
            if coming is None:
                return
            await self.turns_to(coming.at)
            await self.house.ticker.ring()
            await self.house.delivery.round()
            if coming.kind is clock.TaskKind.PUBLICATION:
                return

    async def begin_anew(self) -> None:
        """End this county, once what is played is over; another one takes its place."""
        await self.guide.rests()
        self.is_over.set()

    async def makes(self, name: str, matter: str, number: int, move: str, given: dict[str, str]) -> None:
        """Let somebody make a move."""
        token = self.token_of(name)
        await self.house.database.write(lambda tx: story.make(tx, self, token, matter, number, move, given))
        self.house.wake()

    async def done(self) -> frozenset[str]:
        """Say which steps of the guide have happened."""
        done = await self.house.database.read(demo_marks.done)
        return done | ({"turned"} if self._turns else frozenset())

    async def settle(self) -> None:
        """Wait until the chores are done."""
        await self._stage.settles()


async def found_county(county: County, say: Say = lambda key, facts: None) -> None:
    """Let the county come to life: register, people, a first period that was announced, a second that waits, some clues."""
    house = county.house
    await house.database.write(lambda tx: keep_profile(tx, profile(house.given.locale)))
    await house.view.refresh()
    say("units", {})
    await county.figures_come("units", sample("units.csv"))
    await county.figures_come("indicators", sample("indicators.csv"))
    await county.people_come_in()
    for kind, data in fictional_county.WORK.items():
        await county.figures_come(kind, data)
    say("first", {})
    await story.first_period(county, sample("values.csv"))
    say("second", {})
    await story.second_period(county, sample("values.csv"))
    await story.clues(county)
