"""What a period's announcement does to the flags of the one before: handed on, taken down, kept until their measures are carried out,
and with whom leaders have to talk (the law §5, the table of rotation)."""

from collections.abc import Mapping, Sequence

from domain.matters.scoring import flag_plans
from domain.matters.scoring.periods import name_of
from domain.mechanism.standing import Event
from domain.people import Role
from domain.saying import Term
from domain.sayings.scoring import turns as sayings
from domain.scoring import rotations
from domain.scoring.rotations import Rotation, Turn
from handlers.conversation.procedures.derived import Effect
from handlers.conversation.room import Room
from storage.road import reach
from storage.scoring import flags as flag_store
from storage.scoring import periods as store

TALKS = (rotations.Effect.WARNING_TALK, rotations.Effect.TALK)
OPEN_ITEMS = "open_items"  # yellow before and none now, but its measures are not carried out


def of_period(room: Room, period: store.Period) -> list[Turn]:
    """What becomes of every flag held before this period or for it; a yellow one whose measures are open is not taken down."""
    kept = [flag for flag in flag_store.of_period(room.tx, period.id) if not flag.is_struck]
    held = flag_store.held_before(room.tx, period.ends_on)
    return rotations.rotate(held, [(flag.unit, flag.category, flag.colour) for flag in kept])


def taken_down(room: Room, turns: Sequence[Turn]) -> list[Turn]:
    """Without those yellow flags that stay, because an item of their measures is open."""
    open_still = flag_store.with_open_plan(room.tx, flag_plans.UNSETTLED)
    return [
        turn for turn in turns if turn.rotation is not Rotation.REMOVED or (turn.unit, turn.category) not in open_still
    ]


def _tell(room: Room, event: Event) -> None:
    period = store.of_id(room.tx, event.after.id)
    assert period is not None, "it stands somewhere"
    every = of_period(room, period)
    down = taken_down(room, every)
    for turn in every:
        if turn.rotation in (Rotation.PASSED_ON, Rotation.REMOVED):
            name = turn.rotation.value if turn in down else OPEN_ITEMS
            told = sayings.FlagTurned(
                unit=room.office.name_of(turn.unit),
                period=name_of(period.code),
                category=turn.category,
                turn=Term("turned", name),
                signature=room.office.profile.signature or room.office.profile.name,
            )
            for account in reach.of_roles(room.tx, room.now, (Role.UNIT_CONTACT,), turn.unit):
                room.tell(account, told)
    rules = room.office.rules_of(period.rules)
    lines = tuple(
        sayings.TalkLine(
            unit=room.office.name_of(turn.unit),
            category=turn.category,
            turn=Term("rotation", turn.rotation.value),
            streak=turn.streak if turn.streak > 1 else None,
        )
        for turn in every
        if rotations.effect(turn, rules) in TALKS
    )
    for account in reach.of_roles(room.tx, room.now, (Role.LEADER,)) if lines else ():
        room.tell(account, sayings.TalksDue(period=name_of(period.code), lines=lines))


EFFECTS: Mapping[str, Effect] = {"tell_turns": _tell}
