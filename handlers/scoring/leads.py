"""Leads that figures give by themselves: a recommendation that waits until a person takes it up, and never a verdict (the law §5, §6.2).

Lives here: `open_lead`, the one door for all of them; `by_streak` goes through it. Twice in a row last goes through it once the final
ranks of a year are known.
"""

from domain.matters import cases
from domain.mechanism import procedure
from domain.mechanism.standing import Event, Standing
from domain.people import CLOCK
from domain.scoring.rotations import Colour
from handlers.conversation.procedures import relatives
from handlers.conversation.room import Room
from storage import matters
from storage.scoring import flags

_MOST = 1_000  # cases of one unit that are looked at


def by_streak(room: Room, event: Event) -> None:
    """A yellow flag that hangs for the third time in a row is a lead (the law §5, rotation Y→Y)."""
    flag = flags.of_id(room.tx, event.after.id)
    if flag is None or flag.colour is not Colour.YELLOW:
        return
    if flag.streak >= room.office.rules_of(flag.rules).flag_yellow_streak_lead:
        open_lead(room, event.after, "yellow_streak")


def open_lead(room: Room, about: Standing, lead: str) -> None:
    """Recommend the unit of what the figures are about (a flag, a period), where no case about it is under way: the next number of the
    same streak tells nothing new."""
    kind = cases.PROCEDURE.matter
    matter, clock = room.office.matters[kind], room.acting_as(CLOCK)
    every = matters.of_unit(room.tx, kind, about.unit, _MOST)
    if any(each.own.get("subject") == "unit" and procedure.leads_on(cases.PROCEDURE, each.stage) for each in every):
        return
    made = relatives.begun(clock, relatives.new(clock, kind, about), "lead", {"lead": lead, "subject": "unit"})
    assert isinstance(made, Event), "nothing stands in the way of a lead"
    matter.followed(clock, made)
