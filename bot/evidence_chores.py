"""The chores of evidence: fetch a file from its channel, keep it, re-make pictures for reviewers.

A file that cannot be had costs its sender a sentence, never the report. Plugged into `bot/chores.py` by the wiring;
calls the channels' `fetch`, `bot/evidence.py` and `bot/evidence_pictures.py`.
"""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime

from bot import channel as channels
from bot import chores, evidence_pictures, file_kinds
from bot import evidence as rooms
from domain.said import FileRef
from domain.saying import Class, Say, Term
from domain.sayings import evidence as sayings
from handlers import cards
from storage import evidence, outbox, people
from storage.chores import Chore
from storage.database import Database, Tx

REFUSED = "file_refused"  # the words table that names why
TOO_LARGE, GONE, NOT_A_PICTURE, DELAYED = "too_large", "gone", "not_a_picture", "delayed"


class EvidenceChores:
    """Does the two chores of evidence."""

    def __init__(
        self,
        database: Database,
        room: rooms.Evidence,
        fetchers: Mapping[str, channels.Fetcher],
        clock: Callable[[], datetime],
    ) -> None:
        """`fetchers` by channel name."""
        self._database = database
        self._room = room
        self._fetchers = fetchers
        self._clock = clock

    def errands(self) -> dict[str, chores.Errand]:
        """Return what `bot/chores.py` takes."""
        return {
            evidence.FETCH: chores.Errand(do=self.fetch, give_up=lambda chore: self._refusal(_number(chore), DELAYED)),
            evidence.REMAKE: chores.Errand(do=self.remake),
        }

    async def fetch(self, chore: Chore) -> chores.Result:
        """Bring a file from its channel and keep it; raise to be tried again."""
        number = _number(chore)
        piece = await self._piece(number)
        if piece is None or piece.state is not evidence.State.WANTED:
            return chores.nothing
        file = FileRef(kind=piece.kind, ref=piece.ref, name=piece.name, size=piece.size)
        try:
            data = await self._fetchers[piece.channel].fetch(file)
            file_kinds.kind_of(data[: file_kinds.HEAD_BYTES], piece.name, len(data))
        except channels.FileGone:
            return self._refusal(number, GONE)
        except channels.FileRefused:
            return self._refusal(number, TOO_LARGE)
        except file_kinds.FileRefused as refused:
            return self._refusal(number, refused.reason.value)
        ref = await self._room.keep(data, piece.name)
        at = self._clock()
        return lambda tx: evidence.keep(tx, number, ref, len(data), at)

    async def remake(self, chore: Chore) -> chores.Result:
        """Make of a kept picture one of pixels alone; other kinds are only looked whether they are there."""
        number = _number(chore)
        piece = await self._piece(number)
        if piece is None or piece.state is not evidence.State.KEPT or piece.shown:
            return chores.nothing
        try:
            data = await self._room.read(piece.kept)
            if not file_kinds.kind_of(data[: file_kinds.HEAD_BYTES], piece.name, len(data)).is_picture:
                return chores.nothing
            remade = await asyncio.to_thread(evidence_pictures.remake_apart, data)
        except rooms.EvidenceGone:
            return self._refusal(number, GONE)
        except file_kinds.FileRefused as refused:
            return self._refusal(number, refused.reason.value)
        except evidence_pictures.NotAPicture:
            return self._refusal(number, NOT_A_PICTURE, is_kept=True)
        ref = await self._room.keep(remade.data)
        at = self._clock()
        return lambda tx: _show(tx, number, ref, at)

    async def _piece(self, number: int) -> evidence.Piece | None:
        return await self._database.read(lambda tx: evidence.of_id(tx, number))

    def _refusal(self, number: int, why: str, *, is_kept: bool = False) -> chores.Result:
        at = self._clock()
        return lambda tx: _refuse(tx, number, why, at, is_kept=is_kept)


def _show(tx: Tx, number: int, ref: str, at: datetime) -> None:
    """Let reviewers see it: their cards came before the picture was ready."""
    evidence.show(tx, number, ref)
    cards.refresh_at(tx, *evidence.matter_of(tx, number), at)


def _refuse(tx: Tx, number: int, why: str, at: datetime, *, is_kept: bool) -> None:
    """Note what is wrong, and tell whoever sent it; somebody who has left is not told.

    A picture that cannot be shown stays sealed where it is: that is quarantine, not loss.
    """
    piece = evidence.of_id(tx, number)
    if piece is None or piece.why:
        return
    evidence.refuse(tx, number, why, is_kept=is_kept)
    cards.refresh_at(tx, *evidence.matter_of(tx, number), at)
    channel = people.channel_of(tx, piece.account_id)
    if channel is not None:
        saying = sayings.Refused(reason=Term(REFUSED, why))
        outbox.put(tx, Say(to=piece.account_id, saying=saying, kind=Class.NOTICE), channel, (), at)


def _number(chore: Chore) -> int:
    return int(chore.body["evidence"])
