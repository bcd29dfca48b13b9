"""Leads that figures give by themselves: a recommendation that waits until a person takes it up, and never a verdict (the law §5, §6.2).

Lives here: `open_lead`, the one door for all of them; `by_streak`, `by_years`, `by_light` and `by_card` go through it.
"""

from dataclasses import replace

from domain.matters import cases
from domain.matters.scoring import periods
from domain.mechanism import procedure
from domain.mechanism.standing import Event, Standing
from domain.people import CLOCK, Role
from domain.sayings.scoring import turns as sayings
from domain.scoring import last_places
from domain.scoring.lights import Light
from domain.scoring.rotations import Colour
from handlers.conversation.procedures import relatives
from handlers.conversation.room import Room
from storage import matters
from storage.road import reach
from storage.scoring import flags
from storage.scoring import periods as period_store

_MOST = 1_000  # cases of one unit that are looked at


def by_streak(room: Room, event: Event) -> None:
    """A yellow flag that hangs for the third time in a row is a lead (the law §5, rotation Y→Y)."""
    flag = flags.of_id(room.tx, event.after.id)
    if flag is None or flag.colour is not Colour.YELLOW:
        return
    if flag.streak >= room.office.rules_of(flag.rules).flag_yellow_streak_lead:
        open_lead(room, event.after, "yellow_streak")


def by_years(room: Room, event: Event) -> None:
    """Whoever is last in its sequence two years running is a lead; after the first year its contact hears that privately (the law §6.2)."""
    code = event.after.number
    if not periods.is_annual(code):
        return
    rules, year = room.office.rules_of(event.after.rules), int(code[:4])
    codes = [f"{earlier}{code[4:]}" for earlier in range(year, year - rules.rank_last_years, -1)]
    every = (period_store.of_code(room.tx, each) for each in codes)
    known = [each for each in every if each is not None and each.stage is periods.PeriodStage.ANNOUNCED]
    years = [{each.sequence: each for each in period_store.rankings(room.tx, period.id)} for period in known]
    for sequence, ranking in years[0].items():
        peers = [each[sequence] for each in years if sequence in each]
        unit = last_places.last_in_a_row(peers, rules)
        if unit is not None:
            open_lead(room, replace(event.after, unit=unit), "two_years_last")
        elif (alone := last_places.last(ranking, rules)) is not None:
            told = sayings.LastOnce(
                unit=room.office.name_of(alone), period=periods.name_of(code), years=rules.rank_last_years
            )
            for account in reach.of_roles(room.tx, room.now, (Role.UNIT_CONTACT,), alone):
                room.tell(account, told)


def by_light(room: Room, event: Event) -> None:
    """A red light is a lead (the law §3, AUTO)."""
    if event.after.own.get("light") == Light.RED:
        open_lead(room, event.after, "red_light")


def by_card(room: Room, event: Event) -> None:
    """A snail project is a lead (the law §3, AUTO)."""
    open_lead(room, event.after, "snail_project")


def open_lead(room: Room, about: Standing, lead: str) -> None:
    """Recommend the unit of what the figures are about (a flag, a project), where no case about it is under way: the next number of the
    same streak tells nothing new."""
    kind = cases.PROCEDURE.matter
    if not room.office.rules.is_on(cases.PROCEDURE.module):
        return
    matter, clock = room.office.matters[kind], room.acting_as(CLOCK)
    every = matters.of_unit(room.tx, kind, about.unit, _MOST)
    if any(each.own.get("subject") == "unit" and procedure.leads_on(cases.PROCEDURE, each.stage) for each in every):
        return
    made = relatives.begun(clock, relatives.new(clock, kind, about), "lead", {"lead": lead, "subject": "unit"})
    assert isinstance(made, Event), "nothing stands in the way of a lead"
    matter.followed(clock, made)
