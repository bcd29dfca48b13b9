"""The guide of the demo: the roads that can be chosen, how far each was walked, and playing a part of one.

What somebody does by hand counts like what the cast plays: how far a road has come is read from what is remembered.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from bot import page_words
from bot.cast.answering import Stuck
from bot.cast.arena_road import ARENA
from bot.cast.case_road import CASE
from bot.cast.filing_road import FILING
from bot.cast.meeting_road import MEETING
from bot.cast.player import Player
from bot.cast.pledge_road import PLEDGE
from bot.cast.project_road import PROJECT
from bot.cast.roads import CLOCK, THE_HALL, Road, RoadStep
from bot.cast.striver_road import STRIVER
from bot.cast.undertaking_road import UNDERTAKING
from bot.demo.stage import CountyStage
from domain.matters.announcements import AnnouncementMove
from domain.mechanism.standing import Standing
from storage import matters
from storage.database import Tx
from storage.upkeep import demo_marks

ROADS: Mapping[str, Road] = {
    road.name: road for road in (MEETING, ARENA, UNDERTAKING, PLEDGE, PROJECT, FILING, STRIVER, CASE)
}

_WITHOUT_PANE = frozenset({CLOCK, THE_HALL})


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownStep:
    """A step as the page shows it; `who` is the pane of whoever takes it, empty for the clock and the hall, and `shows` where one sees
    that it was taken."""

    name: str
    who: str
    shows: str
    label: str
    does: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRoad:
    """A road as the page shows it: its parts by their titles."""

    name: str
    title: str
    about: str
    cast: tuple[str, ...]
    parts: Mapping[str, tuple[ShownStep, ...]]


class RoadGuide:
    """The guide over a stage."""

    def __init__(self, stage: CountyStage) -> None:
        """Nothing is played yet."""
        self._stage = stage
        self._one_at_a_time = asyncio.Lock()
        self._playing: dict[str, str] = {}

    def shown(self, locale: str) -> Sequence[ShownRoad]:
        """Every road in a language."""
        return [_shown(road, locale) for road in ROADS.values()]

    def spoken(self) -> list[dict[str, object]]:
        """All that the cast has said in its panes."""
        return [asdict(words) for words in self._stage.spoken]

    async def walked(self) -> dict[str, object]:
        """How far each road was walked, and up to which step one is being played now."""
        come_to = {name: await self._player(road, self._stage.locale).come_to() for name, road in ROADS.items()}
        return {"come_to": come_to, "playing": dict(self._playing)}

    async def play(self, name: str, until: str, locale: str) -> str:
        """Play a road up to a step and with it, one part at a time; say by the name of its words what stood in the way, if anything did.

        Raises KeyError for a road or a step that there is not.
        """
        road = ROADS[name]
        last = {step.name: at for at, step in enumerate(road.steps, 1)}[until]
        async with self._one_at_a_time:
            self._stage.locale = locale
            self._playing = {name: until}
            try:
                player = self._player(road, locale)
                while await player.come_to() < last:
                    await player.play()
            except Stuck as stuck:
                return f"stuck_{stuck.told}"
            finally:
                self._playing = {}
        return ""

    async def rests(self) -> None:
        """Wait until nothing is played."""
        async with self._one_at_a_time:
            pass

    def _player(self, road: Road, locale: str) -> Player:
        prose = page_words.table(locale, "demo", road.name, "said")
        return Player(self._stage, road, begun, prose)


def begun(tx: Tx, kind: str, turn: int) -> Standing | None:
    """The so manieth matter of a kind that the player of the demo, or somebody at its page, has begun."""
    found = demo_marks.begun(tx, kind, turn)
    return None if found is None else matters.of_id(tx, found)


def _shows(step: RoadStep) -> str:
    if step.who not in _WITHOUT_PANE:
        return step.who
    return "board" if step.move == AnnouncementMove.PUBLISH else ""


def _shown(road: Road, locale: str) -> ShownRoad:
    demo, own = page_words.table(locale, "demo"), page_words.table(locale, "demo", road.name)
    titles, does, why = (page_words.table(locale, "demo", road.name, name) for name in ("parts", "steps", "why"))
    parts = {
        titles[part]: tuple(
            ShownStep(
                name=step.name,
                who="" if step.who in _WITHOUT_PANE else step.who,
                shows=_shows(step),
                label=demo[step.who if step.who in _WITHOUT_PANE else f"pane_{step.who}"],
                does=does[step.name],
                why=why[step.name],
            )
            for step in steps
        )
        for part, steps in road.parts.items()
    }
    return ShownRoad(name=road.name, title=own["title"], about=own["about"], cast=road.cast, parts=parts)
