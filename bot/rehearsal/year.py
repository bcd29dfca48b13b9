"""The year itself: the clock jumps to the next thing that happens by itself or is begun, and the cast does what is its turn."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.cast.answering import Stuck
from bot.cast.player import Stage
from bot.cast.roads import Road
from bot.rehearsal import habits, programme
from bot.rehearsal.company import Recast
from bot.rehearsal.county import RehearsingOffice
from bot.rehearsal.walks import Walk, WalkBeginnings
from domain.mechanism.standing import Standing
from storage import matters
from storage.upkeep import rehearsing
from storage.upkeep.rehearsing import MatterPlace

WORK_BEGINS = time(9, 0)
A_MINUTE = timedelta(minutes=1)
Tell = Callable[[date], None]


@dataclass(frozen=True, slots=True)
class Stopped:
    """A road that could not be walked on: since when, and what its cast did not find."""

    name: str
    on: date
    why: str


class RehearsedYear:
    """A year that is rehearsed."""

    def __init__(
        self,
        county: RehearsingOffice,
        files: Iterable[programme.FileComes],
        roads: Iterable[programme.RoadBegins],
        ends_on: date,
    ) -> None:
        """Of the year nothing has happened yet. `ends_on` is its last day."""
        self.stopped: list[Stopped] = []
        self._county = county
        self._stage = county.stage
        self._files = sorted(files, key=lambda each: each.on)
        self._roads = sorted(roads, key=lambda each: each.on)
        self._ends_on = ends_on
        self._walks: dict[str, Walk] = {}
        self._walking: list[Walk] = []
        self._may_end_at: dict[str, str] = {}
        self._places: Mapping[int, MatterPlace] = {}

    async def play(self, tell: Tell) -> None:
        """Play it to its end; `tell` is told how far it is, day by day."""
        while True:
            await self._this_day()
            await self._everybody_goes_on()
            tell(self._today())
            coming = await self._county.house.ticker.upcoming()
            moments = [] if coming is None else [coming.at + A_MINUTE]
            moments += [self._morning(day) for day in self._days_ahead()]
            if not moments or self._date(min(moments)) > self._ends_on:
                return
            self._county.house.clock.turn_to(min(moments))
            await self._county.house.ticker.ring()

    async def _this_day(self) -> None:
        """Let come and begin what does so up to this moment."""
        now = self._county.house.clock.now()
        while self._files and self._morning(self._files[0].on) <= now:
            come = self._files.pop(0)
            await self._county.figures_come(come.kind, come.data)
        while self._roads and self._morning(self._roads[0].on) <= now:
            await self._begin(self._roads.pop(0))

    async def _everybody_goes_on(self) -> None:
        """Let every walk go on on which something has moved, and everybody do what has come before them, until nothing moves."""
        today = self._today()
        rested = {walk for walk in self._walking if walk.rests_until is not None and walk.rests_until <= today}
        while moved := await self._moved():
            for walk in list(self._walking):
                if walk.ids & moved or walk in rested:
                    await self._go_on(walk)
            rested = set()
            for number in sorted(moved):
                await self._by_habit(number)
            await self._stage.settles()
        for walk in rested:
            await self._go_on(walk)

    async def _moved(self) -> frozenset[int]:
        """The matters that have moved since the last look, with what they are about; and what has just begun."""
        before, self._places = self._places, await self._stage.looks(lambda room: rehearsing.places(room.tx))
        moved = {number for number, place in self._places.items() if before.get(number) != place}
        about = {place.parent_id for number, place in self._places.items() if number in moved}
        return frozenset(moved | {each for each in about if each is not None})

    async def _begin(self, begins: programme.RoadBegins) -> None:
        known: dict[tuple[str, int], int] = {}
        if begins.waits is not None:
            waiting = await self._waiting(begins.waits)
            if waiting is None:
                return
            known[begins.waits.kind, 0] = waiting
        for kind, (name, place) in begins.goes_on_from.items():
            found = await self._walks[name].matter_at(place)
            assert found is not None, f"{name} has come to {place}"
            known[kind, 0] = found.id
        prose = await self._prose(begins)
        stage = Recast(self._stage, begins.names)
        walk = Walk(begins.name, stage, begins.road, prose, WalkBeginnings(known), begins.not_before)
        self._walks[begins.name] = walk
        self._may_end_at[begins.name] = begins.may_end_at
        self._walking.append(walk)
        await self._go_on(walk)

    async def _waiting(self, wanted: programme.MatterThatWaits) -> int | None:
        """The one that waits so and that nobody has taken up."""
        every = await self._stage.looks(lambda room: matters.open_in(room.tx, [(wanted.kind, wanted.stage)]))
        found = (each for each in every if each.unit == wanted.unit and wanted.own.items() <= each.own.items())
        return next((each.id for each in found), None)

    async def _prose(self, begins: programme.RoadBegins) -> Mapping[str, str]:
        """The prose of a road: the words' own with its facts in them. What the words have for each of several is there under each name."""
        office = self._county.house.view.now()
        facts = {
            name: unit.short if (unit := office.register.get(each)) else each for name, each in begins.facts.items()
        }
        for name, (road, place) in begins.numbers.items():
            found = await self._walks[road].matter_at(place)
            facts[name] = "" if found is None else found.number
        said = {**self._county.words(begins.said), "story": self._county.words("story").get(facts.get("kind", ""), "")}
        for one in begins.several:
            own = {**facts, "post": self._county.words("post").get(one, "")}
            facts |= {f"{name}_{one}": filled(text, own) for name, text in said.items() if f"{name}_{one}" not in facts}
        return {name: filled(text, facts) for name, text in said.items()} | facts

    async def _go_on(self, walk: Walk) -> None:
        try:
            has_ended = await walk.go_on(self._today())
        except Stuck as stuck:
            if walk.step != self._may_end_at[walk.name]:
                self.stopped.append(Stopped(walk.name, self._today(), str(stuck)))
            has_ended = True
        if has_ended:
            self._walking.remove(walk)

    async def _by_habit(self, number: int) -> None:
        """Do with a matter what is done with whatever stands so, where it is on no walk that will."""
        place = self._places.get(number)
        if place is None or (place.kind, place.stage) not in habits.PLACES:
            return
        standing = await self._stage.looks(lambda room: matters.of_id(room.tx, number))
        assert standing is not None, "it has just moved"
        habit = habits.of(standing)
        if habit is None:
            return
        for road in habit.first:
            with contextlib.suppress(Stuck):
                await self._walked(road, standing)
        try:
            await self._walked(habit.road, standing)
        except Stuck as stuck:
            stopped = Stopped(f"{place.kind} {number}", self._today(), str(stuck))
            if stopped not in self.stopped:
                self.stopped.append(stopped)

    async def _walked(self, road: Road, standing: Standing) -> None:
        """Walk a road of one matter as far as it goes. Raises Stuck."""
        stage: Stage = Recast(self._stage, {"bureau": f"contact_{standing.unit}"})
        begun = WalkBeginnings({(standing.matter, 0): standing.id})
        await Walk(road.name, stage, road, self._county.words("said"), begun).go_on(self._today())

    def _days_ahead(self) -> list[date]:
        """The days on which something comes, begins, or goes on."""
        begin = [each[0].on for each in (self._files, self._roads) if each]
        return begin + [walk.rests_until for walk in self._walking if walk.rests_until is not None]

    def _morning(self, day: date) -> datetime:
        return datetime.combine(day, WORK_BEGINS, self._county.house.given.timezone)

    def _date(self, moment: datetime) -> date:
        return moment.astimezone(self._county.house.given.timezone).date()

    def _today(self) -> date:
        return self._date(self._county.house.clock.now())


def filled(text: str, facts: Mapping[str, str]) -> str:
    """Facts in the place of their names; what else stands in braces stays."""
    for name, fact in facts.items():
        text = text.replace(f"{{{name}}}", fact)
    return text
