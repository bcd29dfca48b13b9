"""`flagpost demo`: a fictional county in a temporary home, with a role for every pane and a clock to turn.

Lives here: `play`, which makes the county and serves it, and `County`, the house as the demo page sees it
(`bot/demo/pages.py`). The county goes the roads that everybody goes: figures are imported, leaders decide, the clock
announces.
"""

import asyncio
import os
import tempfile
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from pathlib import Path

from bot import home, page_words, setting_values, settings
from bot.cast import fictional_county, house_stage
from bot.cast.fictional_county import keep_profile, profile, sample
from bot.cast.people import CAST, HALL
from bot.channels.web import sessions
from bot.channels.web.channel import WebChannel
from bot.channels.web.traits import TRAITS
from bot.demo import doors, guide, pages, stage, story
from bot.house import serving, wiring
from bot.importing import taking
from domain.importing.columns import ImportKind
from domain.people import Role
from scheduler import clock
from storage import offices
from storage.upkeep import demo_marks

PANES = ("citizen", *CAST)
LOCALES = ("zh", "en")
Say = Callable[[str, Mapping[str, object]], None]  # a sentence by its name, and what stands in it


class County:
    """The demo's house."""

    def __init__(self, house: wiring.House) -> None:
        """Give every pane a token of its own."""
        self.house = house
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
        self._stage = house_stage.HouseStage(house, self.token_of)
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
                role, unit = CAST[pane.name]
                await self._stage.joins(pane.name, role, unit, pane.label[self.house.given.locale])
            else:
                await self._stage.says(pane.name, "/start")
        seat = page_words.table(self.house.given.locale, "demo")["seat_hall"]
        for number, who in enumerate(HALL, 1):
            await self._stage.joins(who, Role.RATER, "", seat.format(number=number))

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

    async def turn_until_published(self) -> None:
        """Turn the clock until nothing waits to be published any more."""
        while True:
            coming = await self.house.ticker.upcoming()
            if coming is None:
                return
            self.house.clock.turn_to(coming.at)
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


def play(host: str, port: int, folder: Path | None, say: Say) -> None:
    """Make the county, serve it at this address until stopped, and clear it away. `say` tells how far it is."""
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    serving.run(_play(host, port, folder, say))


async def _play(host: str, port: int, folder: Path | None, say: Say) -> None:
    """Serve one county after the other: whoever plays may want to begin anew, and time is never turned back.

    The first is made in the folder, where one was asked for; every other in one that is cleared away.
    """
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    given = settings.load({"FLAGPOST_WEB": address, **_language()})
    door, ending = doors.DemoDoor(given.locale), asyncio.Event()
    with serving.listen(given.host, given.port) as listener:
        server = asyncio.create_task(serving.serve(door, listener, closing=ending.set))
        kept = folder
        while not ending.is_set():
            with nullcontext(kept) if kept else tempfile.TemporaryDirectory(prefix="flagpost-demo-", dir=folder) as at:
                given = settings.load({"FLAGPOST_HOME": str(at), "FLAGPOST_WEB": address, **_language()})
                await _one_county(given, door, ending, say)
            kept = None
        await server


async def _one_county(given: settings.Settings, door: doors.DemoDoor, ending: asyncio.Event, say: Say) -> None:
    """Make a county, and let everybody in until the server ends or whoever plays wants another one."""
    say("making", {})
    place = home.of(given)
    if not place.is_made():
        home.make(place)
    async with wiring.open_house(given, is_demo=True, begins_at=story.BEGINS_AT) as house:
        waits = {asyncio.create_task(_live(house, door, say)), asyncio.create_task(ending.wait())}
        done, left = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for each in left:
            each.cancel()
        door.closes()
        house.close()
        await door.all_left()
        for each in done:
            each.result()  # what went wrong is not to be kept quiet


async def _live(house: wiring.House, door: doors.DemoDoor, say: Say) -> None:
    """Let a county come to life in this house, and open its door for as long as it is wanted."""

    def come_to(stage: str, facts: Mapping[str, object]) -> None:
        door.comes_to(stage)
        say(stage, facts)

    county = County(house)
    await found_county(county, come_to)
    house.extra_routes.extend(pages.DemoDesk(county, county.web.reception, county.web.board).routes())
    door.opens(house.app)
    say("open_page", {"link": f"{setting_values.reached_by(house.given.host, house.given.port)}/demo"})
    await county.is_over.wait()


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


def _language() -> dict[str, str]:
    locale = os.environ.get("FLAGPOST_LOCALE", "")
    return {"FLAGPOST_LOCALE": locale} if locale else {}
