"""What those have in common who read the files of a conversation and hand files out in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot import channel as channels
from bot import chores
from domain.errors import FlagpostError
from domain.people import Actor
from domain.said import FileRef
from domain.saying import Class, Saying, Term
from domain.sayings import spreadsheets as sayings
from handlers.conversation import gathering, house_rooms
from handlers.conversation.room import Drawn, Room
from storage import passing_files, shapes, vault
from storage.database import Database, Tx
from storage.road import routes
from storage.road.chores import Chore

NOT_READ: Mapping[type[FlagpostError], str] = {
    channels.FileGone: "gone",
    channels.FileWithheld: "too_large",
}


class ChatFiles:
    """The chores of a person's files; a subclass says which."""

    def __init__(
        self, database: Database, make_room: Callable[[Tx], Room], fetchers: Mapping[str, channels.Fetcher]
    ) -> None:
        """`make_room` gives the clock's room; `fetchers` by channel name."""
        self._database = database
        self._make_room = make_room
        self._fetchers = fetchers

    async def _fetched(self, chore: Chore) -> bytes | chores.Result:
        """The content of the file that a chore names, or what to write where it cannot be had. Raises what lets it be tried again."""
        file = shapes.convert(chore.body["file"], FileRef)
        try:
            return await self._fetchers[chore.body["channel"]].fetch(file)
        except tuple(NOT_READ) as error:
            return self._not_read(chore, gathering.name_of(file), Term("file_refused", NOT_READ[type(error)]))

    def _gave_up(self, chore: Chore) -> chores.Result:
        name = gathering.name_of(shapes.convert(chore.body["file"], FileRef))
        return self._not_read(chore, name, Term("file_refused", "delayed"))

    def _not_read(self, chore: Chore, name: Term | str, why: Term) -> chores.Result:
        return self._told(chore, sayings.FileNotRead(name=name, why=why))

    def _told(self, chore: Chore, saying: Saying) -> chores.Result:
        return lambda tx: self._make_room(tx).tell(chore.account_id, saying, kind=Class.REPLY)

    def _handed(self, chore: Chore, saying: Saying, name: str, data: bytes) -> chores.Result:
        def hand(tx: Tx) -> None:
            room = self._make_room(tx)
            kept = passing_files.put(tx, chore.account_id, name, data, room.now)
            room.tell(chore.account_id, saying, kind=Class.REPLY, picture=kept.key)

        return hand

    def _room(self, tx: Tx, by: Actor) -> Room:
        """A room with whoever sent it, where they are."""
        drawn = Drawn(code="", alias="", dialogue=vault.number_of(vault.new_code()))
        room = house_rooms.of_person(self._make_room(tx), by, channel=routes.channel_of(tx, by.account_id) or "")
        return replace(room, drawn=drawn)
