"""Walks: roads that the cast walks side by side, each until it waits for the clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.cast.player import Player, Stage
from bot.cast.roads import CLOCK, Road, RoadStep
from domain.mechanism.standing import Standing
from storage import matters
from storage.database import Tx
from storage.upkeep import rehearsing

NOTHING: Mapping[str, date] = {}


@dataclass(slots=True)
class WalkBeginnings:
    """The matters with which a walk began, by kind and turn. While a step that begins one is played, the first of its kind that is newer
    than `after` is its."""

    known: dict[tuple[str, int], int] = field(default_factory=dict)
    after: int | None = None

    def __call__(self, tx: Tx, kind: str, turn: int) -> Standing | None:
        """See `Root` of the roads."""
        found = self.known.get((kind, turn))
        if found is None and self.after is not None:
            found = rehearsing.begun_after(tx, kind, max(self.after, *self._ids(kind), 0))
            if found is not None:
                self.known[kind, turn] = found
        return None if found is None else matters.of_id(tx, found)

    def _ids(self, kind: str) -> list[int]:
        return [number for (place, _), number in self.known.items() if place == kind]


class Walk:
    """One road that is walked. `ids` are the matters on it as of its last step, `step` is the one that is made or was made last."""

    def __init__(
        self,
        name: str,
        stage: Stage,
        road: Road,
        prose: Mapping[str, str],
        begun: WalkBeginnings,
        not_before: Mapping[str, date] = NOTHING,
    ) -> None:
        """Nothing of it is walked yet, but for the matters that have begun. `not_before`: from which day on a step is made."""
        self.name = name
        self.rests_until: date | None = None
        self.step = ""
        self._not_before = not_before
        self.ids: frozenset[int] = frozenset(begun.known.values())
        self._stage = stage
        self._begun = begun
        self._player = Player(stage, road, begun, prose)

    async def go_on(self, today: date) -> bool:
        """Walk on until the clock must turn; whether it has come to its end. Raises Stuck where a step cannot be made."""
        while (step := await self._player.next_step()) is not None:
            self.rests_until = day if (day := self._not_before.get(step.name)) and day > today else None
            if step.who == CLOCK or self.rests_until:
                return False
            self.step = step.name
            await self._play(step)
        return True

    async def matter_at(self, place: str) -> Standing | None:
        """One of its matters."""
        return (await self._player.there()).get(place)

    async def _play(self, step: RoadStep) -> None:
        if step.begins:
            self._begun.after = await self._stage.looks(lambda room: rehearsing.newest(room.tx))
        await self._player.play()
        self._begun.after = None
        self.ids = frozenset(each.id for each in (await self._player.there()).values())
