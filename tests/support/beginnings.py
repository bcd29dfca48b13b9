"""Beginnings that many tests share are played once on each engine; whoever else begins so stands where they ended.

    play = await beginnings.of(house, "case", cast, (SERVED, CONFIRMED))
    await play.play(CONFIRMED + "…")  # goes on where CONFIRMED ended, if a test of this process came so far before

What stands in such a script is expected once on each engine. A test that did something to its house before its first script, or
whose script begins otherwise, plays everything.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Self

from tests.support.app_house import AppHouse
from tests.support.direct_stage import DirectStage, StageKept
from tests.support.transcripts import Play, PlayKept

Cast = Callable[[Any], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class _Ended:
    stage: StageKept
    play: PlayKept


_ended: dict[tuple[str, ...], _Ended] = {}


class BegunPlay(Play):
    """A play in a house that was just opened; `of` lets the cast come in."""

    def __init__(self, house: DirectStage, name: str, cast: Cast, scripts: Sequence[str]) -> None:
        super().__init__(house)
        self._house = house
        self._cast = cast
        self._name = (name, *house.named())
        self._scripts = sorted(scripts, key=len, reverse=True)
        self._began: tuple[object, ...] = ()  # what the house had come to

    async def play(self, script: str) -> None:
        """As any play; where it begins like others did, it goes on from there."""
        beginning = next((each for each in self._scripts if script.startswith(each)), "")
        is_untouched, self._began = self._began == self._house.came_to(), ()
        if beginning and is_untouched:
            await self.begins(beginning)
            rest = script.removeprefix(beginning)
            await self.lines(rest, 1 + len(script.strip().splitlines()) - len(rest.strip().splitlines()))
        else:
            await super().play(script)

    async def begins(self, beginning: str = "") -> Self:
        """Stand where a script ends; empty: where the cast is in."""
        place = (*self._name, beginning)
        if place in _ended:
            await self._house.stands(_ended[place].stage)
            self.stands(_ended[place].play)
        else:
            await self._goes(beginning)
            _ended[place] = _Ended(await self._house.kept(), self.kept())
        self._began = self._house.came_to()
        return self

    async def _goes(self, beginning: str) -> None:
        """Play it, from where a shorter one ends."""
        if not beginning:
            await self._cast(self._house)
            return
        shorter = next((each for each in self._scripts if each != beginning and beginning.startswith(each)), "")
        if shorter:
            await self.begins(shorter)
        await self.lines(beginning.removeprefix(shorter), 1)


async def of(house: DirectStage | AppHouse, name: str, cast: Cast, scripts: Sequence[str] = ()) -> Play:
    """A play in a house that was just opened, with a cast in it, for scripts that begin with one of these. `name` is the cast's.

    What stands before the doors cannot be kept: there everything is played.
    """
    if isinstance(house, AppHouse):
        await cast(house)
        return Play(house)
    return await BegunPlay(house, name, cast, scripts).begins()
