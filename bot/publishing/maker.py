"""What the makers of pictures and documents have in common: the chore of a kind, with what it is made of and worded with."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import ClassVar

from bot import chores
from bot.wording import Words
from handlers.conversation.room import Room
from storage.database import Database, Tx
from storage.road.chores import Chore


class Maker(ABC):
    """Makes one kind of thing: reads what it is made of, draws it in a thread, and says what is to be written.

    `kind`: the chores that it does.
    """

    kind: ClassVar[str]

    def __init__(self, database: Database, make_room: Callable[[Tx], Room], words: Words) -> None:
        """`make_room` gives the clock's room."""
        self._database = database
        self._make_room = make_room
        self._words = words

    @property
    def errand(self) -> chores.Errand:
        """How `bot/chores.py` does it."""
        return chores.Errand(do=self.do)

    @abstractmethod
    async def do(self, chore: Chore) -> chores.Result:
        """Make what the chore asks for; it may be called twice."""
