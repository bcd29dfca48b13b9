"""A town in the storm: the lives of its bot, each ended by SIGKILL.

async with Storm(template, folder, seed=1) as storm:
    await storm.play_undisturbed()
    await storm.rage(kills=50)
    await storm.calm_down()
    assert storm.wrong() == []
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.faults.harm import deaths
from tests.faults.harm.handicaps import Handicaps
from tests.faults.harm.nest import Death, Nest
from tests.faults.people import ledger
from tests.faults.people.platforms import Platform
from tests.faults.people.town import Town

EARLY = 0.1  # of the deaths from outside: as soon as the bot begins, before it hears anything
LONGEST_LIFE = 0.25  # seconds from when it has heard enough until it is killed from outside
TO_A_PLACE = 2.0  # seconds from there until a place that was not reached is given up
HEARING = 20.0  # seconds until a life in which nothing is acknowledged is ended


class Storm(Town):
    """See above. `inputs`: how many new messages each life takes before it may die; then none dies early."""

    def __init__(
        self,
        template: Path,
        folder: Path,
        *,
        seed: int,
        places: Sequence[str] = tuple(deaths.PLACES),
        inputs: int = 0,
        told: Callable[[], None] = lambda: None,
        platform: Platform | None = None,
        suffers: Handicaps | None = None,
    ) -> None:
        super().__init__(template, folder, seed=seed, platform=platform)
        (folder / "autopsy").mkdir()
        self.deaths: Counter[str] = Counter()
        self.inputs: list[int] = []
        self.between = 0
        self._places = places
        self._to_a_place = TO_A_PLACE
        self._elsewhere: tuple[str, ...] = ("", "")  # deaths from outside, among those at places
        self._pack: list[str] = []
        self._inputs = inputs
        self._told = told
        self._stored = 0
        self._suffers: Handicaps = suffers or {}

    async def rage(self, kills: int, *, unsound: str = "", channels: Sequence[str] = ()) -> None:
        """Let people speak and the bot die, so often. What was acknowledged is looked for after each death."""
        with ledger.looking_at(self.home) as tx:
            self._stored = ledger.stored(tx).total()
        self.gather(channels)
        await asyncio.gather(*(self._lives(nest, kills // len(self.nests), unsound) for nest in self.nests))

    def dies_only(self, *places: str) -> None:
        """From now on it dies at these places alone, and at no other time."""
        self._places, self._pack, self._elsewhere, self._to_a_place = places, [], (), HEARING

    async def _lives(self, nest: Nest, kills: int, unsound: str) -> None:
        for _ in range(kills):
            death = await self._live(nest, unsound)
            assert death.is_kill, f"the bot ended by itself with {death.code}: {nest.complaint()}"
            self.deaths[death.place or "from outside"] += 1
            self._look(death.place)
            self._told()

    async def _live(self, nest: Nest, unsound: str) -> Death:
        """One life: killed at a place after so many messages, or from outside at a moment; some before they hear anything."""
        place = self._drawn_place()
        count = self.drawn.randint(1, deaths.RARE.get(place, 8))
        moment, is_early = self.drawn.uniform(0, LONGEST_LIFE), self.drawn.random() < EARLY
        # What was committed in the life before may be acknowledged in this one, and is not new.
        enough = self._inputs + sum(self.platform.crowd.values()) if self._inputs else 1
        heard = asyncio.create_task(self.hears(enough))
        nest.begin(place=place, count=count, after=self._inputs, unsound=unsound, suffers=self._suffers)
        if self._inputs or place or not is_early:
            death = asyncio.create_task(nest.death(HEARING))
            await asyncio.wait({death, heard}, return_when=asyncio.FIRST_COMPLETED)
            heard.cancel()
            if death.done():
                return await death
            death.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await death
        heard.cancel()
        return await nest.death(self._to_a_place if place else moment)

    def _drawn_place(self) -> str:
        """Where to die next, or from outside: as from a pack of cards, so that a short storm comes to every place too."""
        if not self._pack:
            self._pack = [*self._elsewhere, *self._places]
            self.drawn.shuffle(self._pack)
        return self._pack.pop()

    def _look(self, place: str) -> None:
        acknowledged = frozenset(self.record.acknowledged)
        autopsy = ledger.after_a_kill(self.home, self.record, acknowledged, self.folder / "autopsy")
        self.found += autopsy.wrong
        self.inputs.append(autopsy.stored - self._stored)
        self._stored = autopsy.stored
        if place in deaths.BETWEEN:
            self.between += 1
            self.found += [] if autopsy.unacknowledged else [f"died {place}, but everything committed is acknowledged"]


def figures(storms: Sequence[Storm]) -> dict[str, object]:
    """What was done."""
    killed = sum((storm.deaths for storm in storms), Counter[str]())
    return {
        "kills": killed.total(),
        "between_commit_and_acknowledgement": sum(storm.between for storm in storms),
        "acknowledged": sum(storm.acknowledged for storm in storms),
        "uploads_acknowledged": sum(len(storm.record.uploads) for storm in storms),
        "clues": sum(len(storm.record.speakers) for storm in storms),
        "replies_said_again": sum(storm.repeated for storm in storms),
        "killed": dict(killed.most_common()),
    }


def places(storms: Sequence[Storm]) -> int:
    """At how many of the places in the code a bot has died: one that is passed no more is no place any more."""
    return len({place for storm in storms for place in storm.deaths} & (deaths.PLACES | deaths.ON_WECOM).keys())
