"""The arena of the fictional county (亮剑比拼): ten speak and sixty-two rate, in an office of its own: raters take no part in the year.

Every ballot is pressed and said at the rater's card, and not given where that offers none, as to whoever is of the speaker's own line
(the law §2). Whoever has none in the file gives none, and the clock closes the slot.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from bot.cast import answering
from bot.cast.answering import Scene, Stuck
from bot.cast.fictional_county import profile, rows, sample
from bot.cast.player import Player
from bot.cast.roads import Figure, In, Prose, Road, RoadMatter, RoadStep
from bot.rehearsal import company, county
from bot.rehearsal.played import Played, played
from bot.rehearsal.walks import WalkBeginnings
from bot.rehearsal.year import RehearsedYear, Stopped
from domain.importing.columns import ImportKind
from domain.people import Actor, Role
from domain.scoring.arenas import DEFAULT_WEIGHTS
from handlers.conversation.procedures import cards
from handlers.conversation.room import Room
from storage import people

BEGINS_AT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
ENDS_ON = date(2026, 11, 30)
OFFICER = "reviewer_a"
_STAFF = (OFFICER, "leader_a", "leader_b", "committee_a")
_PLACES = {"arena": RoadMatter("arena")}
NO_MORE: Mapping[str, RoadMatter] = {}
Ballots = Mapping[str, Mapping[str, str]]  # of each unit that speaks: the marks of each rater, as they say them


def ballots(data: bytes) -> Ballots:
    """The ballots of such a file (`slot,rater,criterion,score`), by the unit that speaks and by the rater."""
    marks: dict[str, dict[str, dict[str, str]]] = {}
    for row in rows(data):
        marks.setdefault(row["slot"], {}).setdefault(row["rater"], {})[row["criterion"]] = row["score"]
    return {
        unit: {rater: " ".join(given[one] for one in DEFAULT_WEIGHTS) for rater, given in by_rater.items()}
        for unit, by_rater in marks.items()
    }


async def arena(folder: Path, locale: str, seed: int, given: Ballots, database: str) -> Played:
    """Play it with these ballots; `database` is the address of an empty one on a server, where it is not in `folder`."""
    async with county.opened(folder, locale, seed, profile(locale), BEGINS_AT, database) as office:
        await office.figures_come(ImportKind.UNITS, sample("units.csv"))
        seats = company.company((), (), ())
        await office.come_in({name: seats[name] for name in _STAFF})
        await _raters_come(office, given)
        year = RehearsedYear(office, (), (), ENDS_ON)
        try:
            await _Event(office, given).play()
        except Stuck as stuck:
            year.stopped.append(Stopped("arena", BEGINS_AT.date(), str(stuck)))
        await year.play(lambda day: None)
        return await played(office, year.stopped, "hall")


async def _raters_come(office: county.RehearsingOffice, given: Ballots) -> None:
    """Everybody of whom there is a ballot; and where heads of units rate, all heads of the county are to."""
    register = office.house.view.now().register
    wanted, heads = {rater for by_rater in given.values() for rater in by_rater}, {unit.code for unit in register}
    wanted |= heads if wanted & heads else set()
    label = office.words("seat")["rater"]
    for rater in sorted(wanted):
        unit = register.get(rater)
        await office.stage.joins(
            rater, Role.RATER, rater if unit else "", label.format(unit=unit.short if unit else rater)
        )


class _Event:
    """The event: planned, drawn and begun by the officer, then a slot after the other."""

    def __init__(self, office: county.RehearsingOffice, given: Ballots) -> None:
        """Nothing of it is planned yet."""
        self._office = office
        self._stage = office.stage
        self._given = given
        self._begun = WalkBeginnings(after=0)

    async def play(self) -> None:
        """Play it until its last slot is closed."""
        await self._walk(_PLANNED)
        for turn in range(len(self._given)):
            place = {"slot": RoadMatter("arena_slot", of="arena", turn=turn)}
            player = await self._walk((_OPENED,), place)
            slot = (await player.there())["slot"]
            for rater, marks in self._given[slot.unit].items():
                await self._rates(rater, slot.id, marks)
            while await player.stands("slot") == "rating":
                await self._stage.turns_on()

    async def _walk(self, steps: tuple[RoadStep, ...], places: Mapping[str, RoadMatter] = NO_MORE) -> Player:
        """Let the officer make these steps."""
        register = self._office.house.view.now().register
        speakers = "、".join(unit.short for code in self._given if (unit := register.get(code)))
        prose = {**self._office.words("arena"), "speakers": speakers}
        road = Road(name="arena", cast=_STAFF, places={**_PLACES, **places}, parts={"all": steps})
        player = Player(self._stage, road, self._begun, prose)
        while await player.next_step() is not None:
            await player.play()
        return player

    async def _rates(self, rater: str, slot: int, marks: str) -> None:
        """Let somebody press what their card offers, say their marks, and submit."""
        step = RoadStep(
            name="rate", who=rater, place="slot", move="rate", leads_to="rating", answers={"marks": Figure(marks)}
        )

        def offer(room: Room) -> str:
            shown = cards.shown_to(room.acting_as(cards.as_staff(self._actor(room, rater))), "arena_slot", slot)
            offered = () if shown is None else zip(shown.view.buttons, shown.handles, strict=True)
            return next((handle for button, handle in offered if button.value == "rate"), "")

        handle = await self._stage.looks(offer)
        if not handle:  # of a unit under the one that speaks, or over it
            return
        await self._stage.take(rater, choice=handle)
        while reply := await self._stage.looks(
            lambda room: answering.reply(
                Scene(room=room, there={}, actor=lambda who: self._actor(room, who), prose={}), step, rater
            )
        ):
            await self._stage.take(rater, text=reply.text, choice=reply.handle)

    def _actor(self, room: Room, who: str) -> Actor:
        account = self._stage.account(room.tx, who)
        assert account is not None, f"{who} has come in"
        return people.actor(room.tx, account)


_PLANNED = (
    RoadStep(
        name="plan",
        who=OFFICER,
        place="arena",
        move="plan",
        leads_to="planned",
        begins="begin",
        answers={"title": Prose("title"), "day": In(0), "place": Prose("place"), "speakers": Prose("speakers")},
    ),
    RoadStep(name="draw", who=OFFICER, place="arena", move="draw", leads_to="drawn"),
    RoadStep(name="start", who=OFFICER, place="arena", move="start", leads_to="running"),
)
_OPENED = RoadStep(name="open", who=OFFICER, place="slot", move="open", leads_to="rating")
