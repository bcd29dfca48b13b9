"""Plays a road: opens the card of whoever is next, presses the button that it offers, answers what is asked, turns the clock.

Everything goes by what is said and pressed, as by people; what the law does not open to somebody, they cannot do here either.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Protocol, TypeVar

from bot.cast import answering, roads
from bot.cast.answering import Scene, Stuck
from bot.cast.roads import CLOCK, THE_HALL, Road, RoadStep, Root
from domain import codes
from domain.mechanism.standing import Standing
from domain.mechanism.table import SIGN
from domain.people import Actor
from domain.saying import Choice
from handlers.conversation.procedures import cards
from handlers.conversation.room import Room
from storage import people
from storage.database import Tx
from storage.road import history

T = TypeVar("T")
MOST_QUESTIONS = 40  # of one move
MOST_TURNS = 400  # of the clock until it must have come to what it turns to


class Stage(Protocol):
    """Where a cast plays."""

    async def says(self, who: str, text: str) -> None:
        """Let one of the cast say something."""
        ...

    async def sends(self, who: str, paper: str) -> None:
        """Let one of them send a text file with these words in it."""
        ...

    async def presses(self, who: str, handle: str, button: Choice) -> None:
        """Let one of them press a button."""
        ...

    async def turns_on(self) -> bool:
        """Turn the clock to the next thing that happens by itself, and let it happen; False where nothing waits."""
        ...

    async def settles(self) -> None:
        """Let be done what a move has asked for: the words and pictures of an announcement."""
        ...

    async def looks(self, work: Callable[[Room], T]) -> T:
        """Look at what is remembered, in the clock's room of this moment."""
        ...

    def account(self, tx: Tx, who: str) -> people.Account | None:
        """The account of one of them."""
        ...


@dataclass(frozen=True, slots=True)
class _Offer:
    """What one of the cast finds on a card: its number, and the button of the move."""

    who: str
    number: str
    handle: str
    button: Choice


class Player:
    """A cast on a stage, and the road that it walks; `prose` is the road's, in the language in which it is played."""

    def __init__(self, stage: Stage, road: Road, root: Root, prose: Mapping[str, str]) -> None:
        """`root` finds the matters with which the road begins."""
        self._stage = stage
        self._road = road
        self._root = root
        self._prose = prose

    async def come_to(self) -> int:
        """How many steps are behind."""
        return await self._stage.looks(lambda room: roads.come_to(room.tx, self._road, self._there(room)))

    async def next_step(self) -> RoadStep | None:
        """The next step; None at the end of the road."""
        behind = await self.come_to()
        return self._road.steps[behind] if behind < len(self._road.steps) else None

    async def there(self) -> dict[str, Standing]:
        """The matters of the road that there are by now, by their places."""
        return await self._stage.looks(self._there)

    async def stands(self, place: str) -> str:
        """The stage of one of the road's matters; empty where there is none yet."""
        found = await self._stage.looks(lambda room: self._there(room).get(place))
        return "" if found is None else found.stage

    async def play(self) -> str:
        """Play the next step and return its name; empty at the end of the road. Raises Stuck where it cannot be played."""
        before = await self.come_to()
        if before == len(self._road.steps):
            return ""
        step = self._road.steps[before]
        if step.who == CLOCK:
            await self._turn_past(before)
        elif step.who == THE_HALL:
            await self._let_the_hall(step)
        else:
            await self._answer(step, await self._begin(step))
        if await self.come_to() <= before:
            raise Stuck(f"{step.name}: {step.move} was begun by {step.who} and not made", told="not_made")
        return step.name

    async def _turn_past(self, before: int) -> None:
        for _ in range(MOST_TURNS):
            if await self.come_to() > before:
                return
            if not await self._stage.turns_on():
                break
        step = self._road.steps[before]
        raise Stuck(f"{step.name}: the clock never came to {step.move}", told="nothing_waits")

    async def _let_the_hall(self, step: RoadStep) -> None:
        """Let everybody of the hall do it to whom their card offers it."""
        for who in self._road.hall:
            offer = await self._stage.looks(partial(self._offered_to, step=step, who=who))
            if offer is not None:
                await self._stage.presses(who, offer.handle, offer.button)
                await self._answer(step, who)

    async def _begin(self, step: RoadStep) -> str:
        """Let a step begin by words or at a card; whoever it is that makes it."""
        if step.begins:
            await self._stage.says(step.who, self._prose[step.begins])
            return step.who
        offer = await self._stage.looks(lambda room: self._offer(room, step))
        if offer is None:
            await self._stage.settles()
            offer = await self._stage.looks(lambda room: self._offer(room, step))
        if offer is None:
            raise Stuck(f"{step.name}: no card of the cast offers {step.move} at {step.place}", told="not_offered")
        if codes.find(
            offer.number
        ).numbers:  # of an announcement the card is there already, and nobody asks for it by its number
            await self._stage.says(offer.who, offer.number)
        await self._stage.presses(offer.who, offer.handle, offer.button)
        return offer.who

    def _offer(self, room: Room, step: RoadStep) -> _Offer | None:
        """The button on the card of whoever is meant, or of whoever else has that part. Of several voices each is given once."""
        return next(
            filter(None, (self._offered_to(room, step, who) for who in dict.fromkeys((step.who, *self._road.cast)))),
            None,
        )

    def _offered_to(self, room: Room, step: RoadStep, who: str) -> _Offer | None:
        """The button on somebody's card, where they have not used it yet."""
        standing, actor = self._there(room).get(step.place), self._actor(room, who)
        if standing is None or actor is None:
            return None
        made = history.made(room.tx, standing.matter, standing.id) if self._road.is_voice(step) else ()
        heard = {actor for move, _, actor in made if move == step.move}
        wanted = SIGN if step.signs else step.move
        if actor.name in heard:
            return None
        shown = cards.shown_to(room.acting_as(cards.as_staff(actor)), standing.matter, standing.id)
        offered = () if shown is None else zip(shown.view.buttons, shown.handles, strict=True)
        return next(
            (_Offer(who, standing.number, handle, each) for each, handle in offered if each.value == wanted), None
        )

    async def _answer(self, step: RoadStep, who: str) -> None:
        former = None
        for _ in range(MOST_QUESTIONS):
            reply = await self._stage.looks(lambda room: answering.reply(self._scene(room), step, who))
            if reply is None:
                return
            if reply == former:
                break
            former = reply
            if reply.handle:
                await self._stage.presses(who, reply.handle, reply.button)
            elif reply.paper:
                await self._stage.sends(who, reply.paper)
            else:
                await self._stage.says(who, reply.text)
        said = "" if former is None else former.text or former.button.value
        raise Stuck(f"{step.name}: {who} is asked again after {said}", told="not_made")

    def _scene(self, room: Room) -> Scene:
        return Scene(room=room, there=self._there(room), actor=lambda who: self._actor(room, who), prose=self._prose)

    def _there(self, room: Room) -> dict[str, Standing]:
        return roads.found(room.tx, self._road, self._root)

    def _actor(self, room: Room, who: str) -> Actor | None:
        account = self._stage.account(room.tx, who)
        return None if account is None else people.actor(room.tx, account)
