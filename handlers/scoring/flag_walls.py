"""旗帜墙: the flags that hang now by category, and how many each unit was given, by colour (the law §5: statistics by unit and flag).

In words at once; as a picture it is drawn as a chore (`bot/publishing/drawings/`).
"""

from collections import Counter

from domain.matters.scoring.periods import name_of
from domain.people import Role
from domain.saying import Choice, Term
from domain.sayings.scoring import flag_walls as sayings
from domain.sayings.scoring.periods import NumberedCategoryFlags
from domain.scoring.rotations import Colour, HeldFlag
from handlers.conversation.room import Room
from handlers.desk.drawings import Drawable, ToDraw
from handlers.scoring.period_cards import short_name
from storage.scoring import flags as flag_store
from storage.scoring import periods as store

READERS = frozenset({Role.LEADER, Role.COMMITTEE, Role.REVIEWER})
MOST_UNITS = 30


def show(room: Room, rest: str) -> None:
    """旗帜墙: in words, with a button for the picture."""
    period = store.flags_last(room.tx)
    if period is None:
        room.reply(sayings.NoWall())
        return
    now, counts = _hanging(room), flag_store.counts(room.tx)
    listed = sorted(counts.items(), key=lambda item: (-item[1][Colour.RED], item[1][Colour.YELLOW], item[0]))
    wall = sayings.FlagWall(
        period=name_of(period.code),
        red=sum(flag.colour is Colour.RED for flag in now),
        yellow=sum(flag.colour is Colour.YELLOW for flag in now),
        categories=tuple(_category(room, now, name) for name in sorted({flag.category for flag in now})),
        units=tuple(_unit(room, unit, number, now) for unit, number in listed[:MOST_UNITS]),
        more=max(0, len(listed) - MOST_UNITS),
    )
    room.reply(wall, (Choice(value="/drawwall", label=Term("menu", "drawwall")),))


def _hanging(room: Room) -> list[HeldFlag]:
    """What hangs today: of the last period, and by a decision since."""
    return flag_store.hanging_on(room.tx, room.today)


def _category(room: Room, now: list[HeldFlag], category: str) -> NumberedCategoryFlags:
    def holders(colour: Colour) -> tuple[str, ...]:
        inside = (flag for flag in now if flag.category == category and flag.colour is colour)
        return tuple(f"{short_name(room, flag.unit)}{f'×{flag.streak}' if flag.streak > 1 else ''}" for flag in inside)

    return NumberedCategoryFlags(category=category, red=holders(Colour.RED), yellow=holders(Colour.YELLOW))


def _unit(room: Room, unit: str, number: Counter[Colour], now: list[HeldFlag]) -> sayings.UnitFlags:
    held = [flag for flag in now if flag.unit == unit]
    return sayings.UnitFlags(
        unit=short_name(room, unit),
        red=number[Colour.RED] or None,
        yellow=number[Colour.YELLOW] or None,
        held=len(held) or None,
    )


def _drawn(room: Room, rest: str) -> ToDraw | None:
    period = store.flags_last(room.tx)
    if period is None:
        return None
    return ToDraw(sayings.WallPicture(period=name_of(period.code)), (period, _hanging(room)))


DRAWABLE = Drawable(name="drawwall", may=lambda room, rest: bool(room.actor.roles & READERS), find=_drawn)
