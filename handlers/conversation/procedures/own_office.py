"""The office that runs the bot as a unit among others: what is about it goes past it (the law §2 rule 4)."""

import re

from domain import units
from domain.matters.upward import OwnOffice
from handlers.conversation.room import Office

_BETWEEN = re.compile(r"[;；、,，]")


def unit_named(register: units.Register, name: str) -> str:
    """The code of the unit with this code or name, letter by letter; empty where the register has none."""
    said = name.strip().casefold()
    found = (unit.code for unit in register if said and said in {each.casefold() for each in unit.every_name})
    return next(found, "")


def of(office: Office) -> OwnOffice:
    """What it is meant by: its unit and those below it, the names of the office and of that unit, and who leads it."""
    register = office.register
    own = unit_named(register, office.profile.own_unit or office.profile.name)
    below = (unit.code for unit in register if own and units.is_same_or_above(register, own, unit.code))
    names = (office.profile.name, office.profile.own_unit, *(register.by_code[own].every_name[1:] if own else ()))
    heads = (name.strip() for name in _BETWEEN.split(office.profile.head))
    return OwnOffice(
        units=frozenset(below), names=tuple(filter(None, names)), heads=tuple(name for name in heads if len(name) > 1)
    )
