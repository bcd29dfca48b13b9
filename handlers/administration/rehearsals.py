"""演练: the end of setting up. An administrator sees what the office's own next period would give, worked out in a copy of its database.

Nothing of it is done in here: it is a chore (`bot/operations/office_rehearsal.py`), and what comes of it is told to whoever asked alone.
At the machine it is `flagpost rehearse --home`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.people import Role
from domain.saying import Choice, Class, Saying, Term
from domain.sayings import rehearsals as sayings
from handlers.conversation.room import Room
from storage import passing_files
from storage import people as accounts
from storage.road import chores

PLAY = "rehearse_office"  # the chore that plays it
_SETUP = Choice(value="/setup", label=Term("menu", "setup"))


@dataclass(frozen=True, slots=True, kw_only=True)
class WouldBeSaid:
    """A message that the rehearsed period would announce; its picture, empty where it has none."""

    text: str
    picture: bytes


def ask(room: Room, rest: str) -> None:
    """Have it played: of the period that is named, else of the newest that waits."""
    if chores.is_asked(room.tx, PLAY):
        room.reply(sayings.RehearsalUnderWay())
        return
    chores.put(room.tx, PLAY, room.actor.account_id, {"period": rest.strip()}, room.now)
    room.reply(sayings.RehearsalBegun())


def tell_step(room: Room, account: int, step: str) -> None:
    """Say how far it is."""
    _tell(room, account, sayings.RehearsalStep(step=Term("rehearsal_step", step)))


def tell_lack(room: Room, account: int, why: str, facts: Mapping[str, str]) -> None:
    """Say why nothing can be rehearsed."""
    lacking = sayings.RehearsalLacks(
        why=Term("rehearsal_lacks", why),
        period=facts.get("period", ""),
        sequences=facts.get("sequences", ""),
        others=facts.get("known", ""),
    )
    _tell(room, account, lacking, choices=(_SETUP,))


def hand(room: Room, account: int, over: sayings.RehearsalOver, said: Sequence[WouldBeSaid]) -> None:
    """Tell what came of it, message by message and in sum."""
    for number, each in enumerate(said, start=1):
        told = sayings.RehearsedAnnouncement(number=number, of=len(said), text=each.text)
        name = f"{over.period}-{number}.png"
        is_drawn = bool(each.picture)
        picture = passing_files.put(room.tx, account, name, each.picture, room.now).key if is_drawn else ""
        _tell(room, account, told, picture=picture)
    _tell(room, account, over, choices=(_SETUP,))


def _tell(room: Room, account: int, saying: Saying, *, picture: str = "", choices: Sequence[Choice] = ()) -> None:
    """Tell it to whoever asked, if they are an administrator still."""
    actor = accounts.actor_of(room.tx, account)
    if actor is not None and Role.ADMIN in actor.roles:
        room.tell(account, saying, choices, kind=Class.REPLY, picture=picture)
