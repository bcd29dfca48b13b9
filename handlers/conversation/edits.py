"""A message that its author edited in the channel after it had been handled: a supplement to what they brought (the design §6).

The channel does not say what the message belonged to, so only the newest clue or nomination of this account is taken for it,
and only for as long as a channel lets people edit.
"""

from datetime import timedelta

from handlers.conversation import dialogues, listening
from handlers.conversation.room import Room
from handlers.reporting import following, progress
from storage import submissions as rows

EDITABLE = timedelta(hours=48)


def take(room: Room, text: str) -> bool:
    """Add the edited words to what was brought last; False, and nothing changed, where there is nothing they surely belong to."""
    if not listening.LONG_ENOUGH <= len(text) <= progress.LONGEST_NOTE or dialogues.present(room) is not None:
        return False
    newest = rows.of_account(room.tx, room.actor.account_id, limit=1)
    if not newest or room.now - (newest[0].made_at or newest[0].since) > EDITABLE:
        return False
    found = newest[0]
    if not {progress.ANSWER, progress.SUPPLEMENT} & set(progress.options(room, found)):
        return False
    following.add(room, following.Add(matter=found.matter, id=found.id, texts=(text,), files=()))
    return True
