"""待办 of unit contacts: the cards that wait for them.

Parts of the command 待办, put together in THE TABLE beside the reviewers' part (`handlers/desk/queue.py`).
"""

from domain.people import Role
from domain.saying import Choice, Term
from handlers.conversation.procedures import cards
from handlers.conversation.room import Room
from handlers.scoring import flags


def contacts(room: Room, rest: str) -> bool:
    """Notices that the unit has not acknowledged yet."""
    if Role.UNIT_CONTACT not in room.actor.roles:
        return False
    held = flags.held(room)
    is_unread = _show(room, [("flag", flag.id) for flag in held if flag.acknowledged_at is None])
    told = flags.not_acknowledged(held)
    if told is not None:
        room.reply(told, (Choice(value="/myflags", label=Term("menu", "myflags")),))
    return is_unread


def _show(room: Room, waiting: list[tuple[str, int]]) -> bool:
    for matter, number in waiting:
        cards.show(room, matter, number, room.actor.account_id)
    return bool(waiting)
