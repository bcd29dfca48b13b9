"""Walks: many roads that the cast walks side by side, each until it waits for the clock, for a day, or for somebody on another one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.cast.answering import Stuck
from bot.cast.player import Player, Stage
from bot.cast.roads import CLOCK, Road, RoadStep
from domain.mechanism.standing import Standing
from storage import matters
from storage.database import Tx
from storage.upkeep import rehearsing


@dataclass(slots=True)
class Begun:
    """The matters with which a walk began, by kind and turn. While a step that begins one is played, the first of its kind that is newer
    than `after` is its."""

    known: dict[tuple[str, int], int] = field(default_factory=dict)
    after: int | None = None

    def __call__(self, tx: Tx, kind: str, turn: int) -> Standing | None:
        """See `Root` of the roads."""
        found = self.known.get((kind, turn))
        if found is None and self.after is not None and not any(place == kind and at > turn for place, at in self.known):
            found = rehearsing.begun_after(tx, kind, max(self.after, *self._ids(kind), 0))
            if found is not None:
                self.known[kind, turn] = found
        return None if found is None else matters.of_id(tx, found)

    def _ids(self, kind: str) -> list[int]:
        return [number for (place, _), number in self.known.items() if place == kind]


class Walk:
    """One road that is walked. `ids` are the matters on it as of its last step."""

    def __init__(
        self, name: str, stage: Stage, road: Road, prose: Mapping[str, str], begun: Begun, not_before: Mapping[str, date]
    ) -> None:
        """`not_before`: from which day on a step is made, by its name."""
        self.name = name
        self.ids: frozenset[int] = frozenset(begun.known.values())
        self.waits_until: date | None = None
        self._stage = stage
        self._road = road
        self._begun = begun
        self._not_before = not_before
        self._player = Player(stage, road, begun, prose)

    async def go_on(self, today: date) -> bool:
        """Walk on as far as it goes today; whether it has come to its end."""
        while True:
            step = await self._player.next_step()
            if step is None:
                return True
            self.waits_until = self._not_before.get(step.name)
            if step.who == CLOCK or (self.waits_until is not None and self.waits_until > today):
                return False
            try:
                await self._play(step)
            except Stuck as stuck:
                raise Stuck(f"{self.name}, {today}: {stuck}", told=stuck.told) from stuck

    async def numbers(self) -> dict[str, str]:
        """The numbers of its matters, by their places."""
        return {place: each.number for place, each in (await self._player.there()).items()}

    async def _play(self, step: RoadStep) -> None:
        if step.begins:
            self._begun.after = await self._stage.looks(lambda room: rehearsing.newest(room.tx))
        await self._player.play()
        self._begun.after = None
        self.ids = frozenset(each.id for each in (await self._player.there()).values())
