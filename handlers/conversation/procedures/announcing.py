"""What a move proposes to be said in public, by the column `announces` of its table.

Lives here: `announce`, which asks for it to be worded and drawn, and calls off what is not true any more. What becomes of it then is
the life of an announcement (`handlers/announcements.py`).
"""

from domain.matters.announcements import AnnouncementMove
from domain.mechanism.standing import Event
from domain.people import CLOCK
from handlers.conversation.procedures import moves
from handlers.conversation.room import Room
from storage import announcements, matters
from storage.road import chores

RENDER = "render_announcement"  # the chore that words and draws what is to be said


def announce(room: Room, event: Event) -> None:
    """Let the announcement of a move that was made be worded and drawn, where its table says that there is one."""
    after = event.after
    column = room.office.matters[after.matter].procedure.moves[event.move].announces
    if column is None or not column.follows(after.own):
        return
    if not column.with_consent and any(each.is_personal for each in matters.line(room.tx, after.id)):
        return
    for number in announcements.open_about(room.tx, after.id, column.answers):
        standing = matters.standing(room.tx, "announcement", number)
        if standing is not None:
            moves.carry_out(room.acting_as(CLOCK), standing, AnnouncementMove.CANCEL, {})
    body = {"matter": after.matter, "id": after.id, "epoch": after.epoch, "move": event.move}
    chores.put(room.tx, RENDER, 0, body, room.now)
