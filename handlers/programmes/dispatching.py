"""What a unit is given to solve (交办): with whom it is, and which unit raised it. The law §8."""

from dataclasses import replace

from domain.cards import Names
from domain.mechanism.standing import Event, Outcome, Standing
from handlers.conversation.room import Room


def changed(room: Room, event: Event) -> Event:
    """Once it is assigned it is with the unit that is to solve it, and keeps which unit raised it."""
    if event.move != "assign" or event.outcome is not Outcome.MOVED:
        return event
    own = {"raised_by": event.before.unit, **event.after.own}
    return replace(event, after=replace(event.after, unit=event.given["unit"], own=own))


def raised_by(room: Room, standing: Standing) -> Names | None:
    """The unit that raised it, as a card names it; None until it is assigned."""
    raiser = room.office.name_of(standing.own.get("raised_by", ""))
    return Names((raiser,)) if raiser else None
