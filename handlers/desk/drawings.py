"""Pictures that somebody asks for: one road for all of them.

Asked for with a command or a button, found and drawn as a chore (`bot/publishing/drawings.py`), brought with the same in words to whoever
asked, if they may see it still.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from domain.saying import Saying
from domain.sayings import cards as card_sayings
from domain.sayings.scoring import score_sheets as sayings
from handlers.conversation.room import Room
from storage import people as accounts
from storage import pictures
from storage.road import chores

DRAW = "draw"  # the chore that finds and draws


@dataclass(frozen=True, slots=True)
class ToDraw:
    """What is brought: the words that go with the picture and say what it shows, and what it is drawn from besides."""

    saying: Saying
    drawn: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawable:
    """A kind of picture. `may`: whether the actor may see it (`rest` is what was written behind the command); `find` looks for what it
    is drawn from, None where there is nothing (any more). `meanwhile` is said at once."""

    name: str
    may: Callable[[Room, str], bool]
    find: Callable[[Room, str], ToDraw | None]
    meanwhile: Saying = field(default_factory=sayings.SheetDrawing)

    def ask(self, room: Room, rest: str) -> None:
        """Ask for it."""
        if not self.may(room, rest):
            room.reply(card_sayings.NotForYou())
            return
        chores.put(room.tx, DRAW, room.actor.account_id, {"name": self.name, "rest": rest}, room.now)
        room.reply(self.meanwhile)

    def found(self, room: Room, account: int, rest: str) -> tuple[ToDraw | None, str]:
        """What an account asked for, and in which language it reads."""
        actor = accounts.actor_of(room.tx, account)
        if actor is None or not self.may(room.acting_as(actor), rest):
            return None, room.office.locale
        return self.find(room.acting_as(actor), rest), actor.locale

    def bring(self, room: Room, account: int, rest: str, found: ToDraw, picture: bytes) -> None:
        """Bring it, if whoever asked may see it still."""
        actor = accounts.actor_of(room.tx, account)
        if actor is None or not self.may(room.acting_as(actor), rest):
            room.tell(account, card_sayings.NotForYou())
        else:
            room.tell(account, found.saying, picture=pictures.put(room.tx, picture))
